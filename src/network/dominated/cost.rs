//! What one more costs, and whether another costs no more wherever anything counts money.
//!
//! Money is compared as the rows of a plan see it: row by row, each a linear sum of payments over a span of time. Of two that are decided in
//! periods that belong together, one is no dearer where no row has more of it, floors no less, and the objective no more.

use super::limits::Limits;
use crate::calendar::Calendar;
use crate::domain::{Attributes, MoneyPath, Payments};

/// Numbers that differ by less than this share are the same.
const SAME: f64 = 1e-9;

/// On which terms something is bought or built.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terms<'m> {
    pub(super) price: Option<&'m MoneyPath>,
    pub(super) payments: Payments,
    /// Periods from the decision to service.
    pub(super) lead: i32,
    /// Periods in service; `None` stands for ever.
    pub(super) life: Option<i32>,
    pub(super) salvage: bool,
    /// Periods over which it is written off; `None` is its life.
    pub(super) book: Option<i32>,
    pub(super) fixed_om: Option<&'m MoneyPath>,
}

/// A payment, in the model's currency.
#[derive(Clone, Copy, Debug)]
pub(super) struct Payment {
    /// When.
    pub(super) t: i32,
    /// Whether it is capital; else it is operating expenditure.
    pub(super) capital: bool,
    pub(super) amount: f64,
}

/// What one more costs that is decided in a period.
#[derive(Clone, Debug)]
pub(super) struct Cost {
    pub(super) payments: Vec<Payment>,
    /// What the objective is charged: payments discounted, less the credit for life left.
    pub(super) net: f64,
    /// What is written off, from when, over how many periods.
    pub(super) book: (f64, i32, Option<i32>),
}

impl Cost {
    /// Of what is not taken at all.
    pub(super) const fn nothing() -> Self {
        Self { payments: Vec::new(), net: 0.0, book: (0.0, 0, None) }
    }
}

impl Terms<'_> {
    /// What one costs that is decided in `p`.
    pub(super) fn cost(&self, cal: &Calendar, p: i32) -> Cost {
        let (in_service, end) = (p + self.lead, cal.len());
        let mut payments = Vec::new();
        let (mut net, mut base) = (0.0, 0.0);
        let unused = self.life.filter(|_| self.salvage).map_or(0.0, |life| cal.unused(in_service, life));
        if let Some(price) = self.price {
            for (_, t, share) in Calendar::schedule(self.payments, p, self.lead) {
                let amount = share * cal.price_paid(price, p, t);
                let credit = unused * if t < end { cal.discount_at_end() } else { cal.discount(t) };
                payments.push(Payment { t, capital: true, amount });
                net += amount * (cal.discount(t) - credit);
                base += amount;
            }
        }
        if let Some(rate) = self.fixed_om {
            let last = self.life.map_or(end, |life| (in_service + life).min(end));
            for t in in_service.max(0)..last {
                let amount = cal.price(rate, t) * cal.years();
                payments.push(Payment { t, capital: false, amount });
                net += amount * cal.discount(t);
            }
        }
        Cost { payments, net, book: (base, in_service, self.book.or(self.life)) }
    }
}

/// How two costs compare.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Dear {
    /// Neither costs more.
    Same,
    /// The other is charged less.
    Less,
}

/// Whether `a` is `b`, but for rounding.
pub(super) fn same(a: f64, b: f64) -> bool {
    (a - b).abs() <= SAME * a.abs().max(b.abs())
}

/// Whether `a` is at most `b`, but for rounding.
pub(super) fn at_most(a: f64, b: f64) -> bool {
    a <= b || same(a, b)
}

/// How what `other` costs compares with what `one` costs; `None` where it costs more anywhere. What pays nothing costs nothing.
pub(super) fn compare(limits: &Limits, one: (&Cost, &Attributes), other: (&Cost, &Attributes)) -> Option<Dear> {
    let keeps = limits.money.iter().all(|row| {
        let (a, b) = (row.counted(limits, one.0, one.1), row.counted(limits, other.0, other.1));
        (!row.most || at_most(b, a)) && (!row.least || at_most(a, b))
    });
    let book = |cost: &Cost| cost.book;
    let taxed = limits.taxed && {
        let (a, b) = (book(one.0), book(other.0));
        !same(a.0, b.0) || a.1 != b.1 || a.2 != b.2
    };
    if !keeps || taxed || !at_most(other.0.net, one.0.net) {
        return None;
    }
    Some(if same(other.0.net, one.0.net) { Dear::Same } else { Dear::Less })
}
