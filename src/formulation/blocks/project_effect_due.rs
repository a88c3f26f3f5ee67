//! Effects are not optional: what is in service and has what it needs is in effect.
//!
//! `effective[j,p] >= in service[j,p] - copies[j] x sum over needs of (1 - all_effective[i, p - lag])`;
//! with `each`, a binary tells which of the two is smaller; `all_effective[i,t] >= effective[i,t] - (copies[i] - 1)`.
//!
//! Stated only where a plan could gain by less effect: where a policy caps a level or least output grows with the MW in service.
//! Its price is the harm that one more copy in effect does.

use crate::domain::{Index, ProjectId, RelationKind};
use crate::formulation::Statement;
use crate::formulation::effects::{all_effective, at, effective, in_service};
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "project_effect_due";

/// Rows for each project with needs and each period, where effects can hurt.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    if !m.ctx.effects_can_hurt {
        return rows;
    }
    for j in m.ctx.model.projects.ids() {
        for p in m.ctx.periods() {
            if m.vars.effective[j.get()][at(p)].is_some() {
                due(m, j, p, &mut rows);
            }
        }
    }
    // Where a part of a copy can be in effect, less than all copies may be more than all but one.
    for (&(i, t), &column) in m.vars.all_effective.iter().filter(|((i, _), _)| !m.ctx.fractional(*i)) {
        let key = Key::new(NAME, Of::Project(i), Some(t));
        let mut least = effective(m.ctx, m.vars, i, t);
        least.constant -= f64::from(m.ctx.model.projects[i].copies) - 1.0;
        rows.push(Row::at_least(key, Lin::of(column, 1.0), least));
    }
    rows
}

fn due(m: &Statement, j: ProjectId, p: i32, rows: &mut Vec<Row>) {
    let (ctx, vars) = (m.ctx, m.vars);
    let project = &ctx.model.projects[j];
    let copies = f64::from(project.copies);
    let effect = effective(ctx, vars, j, p);
    let mut least = in_service(ctx, vars, j, p);
    for relation in project.relations.iter().filter(|r| r.kind == RelationKind::Needs) {
        let (other, t) = (relation.project, p - ctx.cal.periods(relation.lag));
        if let Some(&bound) = vars.bound_by.get(&(j, other, p)) {
            // Where `bound` is 1 the other is the smaller, and the effect is at least its effect.
            let mut floor = effective(ctx, vars, other, t);
            floor.constant -= copies;
            floor.terms.push((bound, copies));
            let key = Key::new(NAME, Of::Wait(j, other), Some(p));
            rows.push(Row::at_least(key, effect.clone(), floor));
            least.terms.push((bound, -copies));
        } else {
            least.constant -= copies;
            least.add(copies, &all_effective(ctx, vars, other, t));
        }
    }
    rows.push(Row::at_least(Key::new(NAME, Of::Project(j), Some(p)), effect, least));
}
