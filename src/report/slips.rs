//! What a slip by one period delays and costs, and what each letter is worth.

use serde_json::{Value, json};

use super::interval::{cells, interval};
use super::table::{Table, finish, head, right, text_table};
use super::words::megawatts;
use crate::calendar::{Calendar, label};
use crate::domain::{Adds, Agreement, AgreementId, Model, ProjectId};
use crate::network::dependencies::Dependencies;
use crate::network::slack::Start;
use crate::plan::types::Plan;
use crate::study::letters::Letter;
use crate::study::slip::{Late, Slip, Slips};

/// What one slip delays, all that does not wait for it as planned: MW x periods of IT power and of connection.
fn delays(model: &Model, plan: &Plan, calendar: &Calendar, graph: &Dependencies, late: Late) -> (f64, f64) {
    match late {
        Late::Project(project) => {
            let lost = graph.delay(&starts(model, plan, calendar), project, 1);
            let (mut it, mut connection) = (0.0, 0.0);
            for (id, copies) in lost {
                let copies = u32::try_from(copies).map_or(0.0, f64::from);
                match model.projects[id].adds {
                    Some(Adds::It { mw, .. }) => it += mw * copies,
                    Some(Adds::Connection { mw, .. }) => connection += mw * copies,
                    _ => {}
                }
            }
            (it, connection + waiting(model, plan, project))
        }
        Late::Agreement(a) => {
            let rows = plan.agreements.iter().filter(|row| row.agreement == model.agreements.name(a));
            let mut lost = 0.0;
            for row in rows {
                let Some(e) = period(calendar, model, &row.energised.period) else { continue };
                let share = |e: i32, t: i32| if t < e { 0.0 } else { ramped(&model.agreements[a], calendar, t - e) };
                let gaps = calendar.horizon().map(|t| share(e, t) - share(e + 1, t));
                lost += gaps.sum::<f64>() * row.signed_share * model.agreements[a].given_mw;
            }
            (0.0, lost)
        }
    }
}

/// Connection MW of agreements that begin to count when a project does: they wait a period more.
fn waiting(model: &Model, plan: &Plan, project: ProjectId) -> f64 {
    let name = model.projects.name(project);
    let Some(effect) =
        plan.projects.iter().filter(|row| row.project == name).filter_map(|row| row.effect.as_ref()).next_back()
    else {
        return 0.0;
    };
    let needing = model.agreements.iter().filter(|(_, agreement)| agreement.needs.contains(&project));
    let first = |(a, _): (AgreementId, &Agreement)| {
        let rows = plan.bills.iter().filter(|row| row.agreement == model.agreements.name(a));
        rows.filter(|row| row.span.period == effect.period).map(|row| row.connection_mw + row.supply_mw).sum::<f64>()
    };
    needing.map(first).sum()
}

/// The starts of a plan that stand.
fn starts(model: &Model, plan: &Plan, calendar: &Calendar) -> Vec<Start> {
    let stands = plan.projects.iter().filter(|row| row.cancelled_share < 1.0 - 1e-6);
    stands
        .filter_map(|row| {
            let project = model.projects.find(&row.project)?;
            let period = period(calendar, model, &row.begun.period)?;
            // Copies of a plan that is not relaxed are whole numbers, and few.
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let copies = row.copies.round() as usize;
            // A plan that was changed by hand may say more than there are.
            let copies = copies.min(model.projects[project].copies as usize);
            Some(Start { project, period, copies, whole: row.cancelled_share < 1e-6 })
        })
        .collect()
}

fn period(calendar: &Calendar, model: &Model, text: &str) -> Option<i32> {
    label::period(text, &model.horizon).ok().map(|month| calendar.period_of(month))
}

/// The share of its megawatts that an agreement has so many periods after it is energised.
pub(super) fn ramped(agreement: &Agreement, calendar: &Calendar, after: i32) -> f64 {
    let year = calendar.contract_year(after);
    let reached = agreement.ramp.iter().take_while(|(from, _)| *from <= year).last();
    reached.or(agreement.ramp.first()).map_or(1.0, |(_, share)| *share)
}

fn step(model: &Model) -> &'static str {
    label::step_name(model.horizon.step)
}

/// What each slip delays: MW x periods of IT power and of connection, in the order of the slips.
fn delayed(model: &Model, plan: &Plan, slips: &Slips) -> Vec<(f64, f64)> {
    let calendar = Calendar::new(model);
    let Ok(graph) = Dependencies::new(model, &calendar) else { return vec![(0.0, 0.0); slips.slips.len()] };
    slips.slips.iter().map(|slip| delays(model, plan, &calendar, &graph, slip.of)).collect()
}

/// The slips for reading.
#[must_use]
pub fn text(model: &Model, plan: &Plan, slips: &Slips) -> String {
    let step = step(model);
    if slips.slips.is_empty() {
        return "nothing that the plan waits for can slip within the horizon\n".into();
    }
    let mut table = text_table();
    let (it, connection) = (format!("IT MW-{step}s"), format!("connection MW-{step}s"));
    table.set_header([
        head(&format!("one {step} later"), false),
        head(&it, true),
        head(&connection, true),
        head("costs", true),
    ]);
    for (slip, (it, connection)) in slips.slips.iter().zip(delayed(model, plan, slips)) {
        table.add_row([
            head(&slip.name, false),
            right(megawatts(it)),
            right(megawatts(connection)),
            right(interval(slip.cost)),
        ]);
    }
    let mut text = finish(&table);
    text +=
        "MW later with all else as planned; costs with everything decided again, as far as the two plans are proved\n";
    if !slips.left_out.is_empty() {
        let count = slips.left_out.len();
        text += &format!("left out, since they cost less by the relaxation: {count}, {}\n", slips.left_out.join(", "));
    }
    text
}

/// The slips in full precision.
#[must_use]
pub fn table(model: &Model, plan: &Plan, slips: &Slips) -> Table {
    let columns = ["id", "it_mw_periods", "connection_mw_periods", "low_usd", "best_usd", "high_usd"];
    let mut table = Table::new("slip", &columns);
    let row = |(slip, (it, connection)): (&Slip, (f64, f64))| -> Vec<Value> {
        let mut row = vec![json!(slip.id), json!(it), json!(connection)];
        row.extend(cells(slip.cost));
        row
    };
    table.rows = slips.slips.iter().zip(delayed(model, plan, slips)).map(row).collect();
    table
}

/// What letters are worth, for reading.
#[must_use]
pub fn letters_text(letters: &[Letter]) -> String {
    if letters.is_empty() {
        return "the model has no agreement on offer\n".into();
    }
    let mut table = text_table();
    table.set_header(["letter", "site", "signed", "energised", "worth"].map(|name| head(name, name == "worth")));
    for letter in letters {
        let (signed, energised) = letter.signed.clone().unwrap_or_else(|| ("-".into(), "-".into()));
        let cells = [&letter.name, &letter.site, &signed, &energised].map(|text| head(text, false));
        table.add_row(cells.into_iter().chain([right(interval(letter.worth))]));
    }
    let mut text = finish(&table);
    text += "worth: the best plan less the best without this letter, as far as the two are proved\n";
    text
}

/// What letters are worth in full precision.
#[must_use]
pub fn letters_table(letters: &[Letter]) -> Table {
    let columns = ["agreement", "site", "signed", "energised", "low_usd", "best_usd", "high_usd"];
    let mut table = Table::new("letters", &columns);
    let row = |letter: &Letter| -> Vec<Value> {
        let (signed, energised) = letter.signed.clone().unzip();
        let mut row = vec![json!(letter.name), json!(letter.site), json!(signed), json!(energised)];
        row.extend(cells(letter.worth));
        row
    };
    table.rows = letters.iter().map(row).collect();
    table
}
