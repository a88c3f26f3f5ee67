//! Scenarios: which ones there are, what they inherit, and what they change, in the order in which it is laid over a model.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::files::tree::shorten;
use crate::files::{At, FileId, Finding, Node, Place, Value, text};
use crate::units::Units;

use super::address::{Address, Target, quoted, shape_of};
use super::guess;
use super::open::Opened;
use super::origin::{BASE, Overlay};
use super::overlay::{Act, Edit, Layering, listed_id, names_row};
use super::read::{Field, Reader, Row};
use super::scaling;
use super::shape;

/// A scenario as it was read.
#[derive(Clone, Debug)]
struct Part {
    name: String,
    node: Node,
    place: Place,
    /// The folder that its tables are relative to.
    folder: PathBuf,
    /// What it sets, scales and removes, read once: what is wrong with it is said once.
    edits: Rc<[Edit]>,
    /// The scenarios that it inherits.
    inherits: Rc<[(String, Place)]>,
}

/// What is to be laid over a model.
#[derive(Debug, Default)]
pub(super) struct Layers {
    parts: Vec<Part>,
    /// Values of the command line, laid last.
    set: Vec<Edit>,
    /// The folder of the model, which origins are relative to.
    folder: PathBuf,
}

/// The folder of a model's scenarios.
const FOLDER: &str = "scenarios";

/// What values of the command line are said to come from.
const SET: &str = "--set";

/// Scenarios that inherit one another more deeply than this are a mistake.
const DEEPEST: usize = 60;

impl Reader {
    /// Which scenarios are laid over a model, those that are inherited first, each once.
    pub(super) fn layers(&mut self, opened: &Opened, overlay: &Overlay, layering: &mut Layering) -> Layers {
        let mut layers = Layers { folder: opened.folder.clone(), ..Layers::default() };
        // Whatever is wrong with a section is said also where it is not asked for.
        let sections = self.sections(opened);
        if let Some(name) = &overlay.scenario {
            name.clone_into(&mut layering.scenario.name);
            if name != BASE || !has_scenarios(opened) {
                let file = self.findings.sources.add("--scenario".to_owned(), name.clone());
                let end = u32::try_from(name.len()).unwrap_or(u32::MAX);
                let place = Place { file, at: At::Span(0, end) };
                if name == BASE {
                    self.unknown(name, &place, opened, &sections);
                }
                self.inherit(name, &place, opened, &sections, &mut Vec::new(), &mut layers.parts);
            }
        }
        layers.set = self.sets(&overlay.set);
        layers
    }

    /// Lays what decides about tables and periods over the tree, before any table is read.
    pub(super) fn lay_early(&mut self, layers: &Layers, root: &mut Node, layering: &mut Layering) {
        for part in &layers.parts {
            for edit in part.edits.iter().filter(|edit| edit.address.is_early()) {
                let origin = self.origin(&edit.place, &layers.folder);
                self.lay(edit, root, layering, &origin);
            }
        }
        for edit in layers.set.iter().filter(|edit| edit.address.is_early()) {
            self.lay(edit, root, layering, SET);
        }
    }

    /// Lays everything else over the tree.
    pub(super) fn lay_all(&mut self, layers: &Layers, root: &mut Node, layering: &mut Layering) {
        layering.units = units(root);
        for part in &layers.parts {
            let patches = self.patches(&Self::row_of_part(part), &part.folder, root);
            for edit in patches.iter().chain(part.edits.iter().filter(|edit| !edit.address.is_early())) {
                let from = if let Act::Set(node) = &edit.act { &node.place } else { &edit.place };
                let origin = self.origin(from, &layers.folder);
                self.lay(edit, root, layering, &origin);
            }
        }
        for edit in layers.set.iter().filter(|edit| !edit.address.is_early()) {
            self.lay(edit, root, layering, SET);
        }
    }

    /// `file:line`, the file relative to the folder of the model.
    fn origin(&self, place: &Place, folder: &Path) -> String {
        let shown = self.findings.sources.shown(place);
        let folder = folder.display().to_string();
        match shown.strip_prefix(&folder) {
            Some(inside) if !folder.is_empty() => inside.trim_start_matches(['/', '\\']).to_owned(),
            _ => shown,
        }
    }

    /// The scenarios that stand in the model file.
    fn sections(&mut self, opened: &Opened) -> Vec<Part> {
        let Some(node) = opened.root.get("scenario") else { return Vec::new() };
        if !matches!(node.value, Value::Table(_)) {
            let message = format!("`scenario` is {}; a scenario is written `[scenario.NAME]`", node.kind());
            self.error(message, &node.place);
        }
        let mut parts = Vec::new();
        for entry in node.entries() {
            let of = format!("scenario `{}`", shorten(&entry.key));
            self.check_id(&entry.key, &of, &entry.place);
            if entry.key == BASE {
                self.error("`base` is the model as it stands; a scenario needs another name", &entry.place);
            }
            parts.push(self.read_part(&entry.key, entry.node.clone(), entry.place.clone(), opened.folder.clone()));
        }
        parts
    }

    /// Adds a scenario after those that it inherits.
    fn inherit(
        &mut self,
        name: &str,
        place: &Place,
        opened: &Opened,
        sections: &[Part],
        above: &mut Vec<String>,
        parts: &mut Vec<Part>,
    ) {
        if name == BASE || parts.iter().any(|part| part.name == name) {
            return;
        }
        if let Some(n) = above.iter().position(|other| other == name) {
            let circle: Vec<&str> = above[n..].iter().map(String::as_str).chain([name]).collect();
            let message = format!("scenario `{}` inherits itself: {}", shorten(name), circle.join(" -> "));
            self.error(message, place);
            return;
        }
        if above.len() > DEEPEST {
            self.error(format!("more than {DEEPEST} scenarios inherit one another here"), place);
            return;
        }
        let Some(part) = self.part(name, place, opened, sections) else { return };
        above.push(name.to_owned());
        for (name, place) in part.inherits.iter() {
            self.inherit(name, place, opened, sections, above, parts);
        }
        above.pop();
        parts.push(part);
    }

    /// A scenario by its name: a section of the model file, or a file of its own.
    fn part(&mut self, name: &str, place: &Place, opened: &Opened, sections: &[Part]) -> Option<Part> {
        let section = sections.iter().find(|part| part.name == name);
        let folder = opened.folder.join(FOLDER);
        let is_file = has_scenarios(opened) && names(&folder).iter().any(|file| file == name);
        match (section, is_file) {
            (Some(part), false) => return Some(part.clone()),
            (Some(part), true) => {
                let message =
                    format!("scenario `{name}` is there twice: in the model file, and as {FOLDER}/{name}.toml");
                self.error(message, &part.place);
                return None;
            }
            (None, false) => {
                self.unknown(name, place, opened, sections);
                return None;
            }
            (None, true) => {}
        }
        let path = folder.join(format!("{name}.toml"));
        let (file, wrong) = self.findings.sources.read(&path, &path.display().to_string());
        if let Some(finding) = wrong {
            self.findings.push(finding);
            return None;
        }
        let source = self.findings.sources.get(file).map(|source| source.text.clone()).unwrap_or_default();
        match text::parse(&source, file) {
            Ok(node) => Some(self.read_part(name, node, Place { file, at: At::File }, folder)),
            Err(findings) => {
                for finding in findings {
                    self.findings.push(finding);
                }
                None
            }
        }
    }

    fn unknown(&mut self, name: &str, place: &Place, opened: &Opened, sections: &[Part]) {
        let mut known: Vec<String> = sections.iter().map(|part| part.name.clone()).collect();
        if has_scenarios(opened) {
            known.extend(names(&opened.folder.join(FOLDER)));
        }
        known.sort();
        let near =
            guess::nearest(name, known.iter().map(String::as_str)).map(|near| format!("did you mean `{near}`? "));
        let list: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
        let hint = match (list.is_empty(), has_scenarios(opened)) {
            (false, _) => format!("{}there are `{BASE}`, {}", near.unwrap_or_default(), list.join(", ")),
            (true, true) => format!("the model has none; one would stand in {FOLDER}/{}.toml", shorten(name)),
            (true, false) => "a plan or a resolved model carries no scenarios; ask its folder".to_owned(),
        };
        let message = format!("there is no scenario `{}`", shorten(name));
        self.findings.push(Finding::error(message, place.clone()).label("not a scenario").hint(hint));
    }

    /// A scenario with everything that it says; what is wrong in itself is a finding.
    fn read_part(&mut self, name: &str, node: Node, place: Place, folder: PathBuf) -> Part {
        let mut part = Part { name: name.to_owned(), node, place, folder, edits: Rc::new([]), inherits: Rc::new([]) };
        part.edits = self.edits(&part).into();
        let inherits = Self::row_of_part(&part).get("inherits").map(|field| self.words(&field));
        part.inherits = inherits.unwrap_or_default().into();
        part
    }

    fn row_of_part(part: &Part) -> Row<'_> {
        Row::bare(shape::SCENARIO, &part.node, format!("scenario `{}`", shorten(&part.name)), &part.place)
    }

    /// What a scenario sets, scales and removes; what is wrong in itself is a finding.
    fn edits(&mut self, part: &Part) -> Vec<Edit> {
        let row = Self::row_of_part(part);
        self.keys_of_part(part, &row.of);
        if let Some(tables) = row.get("tables") {
            self.sub(shape::TABLES, &tables);
        }
        let mut edits = self.rows_of_part(part);
        for key in ["set", "scale"] {
            let Some(field) = row.get(key) else { continue };
            if !matches!(field.node.value, Value::Table(_)) {
                self.needs(&field, "a table of addresses such as `{ \"project[ID].lead\" = ... }`");
            }
            for (entry, part) in field.entries() {
                let Some(address) = self.address_of_key(&entry.key, &entry.place) else { continue };
                let act = if key == "set" { Some(Act::Set(entry.node.clone())) } else { self.factor(&part) };
                edits.extend(act.map(|act| Edit { address, place: entry.place.clone(), act }));
            }
        }
        if let Some(field) = row.get("remove") {
            for (address, place) in self.words(&field) {
                let address = if address.is_empty() { None } else { self.address(&address, &place) };
                if let Some(address) = &address
                    && address.periods.is_some()
                {
                    self.error(
                        format!("'{}' cannot be removed from some periods only", shorten(&address.text)),
                        &place,
                    );
                    continue;
                }
                edits.extend(address.map(|address| Edit { address, place, act: Act::Remove }));
            }
        }
        edits
    }

    fn keys_of_part(&mut self, part: &Part, of: &str) {
        let kinds = shape::KINDS.iter().map(|(kind, _)| *kind);
        let known: Vec<&str> = shape::SCENARIO.keys.iter().copied().chain(kinds).collect();
        if !matches!(part.node.value, Value::Table(_)) {
            self.error(format!("{of} is {}; a table is needed here", part.node.kind()), &part.node.place);
        }
        for entry in part.node.entries().iter().filter(|entry| !known.contains(&entry.key.as_str())) {
            let hint = guess::hint(&entry.key, known.iter().copied());
            let hint = hint.or_else(|| entry.key.contains('[').then(|| "write it under [set] or [scale]".to_owned()));
            let message = format!("`{}` is not a key of {of}", shorten(&entry.key));
            self.findings.push(Finding::error(message, entry.place.clone()).label("not a key").maybe(hint));
        }
    }

    /// An address below which something is set or scaled: it must name a key.
    fn address_of_key(&mut self, text: &str, place: &Place) -> Option<Address> {
        let address = self.address(text, place)?;
        if let (Target::Rows(kind, _), true) = (&address.target, address.keys.is_empty()) {
            let key = shape_of(kind).keys.first().copied().unwrap_or_default();
            let message = format!("{} names whole rows", quoted(&address.text));
            let hint = format!("name one of their keys, such as {}", quoted(&format!("{}.{key}", address.text)));
            self.findings.push(Finding::error(message, place.clone()).hint(hint));
            return None;
        }
        Some(address)
    }

    fn address(&mut self, text: &str, place: &Place) -> Option<Address> {
        match Address::parse(text) {
            Ok(address) => Some(address),
            Err((message, hint)) => {
                let above = shape::SCENARIO.has(text).then(|| format!("`{text}` stands above the first [section]"));
                self.findings.push(Finding::error(message, place.clone()).maybe(above.or(hint)));
                None
            }
        }
    }

    fn factor(&mut self, field: &Field<'_>) -> Option<Act> {
        let factor = scaling::factor(field.node).map(Act::Scale);
        if factor.is_none() {
            self.needs(field, "a factor such as `1.15`, `\"115 %\"` or `\"+15 %\"`");
        }
        factor
    }

    /// The rows of a scenario: each key that is written replaces that of the model.
    fn rows_of_part(&mut self, part: &Part) -> Vec<Edit> {
        let mut edits = Vec::new();
        for (kind, shape) in shape::KINDS {
            for raw in self.rows(&part.node, kind) {
                let id = if raw.name.is_empty() { listed_id(kind, raw.node) } else { raw.name.clone() };
                self.row(shape, raw.node, &raw.of, &raw.place);
                let keys = raw.node.entries().iter().filter(|entry| shape.has(&entry.key));
                for entry in keys.filter(|entry| !names_row(kind, &entry.key)) {
                    let address = Address::of_row(kind, &id, std::slice::from_ref(&entry.key), None);
                    let act = Act::Set(entry.node.clone());
                    edits.push(Edit { address, place: raw.place.clone(), act });
                }
            }
        }
        edits
    }

    /// The values of the command line: each stands on a line of its own.
    fn sets(&mut self, set: &[String]) -> Vec<Edit> {
        if set.is_empty() {
            return Vec::new();
        }
        let file = self.findings.sources.add(SET.to_owned(), set.join("\n"));
        let (mut edits, mut start) = (Vec::new(), 0);
        for line in set {
            let (address, value) = line.split_once('=').unwrap_or((line, ""));
            let place = spot(file, start, address.len());
            let at = spot(file, start + (address.len() + 1).min(line.len()), value.len());
            start += line.len() + 1;
            if value.trim().is_empty() {
                let message = format!("`{}` sets no value; write ADDRESS=VALUE", shorten(line));
                self.error(message, &place);
                continue;
            }
            let Some(address) = self.address_of_key(address, &place) else { continue };
            let Some(node) = self.typed(value.trim(), &at) else { continue };
            edits.push(Edit { address, place, act: Act::Set(node) });
        }
        edits
    }

    /// A value of the command line: a list, a table or quoted text as TOML writes it, else what the cell of a table would mean.
    fn typed(&mut self, value: &str, place: &Place) -> Option<Node> {
        if !value.starts_with(['[', '{', '"', '\'']) {
            return Some(Node { value: Value::Cell(value.to_owned()), place: place.clone() });
        }
        let parsed = text::parse(&format!("value = {value}"), place.file).ok();
        let node = parsed.and_then(|root| root.get("value").cloned());
        if node.is_none() {
            self.error(format!("`{}` is not a value as TOML writes it", shorten(value)), place);
        }
        node.map(|node| moved(node, place))
    }
}

/// Whether a model may have scenarios beside it; a plan or a resolved model carries what one of them made of it.
const fn has_scenarios(opened: &Opened) -> bool {
    !matches!(opened.root.place.at, At::Pointer(_))
}

/// The names of the scenarios that are files of a folder, in order.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let is_toml = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "toml");
    let paths = entries.map(|entry| entry.path()).filter(is_toml);
    let mut names: Vec<String> = paths.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect();
    names.sort();
    names
}

/// The units that the quantities of a model may be written in; what is wrong with them is found when they are read.
fn units(root: &Node) -> Units {
    let codes = root.get("fx").map(Node::entries).unwrap_or_default().iter().map(|entry| entry.key.clone());
    let workloads = root.get("workload").map(Node::entries).unwrap_or_default().iter();
    let works = workloads.filter_map(|entry| entry.node.get("unit").and_then(Node::text));
    Units {
        currencies: std::iter::once("USD".to_owned()).chain(codes).collect(),
        works: works.map(|unit| unit.trim().to_owned()).filter(|unit| !unit.is_empty()).collect(),
    }
}

fn spot(file: FileId, start: usize, length: usize) -> Place {
    let byte = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Place { file, at: At::Span(byte(start), byte(start + length)) }
}

/// A value and all in it, as if it stood at a place.
fn moved(node: Node, place: &Place) -> Node {
    let value = match node.value {
        Value::List(list) => Value::List(list.into_iter().map(|node| moved(node, place)).collect()),
        Value::Table(entries) => {
            let entry = |entry: crate::files::Entry| crate::files::Entry {
                node: moved(entry.node, place),
                place: place.clone(),
                key: entry.key,
            };
            Value::Table(entries.into_iter().map(entry).collect())
        }
        value => value,
    };
    Node { value, place: place.clone() }
}
