//! The book: every payment that decisions and model give rise to, and every asset that it is for.

use std::rc::Rc;

use super::calendar::Calendar;
use super::capacity::Capacity;
use super::compare::Sum;
use super::decisions::Decisions;
use super::effects::Effects;
use super::service::Service;
use super::{operating, payments};
use crate::domain::{Filter, Model, RegionId, SiteId};
use crate::plan::types::{MoneyKind, PaymentStatus};

/// Where a payment counts.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Account {
    pub(super) category: String,
    pub(super) region: Option<RegionId>,
    pub(super) site: Option<SiteId>,
    pub(super) vendor: Option<String>,
    pub(super) tags: Vec<String>,
}

impl Account {
    /// Whether a filter lets its payments through.
    pub(super) fn fits(&self, filter: &Filter) -> bool {
        fn has<T: PartialEq>(list: Option<&Vec<T>>, value: Option<&T>) -> bool {
            list.is_none_or(|list| value.is_some_and(|value| list.contains(value)))
        }
        has(filter.category.as_ref(), Some(&self.category))
            && has(filter.region.as_ref(), self.region.as_ref())
            && has(filter.site.as_ref(), self.site.as_ref())
            && has(filter.vendor.as_ref(), self.vendor.as_ref())
            && filter.tag.as_ref().is_none_or(|tags| self.tags.iter().any(|tag| tags.contains(tag)))
    }
}

/// A payment.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) asset: Rc<str>,
    pub(super) milestone: &'static str,
    pub(super) period: i32,
    pub(super) kind: MoneyKind,
    pub(super) account: Rc<Account>,
    /// Money out, in the model's currency.
    pub(super) usd: Sum,
    pub(super) status: PaymentStatus,
    /// Whether it is of a committed project or order.
    pub(super) of_commitment: bool,
}

/// What a commitment costs when nothing is cancelled, and what is kept of it.
#[derive(Clone, Debug)]
pub(super) struct Promise {
    /// Shares kept by the end of each period of the horizon.
    pub(super) kept: Vec<f64>,
    /// Share kept in the end.
    pub(super) kept_at_last: f64,
    /// Its full price, or what is still due where no price is known.
    pub(super) full: Sum,
    /// What is due by period, as if nothing were cancelled.
    pub(super) due: Vec<(i32, f64)>,
}

/// Something that is paid for and then stands: for salvage and depreciation.
#[derive(Clone, Debug)]
pub(super) struct Asset {
    pub(super) address: Rc<str>,
    /// In service throughout this period and on.
    pub(super) in_service: i32,
    /// Periods of service; none stands for ever.
    pub(super) life: Option<i32>,
    pub(super) salvage: bool,
    /// Periods over which it is written off.
    pub(super) book_life: Option<i32>,
    /// Capital payments that earn salvage: period, amount.
    pub(super) paid: Vec<(i32, f64)>,
    /// Capital payments that do not: order costs.
    pub(super) costs: Vec<(i32, f64)>,
    pub(super) promise: Option<Promise>,
}

/// Credit for life left at the end of the horizon.
pub(super) struct Credit {
    pub(super) asset: Rc<str>,
    pub(super) unused: f64,
    pub(super) usd: Sum,
}

/// All payments and assets.
#[derive(Default)]
pub(super) struct Book {
    pub(super) entries: Vec<Entry>,
    pub(super) assets: Vec<Asset>,
    pub(super) credits: Vec<Credit>,
    /// What commitments owe in each period when nothing is cancelled: what `incremental` leaves out.
    pub(super) owed_anyway: Vec<Sum>,
    /// Fixed O&M of fleet and commitments when nothing is cancelled.
    pub(super) upkeep_anyway: Vec<Sum>,
}

impl Book {
    /// Writes it.
    pub(super) fn write(
        model: &Model,
        calendar: &Calendar,
        decisions: &Decisions,
        effects: &Effects,
        capacity: &Capacity,
        service: &Service,
    ) -> Self {
        let mut book = Self {
            owed_anyway: vec![Sum::default(); model.horizon.periods],
            upkeep_anyway: vec![Sum::default(); model.horizon.periods],
            ..Self::default()
        };
        payments::write(&mut book, model, calendar, decisions, effects);
        operating::write(&mut book, model, calendar, decisions, capacity, service);
        book.credits = book.assets.iter().filter_map(|asset| credit(asset, calendar)).collect();
        book
    }

    /// Sum of the entries that fit.
    pub(super) fn sum(&self, fits: impl Fn(&Entry) -> bool) -> Sum {
        let mut sum = Sum::default();
        self.entries.iter().filter(|entry| fits(entry)).for_each(|entry| sum.take(entry.usd));
        sum
    }

    /// Discounted sum of the entries that fit.
    pub(super) fn discounted(&self, calendar: &Calendar, fits: impl Fn(&Entry) -> bool) -> Sum {
        let mut sum = Sum::default();
        for entry in self.entries.iter().filter(|entry| fits(entry)) {
            sum.take(entry.usd.times(calendar.discount(entry.period)));
        }
        sum
    }
}

/// Salvage of an asset: of the life that it has left at the end of the horizon.
fn credit(asset: &Asset, calendar: &Calendar) -> Option<Credit> {
    let life = asset.life.filter(|life| *life > 0 && asset.salvage)?;
    let spent = f64::from(calendar.periods - asset.in_service) / f64::from(life);
    let unused = (1.0 - spent).clamp(0.0, 1.0);
    let kept = asset.promise.as_ref().map_or(1.0, |promise| promise.kept_at_last);
    let mut usd = Sum::default();
    for &(period, paid) in &asset.paid {
        let discount = if period < calendar.periods { calendar.discount_end() } else { calendar.discount(period) };
        usd.add(unused * kept * paid * discount);
    }
    Some(Credit { asset: Rc::clone(&asset.address), unused, usd })
}
