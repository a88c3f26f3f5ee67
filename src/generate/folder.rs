//! What was drawn, as the files of a model.

use super::dice::{Dice, Topic, round};
use super::limits;
use super::places::{carriage, latency};
use super::power::{self, Network};
use super::sheet::{Sheet, cell, some};
use super::world::{Adds, Kind, Project, World, label};
use super::{Ask, campuses, chips, demand, model, places, standing};

/// A file of a model, by its path in the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// `model.toml`, `tables/sites.csv` ...
    pub path: String,
    /// What stands in it.
    pub text: String,
}

/// The files of a model.
#[must_use]
pub fn folder(ask: &Ask) -> Vec<Made> {
    let world = world(ask);
    let network = power::draw(&world);
    let limits = limits::draw(&world);
    let comment = format!("{} ({} {})", ask.command(), env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));
    let sheets = [
        ("region", "regions", regions(&world)),
        ("site", "sites", sites(&world, &network)),
        ("segment", "segments", segments(&world)),
        ("demand", "demand", series(&world)),
        ("paths", "paths", paths(&world)),
        ("project", "projects", projects(&world)),
        ("fleet", "fleet", fleet(&world)),
        ("order", "orders", orders(&world)),
        ("lease", "leases", leases(&world)),
        ("expansion", "expansions", expansions(&world, &network)),
        ("node", "nodes", nodes(&world, &network)),
        ("line", "lines", lines(&network)),
        ("supply", "supplies", supplies(&world, &network)),
    ];
    let sheets: Vec<_> = sheets.into_iter().filter(|(_, _, sheet)| !sheet.is_empty()).collect();
    let tables: Vec<(&str, &str)> = sheets.iter().map(|(key, file, _)| (*key, *file)).collect();
    let model = Made { path: "model.toml".into(), text: model::text(&world, &limits, &tables, &comment) };
    let tables =
        sheets.iter().map(|(_, file, sheet)| Made { path: format!("tables/{file}.csv"), text: sheet.text(&comment) });
    std::iter::once(model).chain(tables).collect()
}

fn world(ask: &Ask) -> World {
    let mut world = World {
        ask: *ask,
        zones: places::zones(ask.regions),
        regions: Vec::new(),
        sites: Vec::new(),
        workloads: Vec::new(),
        chips: Vec::new(),
        projects: Vec::new(),
        fleet: Vec::new(),
        orders: Vec::new(),
        segments: Vec::new(),
    };
    places::draw(&mut world);
    chips::workloads(&mut world);
    chips::draw(&mut world);
    campuses::draw(&mut world);
    standing::draw(&mut world);
    limits::allot(&mut world);
    demand::draw(&mut world);
    world
}

fn regions(world: &World) -> Sheet {
    let mut sheet = Sheet::new(["region", "at"]);
    for region in &world.regions {
        sheet.row(vec![region.id.clone(), format!("{};{}", region.at.0, region.at.1)]);
    }
    sheet
}

fn sites(world: &World, network: &Network) -> Sheet {
    let mut sheet =
        Sheet::new(["site", "region", "node", "pue", "it_power.air [MW]", "it_power.liquid [MW]", "connection [MW]"]);
    for (n, site) in world.sites.iter().enumerate() {
        let node = network.nodes[network.node_of[n]].id.clone();
        let (air, liquid, connection) = (some(site.air), some(site.liquid), some(site.connection));
        let region = world.regions[site.region].id.clone();
        sheet.row(vec![site.id.clone(), region, node, site.pue.to_string(), air, liquid, connection]);
    }
    sheet
}

fn segments(world: &World) -> Sheet {
    let mut sheet = Sheet::new([
        "segment",
        "customer",
        "workload",
        "region",
        "kind",
        "chips",
        "reach.latency [ms]",
        "reach.regions",
        "price.value",
        "price.change [%/year]",
        "penalty",
        "headroom [%]",
        "placement",
        "bend.price",
    ]);
    for segment in &world.segments {
        let workload = &world.workloads[segment.workload];
        let unit = workload.kind.unit();
        let regions: Vec<&str> = segment.regions.iter().map(|r| world.regions[*r].id.as_str()).collect();
        sheet.row(vec![
            segment.id.clone(),
            cell(segment.customer.as_ref()),
            workload.id.clone(),
            world.regions[segment.region].id.clone(),
            segment.kind.to_owned(),
            cell(segment.chips.as_ref()),
            cell(segment.latency),
            regions.join(";"),
            format!("{} USD/{unit}/year", segment.price.0),
            segment.price.1.to_string(),
            cell(segment.penalty.map(|money| format!("{money} USD/{unit}/year"))),
            some(segment.headroom as f64),
            if segment.one_site { "one-site".into() } else { String::new() },
            cell(segment.bend.map(|money| format!("{money} USD/{unit}"))),
        ]);
    }
    sheet
}

fn series(world: &World) -> Sheet {
    let fixed = ["segment".to_owned(), "unit".to_owned()].into_iter();
    let mut sheet = Sheet::new(fixed.chain((0..world.end()).map(label)));
    for segment in &world.segments {
        let unit = format!("k {}", world.workloads[segment.workload].kind.unit());
        let mut row = vec![segment.id.clone(), unit];
        row.extend(segment.demand.iter().map(ToString::to_string));
        sheet.row(row);
    }
    sheet
}

fn paths(world: &World) -> Sheet {
    let mut sheet = Sheet::new(["from", "to", "latency [ms]", "cost"]);
    for (n, from) in world.regions.iter().enumerate().filter(|(_, region)| !region.sites.is_empty()) {
        for (m, to) in world.regions.iter().enumerate() {
            if n != m && from.zone == to.zone {
                let ms = latency(from, to);
                let cost = format!("{} USD/unit/year", carriage(ms));
                sheet.row(vec![from.id.clone(), to.id.clone(), ms.to_string(), cost]);
            }
        }
    }
    // A vCPU is carried for less than an accelerator's work.
    for segment in world.segments.iter().filter(|s| world.workloads[s.workload].kind == Kind::General) {
        let to = &world.regions[segment.region];
        for (n, from) in world.regions.iter().enumerate().filter(|(_, region)| !region.sites.is_empty()) {
            let ms = latency(from, to);
            let near = segment.latency.is_none_or(|most| ms <= most as f64);
            if n != segment.region && from.zone == to.zone && near {
                let cost = format!("{} USD/vCPU/year", round(carriage(ms) / 50.0));
                sheet.row(vec![from.id.clone(), format!("segment:{}", segment.id), ms.to_string(), cost]);
            }
        }
    }
    sheet
}

/// Whether what a project waits for needs more words than a cell holds.
pub(super) fn in_words(project: &Project) -> bool {
    project.each || project.lag > 0
}

fn projects(world: &World) -> Sheet {
    let fixed = [
        "project",
        "site",
        "supply",
        "copies",
        "starts_per_period",
        "adds.it_power [MW]",
        "adds.cooling",
        "adds.connection [MW]",
        "adds.power [MW]",
        "cost [M USD]",
        "lead [quarters]",
        "life [quarters]",
        "after",
        "needs",
        "payments.start [%]",
        "payments.spread [%]",
        "payments.completion [%]",
        "category",
        "window.start",
        "committed.start",
        "committed.cancel.until",
        "committed.cancel.fee [%]",
    ];
    let due: i64 = world.projects.iter().flat_map(Project::to_pay).map(|(p, _)| p + 1).max().unwrap_or(0);
    let columns = fixed.iter().map(ToString::to_string);
    let mut sheet = Sheet::new(columns.chain((0..due).map(|p| format!("committed.to_pay.{} [M USD]", label(p)))));
    for project in world.projects.iter().filter(|project| !in_words(project)) {
        let site = &world.sites[project.site].id;
        let plant = matches!(project.adds, Adds::Power(_));
        let (it, cooling, connection, power) = adds(project.adds);
        let cancel = project.committed.and_then(|(_, cancel)| cancel);
        let mut row = vec![
            project.id.clone(),
            if plant { String::new() } else { site.clone() },
            if plant { power::plant(site) } else { String::new() },
            if project.copies > 1 { project.copies.to_string() } else { String::new() },
            cell(project.pace),
            it,
            cooling.to_owned(),
            connection,
            power,
            project.cost.to_string(),
            project.lead.to_string(),
            some(project.life as f64),
            project.after.join(";"),
            project.needs.join(";"),
            project.payments[0].to_string(),
            project.payments[1].to_string(),
            project.payments[2].to_string(),
            cell(project.category),
            cell(project.earliest.map(label)),
            cell(project.committed.map(|(start, _)| label(start))),
            cell(cancel.map(|(until, _)| label(until))),
            cell(cancel.map(|(_, fee)| fee)),
        ];
        let to_pay = project.to_pay();
        let owed = |p: i64| to_pay.iter().find(|(due, _)| *due == p).map_or(0.0, |(_, amount)| *amount);
        row.extend((0..due).map(|p| some(round(owed(p)))));
        sheet.row(row);
    }
    sheet
}

/// IT MW, its cooling, connection and supply.
fn adds(adds: Adds) -> (String, &'static str, String, String) {
    let none = String::new;
    match adds {
        Adds::Nothing => (none(), "", none(), none()),
        Adds::Air(mw) => (mw.to_string(), "air", none(), none()),
        Adds::Liquid(mw) => (mw.to_string(), "liquid", none(), none()),
        Adds::Connection(mw) => (none(), "", mw.to_string(), none()),
        Adds::Power(mw) => (none(), "", none(), mw.to_string()),
    }
}

fn fleet(world: &World) -> Sheet {
    let fixed = ["chip".to_owned(), "site".to_owned(), "quantity [k chips]".to_owned()].into_iter();
    let mut sheet = Sheet::new(fixed.chain((0..world.end()).map(|p| format!("retires.{} [k chips]", label(p)))));
    for fleet in &world.fleet {
        let site = world.sites[fleet.site].id.clone();
        let mut row = vec![world.chips[fleet.chip].id.clone(), site, fleet.quantity.to_string()];
        let gone = |p: i64| fleet.retires.iter().find(|(when, _)| *when == p).map_or(0.0, |(_, amount)| *amount);
        row.extend((0..world.end()).map(|p| some(gone(p))));
        sheet.row(row);
    }
    sheet
}

fn orders(world: &World) -> Sheet {
    let fixed = ["order", "chip", "site", "quantity [k chips]", "ordered", "delivered", "price [M USD]"];
    let due = (0..4).map(|p| format!("to_pay.{} [M USD]", label(p)));
    let cancel = ["cancel.until", "cancel.fee [%]"].map(String::from);
    let mut sheet = Sheet::new(fixed.map(String::from).into_iter().chain(due).chain(cancel));
    for order in &world.orders {
        let mut row = vec![
            order.id.clone(),
            world.chips[order.chip].id.clone(),
            world.sites[order.site].id.clone(),
            order.quantity.to_string(),
            label(order.ordered),
            label(order.delivered),
            order.price.to_string(),
        ];
        row.extend((0..4).map(|p| some(if p == order.delivered { order.due } else { 0.0 })));
        row.push(cell(order.cancel.map(|(until, _)| label(until))));
        row.push(cell(order.cancel.map(|(_, fee)| fee)));
        sheet.row(row);
    }
    sheet
}

/// Halls that others let, with their connection, at one standing campus in five.
fn leases(world: &World) -> Sheet {
    let mut sheet = Sheet::new([
        "lease",
        "site",
        "adds.it_power [MW]",
        "adds.cooling",
        "adds.connection [MW]",
        "fee [M USD/MW/year]",
        "lead [quarters]",
        "term [years]",
        "vendor",
    ]);
    for (n, site) in world.sites.iter().enumerate().filter(|(_, site)| site.standing() > 0.0) {
        let mut dice = Dice::new(world.ask.seed, Topic::Limit, 300_000 + n);
        if !dice.chance(20) {
            continue;
        }
        let mw = (dice.between(0.05, 0.2) * site.standing() / 5.0).ceil() * 5.0;
        let lead = dice.whole(1, 3).to_string();
        let mut row = |what: &str, it: String, cooling: &str, connection: String, fee: f64| {
            let id = format!("colo-{}{what}", site.id);
            let term = "4".to_owned();
            let cells = vec![
                id,
                site.id.clone(),
                it,
                cooling.to_owned(),
                connection,
                round(fee).to_string(),
                lead.clone(),
                term,
                "colo".into(),
            ];
            sheet.row(cells);
        };
        row("", mw.to_string(), "liquid", String::new(), dice.between(2.3, 3.4));
        row("-power", String::new(), "", (mw * site.pue).ceil().to_string(), dice.between(0.1, 0.25));
    }
    sheet
}

/// Upgrades of ties, and modules by the megawatt at a few campuses.
fn expansions(world: &World, network: &Network) -> Sheet {
    let mut sheet = Sheet::new([
        "expansion",
        "site",
        "line",
        "adds.it_power [MW]",
        "adds.cooling",
        "adds.rating [MW]",
        "price [M USD/MW]",
        "lead [quarters]",
        "life [years]",
        "growth.rate [%]",
        "growth.seed [MW]",
    ]);
    let text = |words: &[&str]| -> Vec<String> { words.iter().map(ToString::to_string).collect() };
    for (n, line) in network.lines.iter().enumerate() {
        if let Some((mw, price)) = line.upgrade {
            let (mw, price) = (mw.to_string(), price.to_string());
            let id = line_id(network, n);
            let of = format!("upgrade-{id}");
            sheet.row(text(&[&of, "", &id, "", "", &mw, &price, "7", "40", "", ""]));
        }
    }
    for (n, site) in world.sites.iter().enumerate().filter(|(_, site)| site.standing() > 0.0) {
        let mut dice = Dice::new(world.ask.seed, Topic::Limit, 400_000 + n);
        if dice.chance(12) {
            let (mw, seed) = (round(0.1 * site.standing()).to_string(), round(0.02 * site.standing()).to_string());
            let price = round(dice.between(13.0, 15.0) * world.regions[site.region].cost).to_string();
            let id = format!("modular-{}", site.id);
            sheet.row(text(&[&id, &site.id, "", &mw, "liquid", "", &price, "3", "10", "20", &seed]));
        }
    }
    sheet
}

fn nodes(world: &World, network: &Network) -> Sheet {
    let mut sheet = Sheet::new(["node", "region", "other_load [MW]", "shed"]);
    for node in &network.nodes {
        let shed = if node.other > 0.0 { "4000 USD/MWh".to_owned() } else { String::new() };
        sheet.row(vec![node.id.clone(), world.regions[node.region].id.clone(), some(node.other), shed]);
    }
    sheet
}

fn line_id(network: &Network, n: usize) -> String {
    let line = &network.lines[n];
    format!("{}-{}", network.nodes[line.from].id, network.nodes[line.to].id)
}

fn lines(network: &Network) -> Sheet {
    let mut sheet = Sheet::new(["line", "from", "to", "rating [MW]"]);
    for (n, line) in network.lines.iter().enumerate() {
        let (from, to) = (network.nodes[line.from].id.clone(), network.nodes[line.to].id.clone());
        sheet.row(vec![line_id(network, n), from, to, line.rating.to_string()]);
    }
    sheet
}

fn supplies(world: &World, network: &Network) -> Sheet {
    let columns = [
        "supply",
        "node",
        "power [MW]",
        "availability",
        "price.value [USD/MWh]",
        "price.change [%/year]",
        "carbon [t/MWh]",
    ];
    let mut sheet = Sheet::new(columns);
    for node in &network.nodes {
        sheet.row(vec![
            format!("{}-grid", node.id),
            node.id.clone(),
            node.power.to_string(),
            String::new(),
            node.price.0.to_string(),
            node.price.1.to_string(),
            node.carbon.to_string(),
        ]);
    }
    for site in power::plants(world) {
        let node = &network.nodes[network.node_of[site]];
        sheet.row(vec![
            power::plant(&world.sites[site].id),
            node.id.clone(),
            String::new(),
            "0.93".into(),
            round(node.price.0 * 0.9).to_string(),
            "3".into(),
            "0.37".into(),
        ]);
    }
    sheet
}
