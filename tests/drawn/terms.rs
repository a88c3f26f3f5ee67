//! Offers, commitments and cash lines.

use super::Draw;
use capplan::domain::*;

impl Draw {
    pub(super) fn offers(&mut self) {
        if self.d.chance(50) {
            let site = self.site();
            let adds = if !self.m.nodes.is_empty() && self.d.chance(50) {
                Adds::Connection { site, mw: self.d.real(2.0, 15.0) }
            } else {
                Adds::It { site, cooling: Cooling::Air, mw: self.d.real(2.0, 15.0) }
            };
            let growth = self.d.chance(40).then(|| Growth { rate: 0.5, seed: self.d.real(0.5, 3.0) });
            let expansion = Expansion {
                adds,
                supply: self.supplying(0.5e6, 4e6, 1.0),
                service: self.service_life(),
                vendor: self.vendor(),
                category: self.d.chance(20).then(|| "special".to_owned()),
                fixed_om: self.d.chance(50).then(|| self.price(1e4, 1e5)),
                tags: self.tags(),
                growth,
            };
            self.m.expansions.push("x0", expansion);
        }
        if self.d.chance(50) {
            let adds = Adds::It { site: self.site(), cooling: Cooling::Air, mw: self.d.real(2.0, 15.0) };
            let lease = Lease {
                adds,
                fee: self.price(0.5e6, 3e6),
                lead: self.duration(0, 1),
                term: self.duration(1, 8),
                lot: self.d.chance(40).then_some(1.0),
                window: self.window(),
                vendor: self.vendor(),
                tags: self.tags(),
            };
            self.m.leases.push("colo", lease);
        }
    }

    pub(super) fn commitments(&mut self) {
        for (n, _) in (0..self.d.below(3)).enumerate() {
            let of = if !self.m.expansions.is_empty() && self.d.chance(30) {
                OrderOf::Expansion(ExpansionId::new(0))
            } else {
                OrderOf::Chips(ChipId::new(self.d.below(self.m.chips.len())), self.site())
            };
            let chips = matches!(of, OrderOf::Chips(..));
            let ordered = self.d.whole(-2, 1);
            let delivered = ordered + self.d.whole(0, 3);
            let month = |p: i32, m: &Model| Month(m.horizon.start.0 + p * m.horizon.step.months());
            let last = self.last();
            let mut to_pay = Vec::new();
            for _ in 0..self.d.below(3) {
                to_pay.push((self.month(0, last + 1), self.money(1e6, 20e6)));
            }
            let order = Order {
                of,
                quantity: if chips { self.d.real(500.0, 3000.0) } else { self.d.real(0.1, 1.5) },
                ordered: month(ordered, &self.m),
                delivered: month(delivered, &self.m),
                to_pay,
                price: self.d.chance(40).then(|| self.money(1e7, 4e7)),
                cancel: self.d.chance(60).then(|| self.cancel(true)),
                tags: self.tags(),
            };
            self.m.orders.push(format!("o{n}"), order);
        }
        if self.d.chance(50) {
            let (chip, site) = (ChipId::new(self.d.below(self.m.chips.len())), self.site());
            let quantity = self.d.real(500.0, 3000.0);
            let retires = if self.d.chance(50) { vec![(self.month(1, 2), quantity / 2.0)] } else { Vec::new() };
            let name = format!("{},{}", self.m.chips.name(chip), self.m.sites.name(site));
            self.m.fleet.push(name, Fleet { chip, site, quantity, retires });
        }
        if self.d.chance(40) {
            let last = self.last();
            let first = self.month(0, 1);
            let periods = Months { first, end: self.month(2, last + 1), after_horizon: false };
            let region = self.d.chance(50).then(|| self.region());
            let line = CashLine {
                category: "others".into(),
                periods,
                amount: self.money(1e6, 3e7),
                inflow: self.d.chance(50),
                region,
                tags: Vec::new(),
            };
            self.m.cash.push("others", line);
        }
    }
}
