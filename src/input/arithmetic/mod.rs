//! What no plan can keep, found by arithmetic alone: before a solve, with the numbers of both sides.
//!
//! Whatever is found here is infeasible in the relaxation already. What is in doubt is let through: the solver knows more.

mod budgets;
mod demand;
mod levels;
mod projects;

use crate::calendar::{Calendar, label};
use crate::domain::Model;
use crate::files::{Finding, Node};
use crate::network::most::Most;

use super::check::within;

/// A limit that no plan keeps.
#[derive(Clone, Debug, PartialEq)]
pub struct Impossible {
    /// Where it stands: the kind and the id of its row, and the keys within it.
    pub at: (&'static str, String, Vec<&'static str>),
    /// The period in which it cannot be kept, where it has a value of its own there.
    pub when: Option<String>,
    /// One sentence with the numbers of both sides.
    pub message: String,
    /// What would do.
    pub hint: String,
    /// Another row that it clashes with, and what is said there.
    pub also: Option<((&'static str, String), String)>,
}

/// Everything that no plan of a model can keep, as far as arithmetic tells; a model with circles among its projects has other findings.
#[must_use]
pub fn impossible(model: &Model) -> Vec<Impossible> {
    let Some(most) = Most::new(model) else { return Vec::new() };
    let mut found = projects::late(&most);
    found.extend(projects::groups(&most));
    found.extend(demand::beyond_reach(&most));
    found.extend(demand::beyond_supply(&most));
    found.extend(levels::too_high(&most));
    found.extend(levels::crossed(&most));
    found.extend(budgets::crossed(&most.cal, model));
    found.extend(budgets::overdrawn(&most.cal, model));
    found
}

/// What no plan of a model can keep, as findings at their places in its tree.
pub(super) fn findings(model: &Model, root: &Node) -> Vec<Finding> {
    let finding = |found: Impossible| {
        let (kind, name, keys) = &found.at;
        let keys: Vec<&str> = keys.iter().copied().chain(found.when.as_deref()).collect();
        let finding = Finding::error(found.message, within(root, kind, name, &keys)).hint(found.hint);
        match found.also {
            Some(((kind, name), words)) => finding.also(within(root, kind, &name, &[]), words),
            None => finding,
        }
    };
    impossible(model).into_iter().map(finding).collect()
}

/// A shortfall that is more than rounding: solvers keep a limit to within about a millionth.
fn exceeds(asked: f64, had: f64) -> bool {
    asked - had > 1e-5 * asked.abs().max(had.abs()).max(1e-3)
}

/// The label of a period.
fn period(cal: &Calendar, model: &Model, p: i32) -> String {
    label::write(cal.month_of(p), &model.horizon)
}

/// A number as a planner reads it: five digits, marks between thousands.
fn shown(number: f64) -> String {
    // The clamp makes the conversion exact.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let digits = if number == 0.0 { 0 } else { (4.0 - number.abs().log10().floor()).clamp(0.0, 9.0) as usize };
    let text = format!("{number:.digits$}");
    let (whole, decimals) = text.split_once('.').map_or((text.as_str(), ""), |(whole, rest)| (whole, rest));
    let decimals = decimals.trim_end_matches('0');
    let (sign, whole) = whole.strip_prefix('-').map_or(("", whole), |whole| ("-", whole));
    let mut grouped = String::new();
    for (n, digit) in whole.chars().enumerate() {
        if n > 0 && (whole.len() - n).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let point = if decimals.is_empty() { "" } else { "." };
    format!("{sign}{grouped}{point}{decimals}")
}

/// Money in millions.
fn millions(amount: f64) -> String {
    format!("{} M USD", shown(amount / 1e6))
}

/// A few names in single ticks.
fn some<'n>(names: impl ExactSizeIterator<Item = &'n str>) -> String {
    let count = names.len();
    let shown: Vec<String> = names.take(3).map(|name| format!("`{name}`")).collect();
    let more = if count > 3 { format!(" and {} more", count - 3) } else { String::new() };
    format!("{}{more}", shown.join(", "))
}
