//! Who asks for what: sized so that halls, were all of them built, would be sold somewhat more than out.

use super::dice::{Dice, Topic, grown, round};
use super::places::latency;
use super::standing::remains;
use super::world::{Family, Kind, Segment, World};

/// Work a kW of the chips of the first year, and how fast that rises.
const WORK: [(f64, f64); 3] = [(0.95, 0.17), (1.1, 0.17), (360.0, 0.06)];
/// USD a unit and year in the first year.
const PRICE: [f64; 3] = [12_600.0, 14_800.0, 84.0];
/// The share of power that goes to each kind of computing.
const SHARE: [f64; 3] = [0.38, 0.36, 0.26];

/// How demand grows from what is served today to what could be served.
#[derive(Clone, Copy)]
struct Course {
    /// MW today and at the end of the ramp.
    from: f64,
    to: f64,
}

pub(super) fn draw(world: &mut World) {
    for workload in 0..world.workloads.len() {
        match world.workloads[workload].kind {
            Kind::Training => (0..world.zones).for_each(|zone| training(world, workload, zone)),
            Kind::Inference => (0..world.regions.len()).for_each(|region| inference(world, workload, region)),
            Kind::General => (0..world.regions.len()).for_each(|region| general(world, workload, region)),
        }
    }
    if !world.has(Kind::General) {
        (0..world.regions.len()).for_each(|region| firm(world, 0, region, 0.25));
    }
}

/// The MW of sites for a workload: its share of all, by how many workloads there are of its kind.
fn course(world: &World, workload: usize, sites: impl Iterator<Item = usize>) -> Course {
    let kind = world.workloads[workload].kind;
    let like = world.workloads.iter().filter(|other| other.kind == kind).count() as f64;
    let kinds = [Kind::Training, Kind::Inference, Kind::General];
    let all: f64 = kinds.iter().zip(SHARE).filter(|(kind, _)| world.has(**kind)).map(|(_, share)| share).sum();
    let share = SHARE[kind as usize] / all / like;
    let (mut from, mut to) = (0.0, 0.0);
    for site in sites {
        let here = &world.sites[site];
        from += 1.05 * here.standing() + 0.3 * here.committed;
        to += 1.15 * here.standing() + 1.1 * (here.committed + here.open);
    }
    Course { from: from * share, to: to * share }
}

/// Thousand units of work in each period: a straight line of megawatts up to seven tenths of the horizon, times what a
/// megawatt can do by then.
fn series(world: &World, workload: usize, course: Course, share: f64) -> Vec<f64> {
    let of = &world.workloads[workload];
    let (work, better) = WORK[of.kind as usize];
    let ramp = world.ask.periods as f64 * 0.7;
    (0..world.ask.periods)
        .map(|p| {
            let part = (p as f64 / ramp).min(1.0);
            let mw = course.from + (course.to - course.from) * part;
            round(mw * share * work * of.utilisation * grown(better, p as f64))
        })
        .collect()
}

fn dice(world: &World, workload: usize, place: usize) -> Dice {
    Dice::new(world.ask.seed, Topic::Segment, 10_000 * workload + place)
}

/// A market segment anywhere, to be made special.
fn market(world: &World, dice: &mut Dice, id: String, workload: usize, region: usize, demand: Vec<f64>) -> Segment {
    let kind = world.workloads[workload].kind;
    let change = match kind {
        Kind::Training => dice.whole(5, 8),
        Kind::Inference => dice.whole(7, 11),
        Kind::General => dice.whole(2, 4),
    };
    let price = PRICE[kind as usize] * dice.between(0.9, 1.15) * (0.6 + 0.4 * world.regions[region].cost);
    Segment {
        id,
        customer: None,
        workload,
        region,
        kind: "market",
        chips: None,
        latency: None,
        regions: Vec::new(),
        price: (round(price), -(change as f64)),
        penalty: None,
        headroom: 0,
        one_site: false,
        bend: None,
        demand,
    }
}

/// Training goes anywhere in its zone.
fn training(world: &mut World, workload: usize, zone: usize) {
    let regions: Vec<usize> = (0..world.regions.len()).filter(|r| world.regions[*r].zone == zone).collect();
    let sites: Vec<usize> = regions.iter().flat_map(|r| world.regions[*r].sites.clone()).collect();
    if sites.is_empty() {
        return;
    }
    let mut dice = dice(world, workload, zone);
    let course = course(world, workload, sites.into_iter());
    let home = dice.pick(&regions);
    let name = world.workloads[workload].id.clone();
    let base = |what: &str| format!("{name}-{what}{}", zone + 1);
    let mut add = |world: &mut World, what: &str, share: f64, change: &dyn Fn(&World, &mut Segment)| {
        let demand = series(world, workload, course, share);
        let mut segment = market(world, &mut dice, base(what), workload, home, demand);
        segment.regions.clone_from(&regions);
        change(world, &mut segment);
        world.segments.push(segment);
    };
    add(world, "", 0.45, &|_, _| {});
    if has(world, Family::Boron) {
        add(world, "boron-", 0.2, &|_, segment| {
            segment.chips = Some("vendor:boron".into());
            segment.price.0 = round(segment.price.0 * 1.12);
        });
    }
    let customer = ["lynx", "orion", "vela", "corvus", "lyra", "draco"][zone];
    add(world, &format!("{customer}-"), 0.35, &|world, segment| {
        (segment.customer, segment.kind) = (Some(customer.to_owned()), "contracted");
        segment.price.0 = round(segment.price.0 * 0.82);
        segment.penalty = Some(round(segment.price.0 * 0.25));
        if has(world, Family::Own) && zone.is_multiple_of(2) {
            segment.chips = Some("vendor:house".into());
        }
    });
}

fn has(world: &World, family: Family) -> bool {
    world.chips.iter().any(|chip| chip.family == family)
}

/// Regions near enough to serve another.
fn near(world: &World, region: usize, most: f64) -> Vec<usize> {
    let here = &world.regions[region];
    (0..world.regions.len())
        .filter(|r| *r == region || world.regions[*r].zone == here.zone && latency(here, &world.regions[*r]) <= most)
        .collect()
}

/// The part of a region in what its neighbourhood's campuses could do; `None` where no campus is near, since nobody asks there.
fn asked(world: &World, workload: usize, region: usize, most: f64) -> Option<Course> {
    let zone = near(world, region, most);
    let sites: Vec<usize> = zone.iter().flat_map(|r| world.regions[*r].sites.clone()).collect();
    if sites.is_empty() {
        return None;
    }
    let all = course(world, workload, sites.into_iter());
    let part = 1.0 / zone.len() as f64;
    Some(Course { from: all.from * part, to: all.to * part })
}

/// Inference is near those who ask; a region without a campus is served from its neighbours.
fn inference(world: &mut World, workload: usize, region: usize) {
    let mut dice = dice(world, workload, region);
    let reach = dice.pick(&[30, 35, 40, 40]);
    let Some(course) = asked(world, workload, region, reach as f64) else { return };
    let place = world.regions[region].id.clone();
    let name = world.workloads[workload].id.clone();
    let merchants = has(world, Family::Boron) && dice.chance(50);
    let contract = dice.chance(35);
    let share = 1.0 - if merchants { 0.25 } else { 0.0 } - if contract { 0.3 } else { 0.0 };
    let demand = series(world, workload, course, share);
    let mut first = market(world, &mut dice, format!("{name}-{place}"), workload, region, demand);
    first.latency = Some(reach);
    world.segments.push(first);
    if merchants {
        let demand = series(world, workload, course, 0.25);
        let mut segment = market(world, &mut dice, format!("{name}-boron-{place}"), workload, region, demand);
        (segment.latency, segment.chips) = (Some(reach), Some("vendor:boron".into()));
        segment.price.0 = round(segment.price.0 * 1.1);
        world.segments.push(segment);
    }
    if contract {
        let demand = series(world, workload, course, 0.3);
        let mut segment = market(world, &mut dice, format!("{name}-agreed-{place}"), workload, region, demand);
        (segment.latency, segment.kind, segment.headroom) = (Some(reach + 20), "contracted", dice.pick(&[0, 0, 5]));
        segment.customer = Some(dice.pick(&["lynx", "orion", "vela"]).to_owned());
        segment.price.0 = round(segment.price.0 * 0.9);
        segment.penalty = Some(round(segment.price.0 * 0.2));
        segment.one_site = dice.chance(40);
        world.segments.push(segment);
    }
}

/// General computing stays in its region or next to it; what enterprises were promised is firm.
fn general(world: &mut World, workload: usize, region: usize) {
    let mut dice = dice(world, workload, region);
    let reach = dice.pick(&[25, 30]);
    let Some(course) = asked(world, workload, region, reach as f64) else { return };
    let course = Course { from: course.from * 0.4, to: course.to * 0.75 };
    let name = world.workloads[workload].id.clone();
    let id = format!("{name}-{}", world.regions[region].id);
    let demand = series(world, workload, course, 1.0);
    let mut segment = market(world, &mut dice, id, workload, region, demand);
    segment.latency = Some(reach);
    world.segments.push(segment);
    firm(world, workload, region, 0.8);
}

/// Firm demand is what the region's own fleet can do without any purchase, or it grows past it and may bend at a price.
fn firm(world: &mut World, workload: usize, region: usize, share: f64) {
    let like = world.workloads.iter().filter(|w| w.kind == world.workloads[workload].kind).count() as f64;
    let fleet: Vec<f64> = (0..world.end()).map(|p| remains(world, region, workload, p) / like).collect();
    if fleet.first().is_none_or(|work| *work <= 0.0) {
        return;
    }
    let mut dice = dice(world, workload, 5_000 + region);
    let bends = dice.chance(35);
    let (headroom, change) = (dice.whole(2, 6), dice.between(0.01, 0.05));
    let most = share / (1.0 + headroom as f64 / 100.0);
    let demand: Vec<f64> = fleet
        .iter()
        .enumerate()
        .map(|(p, remains)| {
            let asked = fleet[0] * most * grown(change, p as f64);
            // Rounding to three digits adds at most half a per cent, which the margin covers.
            if bends { round(asked) } else { round(asked.min(0.97 * remains / (1.0 + headroom as f64 / 100.0))) }
        })
        .collect();
    let name = format!("{}-firm-{}", world.workloads[workload].id, world.regions[region].id);
    let mut segment = market(world, &mut dice, name, workload, region, demand);
    (segment.kind, segment.headroom, segment.latency) = ("firm", headroom, Some(5));
    segment.customer = Some("enterprises".into());
    segment.bend = bends.then(|| round(segment.price.0 * 3.0));
    world.segments.push(segment);
}
