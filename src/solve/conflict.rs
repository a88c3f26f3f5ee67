//! Which limits clash: as few as do, found by leaving out one after the other.

use super::elastic::{Answer, Elastic, Excess};
use super::outcome::Failure;

/// Rows of a conflict beyond which it is not asked what each would have to give.
const MOST: usize = 40;

/// Limits of which, with the physics, no plan keeps all.
#[derive(Clone, Debug)]
pub struct Conflict {
    /// Their rows.
    pub rows: Vec<usize>,
    /// Whether any one of them less was proved to leave a point.
    pub minimal: bool,
    /// Whether they clash only because starts and lots come whole.
    pub only_whole: bool,
}

impl Elastic {
    /// A conflict among limits as hard as they can be; no rows where the physics itself clashes. Asked only of a model that a
    /// solve proved to have no plan.
    ///
    /// # Errors
    /// [`Failure::Stopped`] where no conflict was told in the work allowed.
    pub fn conflict(&mut self) -> Result<Conflict, Failure> {
        let guilty = match self.least(false) {
            Ok(bending) => bending.guilty,
            Err(Failure::Infeasible) => return Ok(Conflict { rows: Vec::new(), minimal: true, only_whole: false }),
            Err(other) => return Err(other),
        };
        let all = self.ordered(self.limits());
        let mut guilty = self.ordered(guilty);
        let mut continuous = self.keeps(&guilty, false) == Answer::No;
        if !continuous {
            guilty.clone_from(&all);
            continuous = self.keeps(&guilty, false) == Answer::No;
        }
        let whole = self.has_integers();
        let (mut rows, mut minimal) = (guilty, true);
        if continuous {
            (rows, minimal) = self.fewest(rows, false);
        } else if !whole {
            return Err(Failure::Stopped);
        }
        if whole {
            (rows, minimal) = self.fewest(rows, true);
        }
        let only_whole = whole && self.keeps(&rows, false) == Answer::Yes;
        rows.sort_unstable();
        Ok(Conflict { rows, minimal, only_whole })
    }

    /// By how much each limit of a conflict would have to give way if the others of it were kept.
    pub fn gives(&mut self, conflict: &Conflict) -> Vec<Option<Excess>> {
        if conflict.rows.len() > MOST {
            return vec![None; conflict.rows.len()];
        }
        let whole = self.has_integers();
        let mut is_held = vec![false; self.stated.rows.len()];
        for &row in &conflict.rows {
            is_held[row] = true;
        }
        let mut found = Vec::new();
        for &row in &conflict.rows {
            let open = |slack: &super::elastic::Slack| {
                if is_held[slack.row] && slack.row != row { 0.0 } else { f64::INFINITY }
            };
            self.open(open, |slack| f64::from(slack.row == row));
            let told = self.run(whole) == Answer::Yes;
            let values = if told { self.point(whole) } else { None };
            let mut here = self.slacks.iter().filter(|slack| slack.row == row);
            found.push(values.and_then(|values| here.find_map(|slack| self.excess(slack, values[slack.column]))));
        }
        found
    }

    /// First in the order is first left out: softer ones, then power where liquid-cooled power says more, then later ones, so that
    /// the first period of a clash is the one told.
    fn ordered(&self, mut rows: Vec<usize>) -> Vec<usize> {
        let tier = |row: usize| self.slacks.iter().find(|slack| slack.row == row).map(|slack| slack.tier);
        rows.sort_by_cached_key(|&row| {
            let key = self.row(row).key;
            (tier(row), key.name != "site_it_power", std::cmp::Reverse(key.p), row)
        });
        rows
    }

    /// Leaves out parts, large ones first, as long as what remains clashes.
    fn fewest(&mut self, mut rows: Vec<usize>, whole: bool) -> (Vec<usize>, bool) {
        let mut minimal = true;
        // Few enough are asked one by one, so that the order decides which stay.
        let mut part = (rows.len() / 64).max(1);
        loop {
            let mut from = 0;
            while from < rows.len() {
                let to = (from + part).min(rows.len());
                let rest: Vec<usize> = rows[..from].iter().chain(&rows[to..]).copied().collect();
                match self.keeps(&rest, whole) {
                    Answer::No => rows = rest,
                    Answer::Yes => from = to,
                    Answer::Open => {
                        minimal &= part > 1;
                        from = to;
                    }
                }
            }
            if part == 1 {
                return (rows, minimal);
            }
            part = (part / 2).min((rows.len() / 2).max(1)).max(1);
        }
    }
}
