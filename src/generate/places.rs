//! Regions in zones, campuses in regions, and what stands on them on day one.

use super::dice::{Dice, Topic, round};
use super::world::{Region, Site, World};

/// Zones: name, the middle in degrees north and east.
const ZONES: [(&str, f64, f64); 6] = [
    ("am", 38.0, -90.0),
    ("eu", 48.0, 6.0),
    ("ap", 22.0, 105.0),
    ("sa", -20.0, -52.0),
    ("me", 25.0, 48.0),
    ("af", -18.0, 25.0),
];

/// How many zones so many regions are in: about four regions each.
pub(super) fn zones(regions: usize) -> usize {
    regions.div_ceil(4).clamp(1, ZONES.len())
}

pub(super) fn draw(world: &mut World) {
    for n in 0..world.ask.regions {
        let zone = n % world.zones;
        let mut dice = Dice::new(world.ask.seed, Topic::Region, n);
        let (name, north, east) = ZONES[zone];
        world.regions.push(Region {
            id: format!("{name}-{}", n / world.zones + 1),
            zone,
            at: (
                ((north + dice.between(-9.0, 9.0)) * 10.0).round() / 10.0,
                ((east + dice.between(-18.0, 18.0)) * 10.0).round() / 10.0,
            ),
            cost: dice.between(0.8, 1.25),
            energy: (dice.between(58.0, 150.0).round(), dice.whole(2, 6) as f64),
            sites: Vec::new(),
        });
    }
    for n in 0..world.ask.sites {
        let region = n % world.ask.regions;
        let mut dice = Dice::new(world.ask.seed, Topic::Site, n);
        // The first campus of a region stands; of the others some do.
        let first = n < world.ask.regions;
        let stands = dice.chance(55) || first;
        let size = dice.between(0.1, 1.0);
        let standing = if stands { 60.0 + 500.0 * size * size } else { 0.0 };
        let liquid = (standing * dice.between(0.05, 0.3)).round();
        let pue = (dice.between(1.08, 1.35) * 100.0).round() / 100.0;
        let slack = 1.02 + dice.between(0.0, 0.16) * (1.0 - world.ask.tightness);
        let id = format!("{}-c{}", world.regions[region].id, n / world.ask.regions + 1);
        let air = (standing - liquid).round();
        world.regions[region].sites.push(n);
        world.sites.push(Site {
            id,
            region,
            pue,
            air,
            liquid,
            connection: (pue * (air + liquid) * slack / 5.0).ceil() * 5.0,
            committed: 0.0,
            open: 0.0,
            ground: None,
            shared: None,
        });
    }
}

/// Milliseconds between two regions: light in fibre over the larger of the two ways round, and something for routers.
pub(super) fn latency(a: &Region, b: &Region) -> f64 {
    let (north, east) = ((a.at.0 - b.at.0).abs(), (a.at.1 - b.at.1).abs());
    (5.0 + 1.1 * north.max(east) + 0.5 * north.min(east)).round()
}

/// USD a unit and year for accelerated work over so many milliseconds.
pub(super) fn carriage(latency: f64) -> f64 {
    round(15.0 + 1.2 * latency)
}
