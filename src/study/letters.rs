//! What each agreement on offer is worth: the plan, and the best plan without that offer.

use super::again::{Interval, Unanswered, is_money, worse};
use super::series::{Asked, Series};
use crate::domain::{Model, Month};
use crate::plan::types::Plan;

/// What an agreement is worth.
#[derive(Clone, PartialEq, Debug)]
pub struct Letter {
    /// The agreement.
    pub name: String,
    /// Its site.
    pub site: String,
    /// Signed and energised by the plan, where it is.
    pub signed: Option<(String, String)>,
    /// By how much the best plan without it is worse; `None`: no plan keeps every limit without it.
    pub worth: Option<Interval>,
}

/// What each agreement on offer is worth to a plan.
///
/// # Errors
/// [`Unanswered`]: among others where the plan is not one of money.
pub fn letters(model: &Model, plan: &Plan, asked: &Asked) -> Result<Vec<Letter>, Unanswered> {
    is_money(plan)?;
    let mut series = Series::of(plan, asked);
    let mut letters = Vec::new();
    for (id, agreement) in model.agreements.iter().filter(|(_, agreement)| agreement.signed.is_none()) {
        let mut without = model.clone();
        // An offer that ends before the horizon can never be signed.
        without.agreements.get_mut(id).sign_by = Some(Month(model.horizon.start.0 - 1));
        let name = model.agreements.name(id);
        let row = plan.agreements.iter().find(|row| row.agreement == name);
        letters.push(Letter {
            name: name.to_owned(),
            site: model.sites.name(agreement.site).to_owned(),
            signed: row.map(|row| (row.signed.period.clone(), row.energised.period.clone())),
            worth: series.solve(&without, false)?.map(|other| worse(plan, &other)),
        });
    }
    Ok(letters)
}
