//! When one offer can take the place of another: decided in the same period, or so much later that both are there together.

use super::Respect;
use super::cost::{Cost, Dear, Terms, compare};
use super::limits::Limits;
use crate::domain::{Attributes, Window};
use crate::network::most::order_periods;
use std::collections::BTreeSet;

/// Something that may be ordered or begun, one by one.
pub(super) struct Offer<'m> {
    pub(super) terms: Terms<'m>,
    pub(super) attributes: Attributes,
    /// Its first and last period.
    pub(super) periods: (i32, i32),
}

impl<'m> Offer<'m> {
    pub(super) fn new(limits: &Limits, terms: Terms<'m>, attributes: Attributes, window: Window) -> Self {
        let periods = order_periods(&limits.cal, window, terms.lead);
        Self { terms, attributes, periods }
    }

    /// The periods in which it may be decided.
    pub(super) fn open(&self) -> std::ops::RangeInclusive<i32> {
        self.periods.0..=self.periods.1
    }

    /// In which respects of time and money another is better that takes its place whenever it is decided; `None` where it cannot, or is worse.
    /// Where `exactly`, the other is to be in service in the same periods, neither more nor less; where `or_nothing`, what would be there
    /// after the horizon may as well be left.
    pub(super) fn replaced_by(
        &self,
        limits: &Limits,
        other: &Self,
        (exactly, or_nothing): (bool, bool),
    ) -> Option<BTreeSet<Respect>> {
        let (mine, theirs) = (&self.terms, &other.terms);
        let mut shifts = vec![0, (mine.lead - theirs.lead).max(0)];
        shifts.dedup();
        let (shift, dear) = shifts.into_iter().find_map(|shift| {
            let (sooner, longer) = span(mine, theirs, shift);
            let serves = if exactly { sooner == 0 && longer == 0 } else { sooner >= 0 && longer >= 0 };
            if self.open().is_empty() || !serves {
                return None;
            }
            let each = |p: i32| {
                let cost = match p + shift {
                    q if other.open().contains(&q) => theirs.cost(&limits.cal, q),
                    _ if or_nothing && p + mine.lead >= limits.cal.len() => Cost::nothing(),
                    _ => return None,
                };
                compare(limits, (&mine.cost(&limits.cal, p), &self.attributes), (&cost, &other.attributes))
            };
            let dear: Option<Vec<Dear>> = self.open().map(each).collect();
            dear.map(|dear| (shift, dear))
        })?;
        let (sooner, longer) = span(mine, theirs, shift);
        let mut respects = BTreeSet::new();
        let all = [
            (dear.contains(&Dear::Less), Respect::Cheaper),
            (sooner > 0, Respect::Sooner),
            (sooner == 0 && shift > 0, Respect::Later),
            (longer > 0, Respect::Longer),
        ];
        respects.extend(all.into_iter().filter(|(holds, _)| *holds).map(|(_, respect)| respect));
        Some(respects)
    }
}

/// By how many periods the second is in service sooner, decided `shift` periods later, and by how many longer.
fn span(one: &Terms, other: &Terms, shift: i32) -> (i32, i32) {
    let sooner = one.lead - other.lead - shift;
    let longer = match (one.life, other.life) {
        (None, None) => 0,
        (Some(_), None) => i32::MAX,
        (None, Some(_)) => i32::MIN,
        (Some(a), Some(b)) => b - a - sooner,
    };
    (sooner, longer)
}
