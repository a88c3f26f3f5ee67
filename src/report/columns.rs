//! The periods of a plan as the columns of a table: all of them, or years where that would be too wide.

use std::collections::HashMap;

use crate::plan::types::Plan;

/// More periods than this do not fit beside each other.
const MOST: usize = 12;
/// Where years are needed, so many of them stay open in their periods: the decisions of now fall there.
const OPEN_YEARS: usize = 2;

/// Columns of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Columns {
    /// Heads: `2026Q3`, or `2028` for a year.
    pub(super) heads: Vec<String>,
    /// Whether some are years.
    pub(super) grouped: bool,
    of: HashMap<String, usize>,
    last: Vec<String>,
    sizes: Vec<usize>,
}

impl Columns {
    /// The columns of a plan's horizon.
    pub(super) fn of(plan: &Plan) -> Self {
        Self::over(plan, plan.finance.len() > MOST)
    }

    /// A column for every period, however many there are: for charts.
    pub(super) fn each(plan: &Plan) -> Self {
        Self::over(plan, false)
    }

    fn over(plan: &Plan, grouped: bool) -> Self {
        let periods: Vec<&str> = plan.finance.iter().map(|row| row.span.period.as_str()).collect();
        let mut years: Vec<&str> = Vec::new();
        let mut columns = Self { heads: Vec::new(), grouped, of: HashMap::new(), last: Vec::new(), sizes: Vec::new() };
        for period in periods {
            let year = period.get(..4).unwrap_or(period);
            if years.last() != Some(&year) {
                years.push(year);
            }
            let head = if grouped && years.len() > OPEN_YEARS { year } else { period };
            if columns.heads.last().map(String::as_str) == Some(head) {
                let place = columns.heads.len() - 1;
                columns.last[place] = period.into();
                columns.sizes[place] += 1;
            } else {
                columns.heads.push(head.into());
                columns.last.push(period.into());
                columns.sizes.push(1);
            }
            columns.of.insert(period.into(), columns.heads.len() - 1);
        }
        columns
    }

    /// How many.
    pub(super) const fn len(&self) -> usize {
        self.heads.len()
    }

    /// The column of a period; absent outside the horizon.
    pub(super) fn place(&self, period: &str) -> Option<usize> {
        self.of.get(period).copied()
    }

    /// Sums of amounts by column; amounts outside the horizon are left out.
    pub(super) fn sums<'a>(&self, rows: impl Iterator<Item = (&'a str, f64)>) -> Vec<f64> {
        let mut sums = vec![0.0; self.len()];
        for (period, amount) in rows {
            if let Some(place) = self.place(period) {
                sums[place] += amount;
            }
        }
        sums
    }

    /// The most of a level in the periods of each column, summed over rows of a period.
    pub(super) fn most<'a>(&self, rows: impl Iterator<Item = (&'a str, f64)>) -> Vec<f64> {
        let mut periods: HashMap<&str, f64> = HashMap::new();
        for (period, amount) in rows {
            *periods.entry(period).or_default() += amount;
        }
        let mut most = vec![0.0_f64; self.len()];
        for (period, amount) in periods {
            if let Some(place) = self.place(period) {
                most[place] = most[place].max(amount);
            }
        }
        most
    }

    /// Levels at the end of each column, summed over rows.
    pub(super) fn ends<'a>(&self, rows: impl Iterator<Item = (&'a str, f64)>) -> Vec<f64> {
        self.sums(rows.filter(|(period, _)| self.last.iter().any(|last| last == period)))
    }

    /// Means over the periods of each column of a level, summed over rows.
    pub(super) fn means<'a>(&self, rows: impl Iterator<Item = (&'a str, f64)>) -> Vec<f64> {
        let mut sums = self.sums(rows);
        for (sum, size) in sums.iter_mut().zip(&self.sizes) {
            *sum /= *size as f64;
        }
        sums
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn twenty_quarters_are_two_open_years_and_three_closed_ones() {
        let plan = sample::plan_of(20);
        let columns = Columns::of(&plan);
        assert_eq!(columns.heads[7..], ["2027Q4", "2028", "2029", "2030"]);
        assert_eq!(columns.place("2029Q2"), Some(9));
        assert_eq!(columns.place("2031Q1"), None);
        let levels = columns.ends(plan.finance.iter().map(|row| (row.span.period.as_str(), 1.0)));
        assert!(levels.iter().all(|level| (level - 1.0).abs() < 1e-12));
        let most = columns.most([("2028Q2", 3.0), ("2028Q2", 4.0), ("2028Q3", 5.0)].into_iter());
        assert_eq!(most[8], 7.0, "rows of one quarter add up, quarters of a year do not");
        let sums = columns.sums(plan.finance.iter().map(|row| (row.span.period.as_str(), 1.0)));
        assert!((sums[8] - 4.0).abs() < 1e-12);
    }

    #[test]
    fn eight_quarters_stay_quarters() {
        assert_eq!(Columns::of(&sample::plan_of(8)).len(), 8);
        assert_eq!(Columns::each(&sample::plan_of(20)).len(), 20);
    }
}
