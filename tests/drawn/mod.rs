//! Small models drawn at random, each with a different mix of everything a model file can say.

use std::collections::BTreeMap;

use capplan::domain::demand::{Reach, TravelPath};
use capplan::domain::limit::Filter;
use capplan::domain::model::Horizon;
use capplan::domain::project::{Adds, Cancel, Committed, Relation, RelationKind, Window};
use capplan::domain::time::{Duration, Month, Months, Step};
use capplan::domain::*;

/// A stream of numbers that a seed decides.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x2545_F491_4F6C_DD1D)
    }
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
    /// A whole number below `n`.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        ((self.next() >> 11) % n as u64) as usize
    }
    /// One of `from..=to` in steps of one.
    fn whole(&mut self, from: i32, to: i32) -> i32 {
        from + self.below((to - from + 1) as usize) as i32
    }
    /// A number between two, with three digits.
    fn real(&mut self, from: f64, to: f64) -> f64 {
        from + (to - from) * (self.below(1001) as f64) / 1000.0
    }
    /// True in so many of a hundred cases.
    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
    fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }
}

struct Draw {
    d: Dice,
    m: Model,
}

/// A model of a seed.
pub(crate) fn model(seed: u64) -> Model {
    let mut d = Dice::new(seed + 1);
    for _ in 0..8 {
        d.next();
    }
    let step = d.pick(&[Step::Quarter, Step::Quarter, Step::Half, Step::Year]);
    let mut currencies = Table::default();
    currencies.push("USD", Path::constant(1.0));
    currencies.push(
        "EUR",
        Path::Growing {
            value: 1.1,
            at: None,
            change: 0.03,
            from: None,
        },
    );
    let horizon = Horizon {
        start: Month::new(2026, 1),
        periods: d.below(4) + 3,
        step,
        fiscal_year_starts: None,
    };
    let m = Model {
        name: format!("drawn-{seed}"),
        horizon,
        discount_rate: d.pick(&[0.0, 0.05, 0.09]),
        tax_rate: d.chance(30).then_some(0.25),
        carbon_price: None,
        goals: vec![Goal {
            kind: GoalKind::Npv,
            tol: 0.0,
            abs: 0.0,
        }],
        basis: if d.chance(50) { Basis::Total } else { Basis::Incremental },
        currencies,
        block: Block {
            name: "all".into(),
            hours: d.chance(30).then_some(1500.0),
            load_factor: d.pick(&[1.0, 0.8]),
        },
        regions: Table::default(),
        workloads: Table::default(),
        sites: Table::default(),
        chips: Table::default(),
        segments: Table::default(),
        projects: Table::default(),
        groups: Table::default(),
        orders: Table::default(),
        fleet: Table::default(),
        leases: Table::default(),
        expansions: Table::default(),
        allotments: Table::default(),
        paths: Table::default(),
        nodes: Table::default(),
        lines: Table::default(),
        supplies: Table::default(),
        budgets: Table::default(),
        policies: Table::default(),
        cash: Table::default(),
        patience: Table::default(),
        places: BTreeMap::new(),
    };
    let mut draw = Draw { d, m };
    draw.places();
    draw.power();
    draw.chips();
    draw.segments();
    draw.projects();
    draw.offers();
    draw.commitments();
    draw.limits();
    draw.m
}

impl Draw {
    fn month(&mut self, from: i32, to: i32) -> Month {
        let p = self.d.whole(from, to);
        Month(self.m.horizon.start.0 + p * self.m.horizon.step.months())
    }
    fn last(&self) -> i32 {
        i32::try_from(self.m.horizon.periods).unwrap() - 1
    }
    fn currency(&mut self) -> CurrencyId {
        CurrencyId::new(usize::from(self.d.chance(25)))
    }
    fn money(&mut self, from: f64, to: f64) -> Money {
        Money {
            amount: self.d.real(from, to),
            currency: self.currency(),
        }
    }
    fn price(&mut self, from: f64, to: f64) -> MoneyPath {
        MoneyPath {
            path: self.path(from, to),
            currency: self.currency(),
        }
    }
    fn path(&mut self, from: f64, to: f64) -> Path {
        let value = self.d.real(from, to);
        match self.d.below(4) {
            0 => {
                let at = self.d.chance(50).then(|| Date {
                    year: 2025,
                    month: self.d.whole(1, 12),
                    day: self.d.whole(1, 28),
                });
                Path::Growing {
                    value,
                    at,
                    change: self.d.real(-0.1, 0.1),
                    from: None,
                }
            }
            1 => {
                let month = self.month(1, 2);
                Path::Steps(vec![(self.m.horizon.start, value), (month, self.d.real(from, to))])
            }
            _ => Path::constant(value),
        }
    }
    fn duration(&mut self, from: i32, to: i32) -> Duration {
        let periods = self.d.whole(from, to);
        let odd = if self.d.chance(30) && periods > 0 { -1.3 } else { 0.0 };
        Duration {
            months: f64::from(periods * self.m.horizon.step.months()) + odd,
        }
    }
    fn payments(&mut self) -> Payments {
        self.d.pick(&[
            Payments {
                start: 1.0,
                spread: 0.0,
                completion: 0.0,
            },
            Payments {
                start: 0.2,
                spread: 0.5,
                completion: 0.3,
            },
            Payments {
                start: 0.0,
                spread: 1.0,
                completion: 0.0,
            },
            Payments {
                start: 0.3,
                spread: 0.0,
                completion: 0.7,
            },
        ])
    }
    fn window(&mut self) -> Window {
        let last = self.last();
        let start = self.d.chance(20).then(|| self.month(0, 2));
        let complete = self.d.chance(20).then(|| self.month(last - 1, last + 2));
        Window { start, complete }
    }
    fn tags(&mut self) -> Vec<String> {
        if self.d.chance(40) {
            vec![self.d.pick(&["ai", "core"]).to_owned()]
        } else {
            Vec::new()
        }
    }
    fn tier(&mut self) -> Tier {
        self.d.pick(&[Tier::Wish, Tier::Policy, Tier::Contract])
    }
    fn vendor(&mut self) -> Option<String> {
        self.d.pick(&[Some("v1"), Some("v2"), None]).map(str::to_owned)
    }
    fn site(&mut self) -> SiteId {
        SiteId::new(self.d.below(self.m.sites.len()))
    }
    fn region(&mut self) -> RegionId {
        RegionId::new(self.d.below(self.m.regions.len()))
    }

    fn places(&mut self) {
        for n in 0..self.d.below(2) + 1 {
            self.m.regions.push(format!("r{n}"), Region { at: None });
        }
        for n in 0..self.d.below(2) + 1 {
            let unit = format!("u{n}");
            let (utilisation, weight) = (self.d.real(0.4, 1.0), self.d.real(0.5, 2.0));
            self.m.workloads.push(
                format!("w{n}"),
                Workload {
                    unit,
                    utilisation,
                    weight,
                },
            );
        }
        for n in 0..self.d.below(3) + 1 {
            let region = self.region();
            let site = Site {
                region,
                node: None,
                pue: self.d.real(1.0, 1.4),
                liquid_mw: self.d.real(0.0, 10.0),
                air_mw: self.d.real(0.0, 20.0),
                connection_mw: 0.0,
                load_factor: self.d.chance(20).then_some(0.7),
                bend: None,
                tags: self.tags(),
            };
            self.m.sites.push(format!("s{n}"), site);
        }
    }

    fn power(&mut self) {
        if self.d.chance(40) {
            return;
        }
        for n in 0..self.d.below(2) + 1 {
            let region = if self.d.chance(80) { Some(self.region()) } else { None };
            let shed = self.d.chance(50).then(|| self.price(100.0, 500.0));
            let other_load = self.path(0.0, 30.0);
            self.m.nodes.push(
                format!("n{n}"),
                Node {
                    region,
                    other_load,
                    shed,
                },
            );
        }
        let node = |d: &mut Dice, m: &Model| NodeId::new(d.below(m.nodes.len()));
        if self.m.nodes.len() > 1 {
            let bend = self.d.chance(30).then(|| Bend {
                price: self.money(1e5, 1e6),
                at_most: Some(50.0),
            });
            let line = Line {
                from: NodeId::new(0),
                to: NodeId::new(1),
                rating_mw: self.d.real(10.0, 40.0),
                bend,
            };
            self.m.lines.push("l0", line);
        }
        let ids: Vec<NodeId> = self.m.nodes.ids().collect();
        for (n, at) in ids.into_iter().enumerate() {
            let supply = Supply {
                node: at,
                power_mw: self.d.real(60.0, 150.0),
                min_output: self.d.pick(&[
                    MinOutput::Megawatts(0.0),
                    MinOutput::Megawatts(-5.0),
                    MinOutput::Share(0.02),
                ]),
                availability: self.d.pick(&[1.0, 0.9]),
                price: Some(self.price(20.0, 60.0)),
                carbon_t: self.d.real(0.0, 0.5),
                water_m3: self.d.real(0.0, 2.0),
                fixed_om: self.d.chance(30).then(|| self.price(1e3, 1e4)),
                tags: self.tags(),
            };
            self.m.supplies.push(format!("g{n}"), supply);
        }
        self.m.carbon_price = self.d.chance(40).then(|| self.price(10.0, 80.0));
        for s in self.m.sites.ids().collect::<Vec<_>>() {
            let node = node(&mut self.d, &self.m);
            let connection = self.d.real(5.0, 40.0);
            let bend = self.d.chance(20).then(|| Bend {
                price: self.money(1e5, 2e6),
                at_most: None,
            });
            let site = self.m.sites.get_mut(s);
            (site.node, site.connection_mw, site.bend) = (Some(node), connection, bend);
        }
    }

    fn supplying(&mut self, from: f64, to: f64, lot: f64) -> Supplying {
        let life = self.duration(2, 12);
        Supplying {
            price: self.price(from, to),
            lead: self.duration(0, 2),
            life: self.d.chance(80).then_some(life),
            payments: self.payments(),
            lot: self.d.chance(40).then_some(lot),
            order_cost: self.d.chance(25).then(|| self.money(1e5, 2e6)),
            window: self.window(),
            salvage: self.d.chance(85),
            book_life: self.d.chance(30).then(|| self.duration(2, 6)),
        }
    }

    fn chips(&mut self) {
        for n in 0..self.d.below(2) + 1 {
            let mut throughput = Vec::new();
            for workload in self.m.workloads.ids().collect::<Vec<_>>() {
                if self.d.chance(80) || workload.get() == n {
                    throughput.push(Throughput {
                        workload,
                        work: self.d.real(0.5, 2.0),
                        effective: self.d.chance(30),
                    });
                }
            }
            let chip = Chip {
                vendor: self.vendor(),
                kw: self.d.real(0.3, 2.0),
                cooling: self.d.pick(&[Cooling::Air, Cooling::Air, Cooling::Liquid]),
                throughput,
                supply: Some(self.supplying(5e3, 30e3, 1000.0)),
                sites: self.d.chance(20).then(|| vec![SiteId::new(0)]),
                fixed_om: self.d.chance(50).then(|| self.price(100.0, 1000.0)),
                tags: self.tags(),
                allotment: self.d.chance(40).then(|| self.path(10e3, 60e3)),
            };
            self.m.chips.push(format!("k{n}"), chip);
        }
    }

    fn segments(&mut self) {
        for n in 0..self.d.below(3) + 2 {
            let workload = WorkloadId::new(self.d.below(self.m.workloads.len()));
            let does = |c: &Chip| c.throughput.iter().any(|t| t.workload == workload);
            let all: Vec<ChipId> = self.m.chips.iter().filter(|(_, c)| does(c)).map(|(id, _)| id).collect();
            if all.is_empty() {
                continue;
            }
            let chips = if self.d.chance(30) {
                vec![self.d.pick(&all)]
            } else {
                all
            };
            let firm = self.d.chance(15);
            let kind = if firm {
                SegmentKind::Firm
            } else {
                self.d.pick(&[SegmentKind::Contracted, SegmentKind::Market])
            };
            let reach = Reach {
                latency_ms: self.d.chance(20).then_some(20.0),
                regions: self.d.chance(15).then(|| vec![RegionId::new(0)]),
                sites: None,
            };
            let bend = firm.then(|| Bend {
                price: self.money(1e4, 1e5),
                at_most: None,
            });
            let segment = Segment {
                customer: self.d.chance(50).then(|| "acme".to_owned()),
                workload,
                region: self.region(),
                kind,
                chips,
                reach,
                price: self.d.chance(90).then(|| self.price(5e3, 20e3)),
                penalty: (kind == SegmentKind::Contracted).then(|| self.price(100.0, 5e3)),
                headroom: self.d.pick(&[0.0, 0.0, 0.1]),
                placement: self
                    .d
                    .pick(&[Placement::Anywhere, Placement::Anywhere, Placement::OneSite]),
                demand: self.path(1e3, 20e3),
                tier: self.tier(),
                bend,
                tags: self.tags(),
            };
            self.m.segments.push(format!("q{n}"), segment);
        }
        if self.d.chance(60) {
            let (from, to) = (PathEnd::Region(self.region()), PathEnd::Region(self.region()));
            let cost = Some(self.price(10.0, 500.0));
            self.m.paths.push(
                "a,b",
                TravelPath {
                    from,
                    to,
                    latency_ms: Some(self.d.real(1.0, 40.0)),
                    cost,
                },
            );
        }
        if self.d.chance(40) && !self.m.segments.is_empty() {
            let to = PathEnd::Segment(SegmentId::new(self.d.below(self.m.segments.len())));
            let from = PathEnd::Site(self.site());
            let cost = self.d.chance(50).then(|| self.price(10.0, 500.0));
            self.m.paths.push(
                "s,q",
                TravelPath {
                    from,
                    to,
                    latency_ms: Some(5.0),
                    cost,
                },
            );
        }
    }

    fn adds(&mut self) -> Option<(Adds, Option<SiteId>, Option<RegionId>)> {
        let site = self.site();
        let region = Some(self.m.sites[site].region);
        let cooling = self.d.pick(&[Cooling::Air, Cooling::Liquid]);
        let mw = self.d.real(3.0, 20.0);
        let powered = !self.m.nodes.is_empty();
        Some(match self.d.below(6) {
            0 => return None,
            1 if powered => (Adds::Connection { site, mw }, Some(site), region),
            2 if powered && !self.m.lines.is_empty() => {
                let line = LineId::new(0);
                (
                    Adds::Line { line, mw },
                    None,
                    self.m.nodes[self.m.lines[line].from].region,
                )
            }
            3 if powered => {
                let supply = SupplyId::new(self.d.below(self.m.supplies.len()));
                (
                    Adds::Supply { supply, mw },
                    None,
                    self.m.nodes[self.m.supplies[supply].node].region,
                )
            }
            _ => (Adds::It { site, cooling, mw }, Some(site), region),
        })
    }

    fn projects(&mut self) {
        for n in 0..self.d.below(4) + 1 {
            let added = self.adds();
            let copies = self.d.pick(&[1, 1, 2, 3]);
            let life = self.duration(2, 12);
            let mut relations: Vec<Relation> = Vec::new();
            for other in self.m.projects.ids().collect::<Vec<_>>() {
                if self.d.chance(35) {
                    let kind = self.d.pick(&[
                        RelationKind::After,
                        RelationKind::With,
                        RelationKind::Needs,
                        RelationKind::Needs,
                    ]);
                    let each = self.m.projects[other].copies == copies && self.d.chance(60);
                    relations.push(Relation {
                        kind,
                        project: other,
                        lag: self.duration(0, 1),
                        each,
                    });
                }
            }
            let committed = self.d.chance(30).then(|| {
                let cancel = self.d.chance(60).then(|| self.cancel(true));
                let last = self.last();
                let mut to_pay = Vec::new();
                for _ in 0..self.d.below(3) {
                    to_pay.push((self.month(0, last + 2), self.money(1e6, 30e6)));
                }
                Committed {
                    start: self.month(-2, 1),
                    to_pay,
                    cancel,
                }
            });
            let open = committed.is_none();
            let project = Project {
                site: added.and_then(|(_, site, _)| site),
                region: added.and_then(|(_, _, region)| region),
                copies,
                starts_per_period: self.d.chance(25).then_some(1),
                adds: added.map(|(adds, _, _)| adds),
                cost: Some(self.price(5e6, 60e6)),
                lead: self.duration(0, 3),
                life: self.d.chance(70).then_some(life),
                relations,
                payments: self.payments(),
                window: self.window(),
                required: open && self.d.chance(5),
                tier: self.tier(),
                committed,
                salvage: self.d.chance(85),
                book_life: self.d.chance(30).then(|| self.duration(2, 6)),
                fixed_om: self.d.chance(50).then(|| self.price(1e5, 1e6)),
                category: self.d.chance(20).then(|| "special".to_owned()),
                vendor: self.vendor(),
                tags: self.tags(),
            };
            self.m.projects.push(format!("p{n}"), project);
        }
        if self.m.projects.len() > 1 && self.d.chance(40) {
            let projects = self.m.projects.ids().take(2).collect();
            let tier = self.tier();
            self.m.groups.push(
                "group",
                Group {
                    pick: Pick::AtMostOne,
                    projects,
                    tier,
                },
            );
        }
    }

    fn cancel(&mut self, priced: bool) -> Cancel {
        let share = Fee::Share(self.d.real(0.0, 0.3));
        let fee = if priced && self.d.chance(50) {
            share
        } else {
            Fee::Money(self.money(1e5, 2e6))
        };
        Cancel {
            until: self.month(0, 3),
            fee,
            part: self.d.chance(40),
        }
    }

    fn offers(&mut self) {
        if self.d.chance(50) {
            let site = self.site();
            let adds = if !self.m.nodes.is_empty() && self.d.chance(50) {
                Adds::Connection {
                    site,
                    mw: self.d.real(2.0, 15.0),
                }
            } else {
                Adds::It {
                    site,
                    cooling: Cooling::Air,
                    mw: self.d.real(2.0, 15.0),
                }
            };
            let growth = self.d.chance(40).then(|| Growth {
                rate: 0.5,
                seed: self.d.real(0.5, 3.0),
            });
            let expansion = Expansion {
                adds,
                supply: self.supplying(0.5e6, 4e6, 1.0),
                vendor: self.vendor(),
                category: self.d.chance(20).then(|| "special".to_owned()),
                fixed_om: self.d.chance(50).then(|| self.price(1e4, 1e5)),
                tags: self.tags(),
                growth,
            };
            self.m.expansions.push("x0", expansion);
        }
        if self.d.chance(50) {
            let adds = Adds::It {
                site: self.site(),
                cooling: Cooling::Air,
                mw: self.d.real(2.0, 15.0),
            };
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

    fn commitments(&mut self) {
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
                quantity: if chips {
                    self.d.real(500.0, 3000.0)
                } else {
                    self.d.real(0.1, 1.5)
                },
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
            let retires = if self.d.chance(50) {
                vec![(self.month(1, 2), quantity / 2.0)]
            } else {
                Vec::new()
            };
            let name = format!("{},{}", self.m.chips.name(chip), self.m.sites.name(site));
            self.m.fleet.push(
                name,
                Fleet {
                    chip,
                    site,
                    quantity,
                    retires,
                },
            );
        }
        if self.d.chance(40) {
            let last = self.last();
            let first = self.month(0, 1);
            let periods = Months {
                first,
                end: self.month(2, last + 1),
                after_horizon: false,
            };
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

    fn filter(&mut self) -> Filter {
        Filter {
            category: self
                .d
                .chance(30)
                .then(|| vec!["chips".to_owned(), "others".to_owned(), "site".to_owned()]),
            region: self.d.chance(15).then(|| vec![self.region()]),
            vendor: self.d.chance(15).then(|| vec!["v1".to_owned()]),
            tag: self.d.chance(15).then(|| vec!["ai".to_owned()]),
            ..Filter::default()
        }
    }

    fn limits(&mut self) {
        let step = self.m.horizon.step.months();
        let period = |m: &Model, first: i32, end: i32, after_horizon: bool| Months {
            first: Month(m.horizon.start.0 + first * step),
            end: Month(m.horizon.start.0 + end * step),
            after_horizon,
        };
        let last = self.last();
        if self.d.chance(60) {
            let half = (last + 1) / 2;
            let filter = self.filter();
            let counts = Counts {
                capital: true,
                lease: self.d.chance(40),
                opex: self.d.chance(30),
            };
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
                bend: (unspent == Unspent::Lost).then(|| Bend {
                    price: d.money(0.05, 0.5),
                    at_most: None,
                }),
            };
            let periods = period(&self.m, half, last + 1, self.d.chance(40));
            let row = budget(self, periods, Unspent::Lost);
            let to = self.m.budgets.push("late", row);
            let periods = period(&self.m, 0, half, false);
            let carry = if self.d.chance(70) {
                Unspent::Carry { to, up_to: 0.2 }
            } else {
                Unspent::Lost
            };
            let row = budget(self, periods, carry);
            self.m.budgets.push("early", row);
        }
        if self.d.chance(60) {
            let of = match self.d.below(3) {
                0 => AllotmentOf {
                    vendors: Some(vec!["v1".to_owned()]),
                    ..AllotmentOf::default()
                },
                1 => AllotmentOf {
                    chips: Some(self.m.chips.ids().collect()),
                    sites: Some(vec![self.site()]),
                    ..AllotmentOf::default()
                },
                _ => AllotmentOf {
                    chips: Some(self.m.chips.ids().collect()),
                    ..AllotmentOf::default()
                },
            };
            let allotment = Allotment {
                of,
                at_most: self.d.chance(60).then(|| self.path(8e3, 60e3)),
                cumulative: self.d.chance(40).then(|| self.d.real(5e3, 30e3)),
                growth: self.d.chance(40).then(|| Growth {
                    rate: self.d.real(0.0, 1.0),
                    seed: self.d.real(1000.0, 5000.0),
                }),
                by_order: self.d.chance(30),
                tier: self.tier(),
                bend: Some(Bend {
                    price: self.money(1e3, 1e4),
                    at_most: None,
                }),
            };
            self.m.allotments.push("a0", allotment);
        }
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
            let mut filter = Filter {
                region: self.d.chance(30).then(|| vec![self.region()]),
                ..Filter::default()
            };
            if matches!(kind, MeasureKind::Served | MeasureKind::ChipWork) {
                filter.workload = Some(vec![WorkloadId::new(0)]);
            }
            let sum = matches!(
                kind,
                MeasureKind::Spend | MeasureKind::Orders | MeasureKind::Served | MeasureKind::Carbon
            );
            let most = self.path(most * 0.3, most);
            let policy = Policy {
                measure: Measure { kind, filter },
                of: None,
                periods: period(&self.m, 0, last + 1, false),
                over: if sum && self.d.chance(50) {
                    Over::Sum
                } else {
                    Over::Each
                },
                bounds: Bounds {
                    at_most: Some(most),
                    at_least: None,
                },
                tier: self.tier(),
                bend: Some(Bend {
                    price: self.money(10.0, 1e3),
                    at_most: None,
                }),
            };
            self.m.policies.push(format!("y{n}"), policy);
        }
        if self.d.chance(20) {
            let measure = |region| Measure {
                kind: MeasureKind::Owned,
                filter: Filter {
                    region,
                    ..Filter::default()
                },
            };
            let policy = Policy {
                measure: measure(Some(vec![RegionId::new(0)])),
                of: Some(measure(None)),
                periods: period(&self.m, 0, last + 1, false),
                over: Over::Each,
                bounds: Bounds {
                    at_most: None,
                    at_least: Some(Path::constant(0.1)),
                },
                tier: self.tier(),
                bend: None,
            };
            self.m.policies.push("share", policy);
        }
        if self.d.chance(40) {
            let floor = Patience {
                periods: period(&self.m, 0, last + 1, false),
                at_least: self.d.real(-300e6, -30e6),
                per: if self.d.chance(50) {
                    Per::Period
                } else {
                    Per::Cumulative
                },
                tier: self.tier(),
                bend: Some(Bend {
                    price: self.money(0.01, 0.3),
                    at_most: None,
                }),
            };
            self.m.patience.push("floor", floor);
        }
        match self.d.below(6) {
            0 => self.m.goals[0].kind = GoalKind::Cost,
            1 => {
                self.m.goals = vec![
                    Goal {
                        kind: GoalKind::Unmet,
                        tol: 0.05,
                        abs: 0.0,
                    },
                    Goal {
                        kind: GoalKind::Npv,
                        tol: 0.0,
                        abs: 0.0,
                    },
                ];
            }
            2 => self.m.goals[0].kind = GoalKind::Unmet,
            _ => {}
        }
    }
}
