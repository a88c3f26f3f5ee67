//! Small models drawn at random, each with a different mix of everything a model file can say.

mod bounds;
mod own;
mod terms;
mod things;

use std::collections::BTreeMap;

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
        let span = usize::try_from(to - from + 1).expect("`to` is not below `from`");
        from + i32::try_from(self.below(span)).expect("a small number")
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

/// The model of a seed with all demand to be met: many of these have no plan.
pub(crate) fn firm(seed: u64) -> Model {
    let mut model = model(seed);
    model.name = format!("firm-{seed}");
    for q in model.segments.ids().collect::<Vec<_>>() {
        let segment = model.segments.get_mut(q);
        segment.kind = SegmentKind::Firm;
        segment.penalty = None;
    }
    model
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
    currencies.push("EUR", Path::Growing { value: 1.1, at: None, change: 0.03, from: None });
    let horizon = Horizon { start: Month::new(2026, 1), periods: d.below(4) + 3, step, fiscal_year_starts: None };
    let discount_rate = d.pick(&[0.0, 0.05, 0.09]);
    let tax_rate = d.chance(30).then_some(0.25);
    let basis = if d.chance(50) { Basis::Total } else { Basis::Incremental };
    let blocks = blocks(&mut d, seed);
    let m = Model {
        name: format!("drawn-{seed}"),
        horizon,
        discount_rate,
        tax_rate,
        carbon_price: None,
        goals: vec![Goal { kind: GoalKind::Npv, tol: 0.0, abs: 0.0 }],
        basis,
        flow: capplan::domain::FlowLaw::Transport,
        base_mw: 100.0,
        losses: None,
        security: capplan::domain::Security::None,
        currencies,
        days: Table::default(),
        blocks,
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
        agreements: Table::default(),
        expansions: Table::default(),
        allotments: Table::default(),
        paths: Table::default(),
        nodes: Table::default(),
        lines: Table::default(),
        supplies: Table::default(),
        batteries: Table::default(),
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
    draw.own(seed);
    draw.m
}

/// One block, or a slice of few hours beside one of many; what else is drawn stays as it was.
fn blocks(d: &mut Dice, seed: u64) -> Table<BlockId, Block> {
    let (hours, load_factor) = (d.chance(30).then_some(1500.0), d.pick(&[1.0, 0.8]));
    let mut table = Table::default();
    if seed % 3 == 1 {
        table.push("peak", Block { hours: Some(400.0), part: None, load_factor: 1.0 });
        table.push("rest", Block { hours: Some(1500.0), part: None, load_factor });
    } else {
        table.push("all", Block { hours, part: None, load_factor });
    }
    table
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
        Money { amount: self.d.real(from, to), currency: self.currency() }
    }
    fn price(&mut self, from: f64, to: f64) -> MoneyPath {
        MoneyPath { path: self.path(from, to), currency: self.currency() }
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
                Path::Growing { value, at, change: self.d.real(-0.1, 0.1), from: None }
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
        Duration { months: f64::from(periods * self.m.horizon.step.months()) + odd }
    }
    fn payments(&mut self) -> Payments {
        self.d.pick(&[
            Payments { start: 1.0, spread: 0.0, completion: 0.0 },
            Payments { start: 0.2, spread: 0.5, completion: 0.3 },
            Payments { start: 0.0, spread: 1.0, completion: 0.0 },
            Payments { start: 0.3, spread: 0.0, completion: 0.7 },
        ])
    }
    fn window(&mut self) -> Window {
        let last = self.last();
        let start = self.d.chance(20).then(|| self.month(0, 2));
        let complete = self.d.chance(20).then(|| self.month(last - 1, last + 2));
        Window { start, complete }
    }
    fn tags(&mut self) -> Vec<String> {
        if self.d.chance(40) { vec![self.d.pick(&["ai", "core"]).to_owned()] } else { Vec::new() }
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
        for n in 0..=self.d.below(2) {
            self.m.regions.push(format!("r{n}"), Region { at: None });
        }
        for n in 0..=self.d.below(2) {
            let unit = format!("u{n}");
            let (utilisation, weight) = (self.d.real(0.4, 1.0), self.d.real(0.5, 2.0));
            self.m.workloads.push(format!("w{n}"), Workload { unit, utilisation, weight });
        }
        for n in 0..=self.d.below(3) {
            let region = self.region();
            let site = Site {
                region,
                node: None,
                pue: self.d.real(1.0, 1.4),
                water_m3: self.d.real(0.0, 2.0),
                liquid_mw: self.d.real(0.0, 10.0),
                air_mw: self.d.real(0.0, 20.0),
                at: None,
                connection_mw: 0.0,
                load_factor: self.d.chance(20).then_some(Shares::Same(0.7)),
                bend: None,
                tags: self.tags(),
            };
            self.m.sites.push(format!("s{n}"), site);
        }
    }

    fn available(&mut self) -> Shares {
        let share = self.d.pick(&[1.0, 0.9]);
        if self.m.several_blocks() { Shares::Each(vec![None, Some(share * 0.9)]) } else { Shares::Same(share) }
    }

    fn power(&mut self) {
        if self.d.chance(40) {
            return;
        }
        for n in 0..=self.d.below(2) {
            let region = if self.d.chance(80) { Some(self.region()) } else { None };
            let shed = self.d.chance(50).then(|| self.price(100.0, 500.0));
            let other_load = self.path(0.0, 30.0);
            self.m.nodes.push(
                format!("n{n}"),
                Node { region, at: None, other_load, load_factor: capplan::domain::Shares::Same(1.0), shed },
            );
        }
        let node = |d: &mut Dice, m: &Model| NodeId::new(d.below(m.nodes.len()));
        if self.m.nodes.len() > 1 {
            let bend = self.d.chance(30).then(|| Bend { price: self.money(1e5, 1e6), at_most: Some(50.0) });
            let line = Line {
                from: NodeId::new(0),
                to: NodeId::new(1),
                rating_mw: Some(self.d.real(10.0, 40.0)),
                circuits: 1,
                emergency_mw: None,
                retires: None,
                circuit: capplan::domain::Circuit::default(),
                bend,
            };
            self.m.lines.push("l0", line);
        }
        let ids: Vec<NodeId> = self.m.nodes.ids().collect();
        for (n, at) in ids.into_iter().enumerate() {
            let supply = Supply {
                feed: Feed::Node(at),
                output: Output::Dispatched,
                power_mw: self.d.real(60.0, 150.0),
                min_output: self.d.pick(&[
                    MinOutput::Megawatts(0.0),
                    MinOutput::Megawatts(-5.0),
                    MinOutput::Share(0.02),
                ]),
                availability: self.available(),
                price: Some(self.price(20.0, 60.0)),
                carbon_t: self.d.real(0.0, 0.5),
                water_m3: self.d.real(0.0, 2.0),
                billing: Billing::default(),
                fixed_om: self.d.chance(30).then(|| self.price(1e3, 1e4)),
                tags: self.tags(),
            };
            self.m.supplies.push(format!("g{n}"), supply);
        }
        self.m.carbon_price = self.d.chance(40).then(|| self.price(10.0, 80.0));
        for s in self.m.sites.ids().collect::<Vec<_>>() {
            let node = node(&mut self.d, &self.m);
            let connection = self.d.real(5.0, 40.0);
            let bend = self.d.chance(20).then(|| Bend { price: self.money(1e5, 2e6), at_most: None });
            let site = self.m.sites.get_mut(s);
            (site.node, site.connection_mw, site.bend) = (Some(node), connection, bend);
        }
    }
}
