//! How wide the page is that words and tables are read on. Where nobody reads along, it has no edge.

use std::sync::OnceLock;

/// Narrower than this nothing can be read.
const LEAST: usize = 40;

static WIDTH: OnceLock<usize> = OnceLock::new();

/// From now on pages are so many columns wide; asked once, by whoever knows the terminal.
pub fn fit(columns: usize) {
    // A second answer would tear a page in two widths: the first one stays.
    let _ = WIDTH.set(columns.max(LEAST));
}

/// The columns of the page; `None` where it has no edge.
#[must_use]
pub(super) fn width() -> Option<usize> {
    WIDTH.get().copied()
}

/// Text for reading: lines that are still too long are broken between words, and go on four blanks further in.
#[must_use]
pub fn folded(text: &str) -> String {
    width().map_or_else(|| text.to_owned(), |width| fold(text, width))
}

fn fold(text: &str, width: usize) -> String {
    let mut out = String::new();
    for line in text.split_inclusive('\n') {
        let (words, end) = line.strip_suffix('\n').map_or((line, ""), |words| (words, "\n"));
        // A line with styles is the first of a summary, which keeps to the page itself.
        if words.chars().count() <= width || words.contains('\u{1b}') {
            out.push_str(line);
            continue;
        }
        let indent = words.chars().take_while(|c| *c == ' ').count().min(width / 2);
        let mut rest = words.to_owned();
        while rest.chars().count() > width {
            let start = rest.chars().take_while(|c| *c == ' ').count();
            let Some(at) = last_blank(&rest, width, start) else { break };
            out.push_str(rest[..at].trim_end());
            out.push('\n');
            rest = format!("{:1$}{2}", "", indent + 4, rest[at..].trim_start());
        }
        out.push_str(&rest);
        out.push_str(end);
    }
    out
}

/// The byte of the last blank that leaves no more than `width` characters before it, behind the first word.
fn last_blank(line: &str, width: usize, start: usize) -> Option<usize> {
    let before = line.char_indices().take(width + 1).enumerate();
    before.filter(|(n, (_, c))| *c == ' ' && *n > start).map(|(_, (byte, _))| byte).last()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_break_between_words() {
        let text = "  one two three four five six\nshort\n";
        assert_eq!(fold(text, 16), "  one two three\n      four five\n      six\nshort\n");
        assert_eq!(fold("averyveryverylongword indeed", 10), "averyveryverylongword indeed");
        assert_eq!(fold("exactly ten", 11), "exactly ten");
    }
}
