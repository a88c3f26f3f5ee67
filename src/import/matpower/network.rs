//! Buses, branches and generators as nodes, lines and supplies of a model of one hour.

use std::collections::{BTreeMap, BTreeSet};

use super::costs::{Curve, Step, curve};
use super::text::{Case, Row};
use super::{Ask, Reading};
use crate::files::{Finding, Findings};
use crate::import::{Imported, Made};

/// A bus in service.
struct Bus {
    name: String,
    /// Load, shunts at one per unit and generators that can only draw, MW.
    load: f64,
}

/// What is being written.
struct Network<'c> {
    case: &'c Case,
    ask: Ask,
    buses: BTreeMap<u64, Bus>,
    isolated: BTreeSet<u64>,
    lines: String,
    branches: usize,
    supplies: String,
    generators: usize,
    /// USD an hour that no output changes.
    constant: f64,
    /// USD an hour by which steps lie below curves, and of how many generators.
    below: (f64, usize),
    left_out: Vec<String>,
}

/// Writes a case as a model; what is wrong with it is found.
pub(super) fn write(case: &Case, stem: &str, ask: Ask, findings: &mut Findings) -> Option<Imported> {
    for (table, columns) in [("baseMVA", 1), ("bus", 13), ("gen", 10), ("branch", 11), ("gencost", 4)] {
        let rows = case.rows(table);
        if rows.is_empty() && table != "branch" && table != "gencost" {
            let hint = "a case has `mpc.baseMVA`, `mpc.bus`, `mpc.gen`, `mpc.branch` and `mpc.gencost`";
            findings.push(Finding::error(format!("the case has no `mpc.{table}`"), case.whole()).hint(hint));
        }
        for row in rows.iter().filter(|row| row.numbers.len() < columns) {
            let message = format!("a row of `mpc.{table}` has {} columns, not {columns}", row.numbers.len());
            findings.push(Finding::error(message, case.place(row, usize::MAX)));
        }
    }
    if findings.errors() > 0 {
        return None;
    }
    let base = case.rows("baseMVA")[0].at(0);
    if base <= 0.0 || !base.is_finite() {
        let place = case.place(&case.rows("baseMVA")[0], 0);
        findings.push(Finding::error(format!("`{base}` MVA are no base of a per unit system"), place));
    }
    let mut network = Network {
        case,
        ask,
        buses: BTreeMap::new(),
        isolated: BTreeSet::new(),
        lines: format!(
            "id,from,to,rating [MW],reactance,tap,shift [deg],angle_min [deg],angle_max [deg]{}\n",
            if ask.losses.is_some() { ",resistance" } else { "" }
        ),
        branches: 0,
        supplies: "id,node,power [MW],min_output [MW],price [USD/MWh]\n".into(),
        generators: 0,
        constant: 0.0,
        below: (0.0, 0),
        left_out: Vec::new(),
    };
    network.buses(findings);
    network.branches(findings);
    network.generators(findings);
    network.others();
    Some(network.done(case.name.as_deref().unwrap_or(stem), base))
}

/// `1 branch`, `2 branches`.
fn many(count: usize, one: &str, more: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { more })
}

impl Network<'_> {
    /// A bus by the number in a row.
    fn number(&self, row: &Row, column: usize, findings: &mut Findings) -> Option<u64> {
        let number = row.at(column);
        if number.fract() != 0.0 || !(0.0..1e12).contains(&number) {
            let message = format!("`{number}` is no number of a bus");
            findings.push(Finding::error(message, self.case.place(row, column)).label("not a bus"));
            return None;
        }
        // The range above makes the conversion exact.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        Some(number as u64)
    }

    /// The bus that a row of another table is at; none where it is isolated or not there.
    fn bus(&self, row: &Row, column: usize, findings: &mut Findings) -> Option<u64> {
        let number = self.number(row, column, findings)?;
        if !self.buses.contains_key(&number) && !self.isolated.contains(&number) {
            let finding = Finding::error(format!("no bus has the number {number}"), self.case.place(row, column));
            findings.push(finding.label("not a bus").hint("each branch and generator is at a bus of `mpc.bus`"));
        }
        self.buses.contains_key(&number).then_some(number)
    }

    /// Checks that a number is finite.
    fn finite(&self, row: &Row, column: usize, what: &str, findings: &mut Findings) -> f64 {
        let number = row.at(column);
        if !number.is_finite() {
            let message = format!("{what} is `{number}`; a finite number is needed here");
            findings.push(Finding::error(message, self.case.place(row, column)));
            return 0.0;
        }
        number
    }

    fn buses(&mut self, findings: &mut Findings) {
        let (mut shunts, mut reactive) = (0, 0);
        for row in self.case.rows("bus") {
            let Some(number) = self.number(row, 0, findings) else { continue };
            if self.buses.contains_key(&number) || self.isolated.contains(&number) {
                let message = format!("the bus {number} is there twice");
                findings.push(Finding::error(message, self.case.place(row, 0)));
            }
            if row.at(1) == 4.0 {
                self.isolated.insert(number);
                continue;
            }
            shunts += usize::from(row.at(4) != 0.0);
            reactive += usize::from(row.at(3) != 0.0 || row.at(5) != 0.0);
            let load =
                self.finite(row, 2, "the load", findings) + self.finite(row, 4, "the shunt conductance", findings);
            self.buses.insert(number, Bus { name: format!("bus-{number}"), load });
        }
        if !self.isolated.is_empty() {
            let buses = many(self.isolated.len(), "isolated bus", "isolated buses");
            self.left_out.push(format!("{buses} with what is at them"));
        }
        if shunts > 0 {
            self.left_out.push(format!(
                "that the shunts of {} draw by voltage: they draw as at one per unit",
                many(shunts, "bus", "buses")
            ));
        }
        if reactive > 0 {
            self.left_out.push(format!("reactive load and susceptance of {}", many(reactive, "bus", "buses")));
        }
        self.left_out.push("voltages and their limits, reactive output of generators".into());
    }

    fn branches(&mut self, findings: &mut Findings) {
        let mut parallel: BTreeMap<(u64, u64), usize> = BTreeMap::new();
        let (mut out, mut turned, mut charged, mut unrated) = (0, 0, 0, 0);
        for row in self.case.rows("branch") {
            let (from, to) = (self.bus(row, 0, findings), self.bus(row, 1, findings));
            if row.at(10) == 0.0 {
                out += 1;
                continue;
            }
            let (Some(from), Some(to)) = (from, to) else { continue };
            if from == to {
                let message = format!("a branch begins and ends at bus {from}");
                findings.push(Finding::error(message, self.case.place(row, 1)));
                continue;
            }
            let (r, x) = (self.finite(row, 2, "r", findings), self.finite(row, 3, "x", findings));
            if x == 0.0 {
                let message = format!("the branch from bus {from} to bus {to} has no reactance");
                let hint = "linear power flow divides by it: write a small one, or join the two buses";
                findings.push(Finding::error(message, self.case.place(row, 3)).hint(hint));
                continue;
            }
            let rating = row.at(5);
            if rating < 0.0 {
                let message = format!("`{rating}` is no rating; 0 is without limit");
                findings.push(Finding::error(message, self.case.place(row, 5)));
            }
            charged += usize::from(row.at(4) != 0.0);
            let (tap, shift) =
                (self.finite(row, 8, "the tap ratio", findings), self.finite(row, 9, "the phase shift", findings));
            let (reactance, tap, shift) = match self.ask.reading {
                Reading::Textbook => (x, if tap == 0.0 { 1.0 } else { tap }, shift),
                Reading::Pglib => {
                    turned += usize::from((tap != 0.0 && tap != 1.0) || shift != 0.0);
                    ((r * r + x * x) / x, 1.0, 0.0)
                }
            };
            if tap < 0.0 {
                findings.push(Finding::error(format!("`{tap}` is no turns ratio"), self.case.place(row, 8)));
            }
            let copy = parallel.entry((from.min(to), from.max(to))).or_default();
            *copy += 1;
            let copy = if *copy == 1 { String::new() } else { format!("-{copy}") };
            let rating = if rating == 0.0 || rating.is_infinite() { String::new() } else { rating.to_string() };
            let angle = |column: usize| {
                let limit = row.at(column);
                let free = limit == 0.0 || limit.abs() >= 360.0;
                if free { String::new() } else { limit.to_string() }
            };
            // Losses are told in segments of a rating.
            let resistance = match (self.ask.losses, rating.is_empty()) {
                (None, _) => String::new(),
                (Some(_), true) => {
                    unrated += usize::from(r != 0.0);
                    ",".into()
                }
                (Some(_), false) => format!(",{r}"),
            };
            if r < 0.0 && self.ask.losses.is_some() {
                let message = format!("`{r}` is no resistance: a branch does not gain what it carries");
                findings.push(Finding::error(message, self.case.place(row, 2)));
            }
            self.lines += &format!(
                "line-{from}-{to}{copy},bus-{from},bus-{to},{rating},{reactance},{tap},{shift},{},{}{resistance}\n",
                angle(11),
                angle(12)
            );
            self.branches += 1;
        }
        if out > 0 {
            self.left_out.push(many(out, "branch out of service", "branches out of service"));
        }
        if turned > 0 {
            self.left_out.push(format!("tap ratios and phase shifts of {}", many(turned, "branch", "branches")));
        }
        if charged > 0 {
            self.left_out.push(format!("charging of {}", many(charged, "branch", "branches")));
        }
        if self.ask.losses.is_none() {
            self.left_out.push("losses (--losses carries them over)".into());
        } else if unrated > 0 {
            self.left_out.push(format!("losses of {} without a rating", many(unrated, "branch", "branches")));
        }
        self.left_out.push("short-term and emergency ratings (B and C)".into());
    }

    fn generators(&mut self, findings: &mut Findings) {
        let costs = self.case.rows("gencost");
        let generators = self.case.rows("gen");
        if !costs.is_empty() && costs.len() != generators.len() && costs.len() != 2 * generators.len() {
            let message = format!("`mpc.gencost` has {} rows for {} generators", costs.len(), generators.len());
            findings.push(Finding::error(message, self.case.place(&costs[0], usize::MAX)));
            return;
        }
        let (mut out, mut started) = (0, 0);
        for (n, row) in generators.iter().enumerate() {
            let bus = self.bus(row, 0, findings);
            if row.at(7) <= 0.0 {
                out += 1;
                continue;
            }
            let Some(bus) = bus else { continue };
            let (most, least) = (self.finite(row, 8, "Pmax", findings), self.finite(row, 9, "Pmin", findings));
            if least > most {
                let message = format!("Pmin is {least} MW, above the {most} MW of Pmax");
                findings.push(Finding::error(message, self.case.place(row, 9)));
                continue;
            }
            let free = Curve { at_least: 0.0, steps: Vec::new(), below: 0.0 };
            let found = match costs.get(n) {
                Some(cost) => {
                    started += usize::from(cost.at(1) != 0.0 || cost.at(2) != 0.0);
                    curve(cost, least, most, self.ask.error).map_err(|(why, column)| {
                        let hint =
                            "costs are straight, piecewise linear or square, and never grow more slowly with output";
                        Finding::error(why, self.case.place(cost, column)).hint(hint)
                    })
                }
                None => Ok(free.clone()),
            };
            match found {
                Ok(curve) => self.generator(n + 1, bus, least, most, curve),
                Err(wrong) => findings.push(wrong),
            }
        }
        if out > 0 {
            self.left_out.push(many(out, "generator out of service", "generators out of service"));
        }
        if started > 0 {
            self.left_out.push(format!("costs of starting and stopping {}", many(started, "generator", "generators")));
        }
        if costs.len() == 2 * generators.len() && !costs.is_empty() {
            self.left_out.push("costs of reactive output".into());
        }
        if costs.is_empty() {
            self.left_out.push("costs: the case has none".into());
        }
    }

    /// One generator: a supply for each step of its cost. What it must draw is load of its bus.
    fn generator(&mut self, n: usize, bus: u64, least: f64, most: f64, curve: Curve) {
        self.generators += 1;
        if curve.below > 0.0 {
            self.below = (self.below.0 + curve.below, self.below.1 + 1);
        }
        // Where the steps meet that are counted upwards and downwards.
        let middle = 0.0_f64.clamp(least, most);
        let curve = curve.cut(middle);
        let always = middle.max(0.0);
        if most < 0.0
            && let Some(bus) = self.buses.get_mut(&bus)
        {
            bus.load -= most;
        }
        self.constant += curve.at(middle);
        let node = format!("bus-{bus}");
        let mut steps = 0;
        let mut supply = |power: f64, min_output: f64, price: f64| {
            steps += 1;
            let copy = if steps == 1 { String::new() } else { format!("-{steps}") };
            self.supplies += &format!("gen-{n}{copy},{node},{power},{min_output},{price}\n");
        };
        let (down, up): (Vec<Step>, Vec<Step>) = curve.steps.iter().copied().partition(|step| step.to <= middle);
        for step in down {
            supply(0.0, step.from - step.to, step.price);
        }
        if up.is_empty() && always > 0.0 {
            supply(always, always, 0.0);
        }
        for (k, step) in up.iter().enumerate() {
            // The first step bears what always runs, whose cost is among the constant ones but for the price it is charged here.
            let base = if k == 0 { always } else { 0.0 };
            self.constant -= base * step.price;
            supply(base + step.to - step.from, base, step.price);
        }
    }

    /// Tables that say nothing here.
    fn others(&mut self) {
        let known =
            ["baseMVA", "bus", "gen", "branch", "gencost", "version", "areas", "bus_name", "gentype", "genfuel"];
        if !self.case.rows("dcline").is_empty() {
            let lines = many(self.case.rows("dcline").len(), "line", "lines");
            self.left_out.push(format!("direct-current transmission: {lines} of `mpc.dcline`"));
        }
        for name in self.case.tables.keys().filter(|name| !known.contains(&name.as_str()) && *name != "dcline") {
            self.left_out.push(format!("`mpc.{name}`"));
        }
    }

    fn done(self, name: &str, base: f64) -> Imported {
        let mut nodes = "id,other_load [MW]\n".to_owned();
        for bus in self.buses.values() {
            nodes += &format!("{},{}\n", bus.name, bus.load);
        }
        let reading = match self.ask.reading {
            Reading::Textbook => "1 / x with tap ratios and phase shifts (textbook)",
            Reading::Pglib => "x / (r^2 + x^2), tap ratios and phase shifts ignored (pglib)",
        };
        let constant = if self.constant == 0.0 {
            String::new()
        } else {
            format!(
                "\n# What running costs whatever is produced, and what steps of costs are counted from.\n[[cash]]\nid = \"constant-costs\"\ncategory = \"supply\"\nperiods = \"2026\"\namount = \"{} USD\"\n{}",
                self.constant.abs(),
                if self.constant < 0.0 { "inflow = true\n" } else { "" }
            )
        };
        // `cost` counts no inflows.
        let goal = if self.constant < 0.0 { "npv" } else { "cost" };
        let all = [("node", nodes), ("line", self.lines), ("supply", self.supplies)];
        let all: Vec<_> = all.into_iter().filter(|(_, text)| text.lines().count() > 1).collect();
        let mut tables = String::new();
        for (kind, _) in &all {
            tables += &format!("{kind} = \"tables/{}.csv\"\n", file(kind));
        }
        let losses = self.ask.losses.map_or_else(String::new, |n| format!("losses = {{ segments = {n} }}\n"));
        let model = format!(
            "# At what cost does this network meet its load for an hour?\n\
             # Made of a MATPOWER case; susceptance: {reading}.\n\n\
             name = \"{name}\"\n\
             horizon = {{ start = \"2026\", periods = 1 }}\n\
             money = {{ currency = \"USD\", discount_rate = \"0 %/year\" }}\n\
             goal = [\"{goal}\"]\n\
             flow = \"dc\"\n{losses}\
             base_power = \"{base} MW\"\n\n\
             [block.hour]\n\
             hours = 1\n\n\
             [tables]\n{tables}{constant}"
        );
        let made = |path: String, text: String| Made { path, text };
        let mut files = vec![made("model.toml".into(), model)];
        files.extend(all.into_iter().map(|(kind, text)| made(format!("tables/{}.csv", file(kind)), text)));
        let mut said = vec![
            many(self.buses.len(), "bus", "buses"),
            many(self.branches, "branch", "branches"),
            many(self.generators, "generator", "generators"),
        ];
        let (below, curved) = self.below;
        if curved > 0 {
            let generators = many(curved, "generator", "generators");
            said.push(format!("square costs of {generators} as steps, {below:.4} USD/h too low in all at the most"));
        }
        Imported { said, files, left_out: self.left_out }
    }
}

fn file(kind: &str) -> &str {
    match kind {
        "node" => "nodes",
        "line" => "lines",
        _ => "supplies",
    }
}
