//! Values of options that carry a unit.

use std::time::Duration;

use crate::solve::outcome::Gap;
use crate::units::split_number;

/// A limit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit(pub Duration);

/// Reads `0.5 %`, `1%`, `50 M USD` or `0`.
///
/// # Errors
/// When it is none of these.
pub fn gap(text: &str) -> Result<Gap, String> {
    let wrong = || format!("`{text}` is neither a share such as '0.5 %' nor money such as '50 M USD'");
    let (number, unit) = split_number(text.trim()).ok_or_else(wrong)?;
    if !number.is_finite() || number < 0.0 {
        return Err(format!("`{text}`: a gap is zero or more"));
    }
    let unit: String = unit.split_whitespace().collect();
    match unit.as_str() {
        "%" => Ok(Gap::Share(number / 100.0)),
        "" if number == 0.0 => Ok(Gap::Share(0.0)),
        "" => Err(format!("`{text}` has no unit: '{number} %', or '{number} M USD'")),
        "USD" => Ok(Gap::Money(number)),
        "kUSD" => Ok(Gap::Money(number * 1e3)),
        "MUSD" => Ok(Gap::Money(number * 1e6)),
        "BUSD" | "GUSD" => Ok(Gap::Money(number * 1e9)),
        "TUSD" => Ok(Gap::Money(number * 1e12)),
        _ => Err(wrong()),
    }
}

/// Reads `5min`, `90 s`, `1.5 h`.
///
/// # Errors
/// When it is no time, or not more than none.
pub fn limit(text: &str) -> Result<Limit, String> {
    let wrong = || format!("`{text}` is no time such as '5min', '90 s' or '1.5 h'");
    let (number, unit) = split_number(text.trim()).ok_or_else(wrong)?;
    let seconds = match unit.trim() {
        "s" | "sec" | "second" | "seconds" => 1.0,
        "min" | "m" | "minute" | "minutes" => 60.0,
        "h" | "hour" | "hours" => 3600.0,
        "" => return Err(format!("`{text}` has no unit: '{number} s', or '{number} min'")),
        _ => return Err(wrong()),
    };
    let limit = Duration::try_from_secs_f64(number * seconds).map_err(|_| wrong())?;
    if limit.is_zero() { Err(format!("`{text}`: a limit of time is more than none")) } else { Ok(Limit(limit)) }
}

/// Reads `100..300 B USD`: the first value, the last, and the unit of both.
pub(super) fn range(text: &str) -> Result<(f64, f64, String), String> {
    let wrong = || format!("`{text}` is no range such as '100..300 M USD'");
    let (from, rest) = text.split_once("..").ok_or_else(wrong)?;
    let (from, before) = split_number(from.trim()).ok_or_else(wrong)?;
    let (to, unit) = split_number(rest.trim()).ok_or_else(wrong)?;
    let (before, unit) = (before.trim(), unit.trim());
    if !before.is_empty() && before != unit {
        return Err(format!("`{text}` begins in `{before}` and ends in `{unit}`; write it in one unit"));
    }
    if !from.is_finite() || !to.is_finite() || from >= to {
        return Err(format!("`{text}`: a range goes from a smaller number to a larger one"));
    }
    Ok((from, to, unit.to_owned()))
}

/// `ADDRESS=VALUE`; what either means is looked at with the model.
pub(super) fn setting(text: &str) -> Result<String, String> {
    if text.contains('=') { Ok(text.to_owned()) } else { Err(format!("`{text}` is not ADDRESS=VALUE")) }
}

/// Reads a whole number from `least` to `most`.
pub fn count(least: usize, most: usize) -> impl Fn(&str) -> Result<usize, String> + Clone + Send + Sync + 'static {
    move |text| match text.trim().parse() {
        Ok(number) if (least..=most).contains(&number) => Ok(number),
        _ => Err(format!("`{text}` is no whole number from {least} to {most}")),
    }
}

/// Reads a number above zero.
///
/// # Errors
/// When it is none.
pub fn positive(text: &str) -> Result<f64, String> {
    match text.trim().parse::<f64>() {
        Ok(number) if number > 0.0 && number.is_finite() => Ok(number),
        _ => Err(format!("`{text}` is no number above zero")),
    }
}

/// Reads a number from 0 to 1.
///
/// # Errors
/// When it is none.
pub fn unit(text: &str) -> Result<f64, String> {
    match text.trim().parse() {
        Ok(number) if (0.0..=1.0).contains(&number) => Ok(number),
        _ => Err(format!("`{text}` is no number from 0 to 1")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_shares_or_money() {
        assert_eq!(gap("0.5 %"), Ok(Gap::Share(0.005)));
        assert_eq!(gap("1%"), Ok(Gap::Share(0.01)));
        assert_eq!(gap("0"), Ok(Gap::Share(0.0)));
        assert_eq!(gap("50 M USD"), Ok(Gap::Money(50e6)));
        assert_eq!(gap("2 kUSD"), Ok(Gap::Money(2e3)));
        for text in ["0.5", "-1 %", "5 EUR", "", "% 5", "nan %", "inf %"] {
            assert!(gap(text).is_err(), "{text}");
        }
    }

    #[test]
    fn sizes_stay_within_their_range() {
        assert_eq!(count(1, 20)("7"), Ok(7));
        assert!(["0", "21", "-1", "1.5", "", "x"].iter().all(|text| count(1, 20)(text).is_err()));
        assert_eq!(unit("0.5"), Ok(0.5));
        assert!(["1.1", "-0.1", "nan", "half"].iter().all(|text| unit(text).is_err()));
    }

    #[test]
    fn times_have_a_unit() {
        assert_eq!(limit("5min"), Ok(Limit(Duration::from_secs(300))));
        assert_eq!(limit("90 s"), Ok(Limit(Duration::from_secs(90))));
        for text in ["5", "0 s", "-3 s", "5 weeks", "", "1e300 h"] {
            assert!(limit(text).is_err(), "{text}");
        }
    }
}
