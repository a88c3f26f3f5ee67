//! The plan in order of time: what decides when each site has its power, what could slip, what lies idle, and everything that happens.

mod agreed;
mod axis;
mod bars;
mod drawn;
mod events;
mod gantt;
mod lying;
mod reached;
mod svg;

use serde_json::{Value, json};

use super::Page;
use super::scene::Scene;
use crate::domain::Adds;
use crate::plan::types::Plan;
use crate::report::page;
use crate::report::table::{Table, finish, head, right, text_table};
use crate::report::words::megawatts;
use axis::Axis;
use bars::Bar;
pub(in crate::report) use drawn::Drawn;
use events::state_word;
use reached::{By, Chain, Growth, Link, Of};

/// What the page and the picture show.
struct Timeline {
    growths: Vec<Growth>,
    chains: Vec<Chain>,
    bars: Vec<Bar>,
}

impl Timeline {
    fn of(scene: &Scene) -> Self {
        let growths: Vec<Growth> = scene.model.sites.ids().filter_map(|site| reached::growth(scene, site)).collect();
        // A fraction of a copy decides no date.
        let whole = growths.iter().filter(|_| !scene.is_relaxed());
        let chains: Vec<Chain> = whole.flat_map(|growth| reached::chains(scene, growth)).collect();
        let bars = bars::bars(scene, &chains);
        Self { growths, chains, bars }
    }
}

/// The page of a plan.
pub(super) fn page(scene: &Scene, plan: &Plan) -> Page {
    let timeline = Timeline::of(scene);
    let events = events::table(plan);
    let mut text = sites(scene, &timeline);
    text.push_str(&projects(scene, &timeline));
    text.push_str(&lying::text(scene, plan));
    if !events.rows.is_empty() {
        text.push_str(&format!("\nWhat happens\n{}", events.text()));
    }
    let mut rows = bar_rows(scene, &timeline);
    rows.extend(chain_rows(scene, &timeline));
    rows.extend(lying::rows(scene, plan));
    rows.extend(event_rows(&events));
    Page { text, table: Table::from_json("timeline", &Value::Array(rows)) }
}

/// The picture of a plan: bars over time.
pub(super) fn picture(scene: &Scene, plan: &Plan) -> String {
    svg::picture(scene, plan, &Timeline::of(scene).bars)
}

/// The bars and the chains of a plan as data.
pub(super) fn drawn(scene: &Scene) -> Drawn {
    drawn::drawn(scene, &Timeline::of(scene))
}

/// What a project adds, in a word or two.
const fn kind_word(adds: &Adds) -> &'static str {
    match adds {
        Adds::It { .. } => "IT",
        Adds::Connection { .. } => "connection",
        Adds::Line { .. } | Adds::Circuits { .. } => "line",
        Adds::Supply { .. } => "supply",
        Adds::Battery { .. } => "battery",
    }
}

/// The power of each site, and the chains that decide its dates.
fn sites(scene: &Scene, timeline: &Timeline) -> String {
    let mut out = String::from("IT power that halls hold and connections carry, and what decides when\n");
    for growth in &timeline.growths {
        let mw = |(period, mw): (i32, f64)| format!("{} MW from {}", megawatts(mw), scene.label(period));
        let first =
            if growth.first.0 == growth.full.0 { String::new() } else { format!(", first {}", mw(growth.first)) };
        let name = scene.model.sites.name(growth.site);
        out.push_str(&format!("\n{name}: {} MW today{first}, full {}\n", megawatts(growth.before), mw(growth.full)));
        let mut said = None;
        for chain in timeline.chains.iter().filter(|chain| chain.site == growth.site) {
            if said.replace((chain.full, chain.by)) != Some((chain.full, chain.by)) {
                let which = if chain.full { "full" } else { "first" };
                let by = match chain.by {
                    By::It => "its halls decide",
                    By::Connection => "its connection decides",
                };
                out.push_str(&format!("  {which} power: {by}\n"));
            }
            out.push_str(&links(scene, chain));
        }
    }
    let still = scene.model.sites.ids().filter(|site| timeline.growths.iter().all(|growth| growth.site != *site));
    let still: Vec<&str> = still.map(|site| scene.model.sites.name(site)).collect();
    if !still.is_empty() {
        out.push_str(&format!("\nno more power than today at {}\n", still.join(", ")));
    }
    out
}

/// A chain as lines, each link below the one that it waits for; as sentences where the page is too narrow for columns.
fn links(scene: &Scene, chain: &Chain) -> String {
    let cells = |link: &Link| {
        [
            link.name.clone(),
            format!("{} {}", link.begun, scene.label(link.begins)),
            format!("lead {}", scene.long(link.lead)),
            format!("{} {}", link.done, scene.label(link.until)),
            link.why.clone(),
        ]
    };
    let rows: Vec<[String; 5]> = chain.links.iter().map(cells).collect();
    let widest = |n: usize| rows.iter().map(|row| row[n].chars().count()).max().unwrap_or(0);
    let width = (0..5).map(|n| widest(n) + 2).sum::<usize>() + 2;
    if page::width().is_some_and(|page| width > page) {
        let sentence =
            |[name, begun, lead, done, why]: &[String; 5]| format!("    {name}: {begun}, {lead}, {done}: {why}\n");
        return rows.iter().map(sentence).collect();
    }
    let mut text = text_table();
    for [name, begun, lead, done, why] in rows {
        text.add_row([format!("    {name}"), begun, lead, done, why]);
    }
    finish(&text)
}

/// The bars with their dates and the room that each has.
fn projects(scene: &Scene, timeline: &Timeline) -> String {
    let mut out = format!(
        "\nProjects and agreements, each below what it waits for; slack in {}\n",
        scene.long(2).trim_start_matches("2 ")
    );
    if timeline.bars.is_empty() {
        return out + "none is begun or signed in this plan\n";
    }
    let longest = timeline.bars.iter().map(|bar| bar.name.chars().count()).max().unwrap_or(0);
    let drawing = gantt::Drawing::of(
        Axis::of(scene, &timeline.bars),
        page::width().map(|width| width.saturating_sub(longest + 2)),
    );
    let mut text = text_table();
    let heads = ["", &drawing.head(scene), "begins", "complete", "in effect", "can slip", "state", "adds"];
    text.set_header(heads.map(|name| head(name, name == "can slip")));
    for bar in &timeline.bars {
        let label = |period: Option<i32>| period.map_or_else(|| "-".into(), |period| scene.label(period));
        text.add_row([
            head(&bar.name, false),
            head(&drawing.line(bar), false),
            head(&scene.label(bar.begins), false),
            head(&label(bar.complete), false),
            head(&label(bar.effect), false),
            right(bar.slack.as_ref().map_or_else(|| "-".into(), |(periods, _)| periods.to_string())),
            head(state_word(bar.state), false),
            head(&bar.amount, false),
        ]);
    }
    out.push_str(&finish(&text));
    out.push_str(gantt::LEGEND);
    let begun = |name: &String| timeline.bars.iter().any(|bar| matches!(bar.of, Of::Project(_)) && bar.name == *name);
    let open: Vec<String> = scene.model.projects.names().iter().filter(|name| !begun(name)).cloned().collect();
    if !open.is_empty() {
        out.push_str(&format!("not begun: {}\n", open.join(", ")));
    }
    if scene.is_relaxed() {
        out.push_str("starts of this relaxed plan may be fractions: no chain decides a date, and none has a slack\n");
    }
    out
}

fn bar_rows(scene: &Scene, timeline: &Timeline) -> Vec<Value> {
    let label = |period: Option<i32>| period.map(|period| scene.label(period));
    let row = |bar: &Bar| {
        let part = match bar.of {
            Of::Project(_) => "project",
            Of::Agreement(_) => "agreement",
            Of::Order(_) => "order",
        };
        let (slack, stop) = bar.slack.clone().unzip();
        let [site, adds] = [&bar.site, &bar.amount].map(|text| Some(text).filter(|text| !text.is_empty()));
        json!({ "part": part, "site": site, "what": bar.name, "adds": adds, "state": state_word(bar.state),
            "begins": scene.label(bar.begins), "complete": label(bar.complete), "in_effect": label(bar.effect),
            "slack_periods": slack, "then_moves": stop, "critical": bar.critical })
    };
    timeline.bars.iter().map(row).collect()
}

fn chain_rows(scene: &Scene, timeline: &Timeline) -> Vec<Value> {
    let mut rows = Vec::new();
    for chain in &timeline.chains {
        let growth = timeline.growths.iter().find(|growth| growth.site == chain.site);
        let Some((period, mw)) = growth.map(|growth| if chain.full { growth.full } else { growth.first }) else {
            continue;
        };
        let part = if chain.full { "full power" } else { "first power" };
        let by = match chain.by {
            By::It => "halls",
            By::Connection => "connection",
        };
        for link in &chain.links {
            rows.push(json!({ "part": part, "site": scene.model.sites.name(chain.site), "what": link.name,
                "period": scene.label(period), "amount": mw, "unit": "MW", "decided_by": by, "begins": scene.label(link.begins),
                "lead_periods": link.lead, "event": link.done, "complete": scene.label(link.until), "why": link.why }));
        }
    }
    rows
}

fn event_rows(events: &Table) -> Vec<Value> {
    let Value::Array(rows) = events.json() else { return Vec::new() };
    let event = |row: Value| {
        let Value::Object(cells) = row else { return row };
        Value::Object(std::iter::once(("part".to_owned(), Value::from("event"))).chain(cells).collect())
    };
    rows.into_iter().map(event).collect()
}
