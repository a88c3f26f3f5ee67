//! The table by period: what is built, ordered, connected and served.

use serde::Serialize;

use crate::plan::types::{MoneyKind, OrderKind, OrderRow, PaymentStatus, Plan, SiteRow, State};
use crate::report::columns::Columns;
use crate::report::facts::Facts;
use crate::report::money::largest_first;

/// Chips that have a line of their own; the rest share one.
const CHIPS_SHOWN: usize = 4;

/// How the values of a series are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Megawatts at the end of the column.
    Mw,
    /// Nominal USD in the column.
    Usd,
    /// Chips in the column.
    Chips,
    /// Copies of projects in the column.
    Projects,
    /// Share of demand.
    Share,
}

/// One line of the table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Series {
    /// What.
    pub name: String,
    /// In which unit.
    pub unit: Unit,
    /// Whether it is a part of the line above it.
    pub part: bool,
    /// By column.
    pub values: Vec<f64>,
}

pub(super) fn lines(plan: &Plan, facts: Facts, columns: &Columns) -> Vec<Series> {
    let mut lines = power(plan, columns);
    lines.extend(projects(plan, columns));
    lines.extend(chips(plan, columns));
    lines.extend(money(plan, columns));
    lines.extend(shares(plan, facts, columns));
    lines
}

fn line(name: impl Into<String>, unit: Unit, values: Vec<f64>) -> Series {
    Series { name: name.into(), unit, part: false, values }
}

fn part(name: impl Into<String>, unit: Unit, values: Vec<f64>) -> Series {
    Series { part: true, ..line(name, unit, values) }
}

fn some(series: &Series) -> bool {
    series.values.iter().any(|value| value.abs() > 1e-9)
}

fn power(plan: &Plan, columns: &Columns) -> Vec<Series> {
    if plan.sites.is_empty() {
        return Vec::new();
    }
    let level =
        |mw: fn(&SiteRow) -> f64| columns.ends(plan.sites.iter().map(|row| (row.span.period.as_str(), mw(row))));
    let mut lines = vec![
        line("IT power in service", Unit::Mw, level(|row| row.it_mw)),
        part("used", Unit::Mw, level(|row| row.used_mw)),
        part("dark, waiting", Unit::Mw, level(|row| row.dark_mw)),
    ];
    let facility = line("facility power", Unit::Mw, level(|row| row.facility_mw));
    let connected = line("grid connection", Unit::Mw, level(|row| row.connection_mw));
    if some(&connected) {
        lines.extend([facility, connected]);
    }
    lines
}

fn projects(plan: &Plan, columns: &Columns) -> Vec<Series> {
    let planned = plan.projects.iter().filter(|row| row.state == State::Planned);
    let standing =
        plan.projects.iter().map(|row| (row.in_service.period.as_str(), row.copies * (1.0 - row.cancelled_share)));
    let lines = vec![
        line(
            "projects begun",
            Unit::Projects,
            columns.sums(planned.map(|row| (row.begun.period.as_str(), row.copies))),
        ),
        line("projects completed", Unit::Projects, columns.sums(standing)),
    ];
    lines.into_iter().filter(some).collect()
}

fn chips(plan: &Plan, columns: &Columns) -> Vec<Series> {
    let planned: Vec<&OrderRow> =
        plan.orders.iter().filter(|row| row.kind == OrderKind::Chip && row.state == State::Planned).collect();
    let ordered = columns.sums(planned.iter().map(|row| (row.ordered.period.as_str(), row.quantity)));
    let mut lines = vec![line("chips ordered", Unit::Chips, ordered)];
    let names: Vec<String> = largest_first(planned.iter().map(|row| (row.asset.clone(), row.quantity)))
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    let of = |chosen: &[String]| {
        let rows = planned.iter().filter(|row| chosen.contains(&row.asset));
        columns.sums(rows.map(|row| (row.ordered.period.as_str(), row.quantity)))
    };
    if names.len() > 1 {
        let shown = if names.len() == CHIPS_SHOWN + 1 { names.len() } else { names.len().min(CHIPS_SHOWN) };
        lines.extend(names[..shown].iter().map(|name| part(name, Unit::Chips, of(std::slice::from_ref(name)))));
        if shown < names.len() {
            lines.push(part(format!("{} others", names.len() - shown), Unit::Chips, of(&names[shown..])));
        }
    }
    let arriving = plan.orders.iter().filter(|row| row.kind == OrderKind::Chip);
    let arriving = arriving.map(|row| (row.in_service.period.as_str(), row.quantity * (1.0 - row.cancelled_share)));
    lines.push(line("chips delivered", Unit::Chips, columns.sums(arriving)));
    lines.into_iter().filter(some).collect()
}

fn money(plan: &Plan, columns: &Columns) -> Vec<Series> {
    let capital = || plan.payments.iter().filter(|row| row.kind == MoneyKind::Capital);
    let committed = capital().filter(|row| row.status == PaymentStatus::Committed);
    let free = plan.finance.iter().map(|row| (row.span.period.as_str(), row.free_cash_flow_usd));
    let lines = [
        line(
            "capital spending",
            Unit::Usd,
            columns.sums(capital().map(|row| (row.span.period.as_str(), row.usd_nominal))),
        ),
        part(
            "committed before",
            Unit::Usd,
            columns.sums(committed.map(|row| (row.span.period.as_str(), row.usd_nominal))),
        ),
        line("free cash flow", Unit::Usd, columns.sums(free)),
    ];
    lines.into_iter().filter(some).collect()
}

fn shares(plan: &Plan, facts: Facts, columns: &Columns) -> Vec<Series> {
    let workload = |segment: &str, unit: &str| facts.text("segment", segment, "workload").unwrap_or(unit).to_owned();
    let sums = super::service::served(plan, facts);
    let share = |name: &str| {
        let rows = || plan.demand.iter().filter(move |row| workload(&row.segment, &row.unit) == name);
        let demand = columns.means(rows().map(|row| (row.span.period.as_str(), row.demand)));
        let served = columns.means(rows().map(|row| (row.span.period.as_str(), row.served)));
        // A column without demand has no share: it is written as nothing asked, nothing to serve.
        demand.iter().zip(&served).map(|(demand, served)| if *demand > 0.0 { served / demand } else { 1.0 }).collect()
    };
    sums.iter().map(|sum| line(format!("served of {}", sum.workload), Unit::Share, share(&sum.workload))).collect()
}
