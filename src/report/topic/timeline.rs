//! What begins, arrives and is cancelled, in order of time.

use serde_json::Value;

use crate::plan::types::{Plan, State};
use crate::report::table::Table;

pub(super) fn timeline(plan: &Plan) -> Table {
    let mut table = Table::new("timeline", &["period", "event", "what", "amount", "unit", "state", "leads_to"]);
    let mut events: Vec<(String, u8, Vec<Value>)> = Vec::new();
    for row in &plan.projects {
        let state = state_word(row.state);
        let begun = [row.begun.period.as_str(), "begins", row.project.as_str()].map(Value::from);
        events.push((row.begun.starts.clone(), 0, line(begun, row.copies, "copies", state, &row.in_service.period)));
        let stands = row.copies * (1.0 - row.cancelled_share);
        if stands > 0.0 {
            let effect = row.effect.as_ref().map_or("not within the horizon", |span| span.period.as_str());
            let complete = [row.in_service.period.as_str(), "is complete", row.project.as_str()].map(Value::from);
            events.push((row.in_service.starts.clone(), 1, line(complete, stands, "copies", state, effect)));
        }
    }
    for row in &plan.orders {
        let state = state_word(row.state);
        let name = row.site.as_ref().map_or_else(|| row.asset.clone(), |site| format!("{} for {site}", row.asset));
        let ordered = [row.ordered.period.as_str(), "is ordered", name.as_str()].map(Value::from);
        events.push((
            row.ordered.starts.clone(),
            0,
            line(ordered, row.quantity, &row.unit, state, &row.in_service.period),
        ));
        let kept = row.quantity * (1.0 - row.cancelled_share);
        if kept > 0.0 {
            let arrives = [row.in_service.period.as_str(), "arrives", name.as_str()].map(Value::from);
            events.push((row.in_service.starts.clone(), 1, line(arrives, kept, &row.unit, state, "")));
        }
    }
    for row in &plan.agreements {
        let state = state_word(row.state);
        let signed = [row.signed.period.as_str(), "is signed", row.agreement.as_str()].map(Value::from);
        events.push((row.signed.starts.clone(), 0, line(signed, row.signed_share, "", state, &row.energised.period)));
        let energised = [row.energised.period.as_str(), "is energised", row.agreement.as_str()].map(Value::from);
        events.push((row.energised.starts.clone(), 1, line(energised, row.signed_share, "", state, &row.ends.period)));
    }
    for row in &plan.endings {
        let ended = [row.span.period.as_str(), "is ended", row.agreement.as_str()].map(Value::from);
        events.push((row.span.starts.clone(), 2, line(ended, row.share, "", "ended", "")));
    }
    for row in &plan.cancellations {
        let cancelled = [row.span.period.as_str(), "is cancelled", row.commitment.as_str()].map(Value::from);
        events.push((row.span.starts.clone(), 2, line(cancelled, row.share, "share", "cancelled", "")));
    }
    events.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
    table.rows = events.into_iter().map(|(_, _, row)| row).collect();
    table
}

fn line(what: [Value; 3], amount: f64, unit: &str, state: &str, other: &str) -> Vec<Value> {
    what.into_iter().chain([amount.into(), unit.into(), state.into(), other.into()]).collect()
}

const fn state_word(state: State) -> &'static str {
    match state {
        State::Committed => "committed",
        State::Planned => "planned",
        State::Cancelled => "cancelled",
    }
}
