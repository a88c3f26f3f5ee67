//! Every key that is read, by the table it stands in: the one registry, held equal to `docs/model-file.md` by a test.

/// A kind of table and its keys.
#[derive(Debug)]
pub struct Shape {
    /// Its name: the section of the reference, with the key after a point where a key's value is a table of its own.
    pub name: &'static str,
    /// Its keys.
    pub keys: &'static [&'static str],
}

macro_rules! shapes {
    ($($constant:ident = $name:literal: [$($key:literal),* $(,)?];)*) => {
        $(pub(super) const $constant: &Shape = &Shape { name: $name, keys: &[$($key),*] };)*
        /// All of them.
        pub const ALL: &[&Shape] = &[$($constant),*];
    };
}

shapes! {
    TOP = "Top level": ["name", "horizon", "money", "goal", "basis", "flow", "security", "losses", "base_power", "tables", "scenario", "overrides"];
    HORIZON = "horizon": ["start", "periods", "step", "fiscal_year_starts"];
    MONEY = "money": ["currency", "discount_rate", "tax_rate", "carbon_price"];
    LOSSES = "losses": ["segments"];
    GOAL = "goal": ["goal", "tol", "abs"];
    TABLES = "tables": [
        "region", "workload", "site", "chip", "segment", "project", "group", "order", "lease", "expansion", "allotment",
        "agreement",
        "node", "line", "supply", "battery", "budget", "policy", "patience", "cash", "paths", "fleet", "demand", "other_load",
    ];
    SCENARIO = "scenario": ["inherits", "set", "scale", "remove", "tables"];
    OVERRIDES = "resolved.overrides": ["scenario", "changes"];
    CHANGE = "resolved.overrides.change": ["address", "old", "new", "from"];
    DAY = "day": ["days"];
    BLOCK = "block": ["hours", "day", "hours_of_day", "load_factor"];
    REGION = "region": ["at"];
    WORKLOAD = "workload": ["unit", "utilisation", "weight"];
    SEGMENT = "segment": [
        "customer", "workload", "region", "kind", "chips", "reach", "price", "penalty", "defer", "headroom", "placement", "demand",
        "tier", "bend", "tags",
    ];
    DEFER = "segment.defer": ["up_to", "penalty"];
    REACH = "segment.reach": ["latency", "regions", "sites"];
    PATH = "path": ["from", "to", "latency", "cost"];
    SITE = "site": ["region", "node", "at", "pue", "water", "it_power", "connection", "load_factor", "bend", "tags"];
    IT_POWER = "site.it_power": ["liquid", "air"];
    CHIP = "chip": [
        "vendor", "power", "cooling", "throughput", "effective", "price", "lead", "life", "payments", "lot", "order_cost",
        "window", "sites", "allotment", "salvage", "book_life", "fixed_om", "tags",
    ];
    PROJECT = "project": [
        "site", "line", "supply", "battery", "region", "copies", "starts_per_period", "adds", "cost", "lead", "slip", "life", "after", "with",
        "needs", "payments", "window", "required", "committed", "salvage", "book_life", "fixed_om", "category", "vendor",
        "tier", "tags",
    ];
    COMMITTED = "project.committed": ["start", "to_pay", "cancel"];
    RELATION = "project.relation": ["project", "lag", "each"];
    GROUP = "group": ["pick", "projects", "agreements", "tier"];
    EXPANSION = "expansion": [
        "site", "line", "supply", "battery", "adds", "price", "lead", "life", "payments", "lot", "order_cost", "window", "salvage",
        "book_life", "growth", "fixed_om", "category", "vendor", "tags",
    ];
    GROWTH = "expansion.growth": ["rate", "seed"];
    LEASE = "lease": ["site", "adds", "fee", "lead", "term", "lot", "window", "vendor", "tags"];
    AGREEMENT = "agreement": [
        "site", "supply", "contracted", "connection", "ramp", "lead", "slip", "queue", "sign_by", "term", "energy", "demand",
        "minimum_bill", "minimum_demand", "exit", "deposit", "curtail", "needs", "signed", "vendor", "tags",
    ];
    EXIT = "agreement.exit": ["after", "fee"];
    DEPOSIT = "agreement.deposit": ["amount", "returned"];
    CURTAIL = "agreement.curtail": ["share", "hours", "price"];
    ORDER = "order": [
        "chip", "site", "expansion", "quantity", "ordered", "delivered", "to_pay", "price", "cancel", "tags",
    ];
    FLEET = "fleet": ["chip", "site", "quantity", "retires"];
    NODE = "node": ["region", "at", "other_load", "load_factor", "shed"];
    LINE = "line": [
        "from", "to", "rating", "emergency_rating", "circuits", "retires", "reactance", "susceptance", "resistance", "tap", "shift", "angle_min", "angle_max",
        "bend",
    ];
    SUPPLY = "supply": ["node", "site", "power", "output", "min_output", "availability", "price", "minimum_bill", "demand", "minimum_demand", "contracted", "carbon", "water", "fixed_om", "tags"];
    BATTERY = "battery": ["node", "site", "power", "energy", "hours", "efficiency", "availability", "fixed_om", "tags"];
    ALLOTMENT = "allotment": [
        "chip", "vendor", "site", "expansion", "lease", "at_most", "cumulative", "growth", "counts", "tier", "bend",
    ];
    BUDGET = "budget": ["periods", "filter", "counts", "at_most", "at_least", "unspent", "tier", "bend"];
    UNSPENT = "budget.unspent": ["to", "up_to"];
    POLICY = "policy": ["measure", "filter", "of", "periods", "over", "at_most", "at_least", "tier", "bend"];
    OF = "policy.of": ["measure", "filter"];
    CASH = "cash": ["id", "category", "periods", "amount", "inflow", "region", "tags"];
    PATIENCE = "patience": ["measure", "periods", "at_least", "per", "tier", "bend"];
    ADDS = "adds": ["it_power", "cooling", "connection", "rating", "circuits", "power"];
    PAYMENTS = "payments": ["start", "order", "spread", "completion", "delivery"];
    CANCEL = "cancel": ["until", "fee", "part"];
    WINDOW = "window": ["start", "complete"];
    FILTER = "filter": [
        "category", "region", "site", "vendor", "tag", "chip", "workload", "segment", "customer", "line", "supply",
    ];
    BEND = "bend": ["price", "at_most"];
    QUANTITY = "quantity": ["value", "unit"];
    OVER_TIME = "path over time": ["value", "at", "change", "from"];
}

/// The kinds of rows that stand in the file as tables by id, with their shapes; `fx` holds currencies instead.
pub(super) const KINDS: &[(&str, &Shape)] = &[
    ("day", DAY),
    ("block", BLOCK),
    ("region", REGION),
    ("workload", WORKLOAD),
    ("site", SITE),
    ("chip", CHIP),
    ("segment", SEGMENT),
    ("project", PROJECT),
    ("group", GROUP),
    ("order", ORDER),
    ("lease", LEASE),
    ("agreement", AGREEMENT),
    ("expansion", EXPANSION),
    ("allotment", ALLOTMENT),
    ("node", NODE),
    ("line", LINE),
    ("supply", SUPPLY),
    ("battery", BATTERY),
    ("budget", BUDGET),
    ("policy", POLICY),
    ("patience", PATIENCE),
    ("cash", CASH),
    ("path", PATH),
    ("fleet", FLEET),
];

/// The kinds of rows that stand in the file as lists.
pub(super) const LISTS: &[&str] = &["path", "fleet", "cash"];

/// Series, which have a name of their own, the kind whose rows they belong to and the key that they are there: the table
/// `demand` gives `segment[ID].demand`, and `demand[q]@p` is `segment[q].demand@p`.
pub(super) const SERIES: &[(&str, &str, &str)] =
    &[("demand", "segment", "demand"), ("other_load", "node", "other_load")];

/// The keys that name a row of a kind whose rows have no id.
pub(super) fn named_by(kind: &str) -> &'static [&'static str] {
    match kind {
        "path" => &["from", "to"],
        "fleet" => &["chip", "site"],
        _ => &[],
    }
}

impl Shape {
    /// Whether it has a key.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.keys.contains(&key)
    }
}
