//! The model file as a whole: what stands at its top, and the order in which its rows are read.

use std::collections::{BTreeMap, HashMap};

use crate::calendar::label;
use crate::domain::{Basis, Goal, GoalKind, Horizon, Index, Model, Month, Path, Step, Table};
use crate::files::tree::shorten;
use crate::files::{Findings, Node, Place, Value};
use crate::units::{Base, Units};

use super::Loaded;
use super::arithmetic;
use super::guess;
use super::ids::Ids;
use super::open::Opened;
use super::origin::Overlay;
use super::overlay::Layering;
use super::read::{Item, Reader, Row};
use super::rows::Raw;
use super::shape;
use super::value::Want;

/// The model's own currency: all results are in it.
const OWN: &str = "USD";

/// Reads an opened model.
pub(super) fn read(opened: Opened, overlay: &Overlay, findings: Findings) -> Loaded {
    let horizon = Horizon { start: Month::new(2026, 1), periods: 1, step: Step::Quarter, fiscal_year_starts: None };
    let units = Units { currencies: vec![OWN.to_owned()], works: Vec::new() };
    let mut reader = Reader {
        findings,
        units,
        horizon,
        ids: Ids::default(),
        gathered: BTreeMap::new(),
        unread: Vec::new(),
        known_units: HashMap::new(),
    };
    let place = Place { file: opened.file, at: crate::files::At::File };
    let mut layering = Layering::begin(reader.overrides(&opened.root, &place));
    let layers = reader.layers(&opened, overlay, &mut layering);
    let Opened { mut root, folder, .. } = opened;
    reader.lay_early(&layers, &mut root, &mut layering);
    let model = if reader.horizon(&root, &place) {
        reader.merge(&mut root, &folder);
        reader.lay_all(&layers, &mut root, &mut layering);
        Some(reader.model(&root, &place))
    } else {
        // Without a horizon no period means anything, so only what stands at the top is looked at.
        for key in ["name", "money"] {
            reader.need(&Row::top(&root, &place), key);
        }
        None
    };
    reader.keys_of_top(&root);
    if reader.good()
        && let Some(model) = &model
    {
        reader.check(model, &root);
    }
    reader.say_gathered();
    let model = model.filter(|_| reader.good());
    let impossible = model.as_ref().map(|model| arithmetic::findings(model, &root)).unwrap_or_default();
    let impossible = reader.findings.beside(impossible);
    Loaded { model, scenario: layering.scenario, findings: reader.findings, impossible }
}

impl Reader {
    /// Unknown keys at the top.
    fn keys_of_top(&mut self, root: &Node) {
        let kinds = shape::KINDS.iter().map(|(kind, _)| *kind).chain(["fx"]);
        let known: Vec<&str> = shape::TOP.keys.iter().copied().chain(kinds).collect();
        for entry in root.entries().iter().filter(|entry| !known.contains(&entry.key.as_str())) {
            let hint = guess::hint(&entry.key, known.iter().copied());
            let message = format!("`{}` is not a key of a model", shorten(&entry.key));
            let finding = crate::files::Finding::error(message, entry.place.clone()).label("not a key").maybe(hint);
            self.findings.push(finding);
        }
        if !matches!(root.value, Value::Table(_)) {
            self.error(format!("a model is a table, not {}", root.kind()), &root.place);
        }
    }

    /// Reads the horizon; without one nothing else can be read.
    fn horizon(&mut self, root: &Node, place: &Place) -> bool {
        let before = self.findings.errors();
        let top = Row::top(root, place);
        let Some(row) = self.need(&top, "horizon").and_then(|field| self.sub(shape::HORIZON, &field)) else {
            return false;
        };
        let fiscal = row.get("fiscal_year_starts").and_then(|field| self.date(&field)).map(|date| date.month);
        let step = row.get("step").and_then(|field| {
            self.choice(&field, &[("quarter", Step::Quarter), ("half", Step::Half), ("year", Step::Year)])
        });
        let start = self.need(&row, "start").and_then(|field| {
            let text = self.label(&field)?;
            match label::start(&text, fiscal) {
                Ok(start) => Some(start),
                Err(why) => {
                    self.error(format!("{}: `{}` {why}", field.name, shorten(&text)), &field.node.place);
                    None
                }
            }
        });
        let periods = self.need(&row, "periods");
        let (Some((start, written)), Some(periods)) = (start, periods) else {
            return false;
        };
        let step = step.or(written).unwrap_or(Step::Quarter);
        let count = self.whole(&periods) as usize;
        if label::end(start, count, step).is_none() {
            self.needs(&periods, "a number of periods that ends by the year 2200");
        }
        self.horizon = Horizon { start, periods: count, step, fiscal_year_starts: fiscal };
        self.findings.errors() == before
    }

    /// Reads everything else.
    fn model(&mut self, root: &Node, place: &Place) -> Model {
        let top = Row::top(root, place);
        let workloads = self.rows(root, "workload");
        self.learn_units(root, &workloads);
        let mut rows: BTreeMap<&'static str, Vec<Raw<'_>>> = BTreeMap::new();
        for (kind, _) in shape::KINDS {
            let list = if *kind == "workload" { workloads.clone() } else { self.rows(root, kind) };
            if !shape::LISTS.contains(kind) {
                self.know(kind, &list);
            }
            rows.insert(kind, list);
        }
        let mut model = self.empty(&top);
        self.money_section(&top, &mut model);
        self.read_fx(root, &mut model);
        model.goals = self.goals(&top);
        self.days(&rows["day"], &mut model);
        self.blocks(&rows["block"], &mut model);
        self.regions(&rows["region"], &mut model);
        self.workloads(&rows["workload"], &mut model);
        self.nodes(&rows["node"], &mut model);
        self.lines(&rows["line"], &mut model);
        self.supplies(&rows["supply"], &mut model);
        self.batteries(&rows["battery"], &mut model);
        self.sites(&rows["site"], &mut model);
        self.chips(&rows["chip"], &mut model);
        self.segments(&rows["segment"], &mut model);
        self.paths(&rows["path"], &mut model);
        self.projects(&rows["project"], &mut model);
        self.agreements(&rows["agreement"], &mut model);
        self.groups(&rows["group"], &mut model);
        self.expansions(&rows["expansion"], &mut model);
        self.leases(&rows["lease"], &mut model);
        self.orders(&rows["order"], &mut model);
        self.fleet(&rows["fleet"], &mut model);
        self.allotments(&rows["allotment"], &mut model);
        self.budgets(&rows["budget"], &mut model);
        self.policies(&rows["policy"], &mut model);
        self.cash(&rows["cash"], &mut model);
        self.patience(&rows["patience"], &mut model);
        model
    }

    /// The currencies and the units of work, which all other quantities may be written in.
    fn learn_units(&mut self, root: &Node, workloads: &[Raw<'_>]) {
        for entry in root.get("fx").map(Node::entries).unwrap_or_default() {
            let code = entry.key.as_str();
            if !is_code(code) {
                let code = shorten(code);
                self.error(format!("`{code}` is not a foreign currency such as `EUR`"), &entry.place);
            }
            self.units.currencies.push(code.to_owned());
        }
        for row in workloads {
            let Some(unit) = row.node.get("unit").and_then(Node::text).map(str::trim) else {
                continue;
            };
            if self.units.works.iter().any(|known| known == unit) {
                continue;
            }
            let plain = !unit.contains(char::is_whitespace) && !unit.starts_with(|c: char| c.is_ascii_digit());
            if unit.is_empty() || unit.len() > 40 || !plain || unit.contains([';', ',', '[', ']']) {
                let message = format!("`unit` of {} is `{}`, which is not one word", row.of, shorten(unit));
                self.error(message, &row.node.get("unit").map_or(&row.place, |node| &node.place).clone());
            } else if let Ok(known) = (Units { works: Vec::new(), ..self.units.clone() }).parse(unit) {
                let words = self.units.words(&known.dim);
                let message = format!("`unit` of {} is `{unit}`, which is already the unit of {words}", row.of);
                self.error(message, &row.node.get("unit").map_or(&row.place, |node| &node.place).clone());
            } else {
                self.units.works.push(unit.to_owned());
            }
        }
    }

    fn empty(&mut self, top: &Row<'_>) -> Model {
        let name = self.need(top, "name").map(|field| self.text(&field)).unwrap_or_default();
        let basis = [("total", Basis::Total), ("incremental", Basis::Incremental)];
        Model {
            name,
            horizon: self.horizon,
            discount_rate: 0.0,
            tax_rate: None,
            carbon_price: None,
            goals: Vec::new(),
            basis: self.choice_or(top, "basis", &basis, Basis::Total),
            flow: self.flow_law(top),
            security: self.security(top),
            losses: self.losses(top),
            base_mw: self.base_power(top),
            currencies: Table::default(),
            days: Table::default(),
            blocks: Table::default(),
            regions: Table::default(),
            workloads: Table::default(),
            sites: Table::default(),
            chips: Table::default(),
            segments: Table::default(),
            projects: Table::default(),
            groups: Table::default(),
            orders: Table::default(),
            fleet: Table::default(),
            leases: Table::default(),
            agreements: Table::default(),
            expansions: Table::default(),
            allotments: Table::default(),
            paths: Table::default(),
            nodes: Table::default(),
            lines: Table::default(),
            supplies: Table::default(),
            batteries: Table::default(),
            budgets: Table::default(),
            policies: Table::default(),
            cash: Table::default(),
            patience: Table::default(),
            places: BTreeMap::new(),
        }
    }

    fn money_section(&mut self, top: &Row<'_>, model: &mut Model) {
        let Some(row) = self.need(top, "money").and_then(|field| self.sub(shape::MONEY, &field)) else {
            return;
        };
        if let Some(field) = self.need(&row, "currency")
            && self.text(&field) != OWN
            && field.node.text().is_some()
        {
            let message = format!("{} is `{}`; all results are in `USD`", field.name, field.node.shown());
            let hint = "give its rate under [fx] and write prices in it";
            self.findings.push(crate::files::Finding::error(message, field.place()).hint(hint));
        }
        let rate = Want::of(Base::One, &[Base::Time]);
        model.discount_rate = self.need(&row, "discount_rate").map_or(0.0, |field| self.amount(&field, &rate));
        model.tax_rate = self.part_of_one(&row, "tax_rate");
        model.carbon_price = self.price_of(&row, "carbon_price", &Want::money(&[Base::Mass]));
    }

    fn read_fx(&mut self, root: &Node, model: &mut Model) {
        model.currencies.push(OWN, Path::constant(1.0));
        let Some(node) = root.get("fx") else { return };
        let place = node.place.clone();
        if !matches!(node.value, Value::Table(_)) {
            self.error("`fx` is not a table of currencies", &place);
        }
        for (n, entry) in node.entries().iter().enumerate() {
            let field = Row::data("fx", &entry.key, &entry.node);
            let want = Want::of(Base::Money(0), &[Base::Money(n + 1)]).positive();
            // What has no currency's name has been found wrong already.
            let path = if is_code(&entry.key) { self.path(&field, &want) } else { Path::constant(1.0) };
            let raw = Raw { name: entry.key.clone(), of: String::new(), place: entry.place.clone(), node };
            self.keep(&raw, path, &mut model.currencies, &mut model.places);
        }
    }

    fn goals(&mut self, top: &Row<'_>) -> Vec<Goal> {
        let npv = Goal { kind: GoalKind::Npv, tol: 0.0, abs: 0.0 };
        let Some(field) = top.get("goal") else { return vec![npv] };
        let words = [("npv", GoalKind::Npv), ("cost", GoalKind::Cost), ("unmet", GoalKind::Unmet)];
        let mut goals: Vec<Goal> = Vec::new();
        for item in self.list(&field) {
            let Item::Node(item) = item else { continue };
            let goal = if matches!(item.node.value, Value::Table(_)) {
                let Some(row) = self.sub(shape::GOAL, &item) else {
                    continue;
                };
                let kind = self.need(&row, "goal").and_then(|field| self.choice(&field, &words));
                let tol = self.amount_or(&row, "tol", &Want::share(), 0.0);
                let abs = row.get("abs").map_or(0.0, |abs| match kind {
                    Some(GoalKind::Unmet) => self.bare(&abs),
                    _ => self.own_money(&abs, &Want::money(&[])),
                });
                kind.map(|kind| Goal { kind, tol, abs })
            } else {
                self.choice(&item, &words).map(|kind| Goal { kind, ..npv })
            };
            let Some(goal) = goal else { continue };
            if goals.iter().any(|other| other.kind == goal.kind) {
                self.error(format!("{} names a goal twice", item.name), &item.node.place);
            }
            goals.push(goal);
        }
        if goals.is_empty() {
            self.needs(&field, "a list of goals such as `[\"npv\"]`");
            goals.push(npv);
        }
        goals
    }

    /// Adds a row to its table and remembers where it stands.
    pub(super) fn keep<I: Index, T>(&self, raw: &Raw<'_>, row: T, table: &mut Table<I, T>, places: &mut Places) {
        let id = table.push(raw.name.clone(), row);
        places.insert(table.address(id), self.findings.sources.shown(&raw.place));
    }
}

/// Whether a key of `[fx]` is a foreign currency.
fn is_code(code: &str) -> bool {
    code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase()) && code != OWN
}

/// Where rows stand: address to `file:line`.
pub(super) type Places = BTreeMap<String, String>;
