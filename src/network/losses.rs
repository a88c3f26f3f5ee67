//! What a line loses, in straight pieces.
//!
//! A line of resistance r, per unit on the base power, loses r x flow^2 / base MW of what it carries. Between nothing and its
//! rating on day one the square is replaced by so many chords of equal width: exact at their ends, and in between too high by no more than
//! r x (width / 2)^2 / base. What may be added to the rating is told in further chords of that width, so that an offer which is not taken
//! changes nothing; where there is no rating on day one all that may be added is cut in so many. Beyond all that, where the rating bends, the
//! last chord goes on.

use crate::domain::{Adds, LineId, Model};

/// A piece: the line loses no less than `slope x MW carried - offset`.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Chord {
    /// MW lost a MW carried.
    pub slope: f64,
    /// MW.
    pub offset: f64,
}

/// Pieces of a line at most: where more may be added to its rating, they are wider.
const PIECES: f64 = 1000.0;

/// The pieces of a line, from nothing carried upwards; none where it loses nothing or nobody asks.
#[must_use]
pub fn chords(model: &Model, id: LineId) -> Vec<Chord> {
    let line = &model.lines[id];
    let (Some(segments), Some(rating)) = (model.losses, line.rating_mw) else { return Vec::new() };
    let most = rating + uprating(model, id);
    if line.circuit.resistance == 0.0 || most <= 0.0 {
        return Vec::new();
    }
    let whole = if rating > 0.0 { rating } else { most };
    let width = (whole / f64::from(segments)).max(most / PIECES);
    // Pieces that add up exactly are no more than they are, whatever the last digit says.
    let pieces = (most / width - 1e-9).ceil();
    let square = line.circuit.resistance / model.base_mw;
    let chord = |n: f64| {
        let (from, to) = (width * n, width * (n + 1.0));
        Chord { slope: square * (from + to), offset: square * from * to }
    };
    std::iter::successors(Some(0.0), |n| Some(n + 1.0)).take_while(|n| *n < pieces).map(chord).collect()
}

/// MW that could ever be added to a line's rating.
fn uprating(model: &Model, id: LineId) -> f64 {
    let projects = model.projects.iter().filter_map(|(_, project)| Some((project.adds?, f64::from(project.copies))));
    let expansions = model.expansions.iter().map(|(_, expansion)| (expansion.adds, 1.0));
    let added = projects.chain(expansions).filter(|(adds, _)| matches!(adds, Adds::Line { line, .. } if *line == id));
    added.map(|(adds, copies)| adds.mw() * copies).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::testing::{line, model, node};

    #[test]
    fn chords_meet_the_square_at_their_ends_and_lie_above_it_by_what_is_said() {
        let mut m = model(1);
        let [a, b] = ["a", "b"].map(|name| node(&mut m, name));
        let l = line(&mut m, "l", a, b, 80.0);
        m.losses = Some(4);
        assert_eq!(chords(&m, l), [], "it has no resistance");
        m.lines.get_mut(l).circuit.resistance = 0.05;
        let chords = chords(&m, l);
        assert_eq!(chords.len(), 4);
        let told = |mw: f64| chords.iter().map(|c| c.slope * mw - c.offset).fold(0.0, f64::max);
        for n in 0..=80 {
            let mw = f64::from(n);
            let above = told(mw) - 0.05 * mw * mw / 100.0;
            let end = n % 20 == 0;
            assert!(if end { above.abs() < 1e-12 } else { above > 0.0 }, "{above} at {mw}");
            assert!(above <= 0.05 * 10.0 * 10.0 / 100.0 + 1e-12, "{above} at {mw}");
        }
    }
}
