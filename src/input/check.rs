//! A model that reads without errors, looked at as a whole: one function per check.

use crate::calendar::{Calendar, label};
use crate::domain::{Adds, MinOutput, Model, Path, Pick, Project, SegmentKind};
use crate::files::{Finding, Node, Place, Severity};
use crate::network::reach::Reach;

use super::read::Reader;

impl Reader {
    /// All checks, in the order of the reference.
    pub(super) fn check(&mut self, model: &Model, root: &Node) {
        self.check_reach(model, root);
        self.check_accepted(model, root);
        self.check_idle_chips(model, root);
        self.check_lives(model, root);
        self.check_hours(model, root);
        self.check_days(model, root);
        self.check_min_output(model, root);
        self.check_batteries(model, root);
        self.check_windows(model, root);
        self.check_groups(model, root);
        self.check_cancel(model, root);
        self.check_circuits(model, root);
        self.check_security(model, root);
        self.check_losses(model, root);
        self.check_agreements(model, root);
        self.check_limits(model, root);
        self.check_dominated(model, root);
    }

    /// A segment that no site can reach is never served.
    fn check_reach(&mut self, model: &Model, root: &Node) {
        let reach = Reach::new(model);
        let reached = |id| model.sites.ids().any(|site| reach.admits(id, site));
        for (id, segment) in model.segments.iter().filter(|(id, _)| !reached(*id)) {
            let name = model.segments.name(id);
            let firm = segment.kind == SegmentKind::Firm && asks(&segment.demand);
            let what = if firm { "its firm demand cannot be met" } else { "it is never served" };
            let message = format!("no site can reach segment `{name}`; {what}");
            let hint = if segment.reach.latency_ms.is_some() {
                "a site without a path row has no known latency, unless it is in the segment's own region"
            } else {
                "its `reach` leaves no site of the model"
            };
            let place = within(root, "segment", name, &["reach"]);
            self.findings.push(Finding::new(severity(firm), message, Some(place)).hint(hint));
        }
    }

    /// A segment that accepts no chip is never served.
    fn check_accepted(&mut self, model: &Model, root: &Node) {
        for (id, segment) in model.segments.iter().filter(|(_, segment)| segment.chips.is_empty()) {
            let name = model.segments.name(id);
            let workload = model.workloads.name(segment.workload);
            let firm = segment.kind == SegmentKind::Firm && asks(&segment.demand);
            let message = format!("segment `{name}` accepts no chip that has a throughput for `{workload}`");
            let place = within(root, "segment", name, &["chips"]);
            self.findings.push(Finding::new(severity(firm), message, Some(place)));
        }
    }

    /// Least output cannot lie above what the megawatts allow.
    fn check_min_output(&mut self, model: &Model, root: &Node) {
        let adds = |adds: Option<&Adds>, id| matches!(adds, Some(Adds::Supply { supply, .. }) if *supply == id);
        for (id, supply) in model.supplies.iter() {
            let name = model.supplies.name(id);
            let place = within(root, "supply", name, &["min_output"]);
            let grows = model.projects.iter().any(|(_, project)| adds(project.adds.as_ref(), id))
                || model.expansions.iter().any(|(_, expansion)| adds(Some(&expansion.adds), id))
                || model.agreements.iter().any(|(_, agreement)| agreement.supply == Some(id));
            let available = model.blocks.ids().map(|b| supply.available(b)).fold(f64::INFINITY, f64::min);
            match supply.min_output {
                MinOutput::Megawatts(mw) if grows && mw != 0.0 => {
                    let message = format!(
                        "`min_output` of supply `{name}` is in MW, but projects, expansions or agreements add to it"
                    );
                    self.findings.push(
                        Finding::error(message, place).hint("write a share of the MW in service, such as `\"30 %\"`"),
                    );
                }
                MinOutput::Megawatts(mw) if mw > supply.power_mw * available + 1e-9 => {
                    let most = supply.power_mw * available;
                    let message =
                        format!("`min_output` of supply `{name}` is {mw} MW, above the {most} MW that are available");
                    self.error(message, &place);
                }
                MinOutput::Share(share) if share > available + 1e-12 => {
                    let message = format!("`min_output` of supply `{name}` is above its availability");
                    self.error(message, &place);
                }
                _ => {}
            }
        }
    }

    /// A project that cannot stand in time is never begun.
    fn check_windows(&mut self, model: &Model, root: &Node) {
        for (id, project) in model.projects.iter() {
            if project.committed.is_none() && earliest(project, model).is_none() {
                let name = model.projects.name(id);
                let message =
                    format!("project `{name}` can never be begun: its window leaves no start within the horizon");
                let place = within(root, "project", name, &["window"]);
                self.findings.push(Finding::new(severity(project.required), message, Some(place)));
            }
        }
    }

    /// A group needs a member to choose, and at least two to choose among.
    fn check_groups(&mut self, model: &Model, root: &Node) {
        for (id, group) in model.groups.iter() {
            let name = model.groups.name(id);
            let place = within(root, "group", name, &["projects"]);
            let possible = group.projects.iter().any(|project| {
                let project = &model.projects[*project];
                project.committed.is_some() || earliest(project, model).is_some()
            }) || !group.agreements.is_empty();
            let members = group.projects.len() + group.agreements.len();
            match group.pick {
                Pick::ExactlyOne if !possible => {
                    self.error(
                        format!("group `{name}` needs exactly one project, and none of its projects can be begun"),
                        &place,
                    );
                }
                Pick::AtMostOne if members < 2 => {
                    let count = members;
                    let message = format!(
                        "group `{name}` holds {count} {}{}; it limits nothing",
                        if group.agreements.is_empty() { "project" } else { "agreement" },
                        if count == 1 { "" } else { "s" }
                    );
                    self.warning(message, &place);
                }
                _ => {}
            }
        }
    }

    /// What has been delivered cannot be cancelled any more.
    fn check_cancel(&mut self, model: &Model, root: &Node) {
        for (id, order) in model.orders.iter() {
            if order.cancel.is_some() && order.delivered <= model.horizon.start {
                let name = model.orders.name(id);
                let message = format!("order `{name}` is delivered before it could be cancelled");
                self.warning(message, &within(root, "order", name, &["cancel"]));
            }
        }
    }
}

const fn severity(error: bool) -> Severity {
    if error { Severity::Error } else { Severity::Warning }
}

/// Whether a demand is more than nothing at some time.
fn asks(path: &Path) -> bool {
    match path {
        Path::Growing { value, .. } => *value > 0.0,
        Path::Steps(steps) => steps.iter().any(|(_, value)| *value > 0.0),
    }
}

/// The first period in which a project may start, if its window leaves any.
fn earliest(project: &Project, model: &Model) -> Option<i32> {
    let calendar = Calendar::new(model);
    let first = project.window.start.map_or(0, |start| calendar.period_of(start).max(0));
    let done = first + calendar.periods(project.lead);
    let in_time = project.window.complete.is_none_or(|complete| done <= calendar.period_of(complete));
    (first < calendar.len() && in_time).then_some(first)
}

/// Where a row stands: the key of its table.
pub(super) fn stands(root: &Node, kind: &str, name: &str) -> Place {
    let entry = root.get(kind).and_then(|node| node.entries().iter().find(|entry| entry.key == name));
    entry.map_or_else(|| root.place.clone(), |entry| entry.place.clone())
}

/// Where a key of a row stands, or the row if the key is absent.
pub(super) fn within(root: &Node, kind: &str, name: &str, keys: &[&str]) -> Place {
    let Some(mut node) = root.get(kind).and_then(|node| node.get(name)) else {
        return stands(root, kind, name);
    };
    for (n, key) in keys.iter().enumerate() {
        match node.get(key) {
            Some(next) => node = next,
            // What has no place of its own is in what holds it.
            None if n > 0 => break,
            None => return stands(root, kind, name),
        }
    }
    node.place.clone()
}

/// The horizon as findings write it.
pub(super) fn horizon_shown(model: &Model) -> String {
    let (start, end) = (model.horizon.start, model.horizon.end());
    let months = crate::domain::Months { first: start, end, after_horizon: false };
    label::write_span(&months, &model.horizon)
}
