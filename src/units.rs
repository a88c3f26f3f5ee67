//! The run-time table of units: what a model file may write after a number, and what it means.
//!
//! A number in a unit is brought to the unit that the model holds it in by shifting its decimal point, so that
//! `"1.4 B USD"` is exactly the float nearest to 1,400,000,000; only time units multiply.

use std::fmt;

/// Hours in a year.
const HOURS: f64 = 8760.0;

/// What is measured by one factor of a unit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Base {
    /// Nothing: a share or a count. Written `1` or `%`.
    One,
    /// Money of a currency, by its row in [`Units::currencies`]. Held in units of the currency.
    Money(usize),
    /// Power, held in MW.
    Power,
    /// Energy, held in MWh.
    Energy,
    /// Mass, held in tonnes.
    Mass,
    /// Water, held in cubic metres.
    Water,
    /// Chips.
    Chips,
    /// Work of a unit, by its row in [`Units::works`].
    Work(usize),
    /// Work of whichever unit, written `unit`.
    AnyWork,
    /// Time; a duration is held in months, a rate is a year.
    Time,
    /// Latency, held in milliseconds.
    Latency,
    /// Angle, held in degrees.
    Angle,
}

/// A dimension: one factor above the stroke and those below it, in order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Dim {
    /// Above.
    pub num: Base,
    /// Below, sorted.
    pub den: Vec<Base>,
}

impl Dim {
    /// A dimension.
    #[must_use]
    pub fn new(num: Base, den: &[Base]) -> Self {
        let mut den = den.to_vec();
        den.sort_unstable();
        Self { num, den }
    }
}

/// A unit that was read: what it measures and how it converts.
#[derive(Clone, PartialEq, Debug)]
pub struct Unit {
    /// What it measures; money keeps its currency.
    pub dim: Dim,
    /// Power of ten to the unit the model holds.
    pub tens: i32,
    /// Further factor to the unit the model holds ...
    pub factor: f64,
    /// ... and what to divide by, so that 52 weeks are exactly 12 months.
    pub over: f64,
}

/// The units of a model: its currencies and its workloads' units of work besides what everyone knows.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Units {
    /// Currencies; the first is the model's own.
    pub currencies: Vec<String>,
    /// Distinct units of work.
    pub works: Vec<String>,
}

/// A name with what it measures, the power of ten, a further factor and divisor, and whether prefixes go before it.
type Known<'a> = (&'a str, Base, i32, (f64, f64), bool);

/// A name that was found: what it measures, how it converts, and how many bytes it takes.
type Found = (Base, i32, (f64, f64), usize);

/// The units that every model knows.
const TABLE: &[Known<'static>] = &[
    ("%", Base::One, -2, (1.0, 1.0), false),
    ("1", Base::One, 0, (1.0, 1.0), false),
    ("W", Base::Power, -6, (1.0, 1.0), true),
    ("Wh", Base::Energy, -6, (1.0, 1.0), true),
    ("t", Base::Mass, 0, (1.0, 1.0), true),
    ("kg", Base::Mass, -3, (1.0, 1.0), false),
    ("m3", Base::Water, 0, (1.0, 1.0), true),
    ("L", Base::Water, -3, (1.0, 1.0), true),
    ("chips", Base::Chips, 0, (1.0, 1.0), true),
    ("chip", Base::Chips, 0, (1.0, 1.0), true),
    ("unit", Base::AnyWork, 0, (1.0, 1.0), true),
    ("ms", Base::Latency, 0, (1.0, 1.0), false),
    ("deg", Base::Angle, 0, (1.0, 1.0), false),
    ("rad", Base::Angle, 0, (180.0, std::f64::consts::PI), false),
    ("day", Base::Time, 0, (12.0, 365.0), false),
    ("days", Base::Time, 0, (12.0, 365.0), false),
    ("week", Base::Time, 0, (12.0, 52.0), false),
    ("weeks", Base::Time, 0, (12.0, 52.0), false),
    ("month", Base::Time, 0, (1.0, 1.0), false),
    ("months", Base::Time, 0, (1.0, 1.0), false),
    ("quarter", Base::Time, 0, (3.0, 1.0), false),
    ("quarters", Base::Time, 0, (3.0, 1.0), false),
    ("half", Base::Time, 0, (6.0, 1.0), false),
    ("halves", Base::Time, 0, (6.0, 1.0), false),
    ("year", Base::Time, 0, (12.0, 1.0), false),
    ("years", Base::Time, 0, (12.0, 1.0), false),
];

/// Time units below the stroke, with how many of them make a year.
const RATES: &[(&str, f64)] = &[("hour", HOURS), ("month", 12.0), ("quarter", 4.0), ("half", 2.0), ("year", 1.0)];

/// Prefixes and their powers of ten.
const PREFIXES: &[(&str, i32)] = &[("k", 3), ("M", 6), ("B", 9), ("G", 9), ("T", 12)];

impl Units {
    /// The unit that a text writes.
    ///
    /// # Errors
    /// The part of it that is no unit.
    pub fn parse(&self, text: &str) -> Result<Unit, String> {
        let mut rest = text.trim();
        let (num, mut tens, (mut factor, mut over), used) = self.factor(rest)?;
        let mut den = Vec::new();
        rest = &rest[used..];
        while !rest.is_empty() {
            let part = rest.trim_start().strip_prefix('/').ok_or_else(|| rest.trim().to_owned())?.trim_start();
            if let Some((name, times)) = RATES.iter().find(|(name, _)| whole_word(part, name)) {
                den.push(Base::Time);
                factor *= times;
                rest = &part[name.len()..];
                continue;
            }
            let (base, shift, times, used) = self.factor(part)?;
            if base == Base::Time {
                return Err(part[..used].to_owned());
            }
            if base != Base::One {
                den.push(base);
            }
            tens -= shift;
            factor *= times.1;
            over *= times.0;
            rest = &part[used..];
        }
        Ok(Unit { dim: Dim::new(num, &den), tens, factor, over })
    }

    /// The first factor of a text: what it measures, how it converts, and how many bytes it takes.
    ///
    /// A unit of work may hold a stroke (`PFLOP/s`), so the longest name that is known wins.
    fn factor(&self, text: &str) -> Result<Found, String> {
        let mut found: Option<Found> = None;
        let mut keep = |hit: Found| {
            if found.is_none_or(|old| hit.3 > old.3) {
                found = Some(hit);
            }
        };
        for (name, base, tens, factor, prefixed) in self.names() {
            if whole_word(text, name) {
                keep((base, tens, factor, name.len()));
            }
            for (prefix, more) in PREFIXES.iter().filter(|_| prefixed) {
                let Some(rest) = text.strip_prefix(prefix) else {
                    continue;
                };
                let bare = rest.trim_start();
                if whole_word(bare, name) {
                    keep((base, tens + more, factor, text.len() - bare.len() + name.len()));
                }
            }
        }
        found.ok_or_else(|| text.split('/').next().unwrap_or(text).trim().to_owned())
    }

    fn names(&self) -> impl Iterator<Item = Known<'_>> {
        let currencies =
            self.currencies.iter().enumerate().map(|(n, name)| (name.as_str(), Base::Money(n), 0, (1.0, 1.0), true));
        let works = self.works.iter().enumerate().map(|(n, name)| (name.as_str(), Base::Work(n), 0, (1.0, 1.0), true));
        TABLE.iter().copied().chain(currencies).chain(works)
    }

    /// All names that a unit may have, for guesses.
    #[must_use]
    pub fn known(&self) -> Vec<String> {
        let mut known = Vec::new();
        for (name, _, _, _, prefixed) in self.names() {
            known.push(name.to_owned());
            known.extend(PREFIXES.iter().filter(|_| prefixed).map(|(prefix, _)| format!("{prefix}{name}")));
        }
        known
    }

    /// The unit in which the model holds a dimension, as the resolved model writes it.
    #[must_use]
    pub fn write(&self, dim: &Dim) -> String {
        let mut text = self.base(dim.num, true).to_owned();
        let (time, rest): (Vec<Base>, Vec<Base>) = dim.den.iter().partition(|base| **base == Base::Time);
        for base in rest.into_iter().chain(time) {
            text.push('/');
            text.push_str(self.base(base, false));
        }
        text
    }

    fn base(&self, base: Base, above: bool) -> &str {
        match base {
            Base::One => "1",
            Base::Money(n) => self.currencies.get(n).map_or("USD", String::as_str),
            Base::Power => "MW",
            Base::Energy => "MWh",
            Base::Mass => "t",
            Base::Water => "m3",
            Base::Chips if above => "chips",
            Base::Chips => "chip",
            Base::Work(n) => self.works.get(n).map_or("unit", String::as_str),
            Base::AnyWork => "unit",
            Base::Time if above => "months",
            Base::Time => "year",
            Base::Latency => "ms",
            Base::Angle => "deg",
        }
    }

    /// A dimension in words: `an energy`, `money a year`.
    #[must_use]
    pub fn words(&self, dim: &Dim) -> String {
        let first = match dim.num {
            Base::One if dim.den == [Base::Time] => return "a rate of change".to_owned(),
            Base::One => "a share",
            Base::Money(_) => "money",
            Base::Power => "a power",
            Base::Energy => "an energy",
            Base::Mass => "a mass",
            Base::Water => "a volume of water",
            Base::Chips => "a number of chips",
            Base::Work(_) | Base::AnyWork => "work in ",
            Base::Time => "a duration",
            Base::Latency => "a latency",
            Base::Angle => "an angle",
        };
        let mut text = first.to_owned();
        if matches!(dim.num, Base::Work(_) | Base::AnyWork) {
            text.push_str(self.base(dim.num, true));
        }
        for base in &dim.den {
            if *base != Base::Time {
                text.push_str(" per ");
                text.push_str(self.base(*base, false));
            }
        }
        if dim.den.contains(&Base::Time) {
            text.push_str(" a year");
        }
        text
    }

    /// An example of a unit of a dimension, as a planner would write it.
    #[must_use]
    pub fn example(&self, dim: &Dim) -> String {
        let prefix = match dim.num {
            Base::Money(_) => "M ",
            Base::Work(_) | Base::AnyWork => "k ",
            _ => "",
        };
        format!("{prefix}{}", self.plain(dim))
    }

    /// The same without a prefix.
    #[must_use]
    pub fn plain(&self, dim: &Dim) -> String {
        let mut text = match dim.num {
            Base::One => "%".to_owned(),
            Base::Time => "quarters".to_owned(),
            base => self.base(base, true).to_owned(),
        };
        for base in dim.den.iter().filter(|base| **base != Base::Time) {
            text.push('/');
            text.push_str(self.base(*base, false));
        }
        if dim.den.contains(&Base::Time) {
            text.push_str("/year");
        }
        text
    }
}

/// Whether a text begins with a name that ends there, at a stroke or at its end.
fn whole_word(text: &str, name: &str) -> bool {
    text.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.trim_start().starts_with('/'))
}

/// A number that a text begins with, and the rest of it without blanks before it.
#[must_use]
pub fn split_number(text: &str) -> Option<(f64, &str)> {
    let text = text.trim();
    let bytes = text.as_bytes();
    let digits = |mut n: usize| {
        while bytes.get(n).is_some_and(|byte| byte.is_ascii_digit() || *byte == b'_') {
            n += 1;
        }
        n
    };
    let begin = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
    let mut end = digits(begin);
    let mut any = end > begin;
    if bytes.get(end) == Some(&b'.') {
        let after = digits(end + 1);
        any |= after > end + 1;
        end = after;
    }
    if !any {
        return None;
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let after = digits(end + 1 + sign);
        if after > end + 1 + sign {
            end = after;
        }
    }
    let number = &text[..end];
    let parsed = if number.contains('_') { number.replace('_', "").parse() } else { number.parse() };
    parsed.ok().map(|number| (number, text[end..].trim_start()))
}

/// A number with its decimal point shifted: the float nearest to the shifted decimal number.
#[must_use]
pub fn shifted(number: f64, tens: i32) -> f64 {
    if tens == 0 || number == 0.0 || !number.is_finite() {
        return number;
    }
    // Whole numbers and powers of ten up to 10^22 are exact, so one product or quotient is rounded once.
    if number.fract() == 0.0 && number.abs() < 9e15 && tens.abs() <= 22 {
        let power = 10_f64.powi(tens.abs());
        return if tens > 0 { number * power } else { number / power };
    }
    let text = format!("{number:e}");
    let Some((mantissa, exponent)) = text.split_once('e') else {
        return number;
    };
    let exponent = exponent.parse::<i32>().unwrap_or(0).saturating_add(tens);
    format!("{mantissa}e{exponent}").parse().unwrap_or(f64::INFINITY)
}

impl Unit {
    /// A number in this unit as the model holds it.
    #[must_use]
    pub fn convert(&self, number: f64) -> f64 {
        shifted(number, self.tens) * self.factor / self.over
    }
}

impl fmt::Display for Base {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Units::default().base(*self, true))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units() -> Units {
        Units {
            currencies: vec!["USD".to_owned(), "EUR".to_owned()],
            works: vec!["H100e".to_owned(), "PFLOP/s".to_owned(), "vCPU".to_owned()],
        }
    }

    fn read(text: &str) -> (f64, Dim) {
        let (number, rest) = split_number(text).expect("begins with a number");
        let unit = units().parse(rest).expect("is a unit");
        (unit.convert(number), unit.dim)
    }

    #[test]
    fn quantities_are_exact_in_the_units_held() {
        let usd = Base::Money(0);
        assert_eq!(read("1.4 B USD"), (1.4e9, Dim::new(usd, &[])));
        assert_eq!(read("20kUSD"), (20_000.0, Dim::new(usd, &[])));
        assert_eq!(read("1.35 kW"), (0.001_35, Dim::new(Base::Power, &[])));
        assert_eq!(read("60 k chips/quarter"), (240_000.0, Dim::new(Base::Chips, &[Base::Time])));
        assert_eq!(read("9 kUSD/H100e/year"), (9000.0, Dim::new(usd, &[Base::Work(0), Base::Time])));
        assert_eq!(read("9 EUR/year/PFLOP/s").1, Dim::new(Base::Money(1), &[Base::Work(1), Base::Time]));
        assert_eq!(read("70 USD/MWh"), (70.0, Dim::new(usd, &[Base::Energy])));
        assert_eq!(read("0.07 USD/kWh").0, 70.0);
        assert_eq!(read("5 %").0, 0.05);
        assert_eq!(read("-6 %/year"), (-0.06, Dim::new(Base::One, &[Base::Time])));
        assert_eq!(read("52 weeks").0, 12.0);
        assert_eq!(read("5 kvCPU").0, 5000.0);
        assert_eq!(read("2 M vCPU").0, 2e6);
        assert_eq!(read("1_000 MWh").0, 1000.0);
        assert_eq!(read("390 kg/MWh"), (0.39, Dim::new(Base::Mass, &[Base::Energy])));
    }

    #[test]
    fn what_is_no_unit_is_named() {
        assert_eq!(units().parse("kUSB"), Err("kUSB".to_owned()));
        assert_eq!(units().parse("USD/fortnight"), Err("fortnight".to_owned()));
        assert_eq!(units().parse("USD/"), Err(String::new()));
        assert_eq!(units().parse(""), Err(String::new()));
        assert!(units().parse("USD USD").is_err());
        assert!(units().parse("USD/week").is_err());
        assert_eq!(split_number("MW"), None);
        assert_eq!(split_number("5EUR"), Some((5.0, "EUR")));
        assert_eq!(split_number("-.5e3 t"), Some((-500.0, "t")));
        assert_eq!(split_number("."), None);
    }

    #[test]
    fn every_dimension_reads_what_it_writes() {
        for dim in [
            Dim::new(Base::Money(1), &[Base::Work(1), Base::Time]),
            Dim::new(Base::Chips, &[Base::Time]),
            Dim::new(Base::Money(0), &[Base::Chips]),
            Dim::new(Base::Money(0), &[Base::Money(0)]),
            Dim::new(Base::One, &[Base::Time]),
            Dim::new(Base::Time, &[]),
        ] {
            let unit = units().parse(&units().write(&dim)).expect("written units are known");
            assert_eq!((unit.dim, unit.tens, unit.factor, unit.over), (dim, 0, 1.0, 1.0));
        }
    }
}
