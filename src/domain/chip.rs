//! Chips, and everything that is bought rather than begun.

use super::id::{BatteryId, ChipId, ExpansionId, LineId, SiteId, SupplyId, WorkloadId};
use super::limit::Growth;
use super::money::{Money, MoneyPath, Path, Payments};
use super::project::{Adds, Cancel, Window};
use super::time::{Duration, Month};

/// How a chip or a hall is cooled.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cooling {
    /// By air; air-cooled chips may also use liquid-cooled halls.
    Air,
    /// By liquid.
    Liquid,
}

/// What one chip does for a workload.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Throughput {
    /// The workload.
    pub workload: WorkloadId,
    /// Units of its work a chip.
    pub work: f64,
    /// Whether utilisation is already in the number.
    pub effective: bool,
}

/// An accelerator or a server.
#[derive(Clone, PartialEq, Debug)]
pub struct Chip {
    /// Who sells it.
    pub vendor: Option<String>,
    /// Kilowatts of IT power a chip in use, at the rack, before PUE.
    pub kw: f64,
    /// How it is cooled.
    pub cooling: Cooling,
    /// What it does.
    pub throughput: Vec<Throughput>,
    /// How new ones are bought; `None` when it cannot be bought.
    pub supply: Option<Supplying>,
    /// How long it serves.
    pub service: ServiceLife,
    /// Where it may be ordered to; `None` is every site.
    pub sites: Option<Vec<SiteId>>,
    /// Currency a chip and year, for all owned, in use or idle.
    pub fixed_om: Option<MoneyPath>,
    /// Free words for filters.
    pub tags: Vec<String>,
    /// Limit a period on deliveries (or orders) over all sites: chips a year.
    pub allotment: Option<Path>,
}

/// The terms on which chips or megawatts are bought.
#[derive(Clone, PartialEq, Debug)]
pub struct Supplying {
    /// Currency a chip (or MW).
    pub price: MoneyPath,
    /// From order to delivery.
    pub lead: Duration,
    /// When the price is paid.
    pub payments: Payments,
    /// Orders come in whole lots of so many chips (or MW).
    pub lot: Option<f64>,
    /// Paid once in every period with an order, by site.
    pub order_cost: Option<Money>,
    /// When orders may be placed and must have arrived.
    pub window: Window,
}

/// How long what was bought serves and counts in the books, whether bought by the plan or on its way before it.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct ServiceLife {
    /// Service life; `None` stands for ever.
    pub life: Option<Duration>,
    /// Whether what is left of its life at the end of the horizon is credited (never without a life).
    pub salvage: bool,
    /// Straight-line depreciation; `None` is the service life.
    pub book_life: Option<Duration>,
}

/// Megawatts bought by the megawatt.
#[derive(Clone, PartialEq, Debug)]
pub struct Expansion {
    /// What a megawatt adds to; its amount is the most that may be in service from it at once.
    pub adds: Adds,
    /// Terms; price in currency a MW.
    pub supply: Supplying,
    /// How long it serves.
    pub service: ServiceLife,
    /// Who sells it.
    pub vendor: Option<String>,
    /// Its category, where it is not the default of what it adds.
    pub category: Option<String>,
    /// Currency a MW and year in service.
    pub fixed_om: Option<MoneyPath>,
    /// Free words for filters.
    pub tags: Vec<String>,
    /// Limit on growth of orders.
    pub growth: Option<Growth>,
}

/// Megawatts rented for a term.
#[derive(Clone, PartialEq, Debug)]
pub struct Lease {
    /// What is leased (IT or connection MW at a site); its amount is the most in force at once.
    pub adds: Adds,
    /// Currency a MW and year, fixed at the order for its term.
    pub fee: MoneyPath,
    /// From order to service.
    pub lead: Duration,
    /// Length of the contract.
    pub term: Duration,
    /// Whole lots of so many MW.
    pub lot: Option<f64>,
    /// When it may be ordered and must be in service.
    pub window: Window,
    /// Who lets it.
    pub vendor: Option<String>,
    /// Free words for filters.
    pub tags: Vec<String>,
}

/// What an order placed before is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OrderOf {
    /// Chips for a site.
    Chips(ChipId, SiteId),
    /// Megawatts of an expansion.
    Expansion(ExpansionId),
}

/// An order already placed.
#[derive(Clone, PartialEq, Debug)]
pub struct Order {
    /// What for.
    pub of: OrderOf,
    /// Chips, or MW.
    pub quantity: f64,
    /// The period that holds this month saw the order; it may precede the horizon.
    pub ordered: Month,
    /// In service throughout the period that holds this month.
    pub delivered: Month,
    /// Payments still due, by month; those before the horizon are sunk.
    pub to_pay: Vec<(Month, Money)>,
    /// The full price, for fees that are shares and for depreciation; absent, quantity x the price path when ordered.
    pub price: Option<Money>,
    /// Terms of cancelling; `None` is never.
    pub cancel: Option<Cancel>,
    /// Free words for filters.
    pub tags: Vec<String>,
}

/// Chips owned before the horizon.
#[derive(Clone, PartialEq, Debug)]
pub struct Fleet {
    /// The chip.
    pub chip: ChipId,
    /// The site.
    pub site: SiteId,
    /// Chips on day one.
    pub quantity: f64,
    /// Chips out of service from a month's period on.
    pub retires: Vec<(Month, f64)>,
}

/// What an addition of megawatts goes to; see [`Adds`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Place {
    /// A site.
    Site(SiteId),
    /// A line.
    Line(LineId),
    /// A supply.
    Supply(SupplyId),
    /// A battery.
    Battery(BatteryId),
}
