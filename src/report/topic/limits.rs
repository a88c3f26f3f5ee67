//! What is at its limit.

use crate::plan::types::{LimitRow, Plan};
use crate::report::table::{finish, head, right, text_table};
use crate::report::words::{count, money, significant};

/// A limit that binds, in one period or in several.
pub(in crate::report) struct Binding<'a> {
    /// Its id without the period.
    pub(in crate::report) name: &'a str,
    /// Its row in the period where it is worth most.
    pub(in crate::report) worst: &'a LimitRow,
    /// `2026Q3`, `2026Q1..2027Q4 (3 periods)`, or nothing.
    pub(in crate::report) when: String,
    /// In how many periods.
    pub(in crate::report) periods: usize,
}

impl Binding<'_> {
    /// What the plan does and what it may do.
    pub(in crate::report) fn numbers(&self) -> [String; 2] {
        let money_or_count = |value: f64| if self.worst.unit == "USD" { money(value) } else { count(value) };
        [self.worst.level, self.worst.bound].map(money_or_count)
    }

    /// What a unit more is worth: of money three digits, of anything else with its prefix.
    pub(in crate::report) fn worth(&self) -> String {
        match self.worst.price {
            None => "-".into(),
            Some(usd) if usd.abs() < 1e3 => format!("{} USD", significant(usd)),
            Some(usd) => money(usd),
        }
    }
}

/// What is at its limit, what is worth most first.
pub(in crate::report) fn binding(plan: &Plan) -> Vec<Binding<'_>> {
    let binds = |row: &&LimitRow| row.slack <= 1e-6 * row.bound.abs().max(1.0) && row.sense != "equal";
    let mut lines: Vec<(&str, Vec<&LimitRow>)> = Vec::new();
    for row in plan.limits.iter().filter(binds) {
        let name = row.id.split('@').next().unwrap_or(&row.id);
        match lines.iter_mut().find(|(known, _)| *known == name) {
            Some((_, rows)) => rows.push(row),
            None => lines.push((name, vec![row])),
        }
    }
    let price = |row: &LimitRow| row.price.unwrap_or(0.0).abs();
    let period = |row: &LimitRow| row.id.split_once('@').map(|(_, period)| period.to_owned()).unwrap_or_default();
    let mut found: Vec<Binding> = Vec::new();
    for (name, rows) in lines {
        let worst = *rows.iter().max_by(|a, b| price(a).total_cmp(&price(b))).unwrap_or(&rows[0]);
        let when = match rows.as_slice() {
            [one] => period(one),
            many => format!("{}..{} ({} periods)", period(many[0]), period(many[many.len() - 1]), many.len()),
        };
        found.push(Binding { name, worst, when, periods: rows.len() });
    }
    found.sort_by(|a, b| price(b.worst).total_cmp(&price(a.worst)));
    found
}

pub(super) fn limits(plan: &Plan) -> String {
    let lines = binding(plan);
    let mut text = text_table();
    text.set_header(
        ["binds", "level", "of", "unit", "when", "worth a unit", "tier"]
            .map(|name| head(name, matches!(name, "level" | "of" | "worth a unit"))),
    );
    for line in &lines {
        let [level, of] = line.numbers();
        text.add_row([
            head(line.name, false),
            right(level),
            right(of),
            head(&line.worst.unit, false),
            head(&line.when, false),
            right(line.worth()),
            head(&line.worst.tier, false),
        ]);
    }
    let binding: usize = lines.iter().map(|line| line.periods).sum();
    format!(
        "{}\n{binding} of {} limits bind; a worth is USD per unit at the period where it is highest\n",
        finish(&text),
        plan.limits.len()
    )
}
