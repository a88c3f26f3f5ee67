//! Buses, loads, generators, lines, transformers and links as nodes, supplies and lines of a model whose blocks are the snapshots.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::sheets::{Row, Sheets};
use crate::files::{Finding, Findings};
use crate::import::{Imported, Made};

/// A snapshot: how many hours it stands for.
struct Snapshot {
    id: String,
    hours: f64,
}

struct Network<'s> {
    sheets: &'s Sheets,
    snapshots: Vec<Snapshot>,
    /// Ids of buses by their names.
    buses: BTreeMap<&'s str, String>,
    /// Voltage of each bus, kV.
    voltage: BTreeMap<&'s str, f64>,
    ids: BTreeSet<String>,
    lines: String,
    branches: usize,
    supplies: String,
    generators: usize,
    loads: usize,
    left_out: Vec<String>,
}

/// Writes the tables of a folder as a model.
pub(super) fn write(sheets: &Sheets, stem: &str, findings: &mut Findings) -> Imported {
    let mut network = Network {
        sheets,
        snapshots: snapshots(sheets, findings),
        buses: BTreeMap::new(),
        voltage: BTreeMap::new(),
        ids: BTreeSet::new(),
        lines: "id,from,to,rating [MW],susceptance\n".into(),
        branches: 0,
        supplies: String::new(),
        generators: 0,
        loads: 0,
        left_out: Vec::new(),
    };
    let nodes = network.nodes(findings);
    network.generators(findings);
    let lawful = network.passive(findings);
    network.links(lawful, findings);
    network.others();
    network.done(stem, nodes, lawful)
}

/// Snapshots with their hours; one hour where the folder has none.
fn snapshots(sheets: &Sheets, findings: &mut Findings) -> Vec<Snapshot> {
    let rows = sheets.rows("snapshots");
    if let Some(row) = rows.iter().find(|row| !row.text("period").is_empty()) {
        let finding = Finding::error("the snapshots are of several investment periods", row.place("period"));
        findings.push(finding.hint("export a network of one period"));
    }
    let mut hours = |row: &Row<'_>| {
        let own = row.number("weightings", 1.0, findings);
        row.number("objective", own, findings)
    };
    let mut list: Vec<Snapshot> =
        (1..).zip(&rows).map(|(n, row)| Snapshot { id: format!("t{n}"), hours: hours(row) }).collect();
    if list.is_empty() {
        list.push(Snapshot { id: "t1".into(), hours: 1.0 });
    }
    list
}

/// `1 bus`, `2 buses`.
fn many(count: usize, one: &str, more: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { more })
}

/// What an id may hold, made of a name.
fn plain(name: &str) -> String {
    let allowed =
        |c: char| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c.to_ascii_lowercase() } else { '-' };
    let id: String = name.chars().map(allowed).collect();
    if id.starts_with(|c: char| c.is_ascii_alphanumeric()) { id } else { format!("x{id}") }
}

impl Network<'_> {
    /// An id that nothing else has.
    fn id(&mut self, kind: &str, name: &str) -> String {
        let first = plain(name);
        let mut id = first.clone();
        let mut n = 2;
        while !self.ids.insert(format!("{kind} {id}")) {
            id = format!("{first}-{n}");
            n += 1;
        }
        id
    }

    /// The node of a component.
    fn node(&self, row: Row<'_>, column: &str, findings: &mut Findings) -> Option<String> {
        let found = self.buses.get(row.text(column)).cloned();
        if found.is_none() {
            let message = format!("no bus is called `{}`", crate::files::tree::shorten(row.text(column)));
            findings.push(Finding::error(message, row.place(column)).label("not a bus"));
        }
        found
    }

    /// A value by snapshot: its series, or its static value throughout.
    fn by_snapshot(&self, row: Row<'_>, kind: &str, key: &str, otherwise: f64, findings: &mut Findings) -> Vec<f64> {
        let own = row.number(key, otherwise, findings);
        let series = self.sheets.series(&format!("{kind}-{key}"), row.name(), findings);
        let list = series.unwrap_or_else(|| vec![own; self.snapshots.len()]);
        if list.len() != self.snapshots.len() {
            let message = format!("`{kind}-{key}.csv` has {} rows for {} snapshots", list.len(), self.snapshots.len());
            findings.push(Finding::error(message, row.place(key)));
        }
        list
    }

    /// Nodes with what is drawn there.
    fn nodes(&mut self, findings: &mut Findings) -> String {
        let sheets = self.sheets;
        for row in sheets.rows("buses") {
            let id = self.id("node", row.name());
            self.voltage.insert(row.name(), row.number("v_nom", 1.0, findings));
            if self.buses.insert(row.name(), id).is_some() {
                let message = format!("the bus `{}` is there twice", row.name());
                findings.push(Finding::error(message, row.place("name")));
            }
        }
        let mut drawn: BTreeMap<String, Vec<f64>> = BTreeMap::new();
        for row in sheets.rows("loads") {
            let Some(node) = self.node(row, "bus", findings) else { continue };
            let sign = row.number("sign", -1.0, findings);
            let load = self.by_snapshot(row, "loads", "p_set", 0.0, findings);
            let sum = drawn.entry(node).or_insert_with(|| vec![0.0; self.snapshots.len()]);
            sum.iter_mut().zip(load).for_each(|(sum, load)| *sum -= sign * load);
            self.loads += 1;
        }
        let several = self.snapshots.len() > 1;
        let mut table = String::from("id,at,other_load [MW]");
        if several {
            self.snapshots
                .iter()
                .for_each(|snapshot| write!(table, ",load_factor.{}", snapshot.id).expect("a text grows"));
        }
        table.push('\n');
        for row in sheets.rows("buses") {
            let Some(id) = self.buses.get(row.name()).cloned() else { continue };
            let (east, north) = (row.number("x", 0.0, findings), row.number("y", 0.0, findings));
            let placed = (east, north) != (0.0, 0.0) && north.abs() <= 90.0 && east.abs() <= 180.0;
            let at = if placed { format!("{north};{east}") } else { String::new() };
            let load = drawn.remove(&id).unwrap_or_else(|| vec![0.0; self.snapshots.len()]);
            let largest = load.iter().copied().fold(0.0, |a: f64, b| if b.abs() > a.abs() { b } else { a });
            if load.iter().any(|mw| mw * largest < 0.0) {
                let message = format!("bus `{}` draws in some snapshots and gives in others", row.name());
                let hint = "write what gives as a generator";
                findings.push(Finding::error(message, row.place("name")).hint(hint));
            }
            write!(table, "{id},{at},{largest}").expect("a text grows");
            if several {
                for mw in load {
                    write!(table, ",{}", if largest == 0.0 { 1.0 } else { mw / largest }).expect("a text grows");
                }
            }
            table.push('\n');
        }
        table
    }

    fn generators(&mut self, findings: &mut Findings) {
        let sheets = self.sheets;
        let several = self.snapshots.len() > 1;
        self.supplies = String::from("id,node,power [MW],min_output,price [USD/MWh],carbon [t/MWh]");
        if several {
            for snapshot in &self.snapshots {
                write!(self.supplies, ",availability.{}", snapshot.id).expect("a text grows");
            }
        } else {
            self.supplies.push_str(",availability");
        }
        self.supplies.push('\n');
        let carbon: BTreeMap<&str, f64> = sheets
            .rows("carriers")
            .iter()
            .map(|row| (row.name(), row.number("co2_emissions", 0.0, findings)))
            .collect();
        let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
        for row in sheets.rows("generators") {
            let Some(node) = self.node(row, "bus", findings) else { continue };
            let name = row.name();
            for (what, is_so) in [
                (
                    "that generators can be built or grow (p_nom_extendable): they have their p_nom",
                    row.flag("p_nom_extendable"),
                ),
                ("starting and stopping of committable generators", row.flag("committable")),
                (
                    "ramp limits of generators",
                    !row.text("ramp_limit_up").is_empty() || !row.text("ramp_limit_down").is_empty(),
                ),
                ("least output by snapshot: the static one holds", sheets.varies("generators-p_min_pu", name)),
                (
                    "marginal costs by snapshot: their mean over the hours holds",
                    sheets.varies("generators-marginal_cost", name),
                ),
                ("quadratic marginal costs", row.number("marginal_cost_quadratic", 0.0, findings) != 0.0),
                (
                    "limits on the energy of generators (e_sum_max)",
                    row.number("e_sum_max", f64::INFINITY, findings).is_finite(),
                ),
            ] {
                *counted.entry(what).or_default() += usize::from(is_so);
            }
            let (power, least) = (row.number("p_nom", 0.0, findings), row.number("p_min_pu", 0.0, findings));
            let costs = self.by_snapshot(row, "generators", "marginal_cost", 0.0, findings);
            let hours: f64 = self.snapshots.iter().map(|snapshot| snapshot.hours).sum();
            let mean = costs.iter().zip(&self.snapshots).map(|(cost, snapshot)| cost * snapshot.hours).sum::<f64>();
            let price = if hours > 0.0 { mean / hours } else { 0.0 };
            let efficiency = row.number("efficiency", 1.0, findings);
            let tonnes = carbon.get(row.text("carrier")).copied().unwrap_or(0.0) / efficiency;
            let share = self.by_snapshot(row, "generators", "p_max_pu", 1.0, findings);
            for (share, snapshot) in
                share.iter().zip(&self.snapshots).filter(|(share, _)| !(0.0..=1.0).contains(*share))
            {
                let message = format!("generator `{name}` can use {share} of its p_nom in snapshot {}", snapshot.id);
                findings.push(Finding::error(message, row.place("p_max_pu")).hint("a share lies between 0 and 1"));
            }
            let id = self.id("supply", name);
            let share: Vec<String> = share.iter().map(ToString::to_string).collect();
            writeln!(self.supplies, "{id},{node},{power},{} %,{price},{tonnes},{}", least * 100.0, share.join(","))
                .expect("a text grows");
            self.generators += 1;
        }
        self.tell(counted, "generator", "generators");
    }

    /// Lists what was counted, with how many components it is of.
    fn tell(&mut self, counted: BTreeMap<&str, usize>, one: &str, more: &str) {
        for (what, count) in counted.into_iter().filter(|(_, count)| *count > 0) {
            self.left_out.push(format!("{what} ({})", many(count, one, more)));
        }
    }

    /// Lines and transformers; whether there is one.
    fn passive(&mut self, findings: &mut Findings) -> bool {
        let sheets = self.sheets;
        let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
        for (table, is_line) in [("lines", true), ("transformers", false)] {
            for row in sheets.rows(table) {
                let (Some(from), Some(to)) = (self.node(row, "bus0", findings), self.node(row, "bus1", findings))
                else {
                    continue;
                };
                let (x, rating) = (row.number("x", 0.0, findings), row.number("s_nom", 0.0, findings));
                if x == 0.0 {
                    let message = format!("`{}` has no reactance", row.name());
                    let hint = "standard types are not read: export the network with its own `x`";
                    findings.push(Finding::error(message, row.place("x")).hint(hint));
                    continue;
                }
                for (what, is_so) in [
                    (
                        "that lines can be built or grow (s_nom_extendable): they have their s_nom",
                        row.flag("s_nom_extendable"),
                    ),
                    (
                        "ratings by snapshot: the static one holds",
                        sheets.varies(&format!("{table}-s_max_pu"), row.name()),
                    ),
                    ("phase shifts", row.number("phase_shift", 0.0, findings) != 0.0),
                ] {
                    *counted.entry(what).or_default() += usize::from(is_so);
                }
                // Ohm of a line at the voltage of its first bus; of a transformer per unit on its own rating.
                let kilovolt = self.voltage.get(row.text("bus0")).copied().unwrap_or(1.0);
                let strength = if is_line { kilovolt * kilovolt / x } else { rating / x };
                let tap = if is_line { 1.0 } else { row.number("tap_ratio", 1.0, findings) };
                let most = rating * row.number("s_max_pu", 1.0, findings);
                let id = self.id("line", row.name());
                writeln!(self.lines, "{id},{from},{to},{most},{}", strength / tap).expect("a text grows");
                self.branches += 1;
            }
        }
        self.tell(counted, "line", "lines");
        self.branches > 0
    }

    /// Links are lines where nothing but ratings limits flows: those that carry alike both ways, without loss and cost.
    fn links(&mut self, lawful: bool, findings: &mut Findings) {
        let mut left = 0;
        for row in self.sheets.rows("links") {
            let (least, most) = (row.number("p_min_pu", 0.0, findings), row.number("p_max_pu", 1.0, findings));
            let alike = (least + most).abs() < 1e-12
                && row.number("efficiency", 1.0, findings) == 1.0
                && row.number("marginal_cost", 0.0, findings) == 0.0
                && !row.flag("p_nom_extendable")
                && row.text("bus2").is_empty();
            if lawful || !alike {
                left += 1;
                continue;
            }
            let (Some(from), Some(to)) = (self.node(row, "bus0", findings), self.node(row, "bus1", findings)) else {
                continue;
            };
            let rating = row.number("p_nom", 0.0, findings) * most;
            let id = self.id("line", row.name());
            writeln!(self.lines, "{id},{from},{to},{rating},").expect("a text grows");
            self.branches += 1;
        }
        if left > 0 {
            let links = many(left, "link", "links");
            self.left_out.push(format!(
                "{links}: those alone are lines that carry alike both ways without loss or cost, in a network without lines that follow a law"
            ));
        }
    }

    /// Files that say something which has no counterpart here.
    fn others(&mut self) {
        let known =
            ["buses", "loads", "generators", "lines", "transformers", "links", "carriers", "snapshots", "network"];
        let series = ["loads-p_set", "generators-p_max_pu", "generators-p_min_pu", "generators-marginal_cost"];
        let names: Vec<String> = self.sheets.names().map(str::to_owned).collect();
        for name in names {
            let rows = self.sheets.rows(&name).len();
            if rows > 0 && !known.contains(&name.as_str()) && !series.contains(&name.as_str()) {
                self.left_out.push(format!("`{name}.csv` ({})", many(rows, "row", "rows")));
            }
        }
        self.left_out.push("losses, reactive power and voltages".into());
    }

    fn done(self, stem: &str, nodes: String, lawful: bool) -> Imported {
        let name = self.sheets.rows("network").first().map_or(stem, |row| row.name()).to_owned();
        let name = if name.is_empty() { stem.to_owned() } else { name };
        let mut blocks = String::new();
        for snapshot in &self.snapshots {
            write!(blocks, "[block.{}]\nhours = {}\n\n", snapshot.id, snapshot.hours).expect("a text grows");
        }
        let all = [("node", "nodes", nodes), ("line", "lines", self.lines), ("supply", "supplies", self.supplies)];
        let all: Vec<_> = all.into_iter().filter(|(_, _, text)| text.lines().count() > 1).collect();
        let mut tables = String::new();
        for (kind, file, _) in &all {
            writeln!(tables, "{kind} = \"tables/{file}.csv\"").expect("a text grows");
        }
        let flow = if lawful { "dc" } else { "transport" };
        let model = format!(
            "# At what cost does this network meet its load?\n# Made of a folder of PyPSA; blocks are its snapshots.\n\n\
             name = {name:?}\n\
             horizon = {{ start = \"2026\", periods = 1 }}\n\
             money = {{ currency = \"USD\", discount_rate = \"0 %/year\" }}\n\
             goal = [\"cost\"]\n\
             flow = \"{flow}\"\n\n\
             {blocks}[tables]\n{tables}"
        );
        let made = |path: String, text: String| Made { path, text };
        let mut files = vec![made("model.toml".into(), model)];
        files.extend(all.into_iter().map(|(_, file, text)| made(format!("tables/{file}.csv"), text)));
        let said = vec![
            many(self.buses.len(), "bus", "buses"),
            many(self.snapshots.len(), "snapshot", "snapshots"),
            many(self.loads, "load", "loads"),
            many(self.generators, "generator", "generators"),
            many(self.branches, "line", "lines"),
        ];
        Imported { said, files, left_out: self.left_out }
    }
}
