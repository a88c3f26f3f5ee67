//! What stands behind a limit on money, from its sum down to the payments.

use crate::report::words::money;
use crate::study::clash::{Limit, Payments};

/// The payments behind a limit, a line a kind; `alone` where no other limit asks for any of them.
pub(super) fn behind(limit: &Limit, alone: bool) -> Vec<String> {
    if limit.behind.is_empty() {
        return Vec::new();
    }
    let all: f64 = limit.behind.iter().map(|payments| payments.usd).sum();
    let why =
        if alone { "must be paid whatever is decided" } else { "at least must be paid to keep the other limits here" };
    let mut lines = vec![format!("{} {why}:", money(all))];
    lines.extend(limit.behind.iter().map(|payments| format!("  {}  {}", money(payments.usd), told(payments))));
    lines
}

/// `order placed`, or `orders placed` where there are several.
pub(super) fn kind(payments: &Payments) -> &'static str {
    let (one, many) = match payments.kind.as_str() {
        "cash-line" => ("cash line", "cash lines"),
        "project-under-way" => ("project under way", "projects under way"),
        "order-placed" => ("order placed", "orders placed"),
        "cancelling-fee" => ("fee for calling off", "fees for calling off"),
        "project" => ("project to begin", "projects to begin"),
        "order" => ("kind of chip or power to order", "kinds of chips and power to order"),
        "lease" => ("lease", "leases"),
        _ => ("source of running costs", "sources of running costs"),
    };
    if payments.count == 1 { one } else { many }
}

/// `12 orders placed: `a` 5 B USD, ... and 8 more`.
fn told(payments: &Payments) -> String {
    let kind = kind(payments);
    let off = if payments.called_off_usd > 0.0 {
        format!("; what may be called off is left out, which saves {}", money(payments.called_off_usd))
    } else {
        String::new()
    };
    if let ([(name, _)], 1) = (payments.largest.as_slice(), payments.count) {
        return format!("{kind} `{name}`{off}");
    }
    let mut named: Vec<String> =
        payments.largest.iter().map(|(name, usd)| format!("`{name}` {}", money(*usd))).collect();
    if payments.count > payments.largest.len() {
        named.push(format!("{} more", payments.count - payments.largest.len()));
    }
    format!("{} {kind}: {}{off}", payments.count, named.join(", "))
}
