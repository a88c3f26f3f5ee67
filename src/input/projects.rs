//! Projects, how they wait for each other, and groups of them.

use crate::domain::{
    Adds, Committed, Duration, Feed, Group, Index, Model, Pick, Project, ProjectId, RegionId, Relation, RelationKind,
    Tier,
};
use crate::files::{Finding, Place, Value};
use crate::units::Base;

use super::part::{RELATIONS, Target};
use super::read::{Field, Item, Reader, Row};
use super::row_of;
use super::rows::Raw;
use super::shape;
use super::value::Want;

/// The row of a project that is not there.
const NONE: usize = u32::MAX as usize;

/// A wait of one project for another, with where it is written.
type Wait = (usize, usize, RelationKind, Place);

impl Reader {
    pub(super) fn projects(&mut self, rows: &[Raw<'_>], model: &mut Model) {
        let mut waits: Vec<Wait> = Vec::new();
        let mut each: Vec<(usize, usize, Place)> = Vec::new();
        for (n, raw) in rows.iter().enumerate() {
            let row = self.row(shape::PROJECT, raw.node, &raw.of, &raw.place);
            let relations = self.relations(&row, n, &mut waits, &mut each);
            let project = self.project(&row, relations, model);
            self.keep(raw, project, &mut model.projects, &mut model.places);
        }
        self.check_each(&each, model);
        self.check_cycles(&waits, model);
    }

    fn project(&mut self, row: &Row<'_>, relations: Vec<Relation>, model: &Model) -> Project {
        let target = self.target(row);
        let adds = Self::with_rating(self.adds(row, &target), model);
        let region = row.get("region").map(|field| self.reference(&field));
        let time = Want::of(Base::Time, &[]);
        let cost = row.get("cost").map(|field| self.price(&field, &Want::money(&[])));
        if cost.is_none() && row.get("committed").is_none() {
            self.need(row, "cost");
        }
        let life = self.duration_of(row, "life", &time.clone().positive());
        let copies = row.get("copies").map_or(1, |field| self.whole(&field));
        Project {
            // What is added behind a meter is at that site.
            site: target.site.or_else(|| feed_of(&target, model)?.site()),
            region: region.or_else(|| region_of(&target, adds.as_ref(), model)),
            copies,
            starts_per_period: row.get("starts_per_period").map(|field| self.whole(&field)),
            adds,
            lead: self.late(row),
            life,
            relations,
            payments: self.payments(row),
            window: self.window(row),
            required: self.flag(row, "required"),
            tier: self.tier(row, Tier::Policy),
            committed: row.get("committed").and_then(|field| self.committed(&field, cost.is_some())),
            salvage: self.salvage(row) && life.is_some(),
            book_life: self.duration_of(row, "book_life", &time.positive()),
            fixed_om: self.price_of(row, "fixed_om", &Want::money(&[Base::Time])),
            category: self.text_of(row, "category"),
            vendor: self.text_of(row, "vendor"),
            tags: self.tags(row),
            cost,
        }
    }

    fn committed(&mut self, field: &Field<'_>, has_price: bool) -> Option<Committed> {
        let part = self.sub(shape::COMMITTED, field)?;
        let start = self.need(&part, "start").and_then(|start| self.period(&start));
        let to_pay = self.still_due(&part);
        let cancel = part.get("cancel").and_then(|cancel| self.cancel(&cancel, has_price));
        Some(Committed { start: start?, to_pay, cancel })
    }

    fn relations(
        &mut self,
        row: &Row<'_>,
        n: usize,
        waits: &mut Vec<Wait>,
        each: &mut Vec<(usize, usize, Place)>,
    ) -> Vec<Relation> {
        let mut list: Vec<Relation> = Vec::new();
        for (key, kind) in RELATIONS {
            let Some(field) = row.get(key) else { continue };
            let verb = match kind {
                RelationKind::After => "comes after",
                RelationKind::With => "starts with",
                RelationKind::Needs => "needs",
            };
            let lead = format!("{} {verb}", row.of);
            for item in self.list(&field) {
                let Some((relation, place)) = self.wait(item, &lead, *kind, row) else {
                    continue;
                };
                let other = relation.project.get();
                let twice = list.iter().any(|known| known.kind == *kind && known.project == relation.project);
                if twice && other != NONE {
                    self.error(format!("{} names a project twice", field.name), &place);
                }
                if relation.each {
                    each.push((n, other, place.clone()));
                }
                waits.push((n, other, *kind, place));
                list.push(relation);
            }
        }
        list
    }

    /// One item of a list of relations: an id alone, or a table.
    fn wait(&mut self, item: Item<'_>, lead: &str, kind: RelationKind, row: &Row<'_>) -> Option<(Relation, Place)> {
        match item {
            Item::Part(name, field) => Some((self.plain(&name, lead, kind, &field.node.place), field.place())),
            Item::Node(item) => match &item.node.value {
                Value::Text(name) => Some((self.plain(name.trim(), lead, kind, &item.node.place), item.place())),
                Value::Table(_) => self.relation(&item, lead, kind, row).map(|relation| (relation, item.place())),
                _ => {
                    self.needs(&item, "a project, or a table such as `{ project = \"ID\", lag = \"1 quarter\" }`");
                    None
                }
            },
        }
    }

    fn plain(&mut self, name: &str, lead: &str, kind: RelationKind, place: &Place) -> Relation {
        Relation { kind, project: self.refer_or_none(name, lead, place), lag: Duration { months: 0.0 }, each: false }
    }

    fn relation(&mut self, item: &Field<'_>, lead: &str, kind: RelationKind, row: &Row<'_>) -> Option<Relation> {
        let part = self.sub(shape::RELATION, item)?;
        let field = self.need(&part, "project")?;
        let name = self.text(&field);
        let project = self.refer_or_none(&name, lead, &field.node.place);
        let time = Want::of(Base::Time, &[]);
        let lag = part.get("lag").map_or(Duration { months: 0.0 }, |lag| self.duration(&lag, &row.of, &time));
        Some(Relation { kind, project, lag, each: self.flag(&part, "each") })
    }

    /// The project of a relation; one that is not there is none of the model's rows.
    fn refer_or_none(&mut self, name: &str, lead: &str, place: &Place) -> ProjectId {
        let before = self.findings.errors();
        let id = self.refer(name, lead, place);
        if self.findings.errors() > before { ProjectId::new(NONE) } else { id }
    }

    /// Copy n can wait for copy n only where there are as many.
    fn check_each(&mut self, each: &[(usize, usize, Place)], model: &Model) {
        for (n, other, place) in each {
            let (one, two) = (ProjectId::new(*n), ProjectId::new(*other));
            let (Some(a), Some(b)) = (row_of(&model.projects, one), row_of(&model.projects, two)) else {
                continue;
            };
            if a.copies != b.copies {
                let (a_name, b_name) = (model.projects.name(one), model.projects.name(two));
                let message = format!(
                    "`each` needs equal copies: project `{a_name}` has {}, `{b_name}` has {}",
                    a.copies, b.copies
                );
                self.error(message, place);
            }
        }
    }

    /// Projects that wait for each other in a circle can never start: each circle is named once.
    fn check_cycles(&mut self, waits: &[Wait], model: &Model) {
        let count = model.projects.len();
        let mut next: Vec<Vec<&Wait>> = vec![Vec::new(); count];
        for wait in waits.iter().filter(|wait| wait.0 < count && wait.1 < count) {
            next[wait.0].push(wait);
        }
        // 0 is not seen, 1 on the way that is being followed, 2 done.
        let mut state = vec![0_u8; count];
        for root in 0..count {
            let mut way: Vec<(usize, usize)> = Vec::new();
            if state[root] == 0 {
                state[root] = 1;
                way.push((root, 0));
            }
            while let Some((at, edge)) = way.last().copied() {
                let Some(wait) = next[at].get(edge) else {
                    state[at] = 2;
                    way.pop();
                    continue;
                };
                if let Some(last) = way.last_mut() {
                    last.1 += 1;
                }
                match state[wait.1] {
                    0 => {
                        state[wait.1] = 1;
                        way.push((wait.1, 0));
                    }
                    1 => self.cycle(&way, wait, model),
                    _ => {}
                }
            }
        }
    }

    fn cycle(&mut self, way: &[(usize, usize)], wait: &Wait, model: &Model) {
        let name = |n: usize| format!("`{}`", model.projects.name(ProjectId::new(n)));
        let begin = way.iter().position(|(at, _)| *at == wait.1).unwrap_or(0);
        let mut names: Vec<String> = way[begin..].iter().map(|(at, _)| name(*at)).collect();
        names.push(name(wait.1));
        let message = format!("projects wait for each other in a circle: {}", names.join(" -> "));
        self.findings.push(Finding::error(message, wait.3.clone()).label("closes the circle"));
    }

    pub(super) fn groups(&mut self, rows: &[Raw<'_>], model: &mut Model) {
        let words = [("at-most-one", Pick::AtMostOne), ("exactly-one", Pick::ExactlyOne)];
        for raw in rows {
            let row = self.row(shape::GROUP, raw.node, &raw.of, &raw.place);
            let pick = self.need(&row, "pick").and_then(|field| self.choice(&field, &words));
            let agreements = row.get("agreements").map(|field| self.references(&field));
            // A group of agreements alone names no project.
            let projects = if agreements.is_some() { row.get("projects") } else { self.need(&row, "projects") };
            let projects = projects.map(|field| self.references(&field)).unwrap_or_default();
            let (pick, tier) = (pick.unwrap_or(Pick::AtMostOne), self.tier(&row, Tier::Policy));
            let group = Group { pick, projects, agreements: agreements.unwrap_or_default(), tier };
            self.keep(raw, group, &mut model.groups, &mut model.places);
        }
    }
}

/// Where the supply or battery that a project adds to feeds in.
fn feed_of(target: &Target, model: &Model) -> Option<Feed> {
    let battery = || Some(row_of(&model.batteries, target.battery?)?.feed);
    target.supply.and_then(|id| row_of(&model.supplies, id)).map(|row| row.feed).or_else(battery)
}

/// The region of a project that names none: its site's, that of the node or site where its supply or battery feeds in, or the node's at which
/// its line starts.
fn region_of(target: &Target, adds: Option<&Adds>, model: &Model) -> Option<RegionId> {
    let node = |id| row_of(&model.nodes, id).and_then(|node| node.region);
    let line = match adds {
        Some(Adds::Line { line, .. } | Adds::Circuits { line, .. }) => Some(*line),
        _ => target.line,
    };
    let site = target.site.and_then(|site| row_of(&model.sites, site)).map(|site| site.region);
    let feed = || match feed_of(target, model)? {
        Feed::Node(id) => node(id),
        Feed::Meter(id) => row_of(&model.sites, id).map(|site| site.region),
    };
    site.or_else(feed).or_else(|| node(row_of(&model.lines, line?)?.from))
}
