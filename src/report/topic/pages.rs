//! Pages with columns of time.

use crate::plan::types::{FinanceRow, MoneyKind, OrderKind, Plan, SiteRow, State};
use crate::report::money::largest_first;
use crate::report::over_time::{Grid, dash};
use crate::report::words::{Scale, megawatts, percent, rounded_count};

/// A line of a page: its name and what it takes from a row.
type Line<T> = (&'static str, fn(&T) -> f64);

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

/// `capital chips`; revenue and penalties have one category, which only says the kind again.
fn name(kind: MoneyKind, category: &str) -> String {
    match kind {
        MoneyKind::Revenue | MoneyKind::Penalty => kind_word(kind).to_owned(),
        _ => format!("{} {category}", kind_word(kind)),
    }
}

pub(super) fn cash(plan: &Plan) -> Grid {
    let mut grid = Grid::new(plan, "nominal, money out positive");
    let mut keys: Vec<(MoneyKind, &str)> = plan.cash.iter().map(|row| (row.kind, row.category.as_str())).collect();
    keys.sort_unstable();
    keys.dedup();
    let lines: Vec<(String, Vec<f64>)> = keys
        .into_iter()
        .map(|(kind, category)| {
            let rows = plan.cash.iter().filter(|row| row.kind == kind && row.category == category);
            let sums = grid.columns.sums(rows.map(|row| (row.span.period.as_str(), row.usd)));
            (name(kind, category), sums)
        })
        .collect();
    let most = lines.iter().flat_map(|(_, sums)| sums).fold(0.0_f64, |most, usd| most.max(usd.abs()));
    let scale = Scale::of(most);
    for (name, sums) in lines {
        grid.row(&name, sums, |usd| scale.column(usd, most), scale.unit);
    }
    grid
}

pub(super) fn sites(plan: &Plan) -> Grid {
    let mut grid = Grid::new(plan, "MW at the end of the period");
    let mut names: Vec<&str> = plan.sites.iter().map(|row| row.site.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let lines: [Line<SiteRow>; 5] = [
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
            let name = if n == 0 { format!("{site}: {what}") } else { format!("  {what}") };
            grid.row(&name, levels, dash(megawatts), "MW");
        }
    }
    grid
}

pub(super) fn demand(plan: &Plan) -> Grid {
    let mut grid = Grid::new(plan, "mean over the period");
    let mut names: Vec<&str> = plan.demand.iter().map(|row| row.segment.as_str()).collect();
    names.dedup();
    names.sort_unstable();
    names.dedup();
    for segment in names {
        let rows = || plan.demand.iter().filter(|row| row.segment == segment);
        let unit = rows().next().map_or("", |row| row.unit.as_str());
        let asked = grid.columns.means(rows().map(|row| (row.span.period.as_str(), row.demand)));
        let served = grid.columns.means(rows().map(|row| (row.span.period.as_str(), row.served)));
        let share = |(asked, served): (&f64, &f64)| if *asked > 0.0 { served / asked } else { f64::NAN };
        let shares: Vec<f64> = asked.iter().zip(&served).map(share).collect();
        grid.row(segment, asked, dash(rounded_count), unit);
        grid.row("  served", shares, |share| if share.is_nan() { "-".into() } else { percent(share) }, "");
        if rows().any(|row| row.waiting > 0.0) {
            let waits = grid.columns.ends(rows().map(|row| (row.span.period.as_str(), row.waiting)));
            grid.row("  waits at the end", waits, dash(rounded_count), unit);
        }
    }
    grid
}

pub(super) fn finance(plan: &Plan) -> Grid {
    let mut grid = Grid::new(plan, "nominal");
    let lines: [Line<FinanceRow>; 8] = [
        ("revenue", |row| row.revenue_usd),
        ("operating expenditure", |row| row.opex_usd),
        ("penalties", |row| row.penalties_usd),
        ("depreciation", |row| row.depreciation_usd),
        ("operating income", |row| row.operating_income_usd),
        ("capital spending", |row| row.capital_usd),
        ("cash lines", |row| row.cash_lines_usd),
        ("free cash flow", |row| row.free_cash_flow_usd),
    ];
    let most = plan.finance.iter().map(|row| row.revenue_usd.abs().max(row.capital_usd.abs()).max(row.opex_usd.abs()));
    let most = most.fold(0.0, f64::max);
    let scale = Scale::of(most);
    for (name, usd) in lines {
        let sums = grid.columns.sums(plan.finance.iter().map(|row| (row.span.period.as_str(), usd(row))));
        grid.row(name, sums, |usd| scale.column(usd, most), scale.unit);
    }
    let ends = plan.finance.iter().map(|row| (row.span.period.as_str(), row.cumulative_free_cash_flow_usd));
    let ends = grid.columns.ends(ends);
    grid.row("  accumulated", ends, |usd| scale.column(usd, most), scale.unit);
    grid
}

pub(super) fn orders(plan: &Plan) -> Grid {
    let mut grid = Grid::new(plan, "by period of the order");
    let lines: [(&str, OrderKind); 3] =
        [("chips", OrderKind::Chip), ("MW bought", OrderKind::Expansion), ("MW leased", OrderKind::Lease)];
    for (unit, kind) in lines {
        let rows = || plan.orders.iter().filter(move |row| row.kind == kind && row.state == State::Planned);
        let key = |asset: &str, site: &Option<String>| {
            site.as_ref().map_or_else(|| asset.to_owned(), |site| format!("{asset} for {site}"))
        };
        for (name, _) in largest_first(rows().map(|row| (key(&row.asset, &row.site), row.quantity))) {
            let of = rows().filter(|row| key(&row.asset, &row.site) == name);
            let sums = grid.columns.sums(of.map(|row| (row.ordered.period.as_str(), row.quantity)));
            grid.row(&name, sums, dash(rounded_count), unit);
        }
    }
    grid
}

/// The orders, and how many were placed before.
pub(super) fn orders_text(plan: &Plan) -> String {
    let mut out = orders(plan).text();
    let committed = plan.orders.iter().filter(|row| row.state != State::Planned).count();
    if committed > 0 {
        out.push_str(&format!("\nbesides {committed} orders placed before: show PLAN timeline\n"));
    }
    out
}
