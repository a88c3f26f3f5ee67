//! Cost curves as steps: megawatts at one price each, the cheapest first.

use super::text::Row;

/// Megawatts of a generator at one price.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Step {
    /// Output at its start, MW.
    pub(super) from: f64,
    /// Output at its end, MW.
    pub(super) to: f64,
    /// USD a MWh.
    pub(super) price: f64,
}

/// A generator's cost between its least and its full output.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Curve {
    /// USD an hour at the least output.
    pub(super) at_least: f64,
    /// Steps from the least output to the full one, of rising price; none where the two are one.
    pub(super) steps: Vec<Step>,
    /// USD an hour by which the steps lie below the curve at the most.
    pub(super) below: f64,
}

/// No generator has more steps than this.
const MOST_STEPS: f64 = 10_000.0;

/// The curve of a row of `gencost` over an output range.
///
/// # Errors
/// Why it has none, and the column that says so.
pub(super) fn curve(row: &Row, least: f64, most: f64, error: f64) -> Result<Curve, (String, usize)> {
    let count = row.at(3);
    if count.fract() != 0.0 || !(0.0..=1000.0).contains(&count) {
        return Err((format!("`{count}` is no number of coefficients or points"), 3));
    }
    // The range above makes the conversion exact.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let count = count as usize;
    let model = row.at(0);
    let needed = if model == 1.0 { 4 + 2 * count } else { 4 + count };
    if row.numbers.len() < needed {
        return Err((format!("the row has {} columns, its cost needs {needed}", row.numbers.len()), 3));
    }
    if let Some(n) = row.numbers[..needed].iter().position(|number| !number.is_finite()) {
        return Err(("a cost is a finite number".to_owned(), n));
    }
    if model == 1.0 {
        pieces(&row.numbers[4..needed], least, most)
    } else if model == 2.0 {
        polynomial(&row.numbers[4..needed], least, most, error)
    } else {
        Err((format!("`{model}` is no cost model; 1 is piecewise linear and 2 a polynomial"), 0))
    }
}

/// Tangents of a polynomial of degree two, at the middles of equal parts: two neighbours meet at the border of their parts,
/// where they lie furthest below the curve.
fn polynomial(coefficients: &[f64], least: f64, most: f64, error: f64) -> Result<Curve, (String, usize)> {
    let skipped = coefficients.len().saturating_sub(3);
    if let Some(n) = coefficients[..skipped].iter().position(|c| *c != 0.0) {
        return Err((format!("a cost of degree {} is not carried over", coefficients.len() - 1 - n), 4 + n));
    }
    let of_degree = |degree: usize| {
        let at = coefficients.len().checked_sub(degree + 1);
        at.map_or(0.0, |at| coefficients[at])
    };
    let (square, linear, constant) = (of_degree(2), of_degree(1), of_degree(0));
    if square < 0.0 {
        return Err(("a cost that falls off with output has no steps of rising price".to_owned(), 4 + skipped));
    }
    let width = most - least;
    let parts = if square * width == 0.0 { 1.0 } else { (width / 2.0 * (square / error).sqrt()).ceil().max(1.0) };
    if parts > MOST_STEPS {
        return Err((format!("the cost would take {parts} steps; allow a larger error"), 4 + skipped));
    }
    let part = width / parts;
    let below = square * (part / 2.0).powi(2);
    let mut steps = Vec::new();
    let mut n = 0.0;
    while n < parts && width > 0.0 {
        let (from, to) = (least + n * part, if n + 1.0 == parts { most } else { least + (n + 1.0) * part });
        steps.push(Step { from, to, price: linear + square * (from + to) });
        n += 1.0;
    }
    let on_curve = constant + least * (linear + square * least);
    Ok(Curve { at_least: on_curve - below, steps, below })
}

/// A curve through points, continued straight beyond its ends.
fn pieces(points: &[f64], least: f64, most: f64) -> Result<Curve, (String, usize)> {
    let points: Vec<(f64, f64)> = points.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
    if points.len() < 2 {
        return Err(("a piecewise linear cost has at least two points".to_owned(), 3));
    }
    let mut lines = Vec::new();
    for (n, pair) in points.windows(2).enumerate() {
        let ((x, y), (next_x, next_y)) = (pair[0], pair[1]);
        if next_x <= x {
            return Err(("the points of a cost stand in order of output".to_owned(), 6 + 2 * n));
        }
        let price = (next_y - y) / (next_x - x);
        if lines.last().is_some_and(|(_, _, _, before): &(f64, f64, f64, f64)| price < before - 1e-9 * before.abs()) {
            return Err(("a cost whose price falls with output has no steps of rising price".to_owned(), 7 + 2 * n));
        }
        lines.push((x, next_x, y, price));
    }
    let value = |at: f64| {
        let line = lines.iter().rfind(|(x, ..)| *x <= at).unwrap_or(&lines[0]);
        line.2 + (at - line.0) * line.3
    };
    let last = lines.len() - 1;
    let steps = lines.iter().enumerate().map(|(n, (x, next, _, price))| Step {
        from: if n == 0 { least } else { x.clamp(least, most) },
        to: if n == last { most } else { next.clamp(least, most) },
        price: *price,
    });
    let steps = steps.filter(|step| step.to > step.from).collect();
    Ok(Curve { at_least: value(least), steps, below: 0.0 })
}

impl Curve {
    /// USD an hour at an output, by the steps.
    pub(super) fn at(&self, output: f64) -> f64 {
        let steps = self.steps.iter().filter(|step| step.from < output);
        self.at_least + steps.map(|step| (step.to.min(output) - step.from) * step.price).sum::<f64>()
    }

    /// The same with a border between steps at an output.
    pub(super) fn cut(mut self, output: f64) -> Self {
        if let Some(n) = self.steps.iter().position(|step| step.from < output && output < step.to) {
            let step = self.steps[n];
            self.steps[n].to = output;
            self.steps.insert(n + 1, Step { from: output, ..step });
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-9, "{a} is not {b}");
    }

    #[test]
    fn tangents_lie_below_a_square_by_no_more_than_was_allowed() {
        let curve = polynomial(&[0.02, 10.0, 5.0], 20.0, 120.0, 1.0).expect("it is convex");
        let true_cost = |p: f64| 0.02 * p * p + 10.0 * p + 5.0;
        assert_eq!(curve.steps.len(), 8, "100 MW in parts of at most 2 sqrt(1 / 0.02) MW");
        assert!(curve.below <= 1.0);
        let mut worst: f64 = 0.0;
        for n in 0..=1000 {
            let p = 20.0 + f64::from(n) / 10.0;
            let short = true_cost(p) - curve.at(p);
            assert!(short > -1e-9, "the steps lie above the curve at {p}");
            worst = worst.max(short);
        }
        near(worst, curve.below);
    }

    #[test]
    fn straight_costs_are_one_step() {
        let curve = polynomial(&[0.0, 10.0, 5.0], 20.0, 120.0, 1.0).expect("it is straight");
        assert_eq!(curve.steps, [Step { from: 20.0, to: 120.0, price: 10.0 }]);
        near(curve.at_least, 205.0);
        assert_eq!(polynomial(&[7.0], 5.0, 5.0, 1.0).expect("constant").steps, []);
        assert!(polynomial(&[1.0, 0.0, 0.0, 0.0], 0.0, 1.0, 1.0).is_err());
        assert!(polynomial(&[-1.0, 0.0, 0.0], 0.0, 1.0, 1.0).is_err());
    }

    #[test]
    fn points_are_steps_cut_to_the_range() {
        let curve = pieces(&[0.0, 10.0, 50.0, 60.0, 100.0, 210.0], 20.0, 120.0).expect("prices rise");
        let by_hand = [Step { from: 20.0, to: 50.0, price: 1.0 }, Step { from: 50.0, to: 120.0, price: 3.0 }];
        assert_eq!(curve.steps, by_hand);
        near(curve.at_least, 30.0);
        near(curve.at(120.0), 270.0);
        assert_eq!(curve.cut(30.0).steps.len(), 3);
        assert!(pieces(&[0.0, 0.0, 10.0, 30.0, 20.0, 40.0], 0.0, 20.0).is_err(), "prices fall");
        assert!(pieces(&[0.0, 0.0, 0.0, 30.0], 0.0, 20.0).is_err(), "no order");
    }
}
