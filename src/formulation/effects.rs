//! What is begun, in service and in effect, and the megawatts that follow: linear in the columns.

use super::agreed::{connected, promised};
use super::context::{Adder, Bought, CommitmentOf, Context, PlaceKey, it_mw};
use super::lin::Lin;
use super::vars::Vars;
use crate::domain::{Adds, Index, OrderId, OrderOf, ProjectId, RelationKind, SiteId};

/// Copies of a project begun by the end of a period, before any cancelling; periods may lie before the horizon.
#[must_use]
pub fn begun(ctx: &Context, vars: &Vars, j: ProjectId, t: i32) -> Lin {
    if let Some(start) = ctx.committed_start(j) {
        let copies = f64::from(ctx.model.projects[j].copies);
        return Lin::number(if t >= start { copies } else { 0.0 });
    }
    let starts = ctx.starts(j);
    if t < starts.start || starts.is_empty() {
        return Lin::default();
    }
    let last = t.min(starts.end - 1);
    vars.begun[j.get()][at(last)].map_or_else(Lin::default, |column| Lin::of(column, 1.0))
}

/// Copies of an open project that start in a period.
#[must_use]
pub fn started(ctx: &Context, vars: &Vars, j: ProjectId, p: i32) -> Lin {
    let mut starts = begun(ctx, vars, j, p);
    starts.add(-1.0, &begun(ctx, vars, j, p - 1));
    starts
}

/// The share of a commitment that is not cancelled in periods up to and including `t`.
#[must_use]
pub fn kept_until(ctx: &Context, vars: &Vars, of: CommitmentOf, t: i32) -> Lin {
    let mut kept = Lin::number(1.0);
    if let Some(c) = ctx.cancellable(of) {
        for column in vars.cancel[c].iter().take(usize::try_from(t + 1).unwrap_or(0)).flatten() {
            kept.terms.push((*column, -1.0));
        }
    }
    kept
}

/// The share of a commitment that is never cancelled.
#[must_use]
pub fn kept(ctx: &Context, vars: &Vars, of: CommitmentOf) -> Lin {
    kept_until(ctx, vars, of, ctx.last())
}

/// Copies of a project complete and within their life, in effect or dark.
#[must_use]
pub fn in_service(ctx: &Context, vars: &Vars, j: ProjectId, t: i32) -> Lin {
    let project = &ctx.model.projects[j];
    let lead = ctx.cal.periods(project.lead);
    let mut copies = begun(ctx, vars, j, t - lead);
    if let Some(life) = project.life {
        copies.add(-1.0, &begun(ctx, vars, j, t - lead - ctx.cal.periods(life)));
    }
    if project.committed.is_some() {
        return kept(ctx, vars, CommitmentOf::Project(j)).times(copies.constant);
    }
    copies
}

/// Copies of a project in effect.
#[must_use]
pub fn effective(ctx: &Context, vars: &Vars, j: ProjectId, t: i32) -> Lin {
    let project = &ctx.model.projects[j];
    let waits = project.relations.iter().any(|r| r.kind == RelationKind::Needs);
    if !waits {
        return in_service(ctx, vars, j, t);
    }
    if t < 0 {
        return Lin::number(effective_before(ctx, j, t));
    }
    vars.effective[j.get()][at(t)].map_or_else(Lin::default, |column| Lin::of(column, 1.0))
}

/// Copies in effect before the horizon: only what was committed, and nothing of it can be cancelled any more.
fn effective_before(ctx: &Context, j: ProjectId, t: i32) -> f64 {
    let project = &ctx.model.projects[j];
    let Some(start) = ctx.committed_start(j) else {
        return 0.0;
    };
    let complete = start + ctx.cal.periods(project.lead);
    let ends = project.life.map(|life| complete + ctx.cal.periods(life));
    if t < complete || ends.is_some_and(|ends| t >= ends) {
        return 0.0;
    }
    let mut copies = f64::from(project.copies);
    for relation in project.relations.iter().filter(|r| r.kind == RelationKind::Needs) {
        let needed = effective_before(ctx, relation.project, t - ctx.cal.periods(relation.lag));
        let all = f64::from(ctx.model.projects[relation.project].copies);
        copies = if relation.each {
            copies.min(needed)
        } else if needed < all {
            0.0
        } else {
            copies
        };
    }
    copies
}

/// 1 when all copies of a project are in effect, else 0 (a fraction in the relaxation).
#[must_use]
pub fn all_effective(ctx: &Context, vars: &Vars, j: ProjectId, t: i32) -> Lin {
    let copies = f64::from(ctx.model.projects[j].copies);
    if t < 0 {
        return Lin::number(if effective_before(ctx, j, t) < copies { 0.0 } else { 1.0 });
    }
    match vars.all_effective.get(&(j, t)) {
        Some(column) => Lin::of(*column, 1.0),
        None => effective(ctx, vars, j, t).times(1.0 / copies),
    }
}

/// 1 when all copies of a project are begun by `t` (for `after`: and kept whole), else 0.
#[must_use]
pub fn all_begun(ctx: &Context, vars: &Vars, j: ProjectId, t: i32, must_complete: bool) -> Lin {
    if let Some(start) = ctx.committed_start(j) {
        let begun = if t >= start { 1.0 } else { 0.0 };
        if !must_complete {
            return Lin::number(begun);
        }
        let whole = ctx.cancellable(CommitmentOf::Project(j)).and_then(|c| vars.whole.get(&c));
        return match whole {
            Some(column) => Lin::of(*column, begun),
            None => kept(ctx, vars, CommitmentOf::Project(j)).times(begun),
        };
    }
    match vars.all_begun.get(&(j, t.min(ctx.last()))) {
        Some(column) => Lin::of(*column, 1.0),
        None => begun(ctx, vars, j, t).times(1.0 / f64::from(ctx.model.projects[j].copies)),
    }
}

/// Internal units of a purchase ordered in a period.
#[must_use]
pub fn ordered(ctx: &Context, vars: &Vars, i: usize, p: i32) -> Lin {
    if !ctx.periods().contains(&p) {
        return Lin::default();
    }
    let each = ctx.purchases[i].lot.unwrap_or(1.0);
    vars.ordered[i][at(p)].map_or_else(Lin::default, |column| Lin::of(column, each))
}

/// Internal units of a purchase in service in a period of the horizon.
#[must_use]
pub fn bought_in_service(ctx: &Context, vars: &Vars, i: usize, p: i32) -> Lin {
    let purchase = &ctx.purchases[i];
    let first = purchase.life.map_or(0, |life| (p - purchase.lead - life + 1).max(0));
    let mut sum = Lin::default();
    for t in first..=(p - purchase.lead) {
        sum.add(1.0, &ordered(ctx, vars, i, t));
    }
    sum
}

/// Internal units of a committed order, whether chips or MW.
#[must_use]
pub fn order_quantity(ctx: &Context, o: OrderId) -> f64 {
    let order = &ctx.model.orders[o];
    match order.of {
        OrderOf::Chips(..) => order.quantity / super::scale::CHIPS,
        OrderOf::Expansion(_) => order.quantity,
    }
}

/// Internal units of a committed order in service.
#[must_use]
pub fn order_in_service(ctx: &Context, vars: &Vars, o: OrderId, p: i32) -> Lin {
    let delivered = ctx.delivered(o);
    let gone = ctx.order_life(o).is_some_and(|life| p >= delivered + life);
    if p < delivered || gone {
        return Lin::default();
    }
    kept(ctx, vars, CommitmentOf::Order(o)).times(order_quantity(ctx, o))
}

/// Which megawatts of a place are meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mw {
    /// IT power at a site.
    It,
    /// Liquid-cooled IT power at a site.
    Liquid,
    /// Connection of a site, rating of a line or MW of a supply or battery.
    Power,
}

fn counted(adds: &Adds, which: Mw) -> f64 {
    match which {
        Mw::It => it_mw(adds, false),
        Mw::Liquid => it_mw(adds, true),
        Mw::Power => match adds {
            Adds::It { .. } => 0.0,
            Adds::Connection { mw, .. }
            | Adds::Line { mw, .. }
            | Adds::Circuits { mw, .. }
            | Adds::Supply { mw, .. }
            | Adds::Battery { mw, .. } => *mw,
        },
    }
}

/// Whether a line is out of service for good, and what was added to its rating with it.
fn retired(ctx: &Context, place: PlaceKey, adds: &Adds, p: i32) -> bool {
    matches!((place, adds), (PlaceKey::Line(l), Adds::Line { .. }) if !ctx.stands(l, p))
}

/// Megawatts of a place in effect (or, with `dark`, in service whether or not in effect); an unlimited line has those alone
/// that are added to it.
#[must_use]
pub fn megawatts(ctx: &Context, vars: &Vars, place: PlaceKey, which: Mw, p: i32, dark: bool) -> Lin {
    let m = ctx.model;
    let mut mw = Lin::number(match (place, which) {
        (PlaceKey::Site(s), Mw::It) => m.sites[s].liquid_mw + m.sites[s].air_mw,
        (PlaceKey::Site(s), Mw::Liquid) => m.sites[s].liquid_mw,
        (PlaceKey::Site(s), Mw::Power) => m.sites[s].connection_mw,
        (PlaceKey::Line(l), _) if ctx.stands(l, p) => m.lines[l].rating_mw.unwrap_or(0.0),
        (PlaceKey::Line(_), _) => 0.0,
        (PlaceKey::Supply(g), _) => m.supplies[g].power_mw,
        (PlaceKey::Battery(y), _) => m.batteries[y].power_mw,
    });
    for adder in ctx.adders.get(&place).into_iter().flatten() {
        match *adder {
            Adder::Project(j) => {
                let counts = |adds: &&Adds| !retired(ctx, place, adds, p);
                let each = m.projects[j].adds.as_ref().filter(counts).map_or(0.0, |adds| counted(adds, which));
                if each != 0.0 {
                    let copies = if dark { in_service(ctx, vars, j, p) } else { effective(ctx, vars, j, p) };
                    mw.add(each, &copies);
                }
            }
            Adder::Agreement(a) if which == Mw::Power => {
                mw.add(1.0, &if dark { promised(ctx, vars, a, p) } else { connected(ctx, vars, a, p) });
            }
            Adder::Agreement(_) => {}
            Adder::Purchase(i) => {
                let adds = match ctx.purchases[i].of {
                    Bought::Expansion(x) => &m.expansions[x].adds,
                    Bought::Lease(l) => &m.leases[l].adds,
                    Bought::Chip(..) => continue,
                };
                if counted(adds, which) != 0.0 && !retired(ctx, place, adds, p) {
                    mw.add(1.0, &bought_in_service(ctx, vars, i, p));
                }
            }
            Adder::Order(o) => {
                if let OrderOf::Expansion(x) = m.orders[o].of
                    && counted(&m.expansions[x].adds, which) != 0.0
                    && !retired(ctx, place, &m.expansions[x].adds, p)
                {
                    mw.add(1.0, &order_in_service(ctx, vars, o, p));
                }
            }
        }
    }
    mw
}

/// IT megawatts of chips in use at a site; with `liquid_only`, of liquid-cooled ones.
#[must_use]
pub fn used(ctx: &Context, vars: &Vars, s: SiteId, p: i32, liquid_only: bool) -> Lin {
    let mut mw = Lin::default();
    for &n in &ctx.stocks_at[s.get()] {
        let chip = &ctx.model.chips[ctx.stocks[n].chip];
        if chip.kw == 0.0 || (liquid_only && chip.cooling != crate::domain::Cooling::Liquid) {
            continue;
        }
        for row in vars.assigned[n].values() {
            if let Some(column) = row[at(p)] {
                // Kilowatts a chip are megawatts a thousand chips.
                mw.terms.push((column, chip.kw));
            }
        }
    }
    mw
}

/// A period of the horizon as an index.
#[must_use]
pub fn at(p: i32) -> usize {
    usize::try_from(p).expect("periods of the horizon are not negative")
}

/// Work of a segment served from all sites.
#[must_use]
pub fn served(vars: &Vars, q: crate::domain::SegmentId, p: i32) -> Lin {
    let columns = vars.served[q.get()].values().filter_map(|row| row[at(p)]);
    Lin { constant: 0.0, terms: columns.map(|column| (column, 1.0)).collect() }
}
