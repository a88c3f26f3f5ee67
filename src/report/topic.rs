//! Any part of a plan.

use serde_json::Value;

use super::columns::Columns;
use super::export;
use super::money::largest_first;
use super::table::{Table, finish, head, right, text_table};
use super::words::{Scale, count, megawatts, percent, rounded_count};
use crate::plan::types::{LimitRow, MoneyKind, OrderKind, Plan, SiteRow, State};

/// A part of a plan that has a page of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// Payments by kind and category.
    Cash,
    /// Power by site.
    Sites,
    /// What begins, arrives and is cancelled, in order of time.
    Timeline,
    /// What binds.
    Limits,
    /// Orders of chips and megawatts.
    Orders,
    /// Demand served by segment.
    Demand,
    /// Revenue to free cash flow.
    Finance,
}

impl Topic {
    /// Every topic with its name.
    pub const ALL: [(&'static str, Self); 7] = [
        ("cash", Self::Cash),
        ("sites", Self::Sites),
        ("timeline", Self::Timeline),
        ("limits", Self::Limits),
        ("orders", Self::Orders),
        ("demand", Self::Demand),
        ("finance", Self::Finance),
    ];

    /// The topic of a name.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, topic)| *topic)
    }

    /// Its rows, flat and in full precision.
    #[must_use]
    pub fn table(self, plan: &Plan) -> Table {
        let name = match self {
            Self::Cash => "cash",
            Self::Sites => "sites",
            Self::Timeline => return timeline(plan),
            Self::Limits => "limits",
            Self::Orders => "orders",
            Self::Demand => "demand",
            Self::Finance => "finance",
        };
        export::table(plan, name).unwrap_or_default()
    }

    /// Its page for reading.
    #[must_use]
    pub fn text(self, plan: &Plan) -> String {
        match self {
            Self::Cash => cash(plan),
            Self::Sites => sites(plan),
            Self::Timeline => timeline(plan).text(),
            Self::Limits => limits(plan),
            Self::Orders => orders(plan),
            Self::Demand => demand(plan),
            Self::Finance => finance(plan),
        }
    }
}

/// A table with columns of time: names on the left, a unit on the right.
struct Grid {
    columns: Columns,
    text: comfy_table::Table,
}

impl Grid {
    fn new(plan: &Plan, corner: &str) -> Self {
        let columns = Columns::of(plan);
        let mut text = text_table();
        let heads = columns.heads.iter().map(|name| head(name, true));
        text.set_header(
            std::iter::once(head(corner, false))
                .chain(heads)
                .chain([head("", false)]),
        );
        Self { columns, text }
    }

    fn row(&mut self, name: &str, values: impl IntoIterator<Item = String>, unit: &str) {
        let values = values.into_iter().map(right);
        self.text.add_row(
            std::iter::once(head(name, false))
                .chain(values)
                .chain([head(unit, false)]),
        );
    }

    fn finish(&self) -> String {
        finish(&self.text)
    }
}

const fn kind_word(kind: MoneyKind) -> &'static str {
    match kind {
        MoneyKind::Capital => "capital",
        MoneyKind::Lease => "lease",
        MoneyKind::Opex => "operating",
        MoneyKind::Penalty => "penalties",
        MoneyKind::CashLine => "cash line",
        MoneyKind::Revenue => "revenue",
    }
}

fn cash(plan: &Plan) -> String {
    let mut grid = Grid::new(plan, "nominal, money out positive");
    let mut keys: Vec<(MoneyKind, &str)> = plan.cash.iter().map(|row| (row.kind, row.category.as_str())).collect();
    keys.sort_unstable();
    keys.dedup();
    let lines: Vec<(String, Vec<f64>)> = keys
        .into_iter()
        .map(|(kind, category)| {
            let rows = plan
                .cash
                .iter()
                .filter(|row| row.kind == kind && row.category == category);
            let sums = grid.columns.sums(rows.map(|row| (row.span.period.as_str(), row.usd)));
            (format!("{} {category}", kind_word(kind)), sums)
        })
        .collect();
    let most = lines
        .iter()
        .flat_map(|(_, sums)| sums)
        .fold(0.0_f64, |most, usd| most.max(usd.abs()));
    let scale = Scale::of(most);
    for (name, sums) in &lines {
        grid.row(name, sums.iter().map(|usd| scale.column(*usd, most)), scale.unit);
    }
    grid.finish()
}

fn sites(plan: &Plan) -> String {
    let mut grid = Grid::new(plan, "MW at the end of the period");
    let mut names: Vec<&str> = plan.sites.iter().map(|row| row.site.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let lines: [(&str, fn(&SiteRow) -> f64); 5] = [
        ("IT in service", |row| row.it_mw),
        ("IT used", |row| row.used_mw),
        ("IT dark", |row| row.dark_mw),
        ("facility", |row| row.facility_mw),
        ("connection", |row| row.connection_mw),
    ];
    for site in names {
        for (n, (what, mw)) in lines.iter().enumerate() {
            let rows = plan.sites.iter().filter(|row| row.site == site);
            let levels = grid.columns.ends(rows.map(|row| (row.span.period.as_str(), mw(row))));
            if n > 1 && levels.iter().all(|level| level.abs() < 1e-9) {
                continue;
            }
            let name = if n == 0 {
                format!("{site}: {what}")
            } else {
                format!("  {what}")
            };
            grid.row(&name, levels.into_iter().map(dash(megawatts)), "MW");
        }
    }
    grid.finish()
}

fn demand(plan: &Plan) -> String {
    let mut grid = Grid::new(plan, "mean over the period");
    let mut names: Vec<&str> = plan.demand.iter().map(|row| row.segment.as_str()).collect();
    names.dedup();
    names.sort_unstable();
    names.dedup();
    for segment in names {
        let rows = || plan.demand.iter().filter(|row| row.segment == segment);
        let unit = rows().next().map_or("", |row| row.unit.as_str());
        let asked = grid
            .columns
            .means(rows().map(|row| (row.span.period.as_str(), row.demand)));
        let served = grid
            .columns
            .means(rows().map(|row| (row.span.period.as_str(), row.served)));
        let share = |(asked, served): (&f64, &f64)| {
            if *asked > 0.0 {
                percent(served / asked)
            } else {
                "-".into()
            }
        };
        let shares: Vec<String> = asked.iter().zip(&served).map(share).collect();
        grid.row(segment, asked.into_iter().map(dash(rounded_count)), unit);
        grid.row("  served", shares, "");
    }
    grid.finish()
}

fn finance(plan: &Plan) -> String {
    let mut grid = Grid::new(plan, "nominal");
    let lines: [(&str, fn(&crate::plan::types::FinanceRow) -> f64); 8] = [
        ("revenue", |row| row.revenue_usd),
        ("operating expenditure", |row| row.opex_usd),
        ("penalties", |row| row.penalties_usd),
        ("depreciation", |row| row.depreciation_usd),
        ("operating income", |row| row.operating_income_usd),
        ("capital spending", |row| row.capital_usd),
        ("cash lines", |row| row.cash_lines_usd),
        ("free cash flow", |row| row.free_cash_flow_usd),
    ];
    let most = plan
        .finance
        .iter()
        .map(|row| row.revenue_usd.abs().max(row.capital_usd.abs()).max(row.opex_usd.abs()));
    let most = most.fold(0.0, f64::max);
    let scale = Scale::of(most);
    for (name, usd) in lines {
        let sums = grid
            .columns
            .sums(plan.finance.iter().map(|row| (row.span.period.as_str(), usd(row))));
        grid.row(name, sums.into_iter().map(|usd| scale.column(usd, most)), scale.unit);
    }
    let ends = plan
        .finance
        .iter()
        .map(|row| (row.span.period.as_str(), row.cumulative_free_cash_flow_usd));
    let ends = grid.columns.ends(ends);
    grid.row(
        "  accumulated",
        ends.into_iter().map(|usd| scale.column(usd, most)),
        scale.unit,
    );
    grid.finish()
}

fn orders(plan: &Plan) -> String {
    let mut grid = Grid::new(plan, "by period of the order");
    let lines: [(&str, OrderKind); 3] = [
        ("chips", OrderKind::Chip),
        ("MW bought", OrderKind::Expansion),
        ("MW leased", OrderKind::Lease),
    ];
    for (unit, kind) in lines {
        let rows = || {
            plan.orders
                .iter()
                .filter(move |row| row.kind == kind && row.state == State::Planned)
        };
        let key = |asset: &str, site: &Option<String>| {
            site.as_ref()
                .map_or_else(|| asset.to_owned(), |site| format!("{asset} for {site}"))
        };
        for (name, _) in largest_first(rows().map(|row| (key(&row.asset, &row.site), row.quantity))) {
            let of = rows().filter(|row| key(&row.asset, &row.site) == name);
            let sums = grid
                .columns
                .sums(of.map(|row| (row.ordered.period.as_str(), row.quantity)));
            grid.row(&name, sums.into_iter().map(dash(rounded_count)), unit);
        }
    }
    let mut out = grid.finish();
    let committed = plan.orders.iter().filter(|row| row.state != State::Planned).count();
    if committed > 0 {
        out.push_str(&format!(
            "\nbesides {committed} orders placed before: show PLAN timeline\n"
        ));
    }
    out
}

/// What is at its limit: for each limit the number of periods, and where it is worth most.
fn limits(plan: &Plan) -> String {
    let binds = |row: &&LimitRow| row.slack <= 1e-6 * row.bound.abs().max(1.0) && row.sense != "equal";
    let mut lines: Vec<(String, Vec<&LimitRow>)> = Vec::new();
    for row in plan.limits.iter().filter(binds) {
        let name = row.id.split('@').next().unwrap_or(&row.id);
        match lines.iter_mut().find(|(known, _)| known == name) {
            Some((_, rows)) => rows.push(row),
            None => lines.push((name.to_owned(), vec![row])),
        }
    }
    let price = |row: &LimitRow| row.price.unwrap_or(0.0).abs();
    let most = |rows: &[&LimitRow]| rows.iter().map(|row| price(row)).fold(0.0, f64::max);
    lines.sort_by(|a, b| most(&b.1).total_cmp(&most(&a.1)));
    let mut text = text_table();
    text.set_header(
        ["binds", "level", "of", "unit", "when", "worth a unit", "tier"]
            .map(|name| head(name, matches!(name, "level" | "of" | "worth a unit"))),
    );
    for (name, rows) in &lines {
        let worst = rows
            .iter()
            .max_by(|a, b| price(a).total_cmp(&price(b)))
            .unwrap_or(&rows[0]);
        let period = |row: &LimitRow| {
            row.id
                .split_once('@')
                .map(|(_, period)| period.to_owned())
                .unwrap_or_default()
        };
        let when = match rows.as_slice() {
            [one] => period(one),
            many => format!(
                "{}..{} ({} periods)",
                period(many[0]),
                period(many[many.len() - 1]),
                many.len()
            ),
        };
        let worth = worst.price.map_or_else(
            || "-".into(),
            |price| format!("{} {}", super::words::significant(price), "USD"),
        );
        let number = |value: f64| {
            if worst.unit == "USD" {
                super::words::money(value)
            } else {
                count(value)
            }
        };
        text.add_row([
            head(name, false),
            right(number(worst.level)),
            right(number(worst.bound)),
            head(&worst.unit, false),
            head(&when, false),
            right(worth),
            head(&worst.tier, false),
        ]);
    }
    let binding: usize = lines.iter().map(|(_, rows)| rows.len()).sum();
    format!(
        "{}\n{binding} of {} limits bind; a worth is USD per unit at the period where it is highest\n",
        finish(&text),
        plan.limits.len()
    )
}

fn timeline(plan: &Plan) -> Table {
    let mut table = Table::new(
        "timeline",
        &["period", "event", "what", "amount", "unit", "state", "leads_to"],
    );
    let mut events: Vec<(String, u8, Vec<Value>)> = Vec::new();
    for row in &plan.projects {
        let state = state_word(row.state);
        let begun = [row.begun.period.as_str(), "begins", row.project.as_str()].map(Value::from);
        events.push((
            row.begun.starts.clone(),
            0,
            line(begun, row.copies, "copies", state, &row.in_service.period),
        ));
        let stands = row.copies * (1.0 - row.cancelled_share);
        if stands > 0.0 {
            let effect = row
                .effect
                .as_ref()
                .map_or("not within the horizon", |span| span.period.as_str());
            let complete = [row.in_service.period.as_str(), "is complete", row.project.as_str()].map(Value::from);
            events.push((
                row.in_service.starts.clone(),
                1,
                line(complete, stands, "copies", state, effect),
            ));
        }
    }
    for row in &plan.orders {
        let state = state_word(row.state);
        let name = row
            .site
            .as_ref()
            .map_or_else(|| row.asset.clone(), |site| format!("{} for {site}", row.asset));
        let ordered = [row.ordered.period.as_str(), "is ordered", name.as_str()].map(Value::from);
        events.push((
            row.ordered.starts.clone(),
            0,
            line(ordered, row.quantity, &row.unit, state, &row.in_service.period),
        ));
        let kept = row.quantity * (1.0 - row.cancelled_share);
        if kept > 0.0 {
            let arrives = [row.in_service.period.as_str(), "arrives", name.as_str()].map(Value::from);
            events.push((
                row.in_service.starts.clone(),
                1,
                line(arrives, kept, &row.unit, state, ""),
            ));
        }
    }
    for row in &plan.cancellations {
        let cancelled = [row.span.period.as_str(), "is cancelled", row.commitment.as_str()].map(Value::from);
        events.push((
            row.span.starts.clone(),
            2,
            line(cancelled, row.share, "share", "cancelled", ""),
        ));
    }
    events.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
    table.rows = events.into_iter().map(|(_, _, row)| row).collect();
    table
}

fn line(what: [Value; 3], amount: f64, unit: &str, state: &str, other: &str) -> Vec<Value> {
    what.into_iter()
        .chain([amount.into(), unit.into(), state.into(), other.into()])
        .collect()
}

const fn state_word(state: State) -> &'static str {
    match state {
        State::Committed => "committed",
        State::Planned => "planned",
        State::Cancelled => "cancelled",
    }
}

/// Writes nothing as a dash.
fn dash(write: fn(f64) -> String) -> impl Fn(f64) -> String {
    move |value| if value.abs() < 1e-9 { "-".into() } else { write(value) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn every_topic_has_a_page_and_a_table() {
        let plan = sample::plan_of(20);
        for (name, topic) in Topic::ALL {
            assert_eq!(Topic::find(name), Some(topic));
            assert!(!topic.text(&plan).is_empty(), "{name}");
            assert!(!topic.table(&plan).columns.is_empty(), "{name}");
        }
    }

    #[test]
    fn the_timeline_is_in_order_and_says_when_effects_begin() {
        let text = Topic::Timeline.text(&sample::plan_of(8));
        let begins = text.find("begins").expect("a project begins");
        let complete = text.find("is complete").expect("a project is complete");
        assert!(begins < complete, "{text}");
    }

    #[test]
    fn only_what_binds_is_listed_as_a_limit() {
        let text = Topic::Limits.text(&sample::plan_of(8));
        assert!(text.contains("budget[fy2026].at_most"), "{text}");
        assert!(!text.contains("it_power"), "{text}");
        assert!(text.contains("1 of 2 limits bind"), "{text}");
    }
}
