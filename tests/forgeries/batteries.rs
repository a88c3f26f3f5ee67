//! Batteries that take, give or hold more than they can, or come by energy.

use capplan::plan::types::Plan;

use super::{Forgery, Told, forgery};
use crate::support::models::model;

/// A day of two blocks, and energy that is cheap in one of them.
const DAY: &str = "[day.d]\ndays = 91.25\n[block.night]\nday = \"d\"\nhours_of_day = 10\n[block.noon]\nday = \"d\"\nhours_of_day = 14\n[supply.cheap]\nnode = \"n\"\npower = \"500 MW\"\nprice = \"5 USD/MWh\"\navailability = { noon = 0 }\n";
const LOAD: &str = "[node.o]\nother_load = \"90 MW\"\n[line.o]\nfrom = \"n\"\nto = \"o\"\n";

fn battery(rest: &str) -> String {
    format!("[battery.y]\nnode = \"o\"\n{rest}\n")
}

#[test]
fn batteries() {
    let cases = [
        forgery(
            "battery MW",
            &[DAY, LOAD, &battery("power = \"LIMIT MW\"\nhours = 100\nefficiency = \"81 %\"")],
            "20",
            "20.2",
            &["battery[y].power@"],
        ),
        forgery(
            "battery MWh",
            &[DAY, LOAD, &battery("power = \"20 MW\"\nhours = LIMIT\nefficiency = \"81 %\"")],
            "4",
            "4.04",
            &["battery[y].energy@"],
        ),
        forgery(
            "round trip",
            &[DAY, LOAD, &battery("power = \"20 MW\"\nhours = 100\nefficiency = \"LIMIT %\"")],
            "81",
            "82",
            &["battery[y].day@"],
        ),
        forgery(
            "battery available",
            &[
                DAY,
                LOAD,
                &battery("power = \"20 MW\"\nhours = 100\nefficiency = \"81 %\"\navailability = { noon = LIMIT }"),
            ],
            "0.5",
            "0.505",
            &["battery[y].power@"],
        ),
    ];
    cases.iter().for_each(Forgery::is_named);
}

#[test]
fn edits_of_batteries() {
    let text = [super::BASE, DAY, LOAD, &battery("power = \"20 MW\"\nhours = 4\nefficiency = \"81 %\"")].concat();
    let model = model(&text);
    let told = Told::new(&model);
    let named = |name: &str, edit: &dyn Fn(&mut Plan), sentence: &str| told.is_named(name, edit, sentence);
    named("taken", &|p| p.batteries[0].charge_mw *= 0.99, "node[o].balance@2026Q1/night");
    named("given for nothing", &|p| p.batteries[1].discharge_mw *= 1.01, "battery[y].day@2026Q1/d");
    named("state", &|p| p.batteries[0].state_mwh *= 0.99, "battery[y]@2026Q1/night state_mwh");
    named("room", &|p| p.batteries[0].limit_mwh *= 1.01, "battery[y]@2026Q1/night limit_mwh");
    named("energy", &|p| p.batteries[2].mwh *= 1.01, "battery[y]@2026Q2/night mwh");
    named("backwards", &|p| p.batteries[0].charge_mw *= -1.0, "battery[y]@2026Q1/night: the plan decides");
    named("gone", &|p| drop(p.batteries.remove(0)), "battery[y]@2026Q1/night: the plan has no such row");
    named(
        "not of this model",
        &|p| p.batteries[0].battery = "z".into(),
        "battery[y]@2026Q1/night: the model has no battery",
    );
}
