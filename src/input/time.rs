//! Readers of durations, dates and periods.

use crate::calendar::label;
use crate::domain::{Date, Duration, Month, Months, Window};
use crate::files::Value;
use crate::files::tree::shorten;
use crate::units::Base;

use super::read::{Field, Name, Reader, Row};
use super::shape;
use super::value::Want;

impl Reader {
    /// What a label means, or a finding that begins with the name of what it stands in.
    pub(super) fn labelled<T>(
        &mut self,
        text: &str,
        name: &Name<'_>,
        place: &crate::files::Place,
        read: fn(&str, &crate::domain::Horizon) -> Result<T, String>,
    ) -> Option<T> {
        match read(text, &self.horizon) {
            Ok(value) => Some(value),
            Err(why) => {
                self.error(format!("{name}: `{}` {why}", shorten(text)), place);
                None
            }
        }
    }

    /// The text of a label; a year may be written as a number.
    pub(super) fn label(&mut self, field: &Field<'_>) -> Option<String> {
        match &field.node.value {
            Value::Text(text) | Value::Cell(text) | Value::Number(_, text) => Some(text.trim().to_owned()),
            _ => {
                self.needs(field, "a period such as `2026Q3`");
                None
            }
        }
    }

    /// One period, by its first month.
    pub(super) fn period(&mut self, field: &Field<'_>) -> Option<Month> {
        let text = self.label(field)?;
        self.labelled(&text, &field.name, &field.node.place, label::period)
    }

    /// The first month of a period or of a longer label.
    pub(super) fn first_month(&mut self, field: &Field<'_>) -> Option<Month> {
        let text = self.label(field)?;
        self.labelled(&text, &field.name, &field.node.place, label::first)
    }

    /// A range of periods; the time after the horizon only where `after` allows it.
    pub(super) fn span(&mut self, field: &Field<'_>, after: bool) -> Months {
        let start = self.horizon.start;
        let absent = Months { first: start, end: self.horizon.end(), after_horizon: false };
        let Some(text) = self.label(field) else { return absent };
        let months = self.labelled(&text, &field.name, &field.node.place, label::span);
        if months.is_some_and(|months| months.after_horizon && !after) {
            self.needs(field, "a range of periods without `after-horizon` (only budgets have it)");
        }
        months.unwrap_or(absent)
    }

    /// The range of periods of a key; absent, the horizon.
    pub(super) fn span_of(&mut self, row: &Row<'_>, key: &'static str) -> Months {
        let horizon = Months { first: self.horizon.start, end: self.horizon.end(), after_horizon: false };
        row.get(key).map_or(horizon, |field| self.span(&field, false))
    }

    /// A date.
    pub(super) fn date(&mut self, field: &Field<'_>) -> Option<Date> {
        let text = self.label(field)?;
        match label::date(&text) {
            Ok(date) => Some(date),
            Err(why) => {
                self.error(format!("{}: `{}` {why}", field.name, shorten(&text)), &field.node.place);
                None
            }
        }
    }

    /// Amounts by period, in the order of time.
    pub(super) fn by_period<T>(
        &mut self,
        field: &Field<'_>,
        mut read: impl FnMut(&mut Self, &Field<'_>) -> T,
    ) -> Vec<(Month, T)> {
        if !matches!(field.node.value, Value::Table(_)) {
            self.needs(field, "a table of periods such as `{ \"2026Q1\" = ... }`");
        }
        let mut list: Vec<(Month, T)> = Vec::new();
        for (entry, part) in field.entries() {
            let month = self.labelled(&entry.key, &field.name, &entry.place, label::period);
            let value = read(self, &part);
            let Some(month) = month else { continue };
            if list.iter().any(|(other, _)| *other == month) {
                self.error(format!("{} gives `{}` twice", field.name, shorten(&entry.key)), &entry.place);
            }
            list.push((month, value));
        }
        list.sort_by_key(|(month, _)| *month);
        list
    }

    /// A duration; one that is no whole number of periods is noted.
    pub(super) fn duration(&mut self, field: &Field<'_>, of: &str, want: &Want) -> Duration {
        let months = self.months(field, want);
        let name = field.name.to_string();
        let key = name.split('`').nth(1).unwrap_or_default().rsplit('.').next().unwrap_or_default();
        self.note_rounding(
            months,
            &format!("`{key}` rounds"),
            &format!("{of} ({})", Self::duration_shown(field)),
            field,
        );
        Duration { months }
    }

    /// The months of a duration, whole periods or not.
    fn months(&mut self, field: &Field<'_>, want: &Want) -> f64 {
        let months = self.amount(field, want);
        if months > LONGEST {
            self.needs(field, "a duration of at most 1,000 years");
            return f64::from(self.horizon.step.months());
        }
        months
    }

    /// Notes that months are no whole number of periods.
    fn note_rounding(&mut self, months: f64, what: &str, of: &str, field: &Field<'_>) {
        let periods = months / f64::from(self.horizon.step.months());
        if (periods - periods.round()).abs() > 1e-9 {
            let what =
                format!("{what} up to whole {}s", label::step_name(self.horizon.step)).replace("halfs", "halves");
            self.gather(what, of, &field.node.place);
        }
    }

    /// How long something takes: its lead and by how much it slips, of which the sum is rounded.
    pub(super) fn late(&mut self, row: &Row<'_>) -> Duration {
        let Some(slip) = row.get("slip") else { return self.lead(row) };
        let time = Want::of(Base::Time, &[]);
        let (lead, later) = (row.get("lead"), self.months(&slip, &time));
        let months = lead.as_ref().map_or(0.0, |lead| self.months(lead, &time)) + later;
        let shown = lead.map(|lead| format!("{} and ", Self::duration_shown(&lead))).unwrap_or_default();
        let of = format!("{} ({shown}{})", row.of, Self::duration_shown(&slip));
        self.note_rounding(
            months,
            if shown.is_empty() { "`slip` rounds" } else { "`lead` with `slip` rounds" },
            &of,
            &slip,
        );
        Duration { months }
    }

    fn duration_shown(field: &Field<'_>) -> String {
        match &field.node.value {
            Value::Table(_) => {
                let part = |key| field.node.get(key).map(crate::files::Node::shown).unwrap_or_default();
                format!("{} {}", part("value"), part("unit"))
            }
            _ => field.node.shown(),
        }
    }

    /// The duration of a key that may be absent; `want` says whether it may be zero.
    pub(super) fn duration_of(&mut self, row: &Row<'_>, key: &'static str, want: &Want) -> Option<Duration> {
        row.get(key).map(|field| self.duration(&field, &row.of, want))
    }

    /// How long something takes; absent, no time.
    pub(super) fn lead(&mut self, row: &Row<'_>) -> Duration {
        self.duration_of(row, "lead", &Want::of(Base::Time, &[])).unwrap_or(Duration { months: 0.0 })
    }

    /// When something may start and must stand.
    pub(super) fn window(&mut self, row: &Row<'_>) -> Window {
        let Some(field) = row.get("window") else {
            return Window::default();
        };
        let Some(part) = self.sub(shape::WINDOW, &field) else {
            return Window::default();
        };
        let start = part.get("start").and_then(|start| self.period(&start));
        let complete = part.get("complete").and_then(|complete| self.period(&complete));
        if let (Some(start), Some(complete)) = (start, complete)
            && complete < start
        {
            self.error(format!("{} ends before it begins", field.name), &field.node.place);
        }
        // A project that cannot start is found by a check of its own.
        if row.shape.name != "project" && start.is_some_and(|start| start >= self.horizon.end()) {
            self.warning(
                format!("{} begins after the horizon; {} is never taken", field.name, row.of),
                &field.node.place,
            );
        }
        Window { start, complete }
    }
}

/// A thousand years, in months.
const LONGEST: f64 = 12_000.0;
