//! What stands or is on order on day one: chips in halls, and chips on their way to halls in flight.

use super::dice::{Dice, Topic, round};
use super::world::{Family, Fleet, Kind, Order, World};

/// The most of a hall that the fleet fills.
const FULL: f64 = 0.96;

pub(super) fn draw(world: &mut World) {
    for site in 0..world.sites.len() {
        if world.sites[site].standing() > 0.0 {
            fleet(world, site);
        }
        orders(world, site);
    }
}

/// The first chip of a family.
pub(super) fn first(world: &World, family: Family) -> Option<usize> {
    world.chips.iter().position(|chip| chip.family == family)
}

fn fleet(world: &mut World, site: usize) {
    let mut dice = Dice::new(world.ask.seed, Topic::Fleet, 2 * site);
    let mw = world.sites[site].standing() * dice.between(0.86, FULL);
    let general = if world.has(Kind::General) { first(world, Family::Cpu) } else { None };
    let cpu = if general.is_some() { dice.between(0.45, 0.7) } else { 0.0 };
    let boron = if first(world, Family::Boron).is_some() { (1.0 - cpu) * dice.between(0.2, 0.5) } else { 0.0 };
    let shares = [(general, cpu), (first(world, Family::Boron), boron), (first(world, Family::Own), 1.0 - cpu - boron)];
    for (chip, share) in shares {
        let Some(chip) = chip else { continue };
        // Thousand chips a MW are 1 / kW; rounded down, so that they fit.
        let quantity = (mw * share / world.chips[chip].kw * 10.0).floor() / 10.0;
        if quantity <= 0.0 {
            continue;
        }
        // A fleet of servers renews itself a few per cent a year, accelerators age out in the middle of the horizon.
        let mut retires = Vec::new();
        let (step, part) = if world.chips[chip].family == Family::Cpu { (2, 0.025) } else { (4, 0.15) };
        let mut left = quantity;
        for quarter in (dice.whole(2, 6)..world.ask.periods).step_by(step) {
            let gone = round(quantity * part).min(left);
            if gone > 0.0 {
                retires.push((i64::try_from(quarter).expect("a horizon is short"), gone));
                left -= gone;
            }
        }
        world.fleet.push(Fleet { chip, site, quantity, retires });
    }
}

/// Chips were ordered for halls that come soon, as much as most of them hold.
fn orders(world: &mut World, site: usize) {
    let mut dice = Dice::new(world.ask.seed, Topic::Fleet, 2 * site + 1);
    let soon: f64 = world.sites[site].committed;
    if soon <= 0.0 || world.ask.periods < 4 {
        return;
    }
    let own = world.chips.iter().rposition(|chip| chip.family == Family::Own && chip.window.0.is_none());
    let boron = world.chips.iter().rposition(|chip| chip.family == Family::Boron && chip.window.0.is_none());
    for (chip, share) in [(own, dice.between(0.3, 0.6)), (boron, dice.between(0.08, 0.2))] {
        let Some(chip) = chip else { continue };
        let kind = &world.chips[chip];
        let delivered = i64::try_from(dice.whole(1, 3)).expect("a small number");
        let ordered = (delivered - i64::try_from(kind.lead).expect("a lead is short")).min(-1);
        let quantity = match kind.lot {
            Some(lot) => (soon * share / kind.kw / lot).floor() * lot,
            None => round(soon * share / kind.kw),
        };
        let price = round(quantity * kind.price.0);
        if quantity > 0.0 {
            let cancel = (dice.chance(20) && delivered > 1).then_some((1, 6));
            let id = format!("{}-{}-{}", kind.id, world.sites[site].id, delivered);
            let due = round(price * 0.7);
            world.orders.push(Order { id, chip, site, quantity, ordered, delivered, due, price, cancel });
        }
    }
}

/// What the fleet of a region can do of a workload in a quarter if nothing is bought: thousand units of work.
pub(super) fn remains(world: &World, region: usize, workload: usize, quarter: i64) -> f64 {
    let of = &world.workloads[workload];
    world
        .fleet
        .iter()
        .filter(|fleet| world.sites[fleet.site].region == region)
        .filter_map(|fleet| {
            let gone: f64 = fleet.retires.iter().filter(|(p, _)| *p <= quarter).map(|(_, amount)| amount).sum();
            let does = world.chips[fleet.chip].does(workload)?;
            Some((fleet.quantity - gone).max(0.0) * does * of.utilisation)
        })
        .sum()
}
