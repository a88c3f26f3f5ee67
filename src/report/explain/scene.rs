//! What the pages look at: the model, the plan if there is one, and the dates that follow from both.

use std::collections::HashMap;

use crate::calendar::Calendar;
use crate::domain::{Adds, Cooling, Index, Model, Project, ProjectId, SegmentId, SiteId, Step as PeriodStep};
use crate::network::dependencies::Dependencies;
use crate::network::earliest::{Begun, Earliest};
use crate::network::reach::Reach;
use crate::network::slack::{Slack, Start};
use crate::plan::types::{DemandRow, LimitRow, Plan, ProjectRow, SiteRow, Span, State, Status};
use crate::report::words::{megawatts, money};

/// A model and perhaps a plan of it, with dates.
pub(super) struct Scene<'a> {
    pub(super) model: &'a Model,
    pub(super) plan: Option<&'a Plan>,
    pub(super) calendar: Calendar,
    pub(super) graph: Dependencies,
    /// Earliest dates if all that is not committed starts in the first period.
    pub(super) alone: Earliest,
    /// Earliest dates with the starts of the plan, and whatever it does not begin started in the first period.
    pub(super) given: Earliest,
    pub(super) reach: Reach,
    limits: HashMap<&'a str, &'a LimitRow>,
}

impl<'a> Scene<'a> {
    /// The dates of a model and a plan; an error names a circle among the projects.
    pub(super) fn new(model: &'a Model, plan: Option<&'a Plan>) -> Result<Self, String> {
        let calendar = Calendar::new(model);
        let graph = Dependencies::new(model, &calendar).map_err(|cycles| circle(model, &cycles))?;
        let alone = graph.earliest(&Begun::default(), 0);
        let mut begun = Begun::default();
        let mut called_off = Begun::default();
        for row in plan.map_or(&[][..], |plan| &plan.projects) {
            let Some(id) = model.projects.find(&row.project) else {
                continue;
            };
            if row.state == State::Planned {
                begun.add(id, period_of(&calendar, &row.begun), copies(row));
            } else if row.cancelled_share > 1.0 - 1e-6 {
                begun.cancel(id);
                called_off.cancel(id);
            }
        }
        let given = graph.earliest(&begun, 0);
        let alone = if plan.is_some() { graph.earliest(&called_off, 0) } else { alone };
        Ok(Self {
            model,
            plan,
            calendar,
            graph,
            alone,
            given,
            reach: Reach::new(model),
            limits: plan.map_or(&[][..], |plan| &plan.limits).iter().map(|row| (row.id.as_str(), row)).collect(),
        })
    }

    /// The period of a span of the plan.
    pub(super) fn period(&self, span: &Span) -> i32 {
        period_of(&self.calendar, span)
    }

    /// The label of a period.
    pub(super) fn label(&self, period: i32) -> String {
        self.calendar.label(period)
    }

    /// `2026Q1..2028Q4`, or one label.
    pub(super) fn range(&self, first: i32, last: i32) -> String {
        if first == last { self.label(first) } else { format!("{}..{}", self.label(first), self.label(last)) }
    }

    /// `9 quarters`.
    pub(super) fn long(&self, periods: i32) -> String {
        let unit = match self.model.horizon.step {
            PeriodStep::Quarter => "quarter",
            PeriodStep::Half => "half-year",
            PeriodStep::Year => "year",
        };
        if periods == 1 { format!("1 {unit}") } else { format!("{periods} {unit}s") }
    }

    /// A project in quotes.
    pub(super) fn name(&self, project: ProjectId) -> String {
        format!("`{}`", self.model.projects.name(project))
    }

    /// The rows of a project in the plan.
    pub(super) fn rows_of(&self, project: ProjectId) -> Vec<&'a ProjectRow> {
        let name = self.model.projects.name(project);
        self.plan.map_or(&[][..], |plan| &plan.projects).iter().filter(|row| row.project == name).collect()
    }

    /// A site in a period of the plan.
    pub(super) fn site_row(&self, site: SiteId, period: i32) -> Option<&'a SiteRow> {
        let name = self.model.sites.name(site);
        self.plan?.sites.iter().find(|row| row.site == name && self.period(&row.span) == period)
    }

    /// The limits of the plan whose id is `prefix` or goes on from it.
    pub(super) fn limits(&self, prefix: &str) -> Vec<&'a LimitRow> {
        let goes_on =
            |id: &str| id.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '@']));
        self.plan.map_or(&[][..], |plan| &plan.limits).iter().filter(|row| goes_on(&row.id)).collect()
    }

    /// The limit with an id.
    pub(super) fn limit(&self, id: &str) -> Option<&'a LimitRow> {
        self.limits.get(id).copied()
    }

    /// Whether starts of the plan may be fractions: then no start has a slack of its own.
    pub(super) fn is_relaxed(&self) -> bool {
        self.plan.is_some_and(|plan| plan.outcome.status == Status::Relaxed)
    }

    /// Demand of segments that a site can reach, unmet or left to wait in a period of the plan.
    pub(super) fn unmet(&self, site: SiteId, period: i32) -> Vec<(SegmentId, f64)> {
        let rows = self.plan.map_or(&[][..], |plan| &plan.demand).iter();
        let left = |row: &DemandRow| row.unmet + row.waiting;
        rows.filter(|row| left(row) > 1e-6 * row.demand.abs().max(1.0) && self.period(&row.span) == period)
            .filter_map(|row| Some((self.model.segments.find(&row.segment)?, left(row))))
            .filter(|(segment, _)| self.reach.admits(*segment, site))
            .collect()
    }

    /// The slack of each start of the plan that stands, beside its row; none of a relaxed plan.
    pub(super) fn slack(&self) -> Vec<(&'a ProjectRow, Slack)> {
        if self.is_relaxed() {
            return Vec::new();
        }
        let rows: Vec<&ProjectRow> = self.plan.map_or(&[][..], |plan| &plan.projects).iter().collect();
        let rows: Vec<_> = rows
            .into_iter()
            .filter(|row| row.cancelled_share < 1.0 - 1e-6)
            .filter_map(|row| Some((row, self.model.projects.find(&row.project)?)))
            .collect();
        let starts: Vec<Start> = rows
            .iter()
            .map(|(row, project)| Start {
                project: *project,
                period: self.period(&row.begun),
                copies: copies(row),
                whole: row.cancelled_share < 1e-6,
            })
            .collect();
        let counts = |id: ProjectId, p: i32| self.model.projects[id].adds.is_some() || self.connects(id, p);
        rows.into_iter().map(|(row, _)| row).zip(self.graph.slack(&starts, counts)).collect()
    }

    /// Whether an agreement in force in a period of the plan gives its connection only if a project is in effect.
    fn connects(&self, project: ProjectId, period: i32) -> bool {
        self.plan.map_or(&[][..], |plan| &plan.agreements).iter().any(|row| {
            let needs = self.model.agreements.find(&row.agreement).map(|a| &self.model.agreements[a].needs);
            needs.is_some_and(|needs| needs.contains(&project))
                && (self.period(&row.energised)..self.period(&row.ends)).contains(&period)
        })
    }

    /// Where a row stands in the input: ` (model.toml:61)`, or nothing.
    pub(super) fn place(&self, address: &str) -> String {
        self.model.places.get(address).map(|place| format!("   ({place})")).unwrap_or_default()
    }

    /// What a project adds: `120 MW of liquid-cooled IT power at valley-east`.
    pub(super) fn adds(&self, adds: &Adds) -> String {
        let mw = megawatts(adds.mw());
        let model = self.model;
        match adds {
            Adds::It { site, cooling: Cooling::Liquid, .. } => {
                format!("{mw} MW of liquid-cooled IT power at {}", model.sites.name(*site))
            }
            Adds::It { site, .. } => format!("{mw} MW of air-cooled IT power at {}", model.sites.name(*site)),
            Adds::Connection { site, .. } => format!("{mw} MW of connection at {}", model.sites.name(*site)),
            Adds::Line { line, .. } => format!("{mw} MW on line {}", model.lines.name(*line)),
            Adds::Circuits { line, circuits, .. } => {
                let plural = if *circuits == 1 { "" } else { "s" };
                format!("{circuits} circuit{plural} of {mw} MW on line {}", model.lines.name(*line))
            }
            Adds::Supply { supply, .. } => format!("{mw} MW of supply {}", model.supplies.name(*supply)),
            Adds::Battery { battery, .. } => format!("{mw} MW of battery {}", model.batteries.name(*battery)),
        }
    }

    /// The price of a copy if begun in a period: `1.4 B USD`.
    pub(super) fn cost(&self, project: &Project, period: i32) -> Option<String> {
        project.cost.as_ref().map(|cost| money(self.calendar.price(cost, period)))
    }

    /// The first and the last period of the horizon in which something holds.
    pub(super) fn horizon(&self) -> std::ops::Range<i32> {
        self.calendar.horizon()
    }
}

/// The most copies of a project that a model may have; a plan that was changed by hand may say more.
const MOST_COPIES: f64 = 100_000.0;

/// Copies of a start; a fraction of a relaxed plan counts as begun.
fn copies(row: &ProjectRow) -> usize {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "copies are few and not negative")]
    let copies = (row.copies - 1e-6).ceil().clamp(0.0, MOST_COPIES) as usize;
    copies
}

/// The period that begins on the first day of a span.
fn period_of(calendar: &Calendar, span: &Span) -> i32 {
    let mut parts = span.starts.split('-').map(|part| part.parse::<i32>().unwrap_or(0));
    let (year, month) = (parts.next().unwrap_or(0), parts.next().unwrap_or(1));
    calendar.period_of(crate::domain::Month::new(year, month))
}

fn circle(model: &Model, cycles: &[crate::network::dependencies::Cycle]) -> String {
    let names: Vec<String> = cycles
        .iter()
        .map(|cycle| {
            cycle.iter().chain(cycle.first()).map(|id| model.projects.name(*id)).collect::<Vec<_>>().join(" -> ")
        })
        .collect();
    format!("projects wait for each other in a circle: {}", names.join("; "))
}

/// Names joined as a sentence does: `a, b and c`.
pub(super) fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The name of a row in quotes.
pub(super) fn quoted<I: Index, T>(table: &crate::domain::Table<I, T>, id: I) -> String {
    format!("`{}`", table.name(id))
}
