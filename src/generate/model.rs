//! `model.toml`: what tables cannot say.

use super::dice::round;
use super::folder::in_words;
use super::limits::Limits;
use super::power::plant;
use super::world::{Adds, Chip, Family, Kind, LOAD_FACTOR, Project, World, date, label};

/// The part of a model that tables cannot say.
pub(super) fn text(world: &World, limits: &Limits, tables: &[(&str, &str)], comment: &str) -> String {
    let mut text = format!("# {comment}\n");
    text.push_str(&format!(
        "# A synthetic model: which of its {} projects are begun with about half of the capital that all of them would take?\n\n",
        world.ask.projects
    ));
    text.push_str(&format!("name    = \"generated-{}\"\n", world.ask.seed));
    text.push_str(&format!("horizon = {{ start = \"{}\", periods = {} }}\n", label(0), world.ask.periods));
    text.push_str("money   = { currency = \"USD\", discount_rate = \"9 %/year\", carbon_price = \"8 USD/t\" }\n");
    text.push_str("goal    = [\"npv\"]\nbasis   = \"total\"\n\n[tables]\n");
    for (key, file) in tables {
        text.push_str(&format!("{key} = \"tables/{file}.csv\"\n"));
    }
    text.push_str(&format!("\n[block.all]\nload_factor = {LOAD_FACTOR}\n"));
    for workload in &world.workloads {
        let unit = workload.kind.unit();
        text.push_str(&format!("\n[workload.{}]\nunit = \"{unit}\"\n", workload.id));
        text.push_str(&format!("utilisation = {}\n", workload.utilisation));
        if workload.kind == Kind::General {
            text.push_str("weight = 0.0002\n");
        }
    }
    for chip in &world.chips {
        text.push_str(&chip_text(world, chip));
    }
    for project in world.projects.iter().filter(|project| in_words(project)) {
        text.push_str(&project_text(world, project));
    }
    for (id, projects) in &limits.groups {
        text.push_str(&format!("\n[group.{id}]\npick = \"at-most-one\"\n"));
        text.push_str(&format!("projects = [\"{}\", \"{}\"]\n", projects[0], projects[1]));
    }
    text.push_str(&money_text(world, limits));
    text
}

fn chip_text(world: &World, chip: &Chip) -> String {
    let mut text = format!("\n[chip.{}]\nvendor = \"{}\"\npower = \"{} kW\"\n", chip.id, chip.vendor, chip.kw);
    text.push_str(&format!("cooling = \"{}\"\n", if chip.liquid { "liquid" } else { "air" }));
    let work: Vec<String> = chip
        .work
        .iter()
        .map(|(w, amount)| format!("{} = \"{amount} {}\"", world.workloads[*w].id, world.workloads[*w].kind.unit()))
        .collect();
    text.push_str(&format!("throughput = {{ {} }}\n", work.join(", ")));
    let (value, at, change) = chip.price;
    text.push_str(&format!(
        "price = {{ value = \"{value} kUSD\", at = \"{}\", change = \"{change} %/year\" }}\n",
        date(at)
    ));
    text.push_str(&format!("lead = \"{} quarters\"\n", chip.lead));
    text.push_str(if chip.family == Family::Cpu { "life = \"6 years\"\n" } else { "life = \"5 years\"\n" });
    text.push_str(match chip.family {
        Family::Own => "payments = { order = \"30 %\", delivery = \"70 %\" }\n",
        Family::Boron | Family::Cobalt => "payments = { order = \"20 %\", delivery = \"80 %\" }\n",
        Family::Cpu => "",
    });
    let om = round(if chip.family == Family::Cpu { value * 0.16 } else { value * 0.03 + chip.kw * 0.4 });
    text.push_str(&format!("fixed_om = \"{om} kUSD/chip/year\"\n"));
    if let Some((rate, growth)) = chip.allotment {
        let at = date(chip.window.0.unwrap_or(0));
        text.push_str(&format!(
            "allotment = {{ value = \"{rate} k chips/quarter\", at = \"{at}\", change = \"+{growth} %/year\" }}\n"
        ));
    }
    if let Some(cost) = chip.order_cost {
        text.push_str(&format!("order_cost = \"{cost} M USD\"\n"));
    }
    if let Some(lot) = chip.lot {
        text.push_str(&format!("lot = \"{lot} k chips\"\n"));
    }
    let window: Vec<String> = [("start", chip.window.0), ("complete", chip.window.1)]
        .into_iter()
        .filter_map(|(key, quarter)| Some((key, quarter.filter(|q| *q < world.end())?)))
        .map(|(key, quarter)| format!("{key} = \"{}\"", label(quarter)))
        .collect();
    if !window.is_empty() {
        text.push_str(&format!("window = {{ {} }}\n", window.join(", ")));
    }
    text
}

/// A project of a site that waits copy for copy, or for some time.
fn project_text(world: &World, project: &Project) -> String {
    let site = &world.sites[project.site].id;
    let place = match project.adds {
        Adds::Power(_) => format!("supply = \"{}\"", plant(site)),
        _ => format!("site = \"{site}\""),
    };
    let mut text = format!("\n[project.\"{}\"]\n{place}\n", project.id);
    if project.copies > 1 {
        text.push_str(&format!("copies = {}\n", project.copies));
    }
    if let Some(pace) = project.pace {
        text.push_str(&format!("starts_per_period = {pace}\n"));
    }
    match project.adds {
        Adds::Nothing => {}
        Adds::Air(mw) => text.push_str(&format!("adds = {{ it_power = \"{mw} MW\", cooling = \"air\" }}\n")),
        Adds::Liquid(mw) => text.push_str(&format!("adds = {{ it_power = \"{mw} MW\", cooling = \"liquid\" }}\n")),
        Adds::Connection(mw) => text.push_str(&format!("adds = {{ connection = \"{mw} MW\" }}\n")),
        Adds::Power(mw) => text.push_str(&format!("adds = {{ power = \"{mw} MW\" }}\n")),
    }
    text.push_str(&format!("cost = \"{} M USD\"\nlead = \"{} quarters\"\n", project.cost, project.lead));
    if project.life > 0 {
        text.push_str(&format!("life = \"{} quarters\"\n", project.life));
    }
    let relation = |id: &String| {
        let each = if project.each { ", each = true" } else { "" };
        let lag = if project.lag > 0 { format!(", lag = \"{} quarters\"", project.lag) } else { String::new() };
        format!("{{ project = \"{id}\"{lag}{each} }}")
    };
    let after: Vec<String> = project.after.iter().map(relation).collect();
    if !after.is_empty() {
        text.push_str(&format!("after = [{}]\n", after.join(", ")));
    }
    let needs: Vec<String> = project.needs.iter().map(|id| format!("\"{id}\"")).collect();
    if !needs.is_empty() {
        text.push_str(&format!("needs = [{}]\n", needs.join(", ")));
    }
    let [start, spread, completion] = project.payments;
    text.push_str(&format!(
        "payments = {{ start = \"{start} %\", spread = \"{spread} %\", completion = \"{completion} %\" }}\n"
    ));
    text
}

/// What each budget counts.
const CAPITAL: &str = "{ category = [\"chips\", \"site\", \"grid\", \"supply\"] }";

fn money_text(world: &World, limits: &Limits) -> String {
    let mut text = String::new();
    for (n, budget) in limits.budgets.iter().enumerate() {
        text.push_str(&format!("\n[budget.fy{0}]\nperiods = \"{0}\"\nfilter = {CAPITAL}\n", budget.year));
        text.push_str(&format!("at_most = \"{} M USD\"\n", budget.at_most));
        if let (Some(carry), Some(next)) = (budget.carry, limits.budgets.get(n + 1)) {
            text.push_str(&format!("unspent = {{ to = \"fy{}\", up_to = \"{carry} %\" }}\n", next.year));
        }
    }
    text.push_str(&format!("\n[budget.later]\nperiods = \"after-horizon\"\nfilter = {CAPITAL}\n"));
    text.push_str(&format!("counts = [\"capital\", \"lease\"]\nat_most = \"{} M USD\"\n", limits.after));
    if limits.running > 0.0 {
        text.push_str(&format!("\n[[cash]]\ncategory = \"people\"\namount = \"{} M USD\"\n", limits.running));
    }
    if let Some((quarter, trough)) = limits.patience {
        let until = label((world.end() - 1).min(7));
        let bend = "bend = { price = \"0.08 USD/USD\" }";
        text.push_str(&format!("\n[patience.quarter]\nperiods = \"{}..{until}\"\n", label(0)));
        text.push_str(&format!("at_least = \"{quarter} M USD\"\n{bend}\n"));
        text.push_str(&format!("\n[patience.trough]\nat_least = \"{trough} M USD\"\nper = \"cumulative\"\n{bend}\n"));
    }
    if let Some(share) = limits.boron {
        text.push_str("\n[policy.boron-share]\nmeasure = \"spend\"\nfilter = { vendor = \"boron\" }\n");
        text.push_str("of = { measure = \"spend\", filter = { category = \"chips\" } }\nover = \"sum\"\n");
        text.push_str(&format!("at_most = \"{share} %\"\n"));
    }
    text
}
