//! The summary as lines of a terminal.

use anstyle::{AnsiColor, Style};

use super::lists::{commitments, declines, series, worth};
use super::{Amount, Headline, Line, Summary};
use crate::plan::types::Status;
use crate::report::page;
use crate::report::words::{Scale, count, fine_percent, megawatts, money, percent, rounded_count};

/// Columns that the summary keeps within, also on a wider page.
const WIDTH: usize = 110;
/// On a narrower page details stand below their lead.
const BESIDE: usize = 90;
/// Where the details of the first lines begin.
const DETAILS: usize = 34;
const STRONG: Style = Style::new().bold();
const GOOD: Style = STRONG.fg_color(Some(anstyle::Color::Ansi(AnsiColor::Green)));

pub(super) fn text(summary: &Summary) -> String {
    let mut out = String::new();
    let head = headline(summary);
    out.push_str(&first_line(&head));
    out.push('\n');
    for Line { lead, details } in &head.lines {
        out.push_str(&wrapped(lead, details));
    }
    for block in [
        series(summary),
        commitments(summary),
        declines(summary),
        super::waiting::list(summary),
        after(summary),
        worth(summary),
    ] {
        if !block.is_empty() {
            out.push('\n');
            out.push_str(&block);
        }
    }
    for note in &summary.notes {
        out.push_str(&format!("\nnote: {note}"));
    }
    if !summary.notes.is_empty() {
        out.push('\n');
    }
    if let Some(assumed) = summary.assumed {
        out.push_str(&format!("\n{}\n", assumed.words()));
    }
    out
}

/// The first lines of a summary.
pub(super) fn headline(summary: &Summary) -> Headline {
    // A network alone serves no demand and adds no halls.
    let served = (!summary.serves.is_empty()).then(|| serves(summary));
    let added = (served.is_some() || summary.adds.it_mw.abs() > 1e-6).then(|| adds(summary));
    let now = Some(now(summary)).filter(|(_, details)| !details.is_empty());
    let line = |(lead, details)| Line { lead, details };
    let [spends, added, served, now] = [Some(spends(summary)), added, served, now].map(|parts| parts.map(line));
    let lines = [spends, added, served, paid_back(summary), now].into_iter().flatten().collect();
    let (plan, answer) = answer(summary);
    Headline { plan, answer, lines }
}

/// Which plan it is and how good, and its answer.
fn answer(summary: &Summary) -> (String, String) {
    let distance = |amount: f64| {
        if summary.goal == "unmet" { format!("{} weighted unit-years", count(amount)) } else { money(amount) }
    };
    let near = format!("within {} of the best ({})", distance(summary.gap_usd), fine_percent(summary.gap));
    let status = match summary.status {
        Status::Optimal => "proved best".to_owned(),
        Status::WithinGap => near,
        Status::TimeLimit => format!("stopped by the time limit, {near}"),
        Status::Interrupted => format!("interrupted, {near}"),
        Status::Relaxed => "relaxed: starts and lots may be fractions".to_owned(),
    };
    let answer = match summary.goal.as_str() {
        "cost" => format!("cost {}", money(summary.objective)),
        "unmet" => format!("unmet {} weighted unit-years", count(summary.objective)),
        _ => format!("NPV {}", money(summary.npv_usd)),
    };
    (format!("{} · {} · {status}", summary.model, summary.scenario), answer)
}

fn first_line(Headline { plan, answer, .. }: &Headline) -> String {
    let used = plan.chars().count() + answer.chars().count();
    if used + 3 > width() {
        return format!(
            "{GOOD}{answer}{GOOD:#}\n{STRONG}{}{STRONG:#}\n",
            page::folded(plan).replace('\n', &format!("{STRONG:#}\n{STRONG}"))
        );
    }
    let gap = width() - used;
    format!("{STRONG}{plan}{STRONG:#}{:gap$}{GOOD}{answer}{GOOD:#}\n", "")
}

fn spends(summary: &Summary) -> (String, Vec<String>) {
    let spend = &summary.spend;
    let scale = Scale::of(spend.of_usd.unwrap_or(spend.usd).max(spend.usd));
    let lead = match spend.of_usd {
        Some(of) => format!("Spends {} of {} {}", scale.number(spend.usd), scale.number(of), scale.unit),
        None => format!("Spends {} {}", scale.number(spend.usd), scale.unit),
    };
    let mut details: Vec<String> =
        spend.categories.iter().map(|c| format!("{} {}", c.name, scale.number(c.value))).collect();
    if spend.committed_usd > 0.0 {
        let mut committed = format!("{} committed before", scale.number(spend.committed_usd));
        if let (Some(first), Some(last)) = (&spend.cancellable_first, &spend.cancellable_last) {
            let until = if first == last { format!("until {first}") } else { format!("until {first} to {last}") };
            committed.push_str(&format!(", {} of it cancellable {until}", scale.number(spend.cancellable_usd)));
        }
        details.push(format!("({committed})"));
    }
    if spend.of_usd.is_none() || spend.budgets.len() > 1 {
        let full = |b: &super::BudgetUse| {
            format!("{} {} of {}", b.budget, scale.number(b.spent_usd), scale.number(b.at_most_usd))
        };
        let mut budgets = shortened(spend.budgets.iter().map(full).collect(), 8);
        if let Some(first) = budgets.first_mut() {
            first.insert_str(0, "budgets: ");
        }
        details.extend(budgets);
    }
    (lead, details)
}

fn adds(summary: &Summary) -> (String, Vec<String>) {
    let sites = summary.adds.sites.iter().map(|site| format!("{} {}", site.name, megawatts(site.value))).collect();
    (format!("Adds {} MW of IT power", megawatts(summary.adds.it_mw)), shortened(sites, 6))
}

fn serves(summary: &Summary) -> (String, Vec<String>) {
    let one_unit = summary.serves.windows(2).all(|pair| pair[0].unit == pair[1].unit);
    let (demand, served) = summary.serves.iter().fold((0.0, 0.0), |sum, s| (sum.0 + s.demand, sum.1 + s.served));
    let lead = if one_unit && demand > 0.0 {
        format!("Serves {} of demand", percent(served / demand))
    } else {
        "Serves".into()
    };
    let details = summary.serves.iter().map(|s| format!("{} {}", s.workload, percent(s.share()))).collect();
    (lead, details)
}

/// What has to be decided now.
fn now(summary: &Summary) -> (String, Vec<String>) {
    let now = &summary.now;
    let copies = |a: &Amount| {
        if a.value == 1.0 { a.name.clone() } else { format!("{} x {}", count(a.value), a.name) }
    };
    let mut details = shortened(now.begins.iter().map(|a| format!("begin {}", copies(a))).collect(), 4);
    let chips = now.chips.iter().map(|a| format!("order {} {}", rounded_count(a.value), a.name)).collect();
    details.extend(shortened(chips, 3));
    for (verb, list) in [("buy", &now.buys), ("lease", &now.leases)] {
        let words = list.iter().map(|a| format!("{verb} {} MW of {}", megawatts(a.value), a.name)).collect();
        details.extend(shortened(words, 3));
    }
    let part = |a: &Amount| {
        if a.value < 1.0 { format!("{} of ", percent(a.value)) } else { String::new() }
    };
    details.extend(shortened(now.cancels.iter().map(|a| format!("cancel {}{}", part(a), a.name)).collect(), 3));
    (format!("To be decided in {}", now.period), details)
}

/// When it pays back; nothing of a network alone, which has nothing to pay back.
pub(super) fn paid_back(summary: &Summary) -> Option<Line> {
    if summary.serves.is_empty() && summary.spend.usd.abs() <= 0.5 {
        return None;
    }
    if let Some(period) = &summary.payback {
        let detail = "from then on the undiscounted cash flow of what it adds stays above 0";
        return Some(Line { lead: format!("Pays back in {period}"), details: vec![detail.into()] });
    }
    let credit = money(summary.salvage_usd);
    let mut details = vec![format!("{credit} of the NPV is credit for life left at its end")];
    if let Some(period) = &summary.turns {
        details.push(format!("with what stood before it, the cash flow since the start turns in {period}"));
    }
    Some(Line { lead: "Pays back not within the horizon".into(), details })
}

fn after(summary: &Summary) -> String {
    let Line { lead, details } = paid_after(summary);
    if details.is_empty() { format!("{lead}\n") } else { wrapped(&lead, &details) }
}

/// What is paid after the horizon; no details where nothing is.
pub(super) fn paid_after(summary: &Summary) -> Line {
    let after = &summary.after;
    let capital: f64 = after.capital.iter().map(|amount| amount.value).sum();
    if capital.abs() + after.fees_usd.abs() < 0.5 {
        return Line { lead: format!("After {} nothing is left to pay", after.last), details: Vec::new() };
    }
    let scale = Scale::of(capital + after.fees_usd);
    let amounts = |list: &[Amount]| -> Vec<String> {
        list.iter().map(|a| format!("{} {}", a.name, scale.number(a.value))).collect()
    };
    let mut details = amounts(&after.capital);
    if after.fees_usd > 0.0 {
        details.push(format!("lease fees {}", scale.number(after.fees_usd)));
    }
    if after.committed_usd > 0.0 {
        details.push(format!("({} committed before)", scale.number(after.committed_usd)));
    }
    details.extend(shortened(amounts(&after.years).into_iter().map(|year| format!("in {year}")).collect(), 6));
    let lead = format!("After {} it pays {} {}", after.last, scale.number(capital + after.fees_usd), scale.unit);
    Line { lead, details }
}

/// At most so many words; the rest is counted.
fn shortened(mut words: Vec<String>, most: usize) -> Vec<String> {
    if words.len() > most + 1 {
        let left = words.len() - most;
        words.truncate(most);
        words.push(format!("and {left} others"));
    }
    words
}

fn width() -> usize {
    page::width().unwrap_or(WIDTH).min(WIDTH)
}

/// A lead, and its details in lines of their own.
fn below(lead: &str, details: &[String], width: usize) -> String {
    let mut lines = vec![lead.trim_end().to_owned()];
    let mut line = String::new();
    for detail in details {
        if !line.is_empty() && line.chars().count() + 3 + detail.chars().count() > width {
            lines.push(std::mem::take(&mut line));
        }
        line.push_str(if line.is_empty() { "  " } else { "   " });
        line.push_str(detail);
    }
    lines.push(line);
    lines.retain(|line| !line.is_empty());
    lines.join("\n") + "\n"
}

/// A lead and its details, three blanks apart, broken between details where the terminal ends.
fn wrapped(lead: &str, details: &[String]) -> String {
    let width = width();
    let length: usize = details.iter().map(|detail| detail.chars().count() + 3).sum();
    if width < BESIDE && DETAILS + length > width {
        return below(lead, details, width);
    }
    let mut out = format!("{lead:DETAILS$}");
    let mut column = out.chars().count();
    for (n, detail) in details.iter().enumerate() {
        let blanks = if n == 0 { usize::from(column > DETAILS) * 3 } else { 3 };
        let length = detail.chars().count();
        if n > 0 && column + blanks + length > width {
            out.push_str(&format!("\n{:DETAILS$}{detail}", ""));
            column = DETAILS + length;
        } else {
            out.push_str(&format!("{:blanks$}{detail}", ""));
            column += blanks + length;
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    fn plain(text: &str) -> String {
        anstream::adapter::strip_str(text).to_string()
    }

    #[test]
    fn the_first_lines_are_the_answer() {
        let text = plain(&Summary::of(&sample::plan_of(8)).text());
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[0].starts_with("two-valleys · base · within 31 M USD of the best (0.2 %)   "), "{text}");
        assert!(lines[0].ends_with("NPV 14.2 B USD"), "{text}");
        assert!(lines[2].starts_with("Spends 1.9 of 1.9 B USD"), "{text}");
        assert!(lines[2].ends_with("chips 1.2   grid 0.4   site 0.3"), "{text}");
        assert!(lines[3].ends_with("  (0.4 committed before, 0.4 of it cancellable until 2026Q2)"), "{text}");
        assert!(text.contains("Adds 120 MW of IT power           valley-east 120\n"), "{text}");
        assert!(text.contains("Serves 99 % of demand             training 99 %\n"), "{text}");
        assert!(text.contains("Pays back in 2027Q2"), "{text}");
        assert!(text.contains("204 M USD  a hall stands dark from 2026Q3 for want of it"), "{text}");
    }

    #[test]
    fn twenty_quarters_fit_one_screen() {
        let text = plain(&Summary::of(&sample::plan_of(20)).text());
        assert!(text.lines().count() <= 60, "{text}");
        for line in text.lines() {
            assert!(line.chars().count() <= WIDTH, "{line}");
        }
    }

    #[test]
    fn json_and_screen_come_from_the_same_numbers() {
        let summary = Summary::of(&sample::plan_of(8));
        assert_eq!(summary.json()["npv_usd"], 14.2e9);
        assert_eq!(summary.json()["declines"][0]["most"], 100.0);
        assert_eq!(summary.json()["spend"]["cancellable_usd"], 4e8);
    }
}
