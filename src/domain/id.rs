//! Typed indices and the tables they look into.

use std::marker::PhantomData;
use std::ops;

/// An index into one kind of table.
pub trait Index: Copy + Eq + Ord + std::hash::Hash + std::fmt::Debug {
    /// The table's name in a model file and in an address: `chip`, `project` ...
    const KIND: &'static str;
    /// The index of row `n`.
    fn new(n: usize) -> Self;
    /// The row number.
    fn get(self) -> usize;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $kind:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub struct $name(u32);
        impl Index for $name {
            const KIND: &'static str = $kind;
            fn new(n: usize) -> Self { Self(u32::try_from(n).expect("a model has fewer than 2^32 rows of a kind")) }
            fn get(self) -> usize { self.0 as usize }
        }
    )*};
}

ids! {
    /// A slice of a period.
    BlockId = "block";
    /// A representative day.
    DayId = "day";
    /// A region.
    RegionId = "region";
    /// A kind of computing.
    WorkloadId = "workload";
    /// An accelerator or server.
    ChipId = "chip";
    /// A campus.
    SiteId = "site";
    /// A row of demand.
    SegmentId = "segment";
    /// An undertaking.
    ProjectId = "project";
    /// A choice among projects.
    GroupId = "group";
    /// A commitment already placed.
    OrderId = "order";
    /// Chips owned before the horizon.
    FleetId = "fleet";
    /// A lease on offer.
    LeaseId = "lease";
    /// A connection agreement.
    AgreementId = "agreement";
    /// Megawatts on offer, bought by the megawatt.
    ExpansionId = "expansion";
    /// A limit on what a vendor delivers.
    AllotmentId = "allotment";
    /// A point of the power network.
    NodeId = "node";
    /// A connection of two nodes.
    LineId = "line";
    /// A source of power.
    SupplyId = "supply";
    /// A battery.
    BatteryId = "battery";
    /// A limit on money.
    BudgetId = "budget";
    /// A linear limit on a measure.
    PolicyId = "policy";
    /// Exogenous money.
    CashId = "cash";
    /// A floor on free cash flow.
    PatienceId = "patience";
    /// A path from a site or region to a segment or region.
    PathId = "path";
    /// A currency; 0 is the model's own.
    CurrencyId = "fx";
}

/// A name is taken for a slip of another that is at least so like it.
const LIKE: f64 = 0.75;

/// Rows of one kind in the order of the file, each with its id.
#[derive(Clone, Debug, PartialEq)]
pub struct Table<I, T> {
    names: Vec<String>,
    rows: Vec<T>,
    index: PhantomData<I>,
}

impl<I: Index, T> Default for Table<I, T> {
    fn default() -> Self {
        Self { names: Vec::new(), rows: Vec::new(), index: PhantomData }
    }
}

impl<I: Index, T> Table<I, T> {
    /// Appends a row and returns its index.
    pub fn push(&mut self, name: impl Into<String>, row: T) -> I {
        self.names.push(name.into());
        self.rows.push(row);
        I::new(self.rows.len() - 1)
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// All indices in order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = I> + ExactSizeIterator + Clone + use<I, T> {
        (0..self.rows.len()).map(I::new)
    }

    /// All rows with their indices.
    #[must_use]
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (I, &T)> + ExactSizeIterator {
        self.rows.iter().enumerate().map(|(n, row)| (I::new(n), row))
    }

    /// The id of a row as the file writes it.
    #[must_use]
    pub fn name(&self, id: I) -> &str {
        &self.names[id.get()]
    }

    /// All ids in order.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The row of an id as the file writes it.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<I> {
        self.names.iter().position(|n| n == name).map(I::new)
    }

    /// The address of a row: `project[substation-7]`.
    #[must_use]
    pub fn address(&self, id: I) -> String {
        format!("{}[{}]", I::KIND, self.name(id))
    }

    /// The index of a name that somebody wrote.
    ///
    /// # Errors
    /// The sentence that says that no row bears it, with the nearest name that one does.
    pub fn named(&self, name: &str) -> Result<I, String> {
        self.find(name).ok_or_else(|| {
            let near = self.names().iter().map(|other| (strsim::jaro_winkler(other, name), other));
            let near = near.max_by(|a, b| a.0.total_cmp(&b.0)).filter(|(likeness, _)| *likeness > LIKE);
            let hint = near.map_or_else(String::new, |(_, other)| format!("; did you mean '{}[{other}]'?", I::KIND));
            format!("no {} is named `{name}`{hint}", I::KIND)
        })
    }

    /// The row of an index, for the reader that fills it in steps.
    pub fn get_mut(&mut self, id: I) -> &mut T {
        &mut self.rows[id.get()]
    }
}

impl<I: Index, T> ops::Index<I> for Table<I, T> {
    type Output = T;
    fn index(&self, id: I) -> &T {
        &self.rows[id.get()]
    }
}
