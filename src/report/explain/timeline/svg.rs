//! Bars over time as a picture: for slides and pages, light or dark, and for eyes that tell no red from green.

use svg::Document;
use svg::node::element::{Definitions, Group, Line, Path, Pattern, Rectangle, Style, Text, Title};

use super::axis::{Axis, Phase};
use super::bars::Bar;
use super::drawn::{class, marks, slack_words, told};
use crate::plan::types::Plan;
use crate::report::explain::scene::Scene;

/// Blue, sky blue and vermilion of Okabe and Ito's palette (jfly.uni-koeln.de/color), which stay apart for every kind of colour
/// blindness; leads, halls in the dark and critical links also differ in height, hatching and outline. A reader that knows no media
/// queries shows the light one.
const STYLE: &str = "
text{font:12px system-ui,-apple-system,'Segoe UI','DejaVu Sans',Arial,sans-serif;fill:#1b1f24}
.title{font-size:17px;font-weight:600}.strong{font-weight:600}.soft{fill:#57606a}
.paper{fill:#ffffff}.band{fill:#f3f5f7}.thin{stroke:#e1e5ea}.year{stroke:#aeb6bf}
.lead{fill:#8ecbf0}.critical{fill:#d55e00}.effect{fill:#0072b2}.hatch{fill:#dfe4e9}.hatching{stroke:#57606a}
.mark{fill:#1b1f24;stroke:#ffffff;stroke-width:1.5}.open{fill:#ffffff;stroke:#1b1f24;stroke-width:1.5}
.today{stroke:#1b1f24;stroke-width:1.5;stroke-dasharray:5 3}
@media (prefers-color-scheme:dark){
text{fill:#e6edf3}.soft{fill:#9da7b1}.paper{fill:#0d1117}.band{fill:#161b22}.thin{stroke:#262c34}.year{stroke:#4a525c}
.lead{fill:#2f6f96}.critical{fill:#ff8a3d}.effect{fill:#56b4e9}.hatch{fill:#30363d}.hatching{stroke:#9da7b1}
.mark{fill:#e6edf3;stroke:#0d1117}.open{fill:#0d1117;stroke:#e6edf3}.today{stroke:#e6edf3}}
";

/// Height of a line.
const ROW: f64 = 26.0;
/// Where the first line begins.
const TOP: f64 = 122.0;
/// Blank around the picture.
const EDGE: f64 = 20.0;
/// Width of a character of 12 pixels, about.
const CHARACTER: f64 = 6.9;
/// Width of the last column.
const SLACK: f64 = 84.0;
/// A drawing that is wider than this is hard to place on a page; with many periods it is.
const WIDTH: f64 = 720.0;

/// Where things stand.
struct Frame<'a> {
    scene: &'a Scene<'a>,
    axis: Axis,
    /// Where the second column of words begins, and the bars.
    adds: f64,
    bars: f64,
    /// Width of a period.
    period: f64,
    bottom: f64,
}

impl Frame<'_> {
    fn x(&self, period: i32) -> f64 {
        self.bars + f64::from(period.clamp(self.axis.first, self.axis.end) - self.axis.first) * self.period
    }

    fn right(&self) -> f64 {
        self.x(self.axis.end)
    }
}

/// The picture; equal plans give equal bytes.
pub(super) fn picture(scene: &Scene, plan: &Plan, bars: &[Bar]) -> String {
    let axis = Axis::of(scene, bars);
    let longest = |texts: &dyn Fn(&Bar) -> &str, least: usize| {
        let most = bars.iter().map(|bar| texts(bar).chars().count()).max().unwrap_or(0);
        most.max(least) as f64 * CHARACTER + 16.0
    };
    let adds = EDGE + longest(&|bar| &bar.name, 16);
    let left = adds + longest(&|bar| &bar.amount, 6);
    let frame = Frame {
        scene,
        axis,
        adds,
        bars: left,
        period: (WIDTH / axis.len().max(1) as f64).clamp(24.0, 64.0),
        bottom: TOP + bars.len() as f64 * ROW,
    };
    let (width, height) = (frame.right() + SLACK + EDGE, frame.bottom + 62.0);
    let name = format!("{} · {}: when power is begun, complete and in effect", plan.model.name, plan.model.scenario);
    let mut document = Document::new()
        .set("viewBox", format!("0 0 {} {}", at(width), at(height)))
        .set("width", at(width))
        .set("height", at(height))
        .set("role", "img")
        .add(Title::new(name.clone()))
        .add(Style::new(STYLE))
        .add(hatching())
        .add(rectangle("paper", 0.0, 0.0, width, height))
        .add(text("title", EDGE, 32.0, &name))
        .add(text("soft", EDGE, 54.0, &subtitle(scene)));
    document = document.add(grid(&frame, bars.len())).add(heads(&frame));
    for (n, bar) in bars.iter().enumerate() {
        document = document.add(line(&frame, bar, TOP + n as f64 * ROW));
    }
    document = document.add(today(&frame)).add(legend(&frame));
    format!("{document}\n")
}

fn subtitle(scene: &Scene) -> String {
    let (first, last) = (scene.label(0), scene.label(scene.horizon().end - 1));
    format!("{first} to {last}, in {}; what is added in MW: of IT power, or of connection", unit(scene))
}

/// `quarters`.
fn unit(scene: &Scene) -> String {
    scene.long(2).trim_start_matches("2 ").to_owned()
}

/// A number with one decimal at most: enough for a picture, and the same on every machine.
fn at(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or(text.clone(), ToOwned::to_owned)
}

fn text(class: &str, x: f64, y: f64, words: &str) -> Text {
    Text::new(words).set("class", class).set("x", at(x)).set("y", at(y))
}

fn rectangle(class: &str, x: f64, y: f64, width: f64, height: f64) -> Rectangle {
    let place = Rectangle::new().set("class", class).set("x", at(x)).set("y", at(y));
    place.set("width", at(width.max(0.0))).set("height", at(height))
}

fn upright(class: &str, x: f64, from: f64, to: f64) -> Line {
    Line::new().set("class", class).set("x1", at(x)).set("x2", at(x)).set("y1", at(from)).set("y2", at(to))
}

fn hatching() -> Definitions {
    let stroke =
        Path::new().set("class", "hatching").set("d", "M-2,2 l4,-4 M0,8 l8,-8 M6,10 l4,-4").set("stroke-width", 1.5);
    let pattern =
        Pattern::new().set("id", "dark").set("width", 8).set("height", 8).set("patternUnits", "userSpaceOnUse");
    Definitions::new().add(pattern.add(rectangle("hatch", 0.0, 0.0, 8.0, 8.0)).add(stroke))
}

/// Bands of lines, and the edges of periods and years.
fn grid(frame: &Frame, lines: usize) -> Group {
    let mut group = Group::new();
    for n in (0..lines).step_by(2) {
        let y = TOP + n as f64 * ROW;
        group = group.add(rectangle("band", EDGE - 6.0, y, frame.right() - EDGE + 6.0 + SLACK, ROW));
    }
    for period in frame.axis.first..=frame.axis.end {
        let year = frame.scene.calendar.month_of(period).month() == 1;
        let (class, from) = if year { ("year", TOP - 36.0) } else { ("thin", TOP - 16.0) };
        group = group.add(upright(class, frame.x(period), from, frame.bottom));
    }
    group
}

/// Years and periods above the bars, and the names of the columns.
fn heads(frame: &Frame) -> Group {
    let mut group = Group::new()
        .add(text("soft", EDGE, TOP - 6.0, "begun or signed"))
        .add(text("soft", frame.adds, TOP - 6.0, "adds"))
        .add(text("soft", frame.right() + 10.0, TOP - 22.0, "can slip,"))
        .add(text("soft", frame.right() + 10.0, TOP - 6.0, &unit(frame.scene)));
    let mut year = None;
    for period in frame.axis.first..frame.axis.end {
        let month = frame.scene.calendar.month_of(period);
        if year.replace(month.year()) != Some(month.year()) {
            group = group.add(text("strong", frame.x(period) + 4.0, TOP - 24.0, &month.year().to_string()));
        }
        let label = frame.scene.label(period);
        let short = label.strip_prefix(&month.year().to_string()).unwrap_or_default();
        let middle = frame.x(period) + frame.period / 2.0;
        group = group.add(text("soft", middle, TOP - 6.0, short).set("text-anchor", "middle"));
    }
    group
}

/// A thing: its words, its bar, its milestones, its slack.
fn line(frame: &Frame, bar: &Bar, y: f64) -> Group {
    let base = y + ROW / 2.0 + 4.0;
    let name = if bar.critical { "strong" } else { "" };
    let mut group = Group::new()
        .add(Title::new(told(frame.scene, bar)))
        .add(text(name, EDGE, base, &bar.name))
        .add(text("soft", frame.adds, base, &bar.amount));
    for (phase, from, to) in bar.runs(frame.axis) {
        if let Some((class, height)) = shape(phase, bar.critical) {
            let (x, width) = (frame.x(from), frame.x(to) - frame.x(from));
            let shape = rectangle(class, x, y + (ROW - height) / 2.0, width, height);
            group = group.add(if class == "dark" { shape.set("fill", "url(#dark)") } else { shape });
        }
    }
    for (class, date) in marks(bar, frame.axis) {
        group = group.add(diamond(class, frame.x(date), y + ROW / 2.0));
    }
    group.add(text(name, frame.right() + 10.0, base, &slack_words(bar)))
}

/// The class and the height of what is drawn.
fn shape(phase: Phase, critical: bool) -> Option<(&'static str, f64)> {
    let class = class(phase, critical)?;
    let height = match class {
        "critical" => 10.0,
        "lead" => 6.0,
        _ => 16.0,
    };
    Some((class, height))
}

fn diamond(class: &str, x: f64, y: f64) -> Path {
    let around = format!("M{},{} l6,6 l-6,6 l-6,-6 z", at(x), at(y - 6.0));
    Path::new().set("class", class).set("d", around)
}

/// The first day of the horizon: what is before it is done.
fn today(frame: &Frame) -> Group {
    let x = frame.x(0);
    let anchor = if frame.axis.first < 0 { "middle" } else { "start" };
    let label = text("strong", x, TOP - 42.0, "today").set("text-anchor", anchor);
    Group::new().add(upright("today", x, TOP - 38.0, frame.bottom)).add(label)
}

fn legend(frame: &Frame) -> Group {
    let mut group = Group::new();
    let (mut x, mut y) = (EDGE, frame.bottom + 28.0);
    let keys = [
        ("critical", "lead that decides a date of power"),
        ("lead", "other lead"),
        ("dark", "complete, but dark or without connection"),
        ("effect", "in effect"),
        ("open", "signed"),
        ("mark", "energised"),
    ];
    for (class, words) in keys {
        let width = 28.0 + words.chars().count() as f64 * CHARACTER + 18.0;
        if x > EDGE && x + width > frame.right() + SLACK {
            (x, y) = (EDGE, y + 22.0);
        }
        group = match class {
            "open" | "mark" => group.add(diamond(class, x + 12.0, y - 4.0)),
            "dark" => group.add(rectangle(class, x, y - 12.0, 22.0, 16.0).set("fill", "url(#dark)")),
            "effect" => group.add(rectangle(class, x, y - 12.0, 22.0, 16.0)),
            "critical" => group.add(rectangle(class, x, y - 9.0, 22.0, 10.0)),
            _ => group.add(rectangle(class, x, y - 7.0, 22.0, 6.0)),
        };
        group = group.add(text("", x + 28.0, y, words));
        x += width;
    }
    group
}
