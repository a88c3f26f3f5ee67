//! The data of a `.m` file: `mpc.NAME = number;` and `mpc.NAME = [ rows ];`, each number with its place.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::files::{At, FileId, Finding, Findings, Place};

/// A row of a table.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// Its numbers.
    pub(super) numbers: Vec<f64>,
    /// Where each stands.
    spans: Vec<Range<usize>>,
}

/// What a file says.
#[derive(Clone, Debug)]
pub(super) struct Case {
    file: FileId,
    /// The name behind `function mpc =`.
    pub(super) name: Option<String>,
    /// Tables and numbers (of one row and column) by name.
    pub(super) tables: BTreeMap<String, Vec<Row>>,
}

impl Row {
    /// A number by its column from 0; zero where the row is shorter.
    pub(super) fn at(&self, column: usize) -> f64 {
        self.numbers.get(column).copied().unwrap_or(0.0)
    }
}

impl Case {
    /// Where a number of a row stands; the row where it has no such column.
    pub(super) fn place(&self, row: &Row, column: usize) -> Place {
        let whole = row.spans.first().map_or(0, |span| span.start)..row.spans.last().map_or(0, |span| span.end);
        place(self.file, row.spans.get(column).cloned().unwrap_or(whole))
    }

    /// The file as a whole.
    pub(super) fn whole(&self) -> Place {
        Place { file: self.file, at: At::File }
    }

    pub(super) fn rows(&self, name: &str) -> &[Row] {
        self.tables.get(name).map_or(&[], Vec::as_slice)
    }
}

fn place(file: FileId, span: Range<usize>) -> Place {
    let byte = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Place { file, at: At::Span(byte(span.start), byte(span.end)) }
}

/// The text with comments and continuations blanked out, so that places stay what they are.
fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let (mut quoted, mut end) = (false, line.len());
        for (n, c) in line.char_indices() {
            match c {
                '\'' => quoted = !quoted,
                '%' if !quoted => end = end.min(n),
                '.' if !quoted && line[n..].starts_with("...") => end = end.min(n),
                _ => {}
            }
        }
        out.push_str(&line[..end]);
        let rest = &line[end..];
        // A continued row has no end of its line.
        let blank = |c: char| if c == '\n' && !rest.starts_with("...") { '\n' } else { ' ' };
        out.extend(rest.chars().flat_map(|c| std::iter::repeat_n(blank(c), c.len_utf8())));
    }
    out
}

/// Reads the file; what is no data is a finding.
pub(super) fn parse(text: &str, file: FileId, findings: &mut Findings) -> Case {
    let clean = without_comments(text);
    let mut case = Case { file, name: None, tables: BTreeMap::new() };
    let mut at = 0;
    while let Some(begin) = clean[at..].find(|c: char| !c.is_whitespace() && c != ';').map(|n| at + n) {
        let line_end = clean[begin..].find('\n').map_or(clean.len(), |n| begin + n);
        let line = clean[begin..line_end].trim_end();
        let Some((name, value)) = assignment(line) else {
            if let Some(rest) = line.strip_prefix("function") {
                case.name = rest.split_once('=').map(|(_, name)| name.trim().trim_end_matches(';').to_owned());
            } else if line.trim_end_matches(';') != "end" && line.trim_end_matches(';') != "return" {
                let hint = "only data is read: let MATPOWER write the case with `savecase`";
                let wrong = Finding::error("this line computes something", place(file, begin..begin + line.len()));
                findings.push(wrong.hint(hint));
            }
            at = line_end;
            continue;
        };
        let value = begin + value;
        let (open, close) = match clean.as_bytes().get(value) {
            Some(b'[') => (true, Some(']')),
            Some(b'{') => (true, Some('}')),
            _ => (false, None),
        };
        let end = match close {
            Some(close) => clean[value..].find(close).map_or_else(
                || {
                    let message = format!("the table `mpc.{name}` has no end");
                    findings.push(Finding::error(message, place(file, begin..begin + line.len())));
                    clean.len()
                },
                |n| value + n,
            ),
            None => clean[value..line_end].find(';').map_or(line_end, |n| value + n),
        };
        let text = clean[value..end].trim_start();
        let is_text = close == Some('}') || text.starts_with(['\'', '"']);
        if !is_text {
            let first = if open { value + 1 } else { value };
            let rows = rows(&clean, first..end, file, findings);
            case.tables.insert(name.to_owned(), rows);
        } else if close == Some('}') {
            case.tables.insert(name.to_owned(), Vec::new());
        }
        at = (end + usize::from(open)).min(clean.len());
    }
    case
}

/// The name behind `mpc.` and where the value begins.
fn assignment(line: &str) -> Option<(&str, usize)> {
    let rest = line.strip_prefix("mpc.")?;
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_')?;
    let behind = rest[end..].trim_start().strip_prefix('=')?;
    Some((&rest[..end], line.len() - behind.trim_start().len()))
}

fn rows(text: &str, span: Range<usize>, file: FileId, findings: &mut Findings) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut row = Row { numbers: Vec::new(), spans: Vec::new() };
    let mut begin = None;
    for n in span.clone().chain(std::iter::once(span.end)) {
        let c = if n == span.end { b';' } else { text.as_bytes()[n] };
        if !(c.is_ascii_whitespace() || c == b';' || c == b',') {
            begin.get_or_insert(n);
            continue;
        }
        if let Some(begin) = begin.take() {
            let word = &text[begin..n];
            let number = match word {
                "Inf" | "+Inf" => Some(f64::INFINITY),
                "-Inf" => Some(f64::NEG_INFINITY),
                word => word.parse().ok().filter(|number: &f64| number.is_finite()),
            };
            if number.is_none() {
                let message = format!("`{}` is no number", crate::files::tree::shorten(word));
                findings.push(Finding::error(message, place(file, begin..n)).label("not a number"));
            }
            row.numbers.push(number.unwrap_or(0.0));
            row.spans.push(begin..n);
        }
        if matches!(c, b';' | b'\n') && !row.numbers.is_empty() {
            rows.push(std::mem::replace(&mut row, Row { numbers: Vec::new(), spans: Vec::new() }));
        }
    }
    rows
}
