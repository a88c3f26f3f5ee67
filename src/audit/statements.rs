//! The plan's tables of finance, by period and by calendar year.

use super::Scene;
use super::capacity::slot;
use super::compare::{Findings, Sum, Unit, by_key};
use super::tables::{left, row};
use crate::plan::types::Plan;

impl Scene<'_> {
    pub(super) fn finance_rows(&self, plan: &Plan, findings: &mut Findings) {
        let mut rows = by_key(&plan.finance, findings, |r| r.span.period.clone(), |r| r.id.clone());
        for p in 0..self.calendar.periods {
            let label = self.calendar.label(p);
            let expected = format!("finance@{label}");
            let Some(r) = rows.remove(&label) else {
                findings.wrong(&expected, "the plan has no such row");
                continue;
            };
            self.stamp(&r.id, &expected, &r.span, p, findings);
            let s = &self.finance.periods[slot(p)];
            let numbers = vec![
                ("revenue_usd", r.revenue_usd, s.revenue, Unit::usd()),
                ("opex_usd", r.opex_usd, s.opex, Unit::usd()),
                ("penalties_usd", r.penalties_usd, s.penalties, Unit::usd()),
                ("depreciation_usd", r.depreciation_usd, s.depreciation, Unit::usd()),
                ("operating_income_usd", r.operating_income_usd, s.income, Unit::usd()),
                ("tax_usd", r.tax_usd, s.tax, Unit::usd()),
                ("capital_usd", r.capital_usd, s.capital, Unit::usd()),
                ("cash_lines_usd", r.cash_lines_usd, s.cash_lines, Unit::usd()),
                ("free_cash_flow_usd", r.free_cash_flow_usd, s.free, Unit::usd()),
                ("cumulative_free_cash_flow_usd", r.cumulative_free_cash_flow_usd, s.cumulative, Unit::usd()),
            ];
            row(&expected, true, numbers, findings);
        }
        left(&rows, |r| &r.id, findings);
    }

    pub(super) fn year_rows(&self, plan: &Plan, findings: &mut Findings) {
        let mut rows = by_key(&plan.finance_years, findings, |r| r.year.clone(), |r| r.id.clone());
        for (year, found) in &self.finance.years {
            let expected = format!("finance@{year}");
            let Some(r) = rows.remove(&year.to_string()) else {
                findings.wrong(&expected, "the plan has no such row");
                continue;
            };
            findings.same(&expected, "the id is", &r.id, &expected);
            let numbers = vec![
                ("nopat_usd", r.nopat_usd, found.nopat, Unit::usd()),
                ("net_book_value_usd", r.net_book_value_usd, found.book_value, Unit::usd()),
            ];
            row(&expected, true, numbers, findings);
            let none = found.book_value.value.abs() <= Unit::usd().tolerance(found.book_value.largest);
            match r.roic {
                // A ratio of roundings says nothing, so it may be there or not.
                _ if none => {}
                None => findings.wrong(&expected, "the return on invested capital is missing"),
                Some(roic) => {
                    let ratio = Sum::of(found.nopat.value / found.book_value.value);
                    // A small book value magnifies the roundings of what it divides.
                    let one =
                        (found.nopat.largest.max(found.book_value.largest) / found.book_value.value.abs()).max(1.0);
                    findings.number(&format!("{expected} roic"), roic, ratio, &Unit::new("", one));
                }
            }
        }
        left(&rows, |r| &r.id, findings);
    }
}
