//! What is at its limit.

use crate::plan::types::{LimitRow, Plan};
use crate::report::table::{finish, head, right, text_table};
use crate::report::words::{count, money, significant};

/// What is at its limit: for each limit the number of periods, and where it is worth most.
pub(super) fn limits(plan: &Plan) -> String {
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
        let worst = rows.iter().max_by(|a, b| price(a).total_cmp(&price(b))).unwrap_or(&rows[0]);
        let period = |row: &LimitRow| row.id.split_once('@').map(|(_, period)| period.to_owned()).unwrap_or_default();
        let when = match rows.as_slice() {
            [one] => period(one),
            many => format!("{}..{} ({} periods)", period(many[0]), period(many[many.len() - 1]), many.len()),
        };
        let worth = worst.price.map_or_else(|| "-".into(), worth);
        let number = |value: f64| {
            if worst.unit == "USD" { money(value) } else { count(value) }
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

/// A price: of money three digits, of anything else with its prefix.
fn worth(usd: f64) -> String {
    if usd.abs() < 1e3 { format!("{} USD", significant(usd)) } else { money(usd) }
}
