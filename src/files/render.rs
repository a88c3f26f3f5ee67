//! Findings as a reader sees them.

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use super::finding::{Finding, Findings, Severity};
use super::source::{At, Place, Sources};

/// All findings, one after the other, and a line that counts them.
pub(super) fn render(findings: &Findings, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let sorted = findings.sorted();
    let mut text = String::new();
    for finding in &sorted {
        text.push_str(renderer.render(&[group(finding, &findings.sources)]).trim_end());
        text.push_str("\n\n");
    }
    for (count, severity, kind) in findings.crowded() {
        let word = if severity == Severity::Error { "errors" } else { "warnings" };
        text.push_str(&format!("{count} more {word} like: {kind}\n"));
    }
    let errors = sorted.iter().filter(|finding| finding.severity == Severity::Error).count();
    let kept = sorted.len();
    let [more_errors, more_warnings] = findings.more();
    let count = [(errors + more_errors, "error"), (kept - errors + more_warnings, "warning")]
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, word)| format!("{n} {word}{}", if *n == 1 { "" } else { "s" }))
        .collect::<Vec<_>>()
        .join(", ");
    if !count.is_empty() {
        text.push_str(&count);
        if more_errors + more_warnings > 0 {
            text.push_str(&format!(", of which {kept} are shown"));
        }
        text.push('\n');
    }
    text
}

fn group<'a>(finding: &'a Finding, sources: &'a Sources) -> Group<'a> {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(finding.message.as_str()));
    if let Some(place) = &finding.place {
        group = group.element(at(place, &finding.label, AnnotationKind::Primary, sources));
    }
    for (place, label) in &finding.more {
        group = group.element(at(place, label, AnnotationKind::Context, sources));
    }
    if let Some(hint) = &finding.hint {
        let hint = annotate_snippets::normalize_untrusted_str(hint);
        group = group.element(Level::HELP.no_name().message(hint));
    }
    group
}

/// The line of a place with the place marked; only the line is handed over, so a large file costs nothing.
fn at<'a>(place: &Place, label: &'a str, kind: AnnotationKind, sources: &'a Sources) -> Element<'a> {
    let Some(source) = sources.get(place.file) else {
        return Origin::path("").into();
    };
    match (source.spot(&place.at), &place.at) {
        (Some(spot), _) => {
            let label = (!label.is_empty()).then_some(label);
            let mark = kind.span(spot.range).label(label);
            Snippet::source(spot.text)
                .line_start(spot.line)
                .path(source.path.as_str())
                .fold(false)
                .annotation(mark)
                .into()
        }
        (None, At::Pointer(pointer)) => Origin::path(format!("{}: {pointer}", source.path)).into(),
        (None, at) => match source.cell_name(at) {
            Some(cell) => Origin::path(format!("{}: {cell}", source.path)).into(),
            None => Origin::path(source.path.as_str()).into(),
        },
    }
}
