//! The unit of every number in the tables of a plan: what stands behind its name in a head.

/// The unit of a column of a table of a plan; nothing for words and dates. Where it varies by row it is named after the column that says it:
/// `quantity [unit]`. Prices and goals are in USD, or in unit-years where the goal is the demand that is unmet.
#[must_use]
pub fn unit(table: &str, column: &str, goal: &str) -> Option<&'static str> {
    let objective = |money, demand| Some(if goal == "unmet" { demand } else { money });
    match (table, column) {
        ("totals", "unmet_weighted") => Some("weighted unit-years"),
        ("limits", "price") => objective("USD/unit", "unit-years/unit"),
        ("prices", "price") => objective("USD/per", "unit-years/per"),
        ("prices", "from" | "to") => Some("per"),
        ("assignments", "chips") | ("fleet", "owned" | "in_use") => Some("chips"),
        ("orders", "quantity")
        | ("service", "work")
        | ("demand", "demand" | "served" | "waiting" | "unmet")
        | ("bends", "amount")
        | ("limits", "level" | "bound" | "slack")
        | ("worth", "step") => Some("unit"),
        ("projects", "copies") => Some("copies"),
        ("orders", "lots") => Some("lots"),
        (_, "share" | "loading" | "roic") => Some("share"),
        _ => by_name(column),
    }
}

/// A unit that is a part of the name: `facility_mw`, `usd_nominal`.
fn by_name(column: &str) -> Option<&'static str> {
    const UNITS: [(&str, &str); 6] =
        [("usd", "USD"), ("mw", "MW"), ("mwh", "MWh"), ("m3", "m3"), ("degrees", "degrees"), ("share", "share")];
    let word = |part: &str| UNITS.iter().find(|(name, _)| *name == part).map(|(_, unit)| *unit);
    // `it_mw_added`: the unit is the last word of the name that is one.
    column.split('_').rev().find_map(word)
}
