//! The columns: declared in one place, always with bounds, each with a name.
//!
//! Index order is fixed: project, commitment, purchase, site, chip, class, segment, period, block. Columns that windows, reach or
//! eligibility rule out are not created; a look-up gives zero for them.

use super::circuits::NewCircuit;
use super::context::{CommitmentOf, Context};
use super::key::{Key, Of};
use super::lin::{Column, Lin};
use crate::domain::{Bend, Index, Over, ProjectId, RelationKind, SegmentId, SegmentKind, SiteId, Unspent};
use good_lp::{ProblemVariables, Variable, variable};
use std::collections::BTreeMap;

/// A limit that may bend, and in which period.
pub type BendKey = (Of, Option<i32>, &'static str);

/// A row of columns over periods; `None` where the column does not exist.
pub type OverPeriods = Vec<Option<Column>>;

/// The same by block of each period.
pub type OverBlocks = Vec<Vec<Option<Column>>>;

/// All columns of a model.
#[derive(Debug, Default)]
pub struct Vars {
    /// Their names, in order.
    pub keys: Vec<Key>,
    /// Their lower and upper bounds and whether they are integer, in order.
    pub bounds: Vec<(f64, f64, bool)>,
    /// begun[j][p]: copies begun by the end of p (open projects, periods of the start window).
    pub begun: Vec<OverPeriods>,
    /// effective[j][p]: copies in effect (projects with needs).
    pub effective: Vec<OverPeriods>,
    /// Binary: all copies of a project are begun by p (where somebody waits for a project with several copies).
    pub all_begun: BTreeMap<(ProjectId, i32), Column>,
    /// Binary: all copies of a project are in effect in p (where somebody needs it).
    pub all_effective: BTreeMap<(ProjectId, i32), Column>,
    /// Binary: the effect of a project with needs for `each` copy is bound by those needed (only where effects can hurt).
    pub bound_by: BTreeMap<(ProjectId, ProjectId, i32), Column>,
    /// What connection agreements decide.
    pub agreed: super::agreed::Agreed,
    /// Binary: any copy of a project is begun (groups).
    pub any_begun: BTreeMap<ProjectId, Column>,
    /// Binary: a partly cancellable commitment is kept whole.
    pub whole: BTreeMap<usize, Column>,
    /// cancel[c][p].
    pub cancel: Vec<OverPeriods>,
    /// ordered[i][p]: lots where there are lots, else internal units.
    pub ordered: Vec<OverPeriods>,
    /// Binary: an order is placed.
    pub placed: Vec<OverPeriods>,
    /// owned[stock][p]: thousand chips.
    pub owned: Vec<OverPeriods>,
    /// assigned[stock][class][p]: thousand chips.
    pub assigned: Vec<BTreeMap<usize, OverPeriods>>,
    /// served[q][site][p]: scaled work.
    pub served: Vec<BTreeMap<SiteId, OverPeriods>>,
    /// unmet[q][p]: scaled work (contracted and market).
    pub unmet: Vec<OverPeriods>,
    /// waiting[q][p]: scaled work left for a later period (segments that may wait).
    pub waiting: Vec<OverPeriods>,
    /// Binary: a one-site segment is at a site.
    pub located: BTreeMap<(SegmentId, SiteId), Column>,
    /// dispatch[g][p][b]: MW.
    pub dispatch: Vec<OverBlocks>,
    /// What supplies bill.
    pub billed: super::billed::Billed,
    /// What batteries take, give and hold.
    pub stored: super::storage::Stored,
    /// flow[l][p][b]: MW from `from` to `to`, on what stands (without angles: on the whole line).
    pub flow: Vec<OverBlocks>,
    /// loss[l][p][b]: MW, where losses are asked for.
    pub loss: Vec<OverBlocks>,
    /// What projects bring to lines, where flows follow from angles.
    pub circuits: Vec<NewCircuit>,
    /// angle[n][p][b]: radians, where flows follow from angles; the nodes that they are counted from have none.
    pub angle: Vec<OverBlocks>,
    /// matched[r][p][b]: MW drawn while as much comes without carbon.
    pub matched: super::matched::Matched,
    /// shed[n][p][b]: MW.
    pub shed: Vec<OverBlocks>,
    /// carried[b]: M USD carried out of a budget.
    pub carried: Vec<Option<Column>>,
    /// `cash_flow`[p]: M USD, where a floor reads it.
    pub cash_flow: OverPeriods,
    /// How far limits bend.
    pub bend: BTreeMap<BendKey, Column>,
}

/// Whether a row of columns has one in a period.
fn exists(columns: &OverPeriods, p: i32) -> bool {
    usize::try_from(p).is_ok_and(|p| columns.get(p).is_some_and(Option::is_some))
}

impl Vars {
    /// Declares every column of a model.
    #[must_use]
    pub fn new(ctx: &Context) -> Self {
        let mut vars = Self::default();
        vars.declare_projects(ctx);
        vars.declare_relations(ctx);
        vars.declare_agreements(ctx);
        vars.declare_commitments(ctx);
        vars.declare_purchases(ctx);
        vars.declare_stocks(ctx);
        vars.declare_service(ctx);
        vars.declare_power(ctx);
        vars.declare_money(ctx);
        vars.declare_bends(ctx);
        vars
    }

    /// The columns as `good_lp` declares them, in order.
    #[must_use]
    pub fn declared(&self) -> (ProblemVariables, Vec<Variable>) {
        let mut problem = ProblemVariables::new();
        let define = |&(lower, upper, integer): &(f64, f64, bool)| {
            let bounded = variable().min(lower).max(upper);
            problem.add(if integer { bounded.integer() } else { bounded })
        };
        let variables = self.bounds.iter().map(define).collect();
        (problem, variables)
    }

    pub(super) fn add(&mut self, key: Key, (lower, upper): (f64, f64), integer: bool) -> Column {
        let column = Column(u32::try_from(self.keys.len()).expect("columns number less than 2^32"));
        self.keys.push(key);
        self.bounds.push((lower, upper, integer));
        column
    }

    pub(super) fn continuous(&mut self, name: &'static str, of: Of, p: Option<i32>) -> Column {
        self.add(Key::new(name, of, p), (0.0, f64::INFINITY), false)
    }

    fn integer(&mut self, name: &'static str, of: Of, p: Option<i32>, most: f64) -> Column {
        self.add(Key::new(name, of, p), (0.0, most), true)
    }

    pub(super) fn binary(&mut self, name: &'static str, of: Of, p: Option<i32>) -> Column {
        self.integer(name, of, p, 1.0)
    }

    fn declare_projects(&mut self, ctx: &Context) {
        for (j, project) in ctx.model.projects.iter() {
            let starts = ctx.starts(j);
            let of = Of::Project(j);
            let copies = f64::from(project.copies);
            let begun = ctx.periods().map(|p| starts.contains(&p).then(|| self.integer("begun", of, Some(p), copies)));
            let begun = begun.collect();
            self.begun.push(begun);
        }
        for (j, project) in ctx.model.projects.iter() {
            let waits = project.relations.iter().any(|r| r.kind == RelationKind::Needs);
            let row = ctx.periods().map(|p| {
                let may_serve = waits && ctx.may_be_in_service(j, p);
                may_serve.then(|| self.continuous("effective", Of::Project(j), Some(p)))
            });
            let row = row.collect();
            self.effective.push(row);
        }
    }

    /// Binaries that say "all copies", where somebody waits for several or for what may be cancelled in part.
    fn declare_relations(&mut self, ctx: &Context) {
        for (j, project) in ctx.model.projects.iter() {
            for relation in project.relations.iter().filter(|r| !r.each) {
                let other = relation.project;
                let lag = ctx.cal.periods(relation.lag);
                for p in ctx.periods() {
                    match relation.kind {
                        RelationKind::Needs => {
                            let t = p - lag;
                            if exists(&self.effective[j.get()], p) && ctx.all_needs_binary(other) && t >= 0 {
                                self.declare_all_effective(other, t);
                            }
                        }
                        RelationKind::After | RelationKind::With => {
                            let lead = if relation.kind == RelationKind::After {
                                ctx.cal.periods(ctx.model.projects[other].lead)
                            } else {
                                0
                            };
                            let t = (p - lag - lead).min(ctx.last());
                            let open = ctx.model.projects[other].committed.is_none();
                            if open && ctx.model.projects[other].copies > 1 && t >= 0 && ctx.starts(j).contains(&p) {
                                self.declare_all_begun(other, t);
                            }
                        }
                    }
                }
            }
        }
        if ctx.effects_can_hurt {
            self.declare_bound_by(ctx);
        }
        for (_, group) in ctx.model.groups.iter() {
            for &j in &group.projects {
                let project = &ctx.model.projects[j];
                let several = project.committed.is_none() && project.copies > 1;
                let partly = ctx.cancellable(CommitmentOf::Project(j)).is_some_and(|c| ctx.commitments[c].part);
                if (several || partly) && !self.any_begun.contains_key(&j) {
                    let column = self.binary("any_begun", Of::Project(j), None);
                    self.any_begun.insert(j, column);
                }
            }
        }
    }

    pub(super) fn declare_all_effective(&mut self, j: ProjectId, t: i32) {
        if !self.all_effective.contains_key(&(j, t)) {
            let column = self.binary("all_effective", Of::Project(j), Some(t));
            self.all_effective.insert((j, t), column);
        }
    }

    fn declare_all_begun(&mut self, j: ProjectId, t: i32) {
        if !self.all_begun.contains_key(&(j, t)) {
            let column = self.binary("all_begun", Of::Project(j), Some(t));
            self.all_begun.insert((j, t), column);
        }
    }

    fn declare_bound_by(&mut self, ctx: &Context) {
        for (j, project) in ctx.model.projects.iter() {
            for relation in project.relations.iter().filter(|r| r.kind == RelationKind::Needs && r.each) {
                for p in ctx.periods().filter(|p| exists(&self.effective[j.get()], *p)).collect::<Vec<_>>() {
                    let column = self.binary("bound_by", Of::Wait(j, relation.project), Some(p));
                    self.bound_by.insert((j, relation.project, p), column);
                }
            }
        }
    }

    fn declare_commitments(&mut self, ctx: &Context) {
        for (c, commitment) in ctx.commitments.iter().enumerate() {
            let of = Of::Commitment(commitment.of);
            let cancel = ctx.periods().map(|p| {
                (p <= commitment.until).then(|| self.add(Key::new("cancel", of, Some(p)), (0.0, 1.0), !commitment.part))
            });
            let cancel = cancel.collect();
            self.cancel.push(cancel);
            let awaited = match commitment.of {
                CommitmentOf::Project(j) => ctx.is_awaited(j),
                CommitmentOf::Order(_) => false,
            };
            if commitment.part && awaited {
                let column = self.binary("whole", of, None);
                self.whole.insert(c, column);
            }
        }
    }

    fn declare_purchases(&mut self, ctx: &Context) {
        for purchase in &ctx.purchases {
            let of = Of::Purchase(purchase.of);
            let within = |p: i32| (purchase.first..purchase.end).contains(&p);
            let ordered = ctx.periods().map(|p| {
                within(p).then(|| match purchase.lot {
                    Some(_) => self.integer("lots", of, Some(p), f64::INFINITY),
                    None => self.continuous("ordered", of, Some(p)),
                })
            });
            let ordered = ordered.collect();
            self.ordered.push(ordered);
            let placed =
                ctx.periods().map(|p| (purchase.fixed_cost && within(p)).then(|| self.binary("placed", of, Some(p))));
            let placed = placed.collect();
            self.placed.push(placed);
        }
    }

    fn declare_stocks(&mut self, ctx: &Context) {
        for stock in &ctx.stocks {
            let of = Of::Stock(stock.site, stock.chip);
            let owned = ctx.periods().map(|p| Some(self.continuous("owned", of, Some(p)))).collect();
            self.owned.push(owned);
            let mut by_class = BTreeMap::new();
            for (c, class) in ctx.classes.iter().enumerate() {
                let wanted = class.segments.iter().any(|q| ctx.sites_of[q.get()].contains(&stock.site));
                if !wanted || !class.chips.contains(&stock.chip) {
                    continue;
                }
                let of = Of::Assigned(stock.site, stock.chip, u32::try_from(c).expect("classes are few"));
                let row: OverPeriods = ctx.periods().map(|p| Some(self.continuous("assigned", of, Some(p)))).collect();
                by_class.insert(c, row);
            }
            self.assigned.push(by_class);
        }
    }

    fn declare_service(&mut self, ctx: &Context) {
        for (q, segment) in ctx.model.segments.iter() {
            let mut by_site = BTreeMap::new();
            for &s in &ctx.sites_of[q.get()] {
                let row: OverPeriods = ctx
                    .periods()
                    .map(|p| (ctx.most_asked(q, p) > 0.0).then(|| self.continuous("served", Of::Served(q, s), Some(p))))
                    .collect();
                by_site.insert(s, row);
                if segment.placement == crate::domain::Placement::OneSite {
                    let column = self.binary("located", Of::Served(q, s), None);
                    self.located.insert((q, s), column);
                }
            }
            self.served.push(by_site);
            let may_lapse = segment.kind != SegmentKind::Firm;
            let unmet = ctx.periods().map(|p| {
                (may_lapse && ctx.most_asked(q, p) > 0.0).then(|| self.continuous("unmet", Of::Segment(q), Some(p)))
            });
            let unmet = unmet.collect();
            self.unmet.push(unmet);
            let waiting = ctx
                .periods()
                .map(|p| (ctx.may_wait(q, p) > 0.0).then(|| self.continuous("waiting", Of::Segment(q), Some(p))))
                .collect();
            self.waiting.push(waiting);
        }
    }

    fn declare_power(&mut self, ctx: &Context) {
        let free = Some((f64::NEG_INFINITY, f64::INFINITY));
        for g in ctx.model.supplies.ids() {
            let rows = self.by_block(ctx, "dispatch", Of::Supply(g), |_| free);
            self.dispatch.push(rows);
        }
        self.declare_bills(ctx);
        self.declare_matched(ctx);
        self.declare_batteries(ctx);
        super::circuits::declare(self, ctx);
        for (n, node) in ctx.model.nodes.iter() {
            let mut rows = OverBlocks::with_capacity(ctx.model.horizon.periods);
            for p in ctx.periods() {
                let key = |b| Key::new("shed", Of::Node(n), Some(p)).in_block(ctx.named(b));
                let load = |b| ctx.cal.value(&node.other_load, p).max(0.0) * node.drawn(b);
                let may = |b| node.shed.is_some() && load(b) > 0.0;
                rows.push(ctx.blocks().map(|b| may(b).then(|| self.add(key(b), (0.0, load(b)), false))).collect());
            }
            self.shed.push(rows);
        }
    }

    /// A column for each period that has bounds, and each of its blocks.
    pub(super) fn by_block(
        &mut self,
        ctx: &Context,
        name: &'static str,
        of: Of,
        bounds: impl Fn(i32) -> Option<(f64, f64)>,
    ) -> OverBlocks {
        let mut rows = OverBlocks::with_capacity(ctx.model.horizon.periods);
        for p in ctx.periods() {
            let found = bounds(p);
            let key = |b| Key::new(name, of, Some(p)).in_block(ctx.named(b));
            rows.push(ctx.blocks().map(|b| found.map(|bounds| self.add(key(b), bounds, false))).collect());
        }
        rows
    }

    fn declare_money(&mut self, ctx: &Context) {
        for (b, budget) in ctx.model.budgets.iter() {
            let most = match (budget.unspent, budget.at_most) {
                (Unspent::Carry { up_to, .. }, Some(at_most)) => Some(up_to * at_most / super::scale::MONEY),
                _ => None,
            };
            let column = most.map(|most| self.add(Key::new("carried", Of::Budget(b), None), (0.0, most), false));
            self.carried.push(column);
        }
        let read = !ctx.model.patience.is_empty();
        let key = |p| Key::new("cash_flow", Of::Plan, Some(p));
        let flows = ctx.periods().map(|p| read.then(|| self.add(key(p), (f64::NEG_INFINITY, f64::INFINITY), false)));
        self.cash_flow = flows.collect();
    }

    fn declare_bends(&mut self, ctx: &Context) {
        let model = ctx.model;
        for (s, site) in model.sites.iter() {
            self.bend_over(ctx, site.bend.as_ref(), "site_connection", Of::Site(s), 1.0);
        }
        for (l, line) in model.lines.iter() {
            self.bend_over(ctx, line.bend.as_ref(), "line_rating", Of::Line(l), 1.0);
        }
        for (q, segment) in model.segments.iter() {
            let scale = ctx.work_scale[segment.workload.get()];
            self.bend_over(ctx, segment.bend.as_ref(), "demand_met", Of::Segment(q), scale);
        }
        for (a, allotment) in model.allotments.iter() {
            let scale = ctx.allotment_scale(a);
            self.bend_over(ctx, allotment.bend.as_ref(), "allotment_rate", Of::Allotment(a), scale);
        }
        for (b, budget) in model.budgets.iter() {
            if let Some(bend) = &budget.bend {
                self.bend_one(bend, "budget_at_most", Of::Budget(b), None, super::scale::MONEY);
            }
        }
        for (y, policy) in model.policies.iter() {
            let Some(bend) = &policy.bend else { continue };
            let scale = ctx.measure_scale(&policy.measure);
            let periods: Vec<Option<i32>> = match policy.over {
                Over::Sum => vec![None],
                Over::Each => ctx.cal.within(policy.periods).map(Some).collect(),
            };
            for p in periods {
                if policy.bounds.at_most.is_some() {
                    self.bend_one(bend, "policy_at_most", Of::Policy(y), p, scale);
                }
                if policy.bounds.at_least.is_some() {
                    self.bend_one(bend, "policy_at_least", Of::Policy(y), p, scale);
                }
            }
        }
        for (y, patience) in model.patience.iter() {
            let Some(bend) = &patience.bend else { continue };
            for p in ctx.cal.within(patience.periods) {
                self.bend_one(bend, "patience_floor", Of::Patience(y), Some(p), super::scale::MONEY);
            }
        }
    }

    fn bend_over(&mut self, ctx: &Context, bend: Option<&Bend>, name: &'static str, of: Of, scale: f64) {
        if let Some(bend) = bend {
            for p in ctx.periods() {
                self.bend_one(bend, name, of, Some(p), scale);
            }
        }
    }

    fn bend_one(&mut self, bend: &Bend, name: &'static str, of: Of, p: Option<i32>, scale: f64) {
        let most = bend.at_most.map_or(f64::INFINITY, |most| most / scale);
        let column = self.add(Key::new("bend", of, p), (0.0, most), false);
        self.bend.insert((of, p, name), column);
    }

    /// How far a limit bends; zero where it may not.
    #[must_use]
    pub fn bent(&self, name: &'static str, of: Of, p: Option<i32>) -> Lin {
        self.bend.get(&(of, p, name)).map_or_else(Lin::default, |column| Lin::of(*column, 1.0))
    }
}

impl Context<'_> {
    /// Whether any copy of a project could be in service in a period.
    #[must_use]
    pub fn may_be_in_service(&self, j: ProjectId, p: i32) -> bool {
        let project = &self.model.projects[j];
        let lead = self.cal.periods(project.lead);
        let life = project.life.map(|life| self.cal.periods(life));
        if let Some(start) = self.committed_start(j) {
            return p >= start + lead && life.is_none_or(|life| p < start + lead + life);
        }
        let starts = self.starts(j);
        !starts.is_empty() && p >= starts.start + lead && life.is_none_or(|life| p < starts.end - 1 + lead + life)
    }

    /// Whether "all copies in effect" is not already a whole number of the effect itself.
    #[must_use]
    pub fn all_needs_binary(&self, j: ProjectId) -> bool {
        let project = &self.model.projects[j];
        let partly = self.fractional(j);
        let each = project.relations.iter().any(|r| r.kind == RelationKind::Needs && r.each);
        partly || (project.copies > 1 && (project.committed.is_none() || each))
    }

    /// Whether a part of a copy can be in effect: of what may be cancelled in part, and of what needs such a thing copy by copy.
    #[must_use]
    pub fn fractional(&self, j: ProjectId) -> bool {
        let partly = self.cancellable(CommitmentOf::Project(j)).is_some_and(|c| self.commitments[c].part);
        let mut relations = self.model.projects[j].relations.iter();
        partly || relations.any(|r| r.kind == RelationKind::Needs && r.each && self.fractional(r.project))
    }

    /// Whether somebody waits for the completion or effect of a project.
    #[must_use]
    pub fn is_awaited(&self, j: ProjectId) -> bool {
        let waits = |r: &crate::domain::Relation| r.project == j && r.kind == RelationKind::After;
        self.model.projects.iter().any(|(_, project)| project.relations.iter().any(waits))
    }

    /// Planner's units in an internal unit of an allotment: chips or MW.
    #[must_use]
    pub fn allotment_scale(&self, a: crate::domain::AllotmentId) -> f64 {
        let of = &self.model.allotments[a].of;
        if of.expansions.is_some() || of.leases.is_some() { 1.0 } else { super::scale::CHIPS }
    }
}
