//! What is drawn, before it is written: megawatts, thousands of chips, millions of dollars, quarters from the start.

use super::Ask;

/// The first year of the horizon.
const FIRST_YEAR: i64 = 2026;
/// The share of nameplate IT power that is drawn on average: 55 to 80 % is usual, AI campuses at the upper end.
pub(super) const LOAD_FACTOR: f64 = 0.78;

/// Everything drawn so far.
pub(super) struct World {
    pub(super) ask: Ask,
    pub(super) zones: usize,
    pub(super) regions: Vec<Region>,
    pub(super) sites: Vec<Site>,
    pub(super) workloads: Vec<Workload>,
    pub(super) chips: Vec<Chip>,
    pub(super) projects: Vec<Project>,
    pub(super) fleet: Vec<Fleet>,
    pub(super) orders: Vec<Order>,
    pub(super) segments: Vec<Segment>,
}

/// Where demand is.
pub(super) struct Region {
    pub(super) id: String,
    pub(super) zone: usize,
    /// Degrees north and east.
    pub(super) at: (f64, f64),
    /// What building costs here against the mean.
    pub(super) cost: f64,
    /// USD/MWh in the first year, and its change a year.
    pub(super) energy: (f64, f64),
    pub(super) sites: Vec<usize>,
}

/// A campus.
pub(super) struct Site {
    pub(super) id: String,
    pub(super) region: usize,
    pub(super) pue: f64,
    /// IT MW on day one.
    pub(super) air: f64,
    pub(super) liquid: f64,
    /// Connection MW on day one.
    pub(super) connection: f64,
    /// IT MW of phases in flight, and of phases that could be built.
    pub(super) committed: f64,
    pub(super) open: f64,
    /// The project that prepares the ground for all phases, and a substation that is large enough for two.
    pub(super) ground: Option<String>,
    pub(super) shared: Option<String>,
}

impl Site {
    /// IT MW on day one.
    pub(super) fn standing(&self) -> f64 {
        self.air + self.liquid
    }
}

/// A kind of computing.
pub(super) struct Workload {
    pub(super) id: String,
    pub(super) kind: Kind,
    pub(super) utilisation: f64,
}

/// What a kind of computing is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Training,
    Inference,
    General,
}

impl Kind {
    /// The name of a unit of work.
    pub(super) const fn unit(self) -> &'static str {
        match self {
            Self::Training | Self::Inference => "H100e",
            Self::General => "vCPU",
        }
    }
}

/// A line of chips: one maker, one generation after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    /// Accelerators of the cloud itself: cheap, less work a kW.
    Own,
    /// Accelerators of merchants: dear, more work a kW, asked for by name.
    Boron,
    Cobalt,
    /// General servers.
    Cpu,
}

/// A chip.
pub(super) struct Chip {
    pub(super) id: String,
    pub(super) family: Family,
    pub(super) vendor: &'static str,
    pub(super) kw: f64,
    pub(super) liquid: bool,
    /// Work of a chip for each workload it does.
    pub(super) work: Vec<(usize, f64)>,
    /// kUSD, the quarter of the quote, change a year.
    pub(super) price: (f64, i64, f64),
    pub(super) lead: usize,
    /// First order and last delivery.
    pub(super) window: (Option<i64>, Option<i64>),
    /// Thousand chips a quarter in the first period it is offered, and growth a year.
    pub(super) allotment: Option<(f64, f64)>,
    /// Thousand chips.
    pub(super) lot: Option<f64>,
    /// M USD for a crew and a burn-in at a campus.
    pub(super) order_cost: Option<f64>,
}

impl Chip {
    /// Work of a chip for a workload.
    pub(super) fn does(&self, workload: usize) -> Option<f64> {
        self.work.iter().find(|(w, _)| *w == workload).map(|(_, work)| *work)
    }
}

/// What a project adds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Adds {
    Nothing,
    Air(f64),
    Liquid(f64),
    Connection(f64),
    /// To the supply that is built with the project's site.
    Power(f64),
}

/// A project.
pub(super) struct Project {
    pub(super) id: String,
    pub(super) site: usize,
    pub(super) copies: usize,
    pub(super) pace: Option<usize>,
    pub(super) adds: Adds,
    /// M USD a copy.
    pub(super) cost: f64,
    pub(super) lead: usize,
    pub(super) life: usize,
    /// Ids; with `each`, copy n waits for copy n.
    pub(super) after: Vec<String>,
    pub(super) each: bool,
    /// Quarters between completion of the other and this start.
    pub(super) lag: usize,
    pub(super) needs: Vec<String>,
    /// Per cent.
    pub(super) payments: [usize; 3],
    pub(super) category: Option<&'static str>,
    /// The quarter of the start, and the last one in which it may be cancelled, for a fee in per cent.
    pub(super) committed: Option<(i64, Option<(i64, usize)>)>,
    pub(super) earliest: Option<i64>,
}

impl Project {
    /// What a committed project still owes: quarter and M USD, all copies.
    pub(super) fn to_pay(&self) -> Vec<(i64, f64)> {
        let Some((start, _)) = self.committed else { return Vec::new() };
        let total = self.cost * self.copies as f64;
        let lead = i64::try_from(self.lead).expect("a lead is short");
        let mut due: Vec<(i64, f64)> = (start..start + lead)
            .filter(|p| *p >= 0)
            .map(|p| (p, total * self.payments[1] as f64 / 100.0 / lead as f64))
            .collect();
        due.push((start + lead, total * self.payments[2] as f64 / 100.0));
        due.retain(|(p, amount)| *p >= 0 && *amount > 0.0);
        due
    }

    /// IT MW of all copies.
    pub(super) fn megawatts(&self) -> f64 {
        match self.adds {
            Adds::Air(mw) | Adds::Liquid(mw) => mw * self.copies as f64,
            _ => 0.0,
        }
    }
}

/// Chips on day one.
pub(super) struct Fleet {
    pub(super) chip: usize,
    pub(super) site: usize,
    /// Thousand chips.
    pub(super) quantity: f64,
    /// Quarter and thousand chips.
    pub(super) retires: Vec<(i64, f64)>,
}

/// Chips on order.
pub(super) struct Order {
    pub(super) id: String,
    pub(super) chip: usize,
    pub(super) site: usize,
    pub(super) quantity: f64,
    pub(super) ordered: i64,
    pub(super) delivered: i64,
    /// M USD in the quarter of delivery, and in all.
    pub(super) due: f64,
    pub(super) price: f64,
    /// Last quarter and fee in per cent.
    pub(super) cancel: Option<(i64, usize)>,
}

/// A row of demand.
pub(super) struct Segment {
    pub(super) id: String,
    pub(super) customer: Option<String>,
    pub(super) workload: usize,
    pub(super) region: usize,
    pub(super) kind: &'static str,
    /// As the column of the table says it.
    pub(super) chips: Option<String>,
    /// ms.
    pub(super) latency: Option<usize>,
    pub(super) regions: Vec<usize>,
    /// USD a unit and year, and its change a year.
    pub(super) price: (f64, f64),
    pub(super) penalty: Option<f64>,
    pub(super) headroom: usize,
    pub(super) one_site: bool,
    /// USD a unit of work unserved.
    pub(super) bend: Option<f64>,
    /// Thousand units in each period.
    pub(super) demand: Vec<f64>,
}

impl World {
    /// Whether some workload is of a kind.
    pub(super) fn has(&self, kind: Kind) -> bool {
        self.workloads.iter().any(|w| w.kind == kind)
    }

    /// Periods as whole signed quarters.
    pub(super) fn end(&self) -> i64 {
        i64::try_from(self.ask.periods).expect("a horizon is short")
    }

    /// How far things are from a mean of zero, from -1 (slack) to 1 (scarce).
    pub(super) fn scarcity(&self) -> f64 {
        2.0 * self.ask.tightness - 1.0
    }
}

/// The label of a quarter counted from the start.
pub(super) fn label(quarter: i64) -> String {
    format!("{}Q{}", FIRST_YEAR + quarter.div_euclid(4), quarter.rem_euclid(4) + 1)
}

/// The first day of a quarter counted from the start.
pub(super) fn date(quarter: i64) -> String {
    format!("{}-{:02}-01", FIRST_YEAR + quarter.div_euclid(4), 3 * quarter.rem_euclid(4) + 1)
}

/// The year of a quarter.
pub(super) const fn year(quarter: i64) -> i64 {
    FIRST_YEAR + quarter.div_euclid(4)
}
