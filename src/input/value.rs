//! Readers of quantities, money and numbers over time.

use crate::calendar::label;
use crate::domain::{CurrencyId, Date, Index, Money, MoneyPath, Month, Path, Step};
use crate::files::tree::shorten;
use crate::files::{Finding, Value};
use crate::units::{Base, Dim, Unit, split_number};

use super::guess;
use super::read::{Field, Reader, Row};
use super::shape;

/// What sign a number may have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Sign {
    Any,
    NotNegative,
    Positive,
}

/// What a quantity must measure.
#[derive(Clone, Debug)]
pub(super) struct Want {
    pub(super) dim: Dim,
    /// Power of ten from the unit of the table to the unit of the field: 3 where a power is held in kW.
    pub(super) tens: i32,
    pub(super) sign: Sign,
}

/// What may stand before a unit and is none.
const PREFIXES: [&str; 5] = ["k", "M", "B", "G", "T"];

impl Want {
    /// Something that is not negative.
    pub(super) fn of(num: Base, den: &[Base]) -> Self {
        Self { dim: Dim::new(num, den), tens: 0, sign: Sign::NotNegative }
    }

    /// Money, of any currency.
    pub(super) fn money(den: &[Base]) -> Self {
        Self::of(Base::Money(0), den)
    }

    pub(super) fn share() -> Self {
        Self::of(Base::One, &[])
    }

    pub(super) fn any_sign(self) -> Self {
        Self { sign: Sign::Any, ..self }
    }

    pub(super) fn positive(self) -> Self {
        Self { sign: Sign::Positive, ..self }
    }

    pub(super) fn kilo(self) -> Self {
        Self { tens: 3, ..self }
    }
}

impl Reader {
    /// A number with its unit, as the model holds it, and the currency if it is money.
    pub(super) fn quantity(&mut self, field: &Field<'_>, want: &Want) -> (f64, CurrencyId) {
        let own = CurrencyId::new(0);
        let Some((number, text)) = self.number_and_unit(field, want) else {
            return (0.0, own);
        };
        let bare = want.dim.num == Base::One && want.dim.den.is_empty();
        let written = || shorten(format!("{number} {text}").trim());
        let shown = || field.node.text().map_or_else(written, |text| shorten(text.trim()));
        if text.is_empty() && !bare {
            self.without_unit(field, &shown(), want);
            return (0.0, own);
        }
        let unit = match self.unit(if text.is_empty() { "1" } else { text }) {
            Ok(unit) => unit,
            Err(part) => {
                self.no_unit(field, &shown(), &part, want);
                return (0.0, own);
            }
        };
        let Some(currency) = fits(&unit, &want.dim) else {
            let (is, words, example) = (self.units.words(&unit.dim), self.units.words(&want.dim), self.example(want));
            let shown = shown();
            let message = format!("{} is `{shown}`, {is}; {words} such as `{example}` is needed here", field.name);
            self.error(message, &field.node.place);
            return (0.0, own);
        };
        let unit = Unit { tens: unit.tens + want.tens, ..unit };
        let told = unit.convert(number);
        let number = self.finite(field, told);
        let wrong = match want.sign {
            // What was said to be no number need not be said to have the wrong sign.
            _ if number.to_bits() != told.to_bits() => None,
            Sign::Any => None,
            Sign::NotNegative => (number < 0.0).then_some("it cannot be negative"),
            Sign::Positive => (number <= 0.0).then_some("it must be more than zero"),
        };
        if let Some(wrong) = wrong {
            self.error(format!("{} is `{}`; {wrong}", field.name, shown()), &field.node.place);
        }
        (number, CurrencyId::new(currency))
    }

    /// The unit that a text writes; a table says the same one a million times.
    fn unit(&mut self, text: &str) -> Result<Unit, String> {
        if let Some(unit) = self.known_units.get(text) {
            return Ok(unit.clone());
        }
        let unit = self.units.parse(text)?;
        self.known_units.insert(text.to_owned(), unit.clone());
        Ok(unit)
    }

    /// The number and the text of the unit of a quantity, whichever way it is written.
    fn number_and_unit<'t>(&mut self, field: &Field<'t>, want: &Want) -> Option<(f64, &'t str)> {
        match &field.node.value {
            Value::Text(text) | Value::Cell(text) => {
                if let Some((number, unit)) = split_number(text) {
                    return Some((number, unit));
                }
            }
            Value::Number(number, _) => return Some((*number, "")),
            Value::Table(_) => {
                let row = self.sub(shape::QUANTITY, field)?;
                let (value, unit) = (self.need(&row, "value"), self.need(&row, "unit"));
                let (value, unit) = (value?, unit?);
                let number = self.number(&value);
                let text = self.text(&unit);
                return Some((number, if text.is_empty() { "" } else { unit.node.text().unwrap_or_default().trim() }));
            }
            _ => {}
        }
        let what = format!("{} such as `{} {}`", self.units.words(&want.dim), 20, self.example(want));
        self.needs(field, &what);
        None
    }

    /// Says that a number stands alone, and how it is written in the unit of its key; what is counted by the time, in the model's periods.
    fn without_unit(&mut self, field: &Field<'_>, shown: &str, want: &Want) {
        let (one, many) = match self.horizon.step {
            Step::Quarter => ("quarter", "quarters"),
            Step::Half => ("half", "halves"),
            Step::Year => ("year", "years"),
        };
        let unit = match (want.dim.num, want.dim.den.as_slice()) {
            (Base::Time, []) => if shown == "1" { one } else { many }.to_owned(),
            (Base::Chips, [Base::Time]) => format!("chips/{one}"),
            _ if want.tens == 3 => "kW".to_owned(),
            _ => self.units.plain(&want.dim),
        };
        let amount = format!("{shown} {unit}");
        // What stands in a cell or on the command line has no quotes.
        let written = if matches!(field.node.value, Value::Cell(_)) { amount } else { format!("\"{amount}\"") };
        let words = self.units.words(&want.dim);
        let message = format!("{} is `{shown}`, without a unit; {words} is needed here", field.name);
        let hint = format!("write the unit as well, such as `{written}`");
        self.findings.push(Finding::error(message, field.place()).label("no unit").hint(hint));
    }

    fn no_unit(&mut self, field: &Field<'_>, shown: &str, part: &str, want: &Want) {
        let part = part.trim();
        let code = part.trim_start_matches(['k', 'M', 'B', 'T']).trim_start();
        let code = if part.len() == 3 { part } else { code };
        let currency = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase());
        let known = self.units.known();
        let hint = if PREFIXES.contains(&part) {
            Some(format!("`{part}` stands before a unit: write the unit after it, or the number in full"))
        } else if let Some(hint) = guess::hint(part, known.iter().map(String::as_str)) {
            Some(hint)
        } else if currency && matches!(want.dim.num, Base::Money(_)) {
            Some(format!("if `{code}` is a currency, give its rate under [fx]: {code} = \"1.1 USD/{code}\""))
        } else {
            Some(format!("{} is written with `{}`", self.units.words(&want.dim), self.example(want)))
        };
        let what =
            if part.is_empty() { "a unit is missing".to_owned() } else { format!("`{}` is no unit", shorten(part)) };
        let message = format!("{} is `{shown}`; {what}", field.name);
        self.findings.push(Finding::error(message, field.place()).maybe(hint));
    }

    fn example(&self, want: &Want) -> String {
        if want.tens == 3 { "kW".to_owned() } else { self.units.example(&want.dim) }
    }

    /// A number with its unit, without a currency.
    pub(super) fn amount(&mut self, field: &Field<'_>, want: &Want) -> f64 {
        self.quantity(field, want).0
    }

    /// The amount of a key, or what it is when absent.
    pub(super) fn amount_or(&mut self, row: &Row<'_>, key: &'static str, want: &Want, absent: f64) -> f64 {
        row.get(key).map_or(absent, |field| self.amount(&field, want))
    }

    /// The amount of a key that may be absent.
    pub(super) fn amount_of(&mut self, row: &Row<'_>, key: &'static str, want: &Want) -> Option<f64> {
        row.get(key).map(|field| self.amount(&field, want))
    }

    /// A share from 0 to 1.
    pub(super) fn part_of_one(&mut self, row: &Row<'_>, key: &'static str) -> Option<f64> {
        let field = row.get(key)?;
        let share = self.amount(&field, &Want::share());
        if share > 1.0 {
            self.needs(&field, "a share from 0 % to 100 %");
        }
        Some(share)
    }

    /// Money of any currency.
    pub(super) fn money(&mut self, field: &Field<'_>, want: &Want) -> Money {
        let (amount, currency) = self.quantity(field, want);
        Money { amount, currency }
    }

    /// Money that must be in the model's own currency.
    pub(super) fn own_money(&mut self, field: &Field<'_>, want: &Want) -> f64 {
        let (amount, currency) = self.quantity(field, want);
        self.own(field, currency);
        amount
    }

    fn own(&mut self, field: &Field<'_>, currency: CurrencyId) {
        if currency.get() != 0 {
            let own = self.units.currencies.first().cloned().unwrap_or_default();
            self.needs(field, &format!("an amount in {own}"));
        }
    }

    /// A number over time.
    pub(super) fn path(&mut self, field: &Field<'_>, want: &Want) -> Path {
        let (path, currency) = self.path_and_currency(field, want);
        self.own(field, currency);
        path
    }

    /// The number over time of a key that may be absent.
    pub(super) fn path_of(&mut self, row: &Row<'_>, key: &'static str, want: &Want) -> Option<Path> {
        row.get(key).map(|field| self.path(&field, want))
    }

    /// A price over time, in any currency.
    pub(super) fn price(&mut self, field: &Field<'_>, want: &Want) -> MoneyPath {
        let (path, currency) = self.path_and_currency(field, want);
        MoneyPath { path, currency }
    }

    /// The price over time of a key that may be absent.
    pub(super) fn price_of(&mut self, row: &Row<'_>, key: &'static str, want: &Want) -> Option<MoneyPath> {
        row.get(key).map(|field| self.price(&field, want))
    }

    fn path_and_currency(&mut self, field: &Field<'_>, want: &Want) -> (Path, CurrencyId) {
        if !matches!(field.node.value, Value::Table(_)) || field.node.get("unit").is_some() {
            let (value, currency) = self.quantity(field, want);
            return (Path::constant(value), currency);
        }
        if field.node.get("value").is_some() { self.growing(field, want) } else { self.steps(field, want) }
    }

    fn growing(&mut self, field: &Field<'_>, want: &Want) -> (Path, CurrencyId) {
        let Some(row) = self.sub(shape::OVER_TIME, field) else {
            return (Path::constant(0.0), CurrencyId::new(0));
        };
        let (value, currency) = row.get("value").map_or((0.0, CurrencyId::new(0)), |value| self.quantity(&value, want));
        let start = self.horizon.start;
        let base = Date { year: start.year(), month: start.month(), day: 1 };
        // The base date is what an absent date means; one way to say it keeps equal models equal.
        let at = row.get("at").and_then(|at| self.date(&at)).filter(|at| *at != base);
        let change = row.get("change").map_or(0.0, |change| {
            let rate = self.amount(&change, &Want::of(Base::One, &[Base::Time]).any_sign());
            if rate <= -1.0 {
                self.needs(&change, "a change above -100 %/year");
            }
            rate
        });
        let from = row.get("from").and_then(|from| self.first_month(&from));
        (Path::Growing { value, at, change, from }, currency)
    }

    fn steps(&mut self, field: &Field<'_>, want: &Want) -> (Path, CurrencyId) {
        let mut steps: Vec<(Month, f64)> = Vec::new();
        let mut currency = None;
        for (entry, part) in field.entries() {
            let month = self.labelled(&entry.key, &field.name, &entry.place, label::first);
            let (value, its) = self.quantity(&part, want);
            if *currency.get_or_insert(its) != its {
                self.error(format!("{} is in two currencies", field.name), &entry.place);
            }
            let Some(month) = month else { continue };
            if steps.iter().any(|(other, _)| *other == month) {
                self.error(format!("{} gives `{}` twice", field.name, shorten(&entry.key)), &entry.place);
            }
            steps.push((month, value));
        }
        if field.node.entries().is_empty() {
            self.needs(field, "a quantity, or a table of periods");
        }
        steps.sort_by_key(|(month, _)| *month);
        (Path::Steps(steps), currency.unwrap_or_else(|| CurrencyId::new(0)))
    }
}

/// The currency of a unit that measures what is wanted; `None` when it measures something else.
fn fits(unit: &Unit, want: &Dim) -> Option<usize> {
    let (num, currency) = match (unit.dim.num, want.num) {
        (Base::Money(currency), Base::Money(0)) => (Base::Money(0), currency),
        (Base::Work(_), Base::AnyWork) => (Base::AnyWork, 0),
        (num, _) => (num, 0),
    };
    let any_work = want.den.contains(&Base::AnyWork);
    let den: Vec<Base> = unit
        .dim
        .den
        .iter()
        .map(|base| if any_work && matches!(base, Base::Work(_)) { Base::AnyWork } else { *base })
        .collect();
    (Dim::new(num, &den) == *want).then_some(currency)
}
