//! When an agreement gives its connection, and by how much its signature could slip.

use crate::domain::AgreementId;
use crate::plan::types::{AgreementRow, State};
use crate::report::explain::scene::Scene;
use crate::report::slips::ramped;

/// The first period in which everything that an agreement needs is in effect; `None` is never.
pub(super) fn needs_from(scene: &Scene, a: AgreementId) -> Option<i32> {
    let begun = |id: &crate::domain::ProjectId| scene.given.copies(*id).iter().all(|dates| dates.begun);
    let needs = &scene.model.agreements[a].needs;
    let mut effects = needs.iter().map(|id| scene.given.full_effect(*id).filter(|_| begun(id)));
    effects.try_fold(i32::MIN, |latest, effect| Some(latest.max(effect?)))
}

/// The first period of the horizon in which a signed agreement gives any connection.
pub(super) fn gives_from(scene: &Scene, a: AgreementId, row: &AgreementRow) -> Option<i32> {
    let levels = levels(scene, a, scene.period(&row.energised));
    levels.iter().position(|level| *level > 0.0).and_then(|n| i32::try_from(n).ok())
}

/// The share of its megawatts that an agreement energised in a period gives in each of the horizon, to the end of its term.
fn levels(scene: &Scene, a: AgreementId, energised: i32) -> Vec<f64> {
    let agreement = &scene.model.agreements[a];
    let ends = energised.saturating_add(scene.calendar.periods(agreement.term));
    let from = needs_from(scene, a).map_or(i32::MAX, |from| from.max(energised));
    let level = |t| if t < from || t >= ends { 0.0 } else { ramped(agreement, &scene.calendar, t - energised) };
    scene.horizon().map(level).collect()
}

/// By how many periods the signature of an agreement (of one signed before: its energisation) could slip so that no megawatt of
/// connection comes later, and what would give then.
pub(super) fn slack(scene: &Scene, a: AgreementId, row: &AgreementRow) -> (i32, String) {
    let agreement = &scene.model.agreements[a];
    let (signed, energised) = (scene.period(&row.signed), scene.period(&row.energised));
    let planned = levels(scene, a, energised);
    let sign_by = agreement.sign_by.map(|month| scene.calendar.period_of(month));
    let open = row.state == State::Planned;
    let first = if open { signed } else { energised };
    let room = (scene.horizon().end - 1 - first).max(0);
    for by in 1..=room {
        if open && sign_by.is_some_and(|last| signed + by > last) {
            return (by - 1, format!("the offer of `{}`, which ends", scene.model.agreements.name(a)));
        }
        let ready = signed + by + scene.calendar.periods(agreement.lead);
        let queued = agreement.queue.map_or(ready, |month| ready.max(scene.calendar.period_of(month)));
        let then = if open { queued } else { energised + by };
        if levels(scene, a, then).iter().zip(&planned).any(|(now, planned)| now < planned) {
            return (by - 1, "its connection".into());
        }
    }
    (room, "the end of the horizon".into())
}
