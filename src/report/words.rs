//! Numbers as a planner reads them: three significant digits of money, whole megawatts, whole per cent.

/// A scale of money: one prefix for a group of amounts that are read together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    divisor: f64,
    /// `B USD`, `M USD`, `k USD` or `USD`.
    pub unit: &'static str,
}

const SCALES: [Scale; 4] = [
    Scale { divisor: 1e9, unit: "B USD" },
    Scale { divisor: 1e6, unit: "M USD" },
    Scale { divisor: 1e3, unit: "k USD" },
    Scale { divisor: 1.0, unit: "USD" },
];

impl Scale {
    /// The scale in which an amount has one to three digits before the point, after rounding to three significant ones.
    #[must_use]
    pub fn of(usd: f64) -> Self {
        let size = usd.abs() * 1.0005;
        SCALES.into_iter().find(|scale| size >= scale.divisor).unwrap_or(SCALES[3])
    }

    /// USD in one of its unit.
    #[must_use]
    pub const fn divisor(self) -> f64 {
        self.divisor
    }

    /// An amount in this scale, without its unit.
    #[must_use]
    pub fn number(self, usd: f64) -> String {
        trim(&significant(usd / self.divisor))
    }

    /// An amount in this scale, in full precision.
    #[must_use]
    pub fn scaled(self, usd: f64) -> f64 {
        usd / self.divisor
    }

    /// An amount for a column of a table whose largest amount is `most`: a dash for nothing.
    #[must_use]
    pub fn column(self, usd: f64, most: f64) -> String {
        let decimals = if most.abs() / self.divisor < 9.95 { 2 } else { 1 };
        if usd.abs() < 0.5 { "-".into() } else { grouped(usd / self.divisor, decimals) }
    }
}

/// Money on its own: `17.9 B USD`, `-204 M USD`.
#[must_use]
pub fn money(usd: f64) -> String {
    let scale = Scale::of(usd);
    format!("{} {}", scale.number(usd), scale.unit)
}

/// Megawatts without decimals; a little that is not nothing is `<1`.
#[must_use]
pub fn megawatts(mw: f64) -> String {
    if mw.abs() < 1e-6 {
        "0".into()
    } else if mw.abs() < 0.5 {
        if mw > 0.0 { "<1".into() } else { "-<1".into() }
    } else {
        grouped(mw, 0)
    }
}

/// A share in whole per cent; what is not quite all or not quite nothing is not rounded to it.
#[must_use]
pub fn percent(share: f64) -> String {
    let value = share * 100.0;
    if value > 99.5 && value < 100.0 - 1e-6 {
        ">99 %".into()
    } else if value > 1e-6 && value < 0.5 {
        "<1 %".into()
    } else {
        format!("{} %", grouped(value, 0))
    }
}

/// A share with one decimal below ten per cent, for gaps.
#[must_use]
pub fn fine_percent(share: f64) -> String {
    let value = share * 100.0;
    if value != 0.0 && value.abs() < 0.05 {
        "under 0.1 %".into()
    } else if value.abs() < 9.95 {
        format!("{} %", grouped(value, 1))
    } else {
        format!("{} %", grouped(value, 0))
    }
}

/// A count of chips or units of work: `3,100`; small ones keep three significant digits.
#[must_use]
pub fn count(value: f64) -> String {
    if (value - value.round()).abs() < 1e-6 { grouped(value, 0) } else { trim(&significant(value)) }
}

/// A count from ten thousand on rounded to three digits: `1,230,000`.
#[must_use]
pub fn rounded_count(value: f64) -> String {
    let size = value.abs();
    if size < 10_000.0 {
        return count(value);
    }
    let step = 10_f64.powf(size.log10().floor() - 2.0);
    grouped((value / step).round() * step, 0)
}

/// Three significant digits, thousands grouped: `14.2`, `0.613`, `1,230`.
#[must_use]
pub fn significant(value: f64) -> String {
    if value == 0.0 {
        return "0".into();
    }
    let size = value.abs();
    let decimals = if size >= 99.95 {
        0
    } else if size >= 9.995 {
        1
    } else if size >= 0.9995 {
        2
    } else {
        3
    };
    grouped(value, decimals)
}

/// A number with `decimals` decimals and its thousands grouped.
#[must_use]
pub fn grouped(value: f64, decimals: usize) -> String {
    let text = format!("{:.*}", decimals, value.abs());
    let (whole, rest) = text.split_once('.').map_or((text.as_str(), None), |(whole, rest)| (whole, Some(rest)));
    let mut out = String::new();
    for (n, digit) in whole.chars().enumerate() {
        if n > 0 && (whole.len() - n).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(rest) = rest {
        out.push('.');
        out.push_str(rest);
    }
    let is_zero = out.chars().all(|c| matches!(c, '0' | '.' | ','));
    if value < 0.0 && !is_zero { format!("-{out}") } else { out }
}

fn trim(text: &str) -> String {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_has_three_significant_digits_and_the_prefix_that_fits() {
        for (usd, text) in [
            (14.23e9, "14.2 B USD"),
            (31e6, "31 M USD"),
            (999.6e6, "1 B USD"),
            (1.234e12, "1,234 B USD"),
            (-204.4e6, "-204 M USD"),
            (1264.046e6, "1.26 B USD"),
            (18_086.843, "18.1 k USD"),
            (0.0, "0 USD"),
        ] {
            assert_eq!(money(usd), text);
        }
    }

    #[test]
    fn what_is_not_quite_all_is_not_called_all() {
        assert_eq!(percent(0.9996), ">99 %");
        assert_eq!(percent(1.0), "100 %");
        assert_eq!(percent(0.0004), "<1 %");
        assert_eq!(percent(0.973), "97 %");
        assert_eq!(fine_percent(0.0018), "0.2 %");
        assert_eq!(fine_percent(0.0), "0.0 %");
    }

    #[test]
    fn counts_are_grouped() {
        assert_eq!(count(3100.0), "3,100");
        assert_eq!(rounded_count(1_234_567.0), "1,230,000");
        assert_eq!(megawatts(1234.4), "1,234");
        assert_eq!(megawatts(0.2), "<1");
        assert_eq!(grouped(-0.001, 1), "0.0");
    }
}
