//! Limits and goals.

use super::Draw;
use capplan::domain::*;

impl Draw {
    pub(super) fn filter(&mut self) -> Filter {
        Filter {
            category: self.d.chance(30).then(|| vec!["chips".to_owned(), "others".to_owned(), "site".to_owned()]),
            region: self.d.chance(15).then(|| vec![self.region()]),
            vendor: self.d.chance(15).then(|| vec!["v1".to_owned()]),
            tag: self.d.chance(15).then(|| vec!["ai".to_owned()]),
            ..Filter::default()
        }
    }

    pub(super) fn limits(&mut self) {
        self.budgets();
        self.allotments();
        self.policies();
        self.floors_and_goals();
    }

    /// A span of periods.
    pub(super) fn span(&self, first: i32, end: i32, after_horizon: bool) -> Months {
        let step = self.m.horizon.step.months();
        Months {
            first: Month(self.m.horizon.start.0 + first * step),
            end: Month(self.m.horizon.start.0 + end * step),
            after_horizon,
        }
    }

    fn budgets(&mut self) {
        let last = self.last();
        if self.d.chance(60) {
            let half = (last + 1) / 2;
            let filter = self.filter();
            let counts = Counts { capital: true, lease: self.d.chance(40), opex: self.d.chance(30) };
            // A floor could be met by paying for orders of nothing.
            let free = |supply: &Supplying| supply.order_cost.is_none();
            let floors = self.m.chips.iter().all(|(_, c)| c.supply.as_ref().is_none_or(free))
                && self.m.expansions.iter().all(|(_, x)| free(&x.supply));
            let budget = |d: &mut Draw, periods, unspent| Budget {
                periods,
                filter: filter.clone(),
                counts,
                at_most: Some(d.d.real(40e6, 250e6)),
                at_least: (floors && d.d.chance(15)).then_some(1e6),
                unspent,
                tier: d.tier(),
                // A budget that could bend to carry would not have one closed form.
                bend: (unspent == Unspent::Lost).then(|| Bend { price: d.money(0.05, 0.5), at_most: None }),
            };
            let periods = {
                let after = self.d.chance(40);
                self.span(half, last + 1, after)
            };
            let row = budget(self, periods, Unspent::Lost);
            let to = self.m.budgets.push("late", row);
            let periods = self.span(0, half, false);
            let carry = if self.d.chance(70) { Unspent::Carry { to, up_to: 0.2 } } else { Unspent::Lost };
            let row = budget(self, periods, carry);
            self.m.budgets.push("early", row);
        }
    }

    fn allotments(&mut self) {
        if self.d.chance(60) {
            let of = match self.d.below(3) {
                0 => AllotmentOf { vendors: Some(vec!["v1".to_owned()]), ..AllotmentOf::default() },
                1 => AllotmentOf {
                    chips: Some(self.m.chips.ids().collect()),
                    sites: Some(vec![self.site()]),
                    ..AllotmentOf::default()
                },
                _ => AllotmentOf { chips: Some(self.m.chips.ids().collect()), ..AllotmentOf::default() },
            };
            let allotment = Allotment {
                of,
                at_most: self.d.chance(60).then(|| self.path(8e3, 60e3)),
                cumulative: self.d.chance(40).then(|| self.d.real(5e3, 30e3)),
                growth: self
                    .d
                    .chance(40)
                    .then(|| Growth { rate: self.d.real(0.0, 1.0), seed: self.d.real(1000.0, 5000.0) }),
                by_order: self.d.chance(30),
                tier: self.tier(),
                bend: Some(Bend { price: self.money(1e3, 1e4), at_most: None }),
            };
            self.m.allotments.push("a0", allotment);
        }
    }

    fn policies(&mut self) {
        let last = self.last();
        for n in 0..self.d.below(3) {
            let powered = !self.m.nodes.is_empty();
            let (kind, most) = self.d.pick(&[
                (MeasureKind::Spend, 50e6),
                (MeasureKind::Orders, 4e3),
                (MeasureKind::ItMw, 40.0),
                (MeasureKind::LiquidMw, 20.0),
                (MeasureKind::ConnectionMw, 60.0),
                (MeasureKind::Owned, 8e3),
                (MeasureKind::Served, 10e3),
                (MeasureKind::ChipWork, 10e3),
                (MeasureKind::Energy, 50e3),
                (MeasureKind::Carbon, 30e3),
                (MeasureKind::SupplyMw, 300.0),
                (MeasureKind::LineMw, 100.0),
            ]);
            let grid = matches!(
                kind,
                MeasureKind::Carbon
                    | MeasureKind::SupplyMw
                    | MeasureKind::LineMw
                    | MeasureKind::ConnectionMw
                    | MeasureKind::Energy
            );
            if grid && !powered {
                continue;
            }
            let mut filter = Filter { region: self.d.chance(30).then(|| vec![self.region()]), ..Filter::default() };
            if matches!(kind, MeasureKind::Served | MeasureKind::ChipWork) {
                filter.workload = Some(vec![WorkloadId::new(0)]);
            }
            let sum =
                matches!(kind, MeasureKind::Spend | MeasureKind::Orders | MeasureKind::Served | MeasureKind::Carbon);
            let most = self.path(most * 0.3, most);
            let policy = Policy {
                measure: Measure { kind, filter },
                of: None,
                periods: self.span(0, last + 1, false),
                over: if sum && self.d.chance(50) { Over::Sum } else { Over::Each },
                bounds: Bounds { at_most: Some(most), at_least: None },
                tier: self.tier(),
                bend: Some(Bend { price: self.money(10.0, 1e3), at_most: None }),
            };
            self.m.policies.push(format!("y{n}"), policy);
        }
        if self.d.chance(20) {
            let measure = |region| Measure { kind: MeasureKind::Owned, filter: Filter { region, ..Filter::default() } };
            let policy = Policy {
                measure: measure(Some(vec![RegionId::new(0)])),
                of: Some(measure(None)),
                periods: self.span(0, last + 1, false),
                over: Over::Each,
                bounds: Bounds { at_most: None, at_least: Some(Path::constant(0.1)) },
                tier: self.tier(),
                bend: None,
            };
            self.m.policies.push("share", policy);
        }
    }

    fn floors_and_goals(&mut self) {
        let last = self.last();
        if self.d.chance(40) {
            let floor = Patience {
                periods: self.span(0, last + 1, false),
                at_least: self.d.real(-300e6, -30e6),
                per: if self.d.chance(50) { Per::Period } else { Per::Cumulative },
                tier: self.tier(),
                bend: Some(Bend { price: self.money(0.01, 0.3), at_most: None }),
            };
            self.m.patience.push("floor", floor);
        }
        match self.d.below(6) {
            0 => self.m.goals[0].kind = GoalKind::Cost,
            1 => {
                self.m.goals = vec![
                    Goal { kind: GoalKind::Unmet, tol: 0.05, abs: 0.0 },
                    Goal { kind: GoalKind::Npv, tol: 0.0, abs: 0.0 },
                ];
            }
            2 => self.m.goals[0].kind = GoalKind::Unmet,
            _ => {}
        }
    }
}
