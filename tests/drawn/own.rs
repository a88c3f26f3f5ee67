//! Supplies behind meters, as they are produced, and what contracts for power bill; thrown with dice of their own, so that all else is
//! drawn as it is without them.

use capplan::domain::*;

use super::{Dice, Draw};

impl Draw {
    pub(super) fn own(&mut self, seed: u64) {
        let mut dice = Dice::new(seed + 770_000);
        for _ in 0..8 {
            dice.next();
        }
        if self.m.nodes.is_empty() || dice.chance(40) {
            return;
        }
        std::mem::swap(&mut self.d, &mut dice);
        for n in 0..=self.d.below(2) {
            let site = SiteId::new(self.d.below(self.m.sites.len()));
            let output = self.d.pick(&[Output::Dispatched, Output::AsProduced]);
            let supply = Supply {
                feed: if self.d.chance(80) { Feed::Meter(site) } else { Feed::Node(NodeId::new(0)) },
                power_mw: self.d.real(0.0, 5.0),
                output,
                min_output: MinOutput::Megawatts(0.0),
                availability: self.available(),
                price: Some(self.price(0.0, 90.0)),
                carbon_t: self.d.pick(&[0.0, 0.0, 0.4]),
                water_m3: self.d.real(0.0, 2.0),
                billing: Billing::default(),
                fixed_om: self.d.chance(30).then(|| self.price(1e3, 1e4)),
                tags: self.tags(),
            };
            self.m.supplies.push(format!("own{n}"), supply);
        }
        // A floor may not count bills.
        let floors = self.m.budgets.iter().any(|(_, budget)| budget.at_least.is_some() && budget.counts.opex);
        for g in self.m.supplies.ids().collect::<Vec<_>>() {
            if floors || self.d.chance(60) {
                continue;
            }
            let billing = Billing {
                contracted_mw: self.d.chance(50).then(|| self.d.real(1.0, 20.0)),
                minimum_bill: self.d.pick(&[0.0, 0.3, 0.8]),
                demand: self.d.chance(60).then(|| self.price(1e4, 1e5)),
                minimum_demand: self.d.pick(&[0.0, 0.5]),
            };
            self.m.supplies.get_mut(g).billing = billing;
        }
        if self.d.chance(40) {
            let measure = |kind| Measure { kind, filter: Filter::default() };
            let policy = Policy {
                measure: measure(MeasureKind::CarbonFree),
                of: Some(measure(MeasureKind::Energy)),
                periods: self.span(0, self.last() + 1, false),
                over: self.d.pick(&[Over::Each, Over::Sum]),
                bounds: Bounds { at_most: None, at_least: Some(Path::constant(self.d.pick(&[0.02, 0.1]))) },
                tier: Tier::Policy,
                bend: None,
            };
            self.m.policies.push("clean", policy);
        }
    }
}
