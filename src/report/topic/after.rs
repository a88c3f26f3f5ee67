//! What is paid after the horizon, by year.

use std::collections::BTreeMap;

use crate::plan::types::{PaymentRow, PaymentStatus, Plan};
use crate::report::table::{head, narrow, right, text_table};
use crate::report::words::Scale;

pub(super) fn after(plan: &Plan) -> String {
    let last = plan.finance.last().map_or("", |row| row.span.period.as_str());
    if plan.after_horizon.is_empty() {
        return format!("nothing is paid after {last}\n");
    }
    let mut years: Vec<&str> = plan.after_horizon.iter().map(year).collect();
    years.sort_unstable();
    years.dedup();
    let mut lines: BTreeMap<(&str, &str), BTreeMap<&str, f64>> = BTreeMap::new();
    for row in &plan.after_horizon {
        let settled = if row.status == PaymentStatus::Committed { "committed before" } else { "decided by this plan" };
        *lines.entry((settled, asset(row))).or_default().entry(year(row)).or_default() += row.usd_nominal;
    }
    let all: f64 = plan.after_horizon.iter().map(|row| row.usd_nominal).sum();
    let most = lines.values().flat_map(BTreeMap::values).fold(0.0_f64, |most, usd| most.max(usd.abs()));
    let scale = Scale::of(most);
    let mut text = text_table();
    let heads = years.iter().map(|year| head(year, true));
    text.set_header([head("nominal", false), head("", false)].into_iter().chain(heads).chain([head("", false)]));
    for ((settled, asset), amounts) in &lines {
        let cells = years.iter().map(|year| right(scale.column(amounts.get(year).copied().unwrap_or(0.0), most)));
        text.add_row(
            [head(asset, false), head(settled, false)].into_iter().chain(cells).chain([head(scale.unit, false)]),
        );
    }
    let scale = Scale::of(all);
    format!("{}\nafter {last}: {} {}\n", narrow(&text), scale.number(all), scale.unit)
}

fn year(row: &PaymentRow) -> &str {
    row.span.period.get(..4).unwrap_or(&row.span.period)
}

/// What is paid for, without the period of its order.
fn asset(row: &PaymentRow) -> &str {
    row.asset.split('@').next().unwrap_or(&row.asset)
}
