//! The answer to "why": what the opposite would cost, from which price on it would be otherwise, what stands behind it.

use serde_json::{Value, json};

use super::compare::moved;
use super::explain;
use super::interval::{cells, interval};
use super::table::{finish, head, right, text_table};
use super::words::{money, percent};
use crate::domain::Model;
use crate::study::again::Interval;
use crate::study::decisions::Differs;
use crate::study::why::behind::Behind;
use crate::study::why::{Answer, Because, BreakEven};

/// Limits that are named.
const NAMED: usize = 8;

/// The answer for reading; its first line says what the opposite would cost.
#[must_use]
pub fn text(model: &Model, answer: &Answer) -> String {
    let opposite = &answer.opposite;
    match &answer.because {
        Because::Impossible(clash) => {
            format!("to {} leaves no plan that keeps every limit\n\n{}", opposite.words, explain::no_plan(model, clash))
        }
        Because::Costs { cost, found_usd, relaxed_usd, own_usd, break_even, behind, differs } => {
            let mut text = first(&opposite.words, *cost);
            if cost.high - cost.low > 1e3 {
                let (found, how) = (money(found_usd.abs()), if *found_usd < 0.0 { "better" } else { "worse" });
                let relaxed = money(*relaxed_usd);
                text += &format!("the plan found with it is {found} {how}, its linear relaxation {relaxed} worse\n");
            }
            text += &price(&answer.question.address, *cost, *own_usd, *break_even);
            if !behind.is_empty() {
                text += &format!("\n{}", stands(behind, opposite.taken));
            }
            let others: Vec<Differs> = differs
                .iter()
                .filter(|differs| {
                    !opposite.assets.iter().any(|own| format!("{}@", differs.address).starts_with(own.as_str()))
                })
                .cloned()
                .collect();
            if !others.is_empty() {
                text += &format!("\nwith it, {}\n", moved(&others));
            }
            text
        }
    }
}

fn first(words: &str, cost: Interval) -> String {
    if cost.low <= 0.0 {
        let how = if cost.high < 1e3 { "nothing: the two are a tie".to_owned() } else { interval(Some(cost)) };
        return match how.strip_prefix("not told apart") {
            Some(rest) => format!("to {words} is not told apart from the plan{rest}\n"),
            None => format!("to {words} costs {how}\n"),
        };
    }
    format!("to {words} would cost {}\n", interval(Some(cost)))
}

fn price(address: &str, cost: Interval, own_usd: f64, break_even: Option<BreakEven>) -> String {
    let own = format!("{} net of salvage, discounted", money(own_usd));
    match break_even {
        None => String::new(),
        Some(BreakEven::Stays(share)) if share <= 0.0 => String::new(),
        Some(BreakEven::Stays(share)) => {
            format!("'{address}' stays as long as it costs less than {} more ({own})\n", percent(share))
        }
        Some(BreakEven::Enters(share)) => {
            format!("'{address}' enters at the latest when it costs {} less ({own})\n", percent(share))
        }
        Some(BreakEven::NotByPrice) if cost.best >= own_usd => {
            format!(
                "its own price is not what keeps '{address}' out: even for nothing the plan found with it would be worse ({own})\n"
            )
        }
        Some(BreakEven::NotByPrice) => {
            format!("no price of '{address}' is proved to bring it in ({own})\n")
        }
    }
}

/// What speaks for it and against it.
fn stands(behind: &[Behind], taken: bool) -> String {
    let mut table = text_table();
    for one in behind.iter().take(NAMED) {
        let limit = if one.limit.is_empty() { "its own payments and earnings" } else { one.limit.as_str() };
        let number = if one.usd > 0.0 { format!("+{}", money(one.usd)) } else { money(one.usd) };
        table.add_row([head(&format!("  {limit}"), false), right(number)]);
    }
    let words = if taken { "what going without it gives (+) and takes (-)" } else { "what it gives (+) and takes (-)" };
    format!("{words}, at the prices of the linear relaxation in which it is forced\n{}", finish(&table))
}

/// The answer in full precision.
#[must_use]
pub fn json(answer: &Answer) -> Value {
    let opposite = &answer.opposite;
    let mut json = json!({
        "address": answer.question.address,
        "taken": opposite.taken,
        "opposite": opposite.words,
    });
    match &answer.because {
        Because::Impossible(clash) => json["impossible"] = json!(clash),
        Because::Costs { cost, found_usd, relaxed_usd, own_usd, break_even, behind, differs } => {
            let [low, best, high] = cells(Some(*cost));
            json["cost_usd"] = json!({ "low": low, "best": best, "high": high });
            json["found_usd"] = json!(found_usd);
            json["relaxed_usd"] = json!(relaxed_usd);
            json["own_usd_discounted"] = json!(own_usd);
            json["break_even"] = match break_even {
                None => Value::Null,
                Some(BreakEven::Stays(share)) => json!({ "stays_below_price_rise": share }),
                Some(BreakEven::Enters(share)) => json!({ "enters_by_price_fall": share }),
                Some(BreakEven::NotByPrice) => json!({ "by_price": false }),
            };
            json["behind"] = behind.iter().map(|b| json!({ "limit": b.limit, "usd": b.usd })).collect();
            json["differs"] = differs.iter().map(|d| json!(d.address)).collect();
        }
    }
    json
}
