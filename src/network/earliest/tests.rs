//! Dates worked by hand.

use super::*;
use crate::domain::Model;
use crate::domain::RelationKind::{After, Needs, With};
use crate::network::testing::{calendar, commit, model, project, quarter, quarters, wait};

fn graph(model: &Model) -> Dependencies {
    Dependencies::new(model, &calendar(model)).expect("no circle")
}

#[test]
fn longest_path_over_after_with_and_needs() {
    let mut m = model(20);
    let land = project(&mut m, "land", 2);
    let permit = project(&mut m, "permit", 3);
    let hall = project(&mut m, "hall", 6);
    let fit = project(&mut m, "fit-out", 2);
    let station = project(&mut m, "substation", 12);
    wait(&mut m, permit, After, land, 1, false); // starts 3, complete 6
    wait(&mut m, hall, After, permit, 0, false); // starts 6, complete 12
    wait(&mut m, fit, With, hall, 4, false); // starts 10, complete 12
    wait(&mut m, station, With, permit, 0, false); // starts 3, complete 15
    wait(&mut m, hall, Needs, station, 1, false); // dark until 16
    let graph = graph(&m);
    let all = graph.earliest(&Begun::default(), 0);
    let dates = |id| (all.copy(id, 0).start, all.copy(id, 0).complete, all.copy(id, 0).effect);
    assert_eq!(dates(land), (0, 2, 2));
    assert_eq!(dates(permit), (3, 6, 6));
    assert_eq!(dates(hall), (6, 12, 16));
    assert_eq!(dates(fit), (10, 12, 12));
    assert_eq!(dates(station), (3, 15, 15));
    let path: Vec<_> = graph.critical_path(&all, hall, 0).iter().map(|step| (step.project, step.until)).collect();
    assert_eq!(
        path,
        vec![(land, Until::Complete), (permit, Until::Start), (station, Until::Effect), (hall, Until::Effect)],
        "the effect hangs on the substation, which starts with the permit"
    );
    assert_eq!(all.first_effect(hall), Some(16));
}

#[test]
fn committed_starts_are_data_and_windows_hold() {
    let mut m = model(8);
    let station = project(&mut m, "substation-7", 9);
    commit(&mut m, station, quarter(2025, 3), 0.0); // period -2, complete 7
    let hall = project(&mut m, "hall", 2);
    m.projects.get_mut(hall).window.start = Some(quarter(2026, 2));
    wait(&mut m, hall, Needs, station, 0, false);
    let late = project(&mut m, "late", 2);
    m.projects.get_mut(late).window.complete = Some(quarter(2027, 3)); // period 6
    wait(&mut m, late, After, station, 0, false); // starts 7 at the earliest
    let beyond = project(&mut m, "beyond", 1);
    wait(&mut m, beyond, After, station, 1, false); // starts 8: after the horizon
    let last = project(&mut m, "last", 1);
    wait(&mut m, last, After, beyond, 0, false);
    let all = graph(&m).earliest(&Begun::default(), 0);
    let station = all.copy(station, 0);
    assert_eq!((station.start, station.effect, station.held), (-2, 7, Hold::Committed));
    let hall = all.copy(hall, 0);
    assert_eq!((hall.start, hall.complete, hall.effect, hall.held), (1, 3, 7, Hold::Window));
    assert_eq!(all.copy(late, 0).blocked, Some(Blocked::Window));
    assert_eq!(all.first_effect(late), None);
    assert_eq!(all.copy(beyond, 0).blocked, Some(Blocked::Horizon));
    assert_eq!(all.copy(last, 0).blocked, Some(Blocked::Wait(beyond)));
}

#[test]
fn copies_wait_for_all_or_each_for_its_own() {
    let mut m = model(20);
    let shell = project(&mut m, "shell", 4);
    let each = project(&mut m, "each", 1);
    let all_of = project(&mut m, "all", 1);
    for id in [shell, each, all_of] {
        m.projects.get_mut(id).copies = 3;
    }
    m.projects.get_mut(shell).starts_per_period = Some(1);
    wait(&mut m, each, After, shell, 0, true);
    wait(&mut m, all_of, After, shell, 0, false);
    let graph = graph(&m);
    let dates = graph.earliest(&Begun::default(), 0);
    let starts = |id| dates.copies(id).iter().map(|copy| copy.start).collect::<Vec<_>>();
    assert_eq!(starts(shell), [0, 1, 2]);
    assert_eq!(starts(each), [4, 5, 6]);
    assert_eq!(starts(all_of), [6, 6, 6]);
    assert_eq!((dates.first_effect(each), dates.full_effect(each)), (Some(5), Some(7)));
    assert_eq!(dates.copy(shell, 2).held, Hold::Rate);
}

#[test]
fn starts_of_a_plan_count_and_the_rest_may_start_today() {
    let mut m = model(20);
    let permit = project(&mut m, "permit", 2);
    let hall = project(&mut m, "hall", 6);
    m.projects.get_mut(hall).copies = 3;
    m.projects.get_mut(hall).starts_per_period = Some(1);
    wait(&mut m, hall, After, permit, 0, false);
    let mut begun = Begun::default();
    begun.add(permit, 3, 1);
    begun.add(hall, 5, 1);
    let dates = graph(&m).earliest(&begun, 0);
    let starts: Vec<_> = dates.copies(hall).iter().map(|copy| (copy.start, copy.begun)).collect();
    assert_eq!(starts, [(5, true), (6, false), (7, false)], "5 is taken, and 3 + 2 = 5 is the earliest");
    assert_eq!(dates.next(hall).map(|(n, copy)| (n, copy.effect)), Some((1, 12)));
}

#[test]
fn a_need_past_its_life_gives_no_effect() {
    let mut m = model(20);
    let lease = project(&mut m, "temporary", 1);
    m.projects.get_mut(lease).life = Some(quarters(4));
    commit(&mut m, lease, quarter(2026, 1), 0.0); // in service 1..=4
    let hall = project(&mut m, "hall", 6);
    wait(&mut m, hall, Needs, lease, 0, false); // complete 6 at the earliest
    let dates = graph(&m).earliest(&Begun::default(), 0);
    assert_eq!(dates.copy(hall, 0).blocked, Some(Blocked::Life));
    assert_eq!(dates.copy(hall, 0).stuck, None, "it can be built all the same");
}
