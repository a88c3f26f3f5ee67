//! What is scarce: vendors' allotments, yearly budgets, floors on cash, a policy, and groups of which one can be had.

use super::dice::{Dice, Topic, round};
use super::world::{Adds, Family, World, year};

/// M USD of chips for a MW of IT power, over all kinds.
const CHIPS_PER_MW: f64 = 15.0;
/// The share of money that each year beyond the first carries.
const AGEING: f64 = 0.05;

/// M USD a year that people and research take for a MW that stands.
const RUNNING: f64 = 6.0;

/// A year's budget, M USD.
pub(super) struct Budget {
    pub(super) year: i64,
    pub(super) at_most: f64,
    /// Per cent of it that may be carried to the next year.
    pub(super) carry: Option<usize>,
}

/// All limits of money.
pub(super) struct Limits {
    pub(super) budgets: Vec<Budget>,
    /// M USD after the horizon.
    pub(super) after: f64,
    /// M USD that people and research take over the horizon.
    pub(super) running: f64,
    /// M USD a quarter, and accumulated.
    pub(super) patience: Option<(f64, f64)>,
    /// Per cent of the spending on chips that may go to `boron`.
    pub(super) boron: Option<usize>,
    /// Pairs of projects of which one can be had.
    pub(super) groups: Vec<(String, [String; 2])>,
}

/// IT MW to be filled with chips if everything is built.
fn to_fill(world: &World) -> f64 {
    let years = world.ask.periods as f64 / 4.0;
    world.sites.iter().map(|site| site.open + site.committed + site.standing() * (0.08 + AGEING * years)).sum()
}

/// Vendors give each chip so much a quarter; together somewhat less than would be taken.
pub(super) fn allot(world: &mut World) {
    let fill = to_fill(world);
    let periods = world.ask.periods as f64;
    let kinds = |world: &World, family: Family| world.chips.iter().filter(|chip| chip.family == family).count() as f64;
    for n in 0..world.chips.len() {
        let mut dice = Dice::new(world.ask.seed, Topic::Limit, n);
        let chip = &world.chips[n];
        let share = match chip.family {
            Family::Own => 0.45,
            Family::Boron => 0.2,
            Family::Cobalt => 0.15,
            // Servers are not rationed.
            Family::Cpu => continue,
        };
        let from = chip.window.0.unwrap_or(0);
        let to = chip.window.1.unwrap_or(world.end()).max(from + 1);
        let stretch = (to - from) as f64 / periods;
        let alone = if world.chips.len() < 4 { 1.5 } else { 1.0 };
        let mw = fill * share / kinds(world, chip.family) / stretch.max(0.2) * alone;
        let scarce = 1.35 - 0.35 * world.scarcity() + dice.between(-0.15, 0.15);
        // What is on order must fit.
        let ordered = |quarter: i64| -> f64 {
            let those = world.orders.iter().filter(|order| order.chip == n && order.delivered == quarter);
            those.map(|order| order.quantity).sum()
        };
        let most = (0..world.end()).map(ordered).fold(0.0, f64::max);
        let rate = round((mw / chip.kw / periods * scarce).max(1.02 * most));
        let growth = dice.whole(5, 20) as f64;
        if rate > 0.0 {
            world.chips[n].allotment = Some((rate, growth));
        }
    }
}

/// Commitments to pay in a quarter, M USD.
fn committed(world: &World, quarter: i64) -> f64 {
    let projects =
        world.projects.iter().flat_map(super::world::Project::to_pay).filter(|(p, _)| *p == quarter).map(|(_, m)| m);
    let orders = world.orders.iter().filter(|order| order.delivered == quarter).map(|order| order.due);
    projects.sum::<f64>() + orders.sum::<f64>()
}

pub(super) fn draw(world: &World) -> Limits {
    let mut dice = Dice::new(world.ask.seed, Topic::Limit, 100_000);
    let open = world.projects.iter().filter(|p| p.committed.is_none());
    let building: f64 = open.map(|p| p.cost * p.copies as f64).sum();
    let wanted = building + to_fill(world) * CHIPS_PER_MW;
    // Of what everything would cost: half in the middle, more where capital is easy.
    let share = 0.62 - 0.3 * world.scarcity();
    let mut years: Vec<i64> = (0..world.end()).map(year).collect();
    years.dedup();
    // Permits and lead times hold spending back at first, and what is spent last earns little within the horizon.
    let weight = |p: i64| {
        let part = (p as f64 + 0.5) / world.ask.periods as f64;
        if part < 0.4 { 0.6 + 1.5 * part } else { 1.2 - (part - 0.4) }
    };
    let all: f64 = (0..world.end()).map(weight).sum();
    let mut budgets = Vec::new();
    for (n, &fiscal) in years.iter().enumerate() {
        let quarters: Vec<i64> = (0..world.end()).filter(|p| year(*p) == fiscal).collect();
        let part: f64 = quarters.iter().map(|p| weight(*p)).sum::<f64>() / all;
        let due: f64 = quarters.iter().map(|p| committed(world, *p)).sum();
        let at_most = round(due * 1.02 + wanted * share * part * dice.between(0.9, 1.1) + 1.0);
        let carry = (n + 1 < years.len()).then_some(5);
        budgets.push(Budget { year: fiscal, at_most, carry });
    }
    let late: f64 = (world.end()..world.end() + 40).map(|p| committed(world, p)).sum();
    let year_of_money = wanted * share / (world.ask.periods as f64 / 4.0);
    let standing: f64 = world.sites.iter().map(super::world::Site::standing).sum();
    let running = round(standing * RUNNING * world.ask.periods as f64 / 4.0);
    let patience = dice
        .chance(70)
        .then(|| (-round(year_of_money * 0.22 + 1.0), -round(year_of_money * dice.between(0.7, 1.2) + 1.0)));
    Limits {
        budgets,
        after: round(late * 1.05 + year_of_money * 0.15 + 1.0),
        running,
        patience,
        boron: boron(world),
        groups: groups(world),
    }
}

/// The policy leaves room for what is on order.
fn boron(world: &World) -> Option<usize> {
    let spent = |only: bool| -> f64 {
        let of = |n: usize| !only || world.chips[n].family == Family::Boron;
        world.orders.iter().filter(|order| of(order.chip)).map(|order| order.due).sum()
    };
    if !world.chips.iter().any(|chip| chip.family == Family::Boron) {
        return None;
    }
    let (ours, all) = (spent(true), spent(false));
    let share = if all > 0.0 { 100.0 * ours / all } else { 0.0 };
    let least = (2_usize..100).find(|least| *least as f64 > share + 1.0).unwrap_or(100);
    (least < 80).then_some(least.max(38))
}

/// Makers of transformers deliver to one of two neighbouring campuses.
fn groups(world: &World) -> Vec<(String, [String; 2])> {
    let open: Vec<&super::world::Project> =
        world.projects.iter().filter(|p| p.committed.is_none() && matches!(p.adds, Adds::Connection(_))).collect();
    let mut groups = Vec::new();
    for (n, pair) in open.chunks_exact(2).enumerate() {
        let mut dice = Dice::new(world.ask.seed, Topic::Limit, 200_000 + n);
        if dice.chance(12) && pair[0].site != pair[1].site {
            groups.push((format!("transformers-{}", groups.len() + 1), [pair[0].id.clone(), pair[1].id.clone()]));
        }
    }
    groups
}
