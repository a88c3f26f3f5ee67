//! What the input says of a connection agreement, and what it bills in a plan.

use super::facts::{Facts, names, price};
use super::scene::{Scene, listed};
use crate::domain::AgreementId;
use crate::report::table::{finish, head, right, text_table};
use crate::report::words::{count, megawatts, money, percent};

pub(super) fn agreement(scene: &Scene, id: AgreementId) -> Facts {
    let (model, row, calendar) = (scene.model, &scene.model.agreements[id], &scene.calendar);
    let mw = |mw: f64| format!("{} MW", megawatts(mw));
    let site = model.sites.address(row.site);
    let mut facts: Facts = match row.supply {
        Some(supply) => {
            let brings = format!("{} behind the meter of {site}", model.supplies.address(supply));
            vec![("brings", brings), ("contracted", mw(row.contracted_mw))]
        }
        None => vec![("connects", site), ("contracted", mw(row.contracted_mw)), ("connection", mw(row.given_mw))],
    };
    let ramp = row.ramp.iter().map(|(year, share)| format!("{} from year {year}", percent(*share)));
    let ramp: Vec<String> = ramp.collect();
    if !ramp.is_empty() {
        facts.push(("ramp", listed(&ramp)));
    }
    facts.push(("lead", scene.long(calendar.periods(row.lead))));
    facts.extend(row.queue.map(|month| ("queue", format!("not before {}", scene.label(calendar.period_of(month))))));
    facts.push(match (row.signed, row.sign_by) {
        (Some(month), _) => ("signed", scene.label(calendar.period_of(month))),
        (None, Some(month)) => ("offer", format!("until {}", scene.label(calendar.period_of(month)))),
        (None, None) => ("offer", "stands".into()),
    });
    facts.push(("term", scene.long(calendar.periods(row.term))));
    let least = |share: f64| if share > 0.0 { format!(", for {} at least", percent(share)) } else { String::new() };
    facts.extend(
        row.demand.as_ref().map(|rate| ("demand", price(scene, rate, " a MW and year") + &least(row.minimum_demand))),
    );
    facts.extend(row.energy.as_ref().map(|rate| ("energy", price(scene, rate, " a MWh") + &least(row.minimum_bill))));
    facts.extend(row.curtail.as_ref().map(|curtail| {
        let price = price(scene, &curtail.price, " a MWh");
        ("curtailed", format!("{} for {} hours a year at {price}", percent(curtail.share), count(curtail.hours)))
    }));
    facts.extend(row.exit.map(|exit| {
        let (after, fee) = (scene.long(calendar.periods(exit.after)), money(calendar.paid(exit.fee, 0)));
        ("exit", format!("{after} after it is energised, for {fee}"))
    }));
    facts.extend(row.deposit.map(|deposit| {
        let back = deposit.returned.map_or_else(
            || "never returned".into(),
            |returned| format!("returned {} after it is energised", scene.long(calendar.periods(returned))),
        );
        ("deposit", format!("{}, {back}", money(calendar.paid(deposit.amount, 0))))
    }));
    if !row.needs.is_empty() {
        facts.push(("needs", names(&model.projects, &row.needs)));
    }
    facts.extend(row.vendor.clone().map(|vendor| ("vendor", vendor)));
    facts
}

/// When the plan signs and ends it, and what it gives and bills by period.
pub(super) fn bills(scene: &Scene, name: &str) -> String {
    let Some(plan) = scene.plan else { return String::new() };
    let mut text = String::new();
    for row in plan.agreements.iter().filter(|row| row.agreement == name) {
        let (signed, energised, ends) = (&row.signed.period, &row.energised.period, &row.ends.period);
        text += &format!("\nsigned in {signed}, in force from {energised}, over in {ends}\n");
    }
    for row in plan.endings.iter().filter(|row| row.agreement == name) {
        text += &format!("ended early: from {} it is not in force\n", row.span.period);
    }
    if text.is_empty() {
        return "\nit is not signed\n".into();
    }
    let mut table = text_table();
    let brings = scene.model.agreements.find(name).is_some_and(|a| scene.model.agreements[a].supply.is_some());
    let gives = if brings { "supply MW" } else { "connection MW" };
    let heads = ["", "contracted MW", gives, "drawn MW", "billed MW", "billed GWh"];
    table.set_header(heads.map(|name| head(name, !name.is_empty())));
    for row in plan.bills.iter().filter(|row| row.agreement == name) {
        let gives = row.connection_mw + row.supply_mw;
        let amounts = [row.contracted_mw, gives, row.drawn_mw, row.billed_mw, row.billed_mwh / 1000.0];
        let cells = amounts.map(|amount| right(megawatts(amount)));
        table.add_row([head(&row.span.period, false)].into_iter().chain(cells));
    }
    text + &finish(&table)
}
