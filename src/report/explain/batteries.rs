//! What batteries are, and what they do over the blocks of a day.

use super::facts::{Facts, price};
use super::grid::feeds_at;
use super::scene::Scene;
use crate::domain::{BatteryId, Place, Shares};
use crate::plan::types::BatteryRow;
use crate::report::table::{finish, head, right, text_table};
use crate::report::words::{count, megawatts, percent};

/// What the input says of one.
pub(super) fn facts(scene: &Scene, id: BatteryId) -> Facts {
    let (model, row) = (scene.model, &scene.model.batteries[id]);
    let mut facts: Facts = vec![
        feeds_at(model, row.feed),
        ("power", format!("{} MW on day one", megawatts(row.power_mw))),
        ("energy", format!("{} hours of its MW", count(row.hours))),
        ("efficiency", format!("{} of what it takes", percent(row.efficiency))),
    ];
    let available = super::facts_power::by_block(scene, &row.availability);
    facts.extend(available.filter(|_| row.availability != Shares::Same(1.0)).map(|text| ("availability", text)));
    facts.extend(row.fixed_om.as_ref().map(|path| ("fixed O&M", price(scene, path, " a MW and year"))));
    let adds = model.projects.iter().filter(|(_, row)| row.adds.is_some_and(|adds| adds.place() == Place::Battery(id)));
    facts.extend(adds.map(|(project, _)| ("can grow by", super::grid::earliest(scene, project))));
    facts
}

fn rows<'a>(scene: &'a Scene, name: &'a str) -> impl DoubleEndedIterator<Item = &'a BatteryRow> {
    scene.plan.map_or(&[][..], |plan| &plan.batteries).iter().filter(move |row| row.battery == name)
}

/// Takes, gives and holds, one line a block.
fn table<'a>(rows: impl Iterator<Item = &'a BatteryRow>) -> String {
    let mut text = text_table();
    let names = ["", "takes MW", "gives MW", "of MW", "then holds MWh", "of MWh"];
    text.set_header(names.map(|name| head(name, !name.is_empty())));
    let dash = |number: f64| if number.abs() < 1e-9 { "-".to_owned() } else { megawatts(number) };
    for row in rows {
        let block = row.block.as_ref().map_or_else(String::new, |block| format!("/{block}"));
        text.add_row([
            head(&format!("{}{block}", row.span.period), false),
            right(dash(row.charge_mw)),
            right(dash(row.discharge_mw)),
            right(megawatts(row.limit_mw)),
            right(dash(row.state_mwh)),
            right(megawatts(row.limit_mwh)),
        ]);
    }
    finish(&text)
}

/// What the plan does with one, block by block.
pub(super) fn done(scene: &Scene, name: &str) -> String {
    if rows(scene, name).next().is_none() { String::new() } else { format!("\n{}", table(rows(scene, name))) }
}

/// The days of the period in which each battery moves most, for the page of the grid.
pub(super) fn over_the_day(scene: &Scene) -> String {
    let mut out = String::new();
    for (id, battery) in scene.model.batteries.iter() {
        let name = scene.model.batteries.name(id);
        let (at, place) = feeds_at(scene.model, battery.feed);
        let what = format!(
            "battery {name} {at} {place}, {} hours, gives {} of what it takes",
            count(battery.hours),
            percent(battery.efficiency)
        );
        // Of equal ones the first in time.
        let fullest = rows(scene, name).rev().max_by(|a, b| a.discharge_mw.total_cmp(&b.discharge_mw));
        match fullest {
            Some(most) if most.discharge_mw > 1e-6 => {
                let period = rows(scene, name).filter(|row| row.span.period == most.span.period);
                out.push_str(&format!("\n{what}; most in {}\n{}", most.span.period, table(period)));
            }
            Some(_) => out.push_str(&format!("\n{what}; it gives nothing in this plan\n")),
            None => out.push_str(&format!("\n{what}; {} MW on day one\n", megawatts(battery.power_mw))),
        }
    }
    out
}
