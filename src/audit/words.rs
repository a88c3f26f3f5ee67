//! Numbers as a planner reads them.

/// Two numbers in a unit, with as many digits as it takes to tell them apart.
pub(super) fn apart(a: f64, b: f64, unit: &str) -> (String, String) {
    for digits in 4..=15 {
        let (said, found) = (quantity(a, unit, digits), quantity(b, unit, digits));
        if said != found {
            return (said, found);
        }
    }
    (quantity(a, unit, 17), quantity(b, unit, 17))
}

/// A number and its unit with so many significant digits; money in M or B.
fn quantity(value: f64, unit: &str, digits: usize) -> String {
    let size = value.abs();
    let (scaled, prefix) = match unit {
        "USD" | "EUR" if size >= 1e9 => (value / 1e9, "B "),
        "USD" | "EUR" if size >= 1e6 => (value / 1e6, "M "),
        _ => (value, ""),
    };
    let number = significant(scaled, digits);
    if unit.is_empty() { number } else { format!("{number} {prefix}{unit}") }
}

/// A number with so many significant digits and no trailing zeros.
fn significant(value: f64, digits: usize) -> String {
    if !value.is_finite() {
        return "no number".to_owned();
    }
    if value == 0.0 {
        return "0".to_owned();
    }
    let written = format!("{value:.*e}", digits.saturating_sub(1));
    let exponent: i32 = written.split_once('e').and_then(|(_, e)| e.parse().ok()).unwrap_or(0);
    if !(-9..=15).contains(&exponent) {
        return written;
    }
    let places = usize::try_from(i32::try_from(digits).unwrap_or(17) - 1 - exponent).unwrap_or(0);
    let text = format!("{value:.places$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_told_apart() {
        assert_eq!(apart(203.1e9, 200e9, "USD"), ("203.1 B USD".into(), "200 B USD".into()));
        assert_eq!(apart(1_200_000_001.0, 1_200_000_000.0, "USD").0, "1.200000001 B USD");
        assert_eq!(apart(f64::NAN, 0.0, "MW"), ("no number MW".into(), "0 MW".into()));
    }
}
