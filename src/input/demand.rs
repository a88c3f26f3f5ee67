//! Regions, workloads, segments and paths.

use std::collections::HashMap;

use crate::domain::{
    ChipId, Index, Model, Path, PathEnd, PathId, Placement, Reach, Region, RegionId, Segment, SegmentId, SegmentKind,
    SiteId, Tier, TravelPath, Workload, WorkloadId,
};
use crate::files::tree::shorten;
use crate::files::{Finding, Place};
use crate::units::{Base, Dim};

use super::guess;
use super::read::{Field, Item, Name, Reader, Row};
use super::row_of;
use super::rows::Raw;
use super::shape;
use super::value::Want;

impl Reader {
    pub(super) fn regions(&mut self, rows: &[Raw<'_>], model: &mut Model) {
        for raw in rows {
            let row = self.row(shape::REGION, raw.node, &raw.of, &raw.place);
            let at = row.get("at").and_then(|field| self.degrees(&field));
            self.keep(raw, Region { at }, &mut model.regions, &mut model.places);
        }
    }

    /// A point on a map.
    pub(super) fn degrees(&mut self, field: &Field<'_>) -> Option<(f64, f64)> {
        let before = self.findings.errors();
        let numbers: Vec<f64> = self
            .list(field)
            .into_iter()
            .map(|item| match item {
                Item::Node(part) => self.number(&part),
                Item::Part(text, _) => text.parse().unwrap_or(f64::NAN),
            })
            .collect();
        match numbers[..] {
            [north, east] if north.abs() <= 90.0 && east.abs() <= 180.0 => Some((north, east)),
            _ => {
                if self.findings.errors() == before {
                    self.error(format!("{} is not `[latitude, longitude]` in degrees", field.name), &field.node.place);
                }
                None
            }
        }
    }

    pub(super) fn workloads(&mut self, rows: &[Raw<'_>], model: &mut Model) {
        for raw in rows {
            let row = self.row(shape::WORKLOAD, raw.node, &raw.of, &raw.place);
            let unit = self.need(&row, "unit").map(|field| self.text(&field)).unwrap_or_default();
            let utilisation = row.get("utilisation").map_or(1.0, |field| {
                let share = self.amount(&field, &Want::share().positive());
                if share > 1.0 {
                    self.needs(&field, "a share above 0 % and up to 100 %");
                }
                share
            });
            let weight = row.get("weight").map_or(1.0, |field| self.bare(&field));
            self.keep(raw, Workload { unit, utilisation, weight }, &mut model.workloads, &mut model.places);
        }
    }

    /// The unit of work of a workload, as units are counted.
    pub(super) fn work(&self, model: &Model, id: WorkloadId) -> Base {
        row_of(&model.workloads, id)
            .and_then(|workload| self.units.works.iter().position(|unit| *unit == workload.unit))
            .map_or(Base::AnyWork, Base::Work)
    }

    pub(super) fn segments(&mut self, rows: &[Raw<'_>], model: &mut Model) {
        for raw in rows {
            let row = self.row(shape::SEGMENT, raw.node, &raw.of, &raw.place);
            let segment = self.segment(&row, model);
            self.keep(raw, segment, &mut model.segments, &mut model.places);
        }
    }

    fn segment(&mut self, row: &Row<'_>, model: &Model) -> Segment {
        let workload = self.reference_of(row, "workload");
        let work = self.work(model, workload);
        let kinds =
            [("firm", SegmentKind::Firm), ("contracted", SegmentKind::Contracted), ("market", SegmentKind::Market)];
        let placements = [("anywhere", Placement::Anywhere), ("one-site", Placement::OneSite)];
        let kind = self.need(row, "kind").and_then(|field| self.choice(&field, &kinds));
        let price = Want::money(&[work, Base::Time]);
        let demand = if let Some(field) = row.get("demand") {
            self.path(&field, &Want::of(work, &[]))
        } else {
            if !self.unread.contains(&"demand") {
                let message = format!("{} is missing", row.name("demand"));
                let hint = "give it here, or as a row of the table that `tables.demand` names";
                self.findings.push(Finding::error(message, row.place.clone()).hint(hint));
            }
            Path::constant(0.0)
        };
        let segment = Segment {
            customer: self.text_of(row, "customer"),
            workload,
            region: self.reference_of(row, "region"),
            kind: kind.unwrap_or(SegmentKind::Market),
            chips: self.accepted(row, workload, model),
            reach: self.reach(row),
            price: self.price_of(row, "price", &price),
            penalty: self.price_of(row, "penalty", &price),
            defer: self.defer(row, &price, model),
            headroom: self.amount_or(row, "headroom", &Want::share(), 0.0),
            placement: self.choice_or(row, "placement", &placements, Placement::Anywhere),
            demand,
            tier: self.tier(row, Tier::Contract),
            bend: self.bend(row, work),
            tags: self.tags(row),
        };
        if kind.is_some() {
            self.check_kind(row, &segment);
        }
        segment
    }

    /// A penalty belongs to contracted demand, bending to firm demand.
    fn check_kind(&mut self, row: &Row<'_>, segment: &Segment) {
        match (segment.kind, row.get("penalty")) {
            (SegmentKind::Contracted, None) => {
                let message = format!("{} is missing; contracted demand has one", row.name("penalty"));
                let hint = "`kind = \"market\"` may be declined at no charge";
                self.findings.push(Finding::error(message, row.place.clone()).hint(hint));
            }
            (SegmentKind::Firm | SegmentKind::Market, Some(field)) => {
                let message = format!("{} is for contracted demand only", field.name);
                let hint = "leave it out; a scenario that changes the kind takes it away with `remove`";
                self.findings.push(Finding::error(message, field.place()).hint(hint));
            }
            _ => {}
        }
        if let Some(field) = row.get("bend").filter(|_| segment.kind != SegmentKind::Firm) {
            self.error(format!("{} is for firm demand only", field.name), &field.node.place);
        }
    }

    fn reach(&mut self, row: &Row<'_>) -> Reach {
        let Some(field) = row.get("reach") else {
            return Reach::default();
        };
        let Some(part) = self.sub(shape::REACH, &field) else {
            return Reach::default();
        };
        Reach {
            latency_ms: self.amount_of(&part, "latency", &Want::of(Base::Latency, &[])),
            regions: part.get("regions").map(|field| self.references(&field)),
            sites: part.get("sites").map(|field| self.references(&field)),
        }
    }

    /// The chips that a segment accepts: all with a throughput for its workload, or those of its list that have one.
    fn accepted(&mut self, row: &Row<'_>, workload: WorkloadId, model: &Model) -> Vec<ChipId> {
        let able =
            |chip: ChipId| model.chips[chip].throughput.iter().any(|rate| rate.workload == workload && rate.work > 0.0);
        let Some(field) = row.get("chips") else {
            return model.chips.ids().filter(|chip| able(*chip)).collect();
        };
        let mut wanted: Vec<ChipId> = Vec::new();
        for (word, place) in self.words(&field) {
            if let Some((kind, name)) = word.split_once(':') {
                wanted.extend(self.chips_of(kind, name, &field.name, &place, model));
                continue;
            }
            let chip: ChipId = self.refer(&word, &format!("{} names", field.name), &place);
            if row_of(&model.chips, chip).is_some() && self.ids.find("chip", &word).is_some() {
                if !able(chip) {
                    let unit = model.workloads.names().get(workload.get()).cloned().unwrap_or_default();
                    let message = format!("{} names `{word}`, which has no throughput for `{unit}`", field.name);
                    self.error(message, &place);
                }
                wanted.push(chip);
            }
        }
        model.chips.ids().filter(|chip| able(*chip) && wanted.contains(chip)).collect()
    }

    /// The chips of a vendor or with a tag.
    fn chips_of(&mut self, kind: &str, name: &str, whose: &Name<'_>, place: &Place, model: &Model) -> Vec<ChipId> {
        let fits = |chip: &crate::domain::Chip| match kind {
            "vendor" => chip.vendor.as_deref() == Some(name),
            _ => chip.tags.iter().any(|tag| tag == name),
        };
        if kind != "vendor" && kind != "tag" {
            let message =
                format!("{whose} holds `{}`; only `vendor:NAME` and `tag:NAME` are written so", shorten(kind));
            self.error(message, place);
            return Vec::new();
        }
        let chips: Vec<ChipId> = model.chips.iter().filter(|(_, chip)| fits(chip)).map(|(id, _)| id).collect();
        if chips.is_empty() {
            let known: Vec<&str> = match kind {
                "vendor" => model.chips.iter().filter_map(|(_, chip)| chip.vendor.as_deref()).collect(),
                _ => model.chips.iter().flat_map(|(_, chip)| chip.tags.iter().map(String::as_str)).collect(),
            };
            let message = format!("{whose} holds `{kind}:{}`, which no chip has", shorten(name));
            self.findings.push(Finding::warning(message, place.clone()).maybe(guess::hint(name, known)));
        }
        chips
    }

    pub(super) fn paths(&mut self, rows: &[Raw<'_>], model: &mut Model) {
        let mut ends = HashMap::with_capacity(rows.len());
        for raw in rows {
            let row = self.row(shape::PATH, raw.node, &raw.of, &raw.place);
            let from = self.end(&row, "from", "site");
            let to = self.end(&row, "to", "segment");
            let (Some((from, from_name)), Some((to, to_name))) = (from, to) else {
                continue;
            };
            let work = match to {
                PathEnd::Segment(segment) => {
                    row_of(&model.segments, segment).map_or(Base::AnyWork, |segment| self.work(model, segment.workload))
                }
                _ => Base::AnyWork,
            };
            let cost = row.get("cost").map(|field| self.path_cost(&field, work));
            let latency_ms = self.amount_of(&row, "latency", &Want::of(Base::Latency, &[]));
            let name = format!("{from_name},{to_name}");
            if let Some(other) = ends.insert((from, to), PathId::new(model.paths.len())) {
                let stands = model.places.get(&model.paths.address(other)).cloned().unwrap_or_default();
                let message =
                    format!("two paths go from `{from_name}` to `{to_name}`; the other one stands at {stands}");
                self.error(message, &raw.place);
            }
            let raw = Raw { name, ..raw.clone() };
            let path = TravelPath { from, to, latency_ms, cost };
            self.keep(&raw, path, &mut model.paths, &mut model.places);
        }
    }

    /// The cost of a path; one to a segment may be written with its unit or with `unit`.
    fn path_cost(&mut self, field: &Field<'_>, work: Base) -> crate::domain::MoneyPath {
        self.price(field, &Want { dim: Dim::new(Base::Money(0), &[work, Base::Time]), ..Want::share() })
    }

    /// One end of a path, with the name that its row's address gives it.
    fn end(&mut self, row: &Row<'_>, key: &'static str, kind: &'static str) -> Option<(PathEnd, String)> {
        let field = self.need(row, key)?;
        let Some(text) = field.node.text().map(str::trim) else {
            self.needs(&field, &format!("a {kind} or a region"));
            return None;
        };
        let lead = || format!("{} is", field.name);
        let (place, prefix) = (field.place(), text.split_once(':'));
        let (near, region) = match prefix {
            Some(("region", name)) => (None, Some(name)),
            Some((other, name)) if other == kind => (Some(name), None),
            _ => (self.ids.find(kind, text).map(|_| text), self.ids.find("region", text).map(|_| text)),
        };
        let name = prefix.map_or(text, |(_, name)| name);
        // Without a prefix, a name of both is refused below.
        let both = prefix.is_some() && self.ids.find(kind, name).is_some() && self.ids.find("region", name).is_some();
        let written = |kind: &str| {
            if both { format!("{kind}:{name}") } else { name.to_owned() }
        };
        match (near, region) {
            (Some(_), Some(_)) => {
                let message = format!("{} is `{}`, which is both a {kind} and a region", field.name, shorten(text));
                let hint = format!("write `{kind}:{}` or `region:{}`", shorten(text), shorten(text));
                self.findings.push(Finding::error(message, place).hint(hint));
                None
            }
            // Nothing more is said of a path to what is not there.
            (None, Some(name)) => {
                let id: RegionId = self.known_or_refer(name, lead, &place);
                self.ids.find("region", name).map(|_| (PathEnd::Region(id), written("region")))
            }
            (Some(name), None) if kind == "site" => {
                let id: SiteId = self.known_or_refer(name, lead, &place);
                self.ids.find(kind, name).map(|_| (PathEnd::Site(id), written(kind)))
            }
            (Some(name), None) => {
                let id: SegmentId = self.known_or_refer(name, lead, &place);
                self.ids.find(kind, name).map(|_| (PathEnd::Segment(id), written(kind)))
            }
            (None, None) => {
                let names = self.ids.names(kind).iter().chain(self.ids.names("region")).map(String::as_str);
                let hint = if self.findings.full() { None } else { guess::hint(text, names) };
                let message = format!("{} `{}`, which is neither a {kind} nor a region", lead(), shorten(text));
                self.findings.push(Finding::error(message, place).maybe(hint));
                None
            }
        }
    }
}
