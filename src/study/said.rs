//! Amounts in the sentences of studies.

/// A number with its unit, in three significant digits.
pub(super) fn said(amount: f64, unit: &str) -> String {
    if unit == "USD" {
        let (scale, word) = match amount.abs() {
            x if x >= 1e9 => (1e9, "B USD"),
            x if x >= 1e6 => (1e6, "M USD"),
            x if x >= 1e3 => (1e3, "k USD"),
            _ => (1.0, "USD"),
        };
        return format!("{} {word}", short(amount / scale));
    }
    format!("{} {unit}", short(amount))
}

/// A number in three significant digits, thousands apart.
pub(super) fn short(x: f64) -> String {
    let size = x.abs();
    if size >= 1000.0 {
        let digits = format!("{size:.0}");
        let mut grouped = String::new();
        for (n, digit) in digits.chars().enumerate() {
            if n > 0 && (digits.len() - n).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        return if x < 0.0 { format!("-{grouped}") } else { grouped };
    }
    let decimals = if size >= 100.0 {
        0
    } else if size >= 10.0 {
        1
    } else if size >= 1.0 {
        2
    } else {
        3
    };
    let text = format!("{x:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}
