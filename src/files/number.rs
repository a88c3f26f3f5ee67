//! Numbers as spreadsheets write them: marks between thousands, decimal commas, brackets for what is negative.
//!
//! What can only mean one number is brought to the way a model file writes it; what could mean two is refused.

use std::borrow::Cow;

/// Which mark stands before the decimals of a table's numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Decimal {
    Point,
    Comma,
}

/// How the numbers of a table may be read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Habits {
    /// Whether a comma may stand before decimals: not where it separates cells, nor in a sheet.
    pub(super) comma_allowed: bool,
    /// What the table's other numbers show, where they agree.
    pub(super) shown: Option<Decimal>,
}

/// A text that begins as a number does.
struct Parts<'t> {
    /// Its digits and the marks before the second part and those after it.
    groups: Vec<(char, &'t str)>,
    /// What follows the number: a unit, an exponent.
    rest: &'t str,
    negative: bool,
}

/// What the marks of a number can mean.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Marks {
    None,
    /// Only this, and whether the last part is decimals.
    Sure(Decimal, bool),
    /// Blanks between thousands and nothing else.
    Blanks,
    /// One mark before three digits.
    Either(char),
    Nonsense,
}

/// What to do about a value that a spreadsheet could not compute.
pub const MEND: &str = "the spreadsheet could not compute this cell; mend its formula";

/// Whether a text is what a spreadsheet shows in place of a value that it could not compute.
#[must_use]
pub fn is_error_value(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "#REF!",
        "#DIV/0!",
        "#N/A",
        "#NAME?",
        "#NULL!",
        "#NUM!",
        "#VALUE!",
        "#SPILL!",
        "#CALC!",
        "#BLOCKED!",
        "#CONNECT!",
        "#FIELD!",
        "#UNKNOWN!",
        "#BUSY!",
        "#GETTING_DATA",
    ];
    text.starts_with('#') && (WORDS.contains(&text) || (text.len() > 2 && text.bytes().all(|byte| byte == b'#')))
}

/// What a number shows about its table's decimal mark.
pub(super) fn shows(text: &str) -> Option<Decimal> {
    match marks(&parts(text)?) {
        Marks::Sure(decimal, _) => Some(decimal),
        _ => None,
    }
}

/// A cell's text with its number as a model file writes it.
///
/// # Errors
/// What is wrong with it, as the end of a sentence that begins with it, and the mend.
pub(super) fn plain(text: &str, habits: Habits) -> Result<Cow<'_, str>, (String, String)> {
    if text.contains(';') {
        let parts: Result<Vec<_>, _> = text.split(';').map(|part| plain(part.trim(), habits)).collect();
        return parts.map(|parts| Cow::Owned(parts.join(";")));
    }
    let Some(parts) = parts(text) else { return Ok(Cow::Borrowed(text)) };
    let has_decimals = match marks(&parts) {
        Marks::None if !parts.negative => return Ok(Cow::Borrowed(text)),
        Marks::None | Marks::Blanks => false,
        Marks::Sure(Decimal::Comma, _) if !habits.comma_allowed => {
            let mend = written(&parts, !matches!(marks(&parts), Marks::Sure(_, false)));
            let hint = format!("write `{mend}`; decimal commas are read in CSV whose columns are separated by `;`");
            return Err(("has a decimal comma".to_owned(), hint));
        }
        Marks::Sure(_, decimals) => decimals,
        Marks::Either('.') if !habits.comma_allowed => true,
        Marks::Either(mark) => match habits.shown {
            Some(Decimal::Point) => mark == '.',
            Some(Decimal::Comma) if habits.comma_allowed => mark == ',',
            _ => {
                let (whole, decimals) = (written(&parts, false), clearly(&parts));
                let hint = format!("write `{whole}` or `{decimals}`, without a mark between thousands");
                return Err((format!("could mean {whole} or {decimals}"), hint));
            }
        },
        Marks::Nonsense => {
            let hint = "write it without marks between thousands, with a point before the decimals".to_owned();
            return Err(("is not a number that can be read in only one way".to_owned(), hint));
        }
    };
    Ok(Cow::Owned(written(&parts, has_decimals)))
}

/// The number without marks between thousands, and what follows it.
fn written(parts: &Parts<'_>, decimals: bool) -> String {
    let mut text = String::from(if parts.negative { "-" } else { "" });
    let last = parts.groups.len() - 1;
    for (n, (_, digits)) in parts.groups.iter().enumerate() {
        if decimals && n == last {
            text.push('.');
        }
        text.push_str(digits);
    }
    text.push_str(parts.rest);
    text
}

/// The number with decimals, of which there are not three.
fn clearly(parts: &Parts<'_>) -> String {
    let mut parts = Parts { groups: parts.groups.clone(), ..*parts };
    let mut decimals = String::new();
    if let Some((_, last)) = parts.groups.last_mut() {
        decimals.push_str(last.trim_end_matches('0'));
        if decimals.len().is_multiple_of(3) {
            decimals.push('0');
        }
        *last = &decimals;
        return written(&parts, true);
    }
    decimals
}

/// The number that a text begins with; `None` for other text.
fn parts(text: &str) -> Option<Parts<'_>> {
    let enclosed = text.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).map(str::trim);
    let body = enclosed.unwrap_or(text);
    let unsigned = body.strip_prefix(['-', '\u{2212}']).or_else(|| body.strip_prefix('+'));
    let negative = enclosed.is_some() || body.starts_with(['-', '\u{2212}']);
    let mut rest = unsigned.unwrap_or(body).trim_start();
    if (enclosed.is_some() && unsigned.is_some())
        || !rest.starts_with(|c: char| c.is_ascii_digit() || c == '.' || c == ',')
    {
        return None;
    }
    let mut groups = Vec::new();
    let mut mark = ' ';
    loop {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '_').len();
        groups.push((mark, &rest[..digits]));
        rest = &rest[digits..];
        let Some(next) = rest.chars().next().filter(|c| is_mark(*c)) else { break };
        let after = &rest[next.len_utf8()..];
        let follow = after.bytes().take_while(u8::is_ascii_digit).count();
        // A blank before a unit, a stroke or a lone digit is no mark.
        if follow == 0 || (is_blank(next) && follow != 3) {
            break;
        }
        (mark, rest) = (next, after);
    }
    (groups.len() > 1 || !groups[0].1.is_empty()).then_some(Parts { groups, rest, negative })
}

const fn is_mark(c: char) -> bool {
    matches!(c, '.' | ',') || is_blank(c)
}

/// Blanks and strokes that stand between thousands and nowhere else.
const fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '\u{2019}')
}

fn marks(parts: &Parts<'_>) -> Marks {
    let lead = parts.groups[0].1;
    let rest = &parts.groups[1..];
    let Some((last, decimals)) = rest.last() else { return Marks::None };
    let (last, before) = (*last, &rest[..rest.len() - 1]);
    let short = (1..=3).contains(&lead.len());
    let triples = |groups: &[(char, &str)]| groups.iter().all(|(_, digits)| digits.len() == 3);
    let alike = before.windows(2).all(|pair| pair[0].0 == pair[1].0);
    let thousands = short && triples(before) && alike;
    let decimal = |mark| if mark == ',' { Decimal::Comma } else { Decimal::Point };
    let other = |mark| if mark == ',' { Decimal::Point } else { Decimal::Comma };
    match before.last().map(|(mark, _)| *mark) {
        None if is_blank(last) => {
            if short {
                Marks::Blanks
            } else {
                Marks::Nonsense
            }
        }
        None if decimals.len() != 3 || !short || lead.starts_with('0') => Marks::Sure(decimal(last), true),
        None => Marks::Either(last),
        // A date such as 31.12.2026 is left to whoever reads it.
        Some('.') if before.len() == 1 && last == '.' && decimals.len() == 4 => Marks::None,
        Some(_) if !thousands => Marks::Nonsense,
        Some(mark) if mark == last && decimals.len() != 3 => Marks::Nonsense,
        Some(mark) if mark == last && is_blank(last) => Marks::Blanks,
        Some(mark) if mark == last => Marks::Sure(other(last), false),
        Some(_) if is_blank(last) => Marks::Nonsense,
        Some(_) => Marks::Sure(decimal(last), true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CSV: Habits = Habits { comma_allowed: false, shown: None };
    const WIDE: Habits = Habits { comma_allowed: true, shown: None };

    fn read(text: &str, habits: Habits) -> String {
        plain(text, habits).map_or_else(|(why, _)| format!("refused: {why}"), Cow::into_owned)
    }

    #[test]
    fn what_can_only_mean_one_number_is_read() {
        for (text, is) in [
            ("1250", "1250"),
            ("1,250,000", "1250000"),
            ("1,250.5 MW", "1250.5 MW"),
            ("1 250", "1250"),
            ("1\u{202f}250\u{202f}000", "1250000"),
            ("1'250.5", "1250.5"),
            ("(200)", "-200"),
            ("(1,250.75)", "-1250.75"),
            ("\u{2212}5 %", "-5 %"),
            ("-6 %/year", "-6 %/year"),
            ("5 MW", "5 MW"),
            ("1.250", "1.250"),
            ("1_000", "1_000"),
            (".5", ".5"),
            ("5.", "5."),
            ("2026Q1", "2026Q1"),
            ("2026-01-31", "2026-01-31"),
            ("31.12.2026", "31.12.2026"),
            ("38.04;-77.5", "38.04;-77.5"),
            ("gb200;vendor:nvidia", "gb200;vendor:nvidia"),
            ("(see notes)", "(see notes)"),
            ("1.25E+06", "1.25E+06"),
            ("", ""),
            ("-", "-"),
        ] {
            assert_eq!(read(text, CSV), is, "{text}");
        }
        for (text, is) in [
            ("1,25", "1.25"),
            ("1.250,5 kW", "1250.5 kW"),
            ("1.250.000", "1250000"),
            ("0,125", "0.125"),
            ("12.5", "12.5"),
            ("1,25E+06", "1.25E+06"),
            ("38,04;-77,5", "38.04;-77.5"),
        ] {
            assert_eq!(read(text, WIDE), is, "{text}");
        }
    }

    #[test]
    fn what_could_mean_two_numbers_is_refused_unless_the_table_shows_which() {
        assert_eq!(read("1,250", CSV), "refused: could mean 1250 or 1.25");
        assert_eq!(read("1,257", WIDE), "refused: could mean 1257 or 1.2570");
        assert_eq!(read("1.000", WIDE), "refused: could mean 1000 or 1.0");
        assert_eq!(read("12,5", CSV), "refused: has a decimal comma");
        assert_eq!(read("1.250,5", CSV), "refused: has a decimal comma");
        for text in ["1,25,000", "1,250.000.5", "1.2.3", "12,34,56", "1234 567"] {
            assert!(read(text, WIDE).starts_with("refused: is not"), "{text}: {}", read(text, WIDE));
        }
        let shown = |habits: Habits, shown| Habits { shown: Some(shown), ..habits };
        assert_eq!(read("1,250", shown(CSV, Decimal::Point)), "1250");
        assert_eq!(read("1,250", shown(WIDE, Decimal::Comma)), "1.250");
        assert_eq!(read("1.250", shown(WIDE, Decimal::Comma)), "1250");
        assert_eq!(read("1.250", shown(WIDE, Decimal::Point)), "1.250");
        assert_eq!(shows("12.5"), Some(Decimal::Point));
        assert_eq!(shows("1,250,000"), Some(Decimal::Point));
        assert_eq!(shows("1.250.000"), Some(Decimal::Comma));
        assert_eq!(shows("1,250"), None);
        assert_eq!(shows("gb200"), None);
    }

    #[test]
    fn error_values_of_spreadsheets_are_known() {
        assert!(["#REF!", "#DIV/0!", "#N/A", "####"].into_iter().all(is_error_value));
        assert!(["# a comment", "#", "#ref", "5"].into_iter().all(|text| !is_error_value(text)));
    }
}
