//! Plans nearly as good: what all of them do, what none does, what differs.

use serde_json::{Value, json};

use super::compare::moved;
use super::table::{finish, head, right, text_table};
use super::words::{count, megawatts, money, significant};
use crate::domain::Model;
use crate::plan::types::Plan;
use crate::study::alternatives::{Alternatives, Copies};
use crate::study::decisions::{decisions, differences};

/// The page; its first line is the answer.
#[must_use]
pub fn text(model: &Model, plan: &Plan, found: &Alternatives) -> String {
    let amount = |x: f64| if plan.outcome.goal == "unmet" { significant(x) } else { money(x) };
    let name = |row: &&Copies| model.projects.name(row.project).to_owned();
    let of =
        |holds: &dyn Fn(&Copies) -> bool| -> Vec<&Copies> { found.projects.iter().filter(|row| holds(row)).collect() };
    let always = of(&|row| row.proved.0 > 0.0);
    let never = of(&|row| row.proved.1 <= 0.0);
    let differ = of(&|row| row.found.0 < row.found.1);
    let open = of(&|row| row.proved != row.found);
    let copies = of(&|row| row.proved.0 < row.proved.1).len();
    let mut text = format!(
        "of {} projects on offer every plan within {} of this one builds {}, none builds {}; of {copies} the copies may differ\n",
        found.projects.len(),
        amount(found.within),
        always.len(),
        never.len(),
    );
    let list = |words: &str, rows: &[&Copies]| match rows {
        [] => String::new(),
        rows => format!("\n{words}: {}\n", rows.iter().map(name).collect::<Vec<_>>().join(", ")),
    };
    text += &list("always, proved", &always);
    text += &list("never, proved", &never);
    if !differ.is_empty() || !open.is_empty() {
        let mut table = text_table();
        table.set_header([
            head("copies", false),
            head("planned", true),
            head("found", true),
            head("proved within", true),
        ]);
        let mut rows: Vec<&Copies> =
            found.projects.iter().filter(|row| row.found.0 < row.found.1 || row.proved != row.found).collect();
        rows.sort_by_key(|row| model.projects.name(row.project));
        for row in rows {
            table.add_row([
                head(model.projects.name(row.project), false),
                right(count(row.planned)),
                right(range(row.found, count)),
                right(range(row.proved, count)),
            ]);
        }
        text += &format!("\n{}", finish(&table));
    }
    if !found.regions.is_empty() {
        let mut table = text_table();
        table.set_header([
            head("IT MW at the end", false),
            head("planned", true),
            head("found", true),
            head("proved within", true),
        ]);
        for row in &found.regions {
            table.add_row([
                head(model.regions.name(row.region), false),
                right(megawatts(row.planned)),
                right(range(row.found, megawatts)),
                right(range(row.proved, megawatts)),
            ]);
        }
        text += &format!("\n{}", finish(&table));
    }
    let own = decisions(plan);
    for (n, alternative) in found.plans.iter().enumerate() {
        let differs = differences(&own, &decisions(&alternative.plan));
        let costs = if alternative.worse.abs() < 1.0 {
            "as good".into()
        } else {
            format!("{} worse", amount(alternative.worse))
        };
        text += &format!("\nalternative {}, {costs}: {}\n", n + 1, moved(&differs));
    }
    if !found.left_out.is_empty() {
        let names: Vec<&str> = found.left_out.iter().map(|j| model.projects.name(*j)).collect();
        text += &format!("\nnot asked by a solve, since others add more megawatts: {}\n", names.join(", "));
    }
    text
}

fn range((least, most): (f64, f64), words: fn(f64) -> String) -> String {
    if (most - least).abs() < 1e-9 { words(least) } else { format!("{} to {}", words(least), words(most)) }
}

/// The same in full precision.
#[must_use]
pub fn json(model: &Model, found: &Alternatives) -> Value {
    let pair = |(least, most): (f64, f64)| json!({ "least": least, "most": most });
    let projects = found.projects.iter().map(|row| {
        json!({
            "project": model.projects.name(row.project),
            "planned": row.planned,
            "proved": pair(row.proved),
            "found": pair(row.found),
        })
    });
    let regions = found.regions.iter().map(|row| {
        json!({
            "region": model.regions.name(row.region),
            "planned_mw": row.planned,
            "proved_mw": pair(row.proved),
            "found_mw": pair(row.found),
        })
    });
    let plans = found.plans.iter().map(|plan| json!({ "worse": plan.worse, "decides_otherwise": plan.differs }));
    json!({
        "within": found.within,
        "projects": projects.collect::<Vec<_>>(),
        "regions": regions.collect::<Vec<_>>(),
        "plans": plans.collect::<Vec<_>>(),
        "left_out": found.left_out.iter().map(|j| model.projects.name(*j)).collect::<Vec<_>>(),
    })
}
