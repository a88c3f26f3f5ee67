//! Kinds of computing, and chips in generations: each does more work a kW and a dollar than the one before.

use super::dice::{Dice, Topic, grown, power, round};
use super::world::{Chip, Family, Kind, Workload, World};

pub(super) fn workloads(world: &mut World) {
    for n in 0..world.ask.workloads {
        let kind = [Kind::Training, Kind::Inference, Kind::General][n % 3];
        let name = [["training", "inference", "general"], ["tuning", "agents", "databases"]][(n / 3).min(1)][n % 3];
        world.workloads.push(Workload {
            id: if n < 6 { name.to_owned() } else { format!("{name}-{}", n / 3) },
            kind,
            // The share that is sold: the rest is spares, repairs, draining and idle instances.
            utilisation: [0.92, 0.80, 0.45][n % 3],
        });
    }
}

/// How many chips of each family.
fn families(world: &World) -> Vec<(Family, usize)> {
    let all = world.ask.chips;
    let general = if world.has(Kind::General) && all > 1 { (all / 4).max(1) } else { 0 };
    let fast = all - general;
    let own = (fast * 45).div_ceil(100);
    let boron = ((fast - own) * 70).div_ceil(100);
    vec![(Family::Own, own), (Family::Boron, boron), (Family::Cobalt, fast - own - boron), (Family::Cpu, general)]
}

pub(super) fn draw(world: &mut World) {
    for (family, count) in families(world) {
        // Generations come at a steady pace; the last one comes early enough to matter.
        let pace = if count > 1 { (world.ask.periods * 7 / 10 / (count - 1)).clamp(1, 8) } else { 0 };
        for generation in 0..count {
            let chip = chip(world, family, generation, count, pace);
            world.chips.push(chip);
        }
    }
}

fn chip(world: &World, family: Family, generation: usize, count: usize, pace: usize) -> Chip {
    let mut dice = Dice::new(world.ask.seed, Topic::Chip, 1000 * family as usize + generation);
    // The first two generations are on offer from the start.
    let launch = (pace * generation.saturating_sub(1)) as f64;
    let at = i64::try_from(pace * generation.saturating_sub(1)).expect("a horizon is short");
    let (name, vendor) = match family {
        Family::Own => ("own", "house"),
        Family::Boron => ("boron", "boron"),
        Family::Cobalt => ("cobalt", "cobalt"),
        Family::Cpu => ("cpu", "house"),
    };
    // H100 equivalents (vCPU) a kW, kW, kUSD for the work of one (of a hundred) at the launch.
    let (density, kw, worth) = match family {
        Family::Own => (0.8 * power(1.25, generation), 1.0 + 0.4 * generation as f64, 9.6 * grown(-0.07, launch)),
        Family::Boron => (1.15 * power(1.28, generation), 1.4 + 0.5 * generation as f64, 19.5 * grown(-0.09, launch)),
        Family::Cobalt => (1.0 * power(1.28, generation), 1.2 + 0.5 * generation as f64, 15.5 * grown(-0.08, launch)),
        Family::Cpu => (343.0 * power(1.2, generation), 0.28 + 0.14 * generation as f64, 6.6 * grown(-0.03, launch)),
    };
    let kw = (kw * dice.between(0.92, 1.08) * 100.0).round() / 100.0;
    let amount = density * kw * dice.between(0.95, 1.05);
    let mut work = Vec::new();
    for (n, workload) in world.workloads.iter().enumerate() {
        let share = match (workload.kind, family) {
            (Kind::Training | Kind::General, _) => 1.0,
            // Some win on memory bandwidth.
            (Kind::Inference, _) => dice.between(1.08, 1.28),
        };
        match (workload.kind, family) {
            (Kind::General, Family::Cpu) => work.push((n, amount.round())),
            // Where one chip is all there is, it does everything.
            (Kind::General, _) if world.ask.chips == 1 => work.push((n, (amount * 200.0).round())),
            (Kind::Training | Kind::Inference, Family::Own | Family::Boron | Family::Cobalt) => {
                work.push((n, round(amount * share)));
            }
            _ => {}
        }
    }
    let price = if family == Family::Cpu { amount / 100.0 * worth } else { amount * worth };
    let last = generation + 1 == count;
    let complete = (!last).then(|| at + i64::try_from(pace + 4).expect("a pace is short"));
    Chip {
        id: format!("{name}-{}", generation + 1),
        family,
        vendor,
        kw,
        liquid: family != Family::Cpu && generation > 0,
        work,
        price: (round(price), at, -f64::from(u32::try_from(dice.whole(4, 10)).expect("a small number"))),
        lead: if family == Family::Cpu { dice.whole(1, 2) } else { dice.whole(2, 3) },
        window: ((generation > 1).then_some((at - 2).clamp(0, world.end() - 1)), complete),
        allotment: None,
        // A pod of a merchant's second generation is sold whole.
        lot: (family == Family::Boron && generation == 1).then(|| dice.pick(&[4.0, 8.0])),
        order_cost: (matches!(family, Family::Boron | Family::Cobalt) && generation == 2 && dice.chance(40))
            .then(|| dice.between(2.0, 6.0).round()),
    }
}
