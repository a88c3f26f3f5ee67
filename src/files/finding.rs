//! What is wrong with an input, or odd about it.

use std::collections::HashMap;

use super::source::{At, Place, Sources};

/// How bad a finding is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// Nothing is solved until it is put right.
    Error,
    /// Something that the planner should know.
    Warning,
}

/// Something wrong or odd, where it is, and what to do about it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// How bad.
    pub severity: Severity,
    /// One sentence with the offending value.
    pub message: String,
    /// Where; absent for what has no place.
    pub place: Option<Place>,
    /// What is said at the place.
    pub label: String,
    /// Further places, each with what is said there.
    pub more: Vec<(Place, String)>,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Finding {
    /// An error at a place.
    #[must_use]
    pub fn error(message: impl Into<String>, place: Place) -> Self {
        Self::new(Severity::Error, message.into(), Some(place))
    }

    /// A warning at a place.
    #[must_use]
    pub fn warning(message: impl Into<String>, place: Place) -> Self {
        Self::new(Severity::Warning, message.into(), Some(place))
    }

    /// A finding.
    #[must_use]
    pub const fn new(severity: Severity, message: String, place: Option<Place>) -> Self {
        Self { severity, message, place, label: String::new(), more: Vec::new(), hint: None }
    }

    /// With words at its place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// With a further place.
    #[must_use]
    pub fn also(mut self, place: Place, label: impl Into<String>) -> Self {
        self.more.push((place, label.into()));
        self
    }

    /// With a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// With a hint, if there is one.
    #[must_use]
    pub fn maybe(mut self, hint: Option<String>) -> Self {
        self.hint = hint;
        self
    }
}

/// What findings of one kind have in common: the message without what it quotes and without numbers.
fn kind(message: &str) -> String {
    let mut kind = String::with_capacity(message.len());
    let (mut quote, mut before) = (None, ' ');
    for c in message.chars() {
        match quote {
            Some(end) if c == end => quote = None,
            Some(_) => {}
            // An apostrophe within a word quotes nothing.
            None if c == '`' || (c == '\'' && before == ' ') => {
                quote = Some(c);
                kind.push_str("`..`");
            }
            None if c.is_ascii_digit() => {}
            None => kind.push(c),
        }
        before = c;
    }
    kind
}

/// All findings about one input, with the texts they point into.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// The files that were read.
    pub sources: Sources,
    list: Vec<Finding>,
    /// How many more errors and warnings there are than are kept.
    more: [usize; 2],
    /// How many there are of each kind.
    alike: HashMap<(Severity, String), usize>,
}

/// More findings than this are counted, but not kept.
const MOST: usize = 200;

/// More findings of one kind than this are counted, but not kept: a table can be wrong in every cell, and what else is wrong must be seen.
const MOST_ALIKE: usize = 40;

impl Findings {
    /// Adds one.
    pub fn push(&mut self, finding: Finding) {
        let error = finding.severity == Severity::Error;
        let kept = self.list.iter().filter(|other| other.severity == finding.severity).count();
        let alike = self.alike.entry((finding.severity, kind(&finding.message))).or_default();
        *alike += 1;
        if kept < MOST && *alike <= MOST_ALIKE {
            self.list.push(finding);
        } else {
            self.more[usize::from(!error)] += 1;
        }
    }

    /// Others about the same files.
    #[must_use]
    pub fn beside(&self, list: Vec<Finding>) -> Self {
        let sources = if list.is_empty() { Sources::default() } else { self.sources.clone() };
        let mut beside = Self { sources, ..Self::default() };
        for finding in list {
            beside.push(finding);
        }
        beside
    }

    /// Whether there are so many errors already that it is not worth much to say more about one.
    #[must_use]
    pub fn full(&self) -> bool {
        self.more[0] > 0 && self.errors() > MOST
    }

    /// All of them, by place.
    #[must_use]
    pub fn sorted(&self) -> Vec<&Finding> {
        let mut list: Vec<&Finding> = self.list.iter().collect();
        list.sort_by_key(|finding| self.position(finding));
        list.dedup();
        list
    }

    /// Where a finding is sorted: those without a place first, then by file, line and column.
    fn position(&self, finding: &Finding) -> Option<(u32, usize, usize)> {
        let place = finding.place.as_ref()?;
        if let (Some(_), At::Cell(row, column)) = (self.cell_name(place), &place.at) {
            return Some((place.file.0, *row as usize + 1, *column as usize + 1));
        }
        let spot = self.sources.get(place.file).and_then(|source| source.spot(&place.at));
        Some(spot.map_or((place.file.0, 0, 0), |spot| (place.file.0, spot.line, spot.column)))
    }

    /// The name of a cell, if a place is one of a sheet.
    fn cell_name(&self, place: &Place) -> Option<String> {
        self.sources.get(place.file)?.cell_name(&place.at)
    }

    /// Number of errors.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.list.iter().filter(|finding| finding.severity == Severity::Error).count() + self.more[0]
    }

    /// Whether there is an error about another cell of the same record or row of a table.
    #[must_use]
    pub fn has_error_beside(&self, place: &Place) -> bool {
        let At::Cell(row, _) = place.at else { return false };
        let beside = |other: &Place| other.file == place.file && matches!(other.at, At::Cell(of, _) if of == row);
        let errors = self.list.iter().filter(|finding| finding.severity == Severity::Error);
        errors.filter_map(|finding| finding.place.as_ref()).any(beside)
    }

    /// Number of warnings.
    #[must_use]
    pub fn warnings(&self) -> usize {
        self.list.iter().filter(|finding| finding.severity == Severity::Warning).count() + self.more[1]
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Makes every warning an error, for `--strict`.
    pub fn strict(&mut self) {
        for finding in &mut self.list {
            finding.severity = Severity::Error;
        }
        self.more = [self.more[0] + self.more[1], 0];
        for ((_, kind), count) in std::mem::take(&mut self.alike) {
            *self.alike.entry((Severity::Error, kind)).or_default() += count;
        }
    }

    /// Kinds of which not all are kept, with how many more there are, the most frequent first.
    pub(super) fn crowded(&self) -> Vec<(usize, Severity, &str)> {
        let kept = |severity: Severity, of: &str| {
            self.list.iter().filter(|one| one.severity == severity && kind(&one.message) == of).count()
        };
        let crowded = self.alike.iter().filter(|(_, count)| **count > MOST_ALIKE);
        let mut crowded: Vec<_> = crowded
            .map(|((severity, of), count)| (count - kept(*severity, of).min(*count), *severity, of.as_str()))
            .collect();
        crowded.sort_by_key(|(count, severity, of)| (std::cmp::Reverse(*count), *severity, *of));
        crowded
    }

    /// How many more errors and warnings there are than are kept.
    pub(super) const fn more(&self) -> [usize; 2] {
        self.more
    }

    /// The same as data: severity, message, hint, and file, line and column (from 1; a cell of a sheet by its name).
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        let told = |finding: &&Finding| {
            let place = finding.place.as_ref();
            let source = place.and_then(|place| self.sources.get(place.file));
            let spot = place.and_then(|place| source.and_then(|source| source.spot(&place.at)));
            let label = Some(&finding.label).filter(|label| !label.is_empty());
            serde_json::json!({
                "severity": if finding.severity == Severity::Error { "error" } else { "warning" },
                "message": finding.message,
                "file": source.map(|source| &source.path),
                "line": spot.as_ref().map(|spot| spot.line),
                "column": spot.as_ref().map(|spot| spot.column),
                "cell": place.and_then(|place| self.cell_name(place)),
                "label": label,
                "hint": finding.hint,
            })
        };
        self.sorted().iter().map(told).collect()
    }

    /// All findings as text, sorted by place, with a last line that counts them; empty without any.
    #[must_use]
    pub fn render(&self, colour: bool) -> String {
        super::render::render(self, colour)
    }
}
