//! A formulation as a file that other solvers read: MPS or LP, rows and columns named by address.

use std::path::Path;

use super::state::state;
use super::watch::Watch;
use crate::formulation::Formulation;
use crate::formulation::blocks::BLOCKS;
use crate::formulation::objective::objective;

/// The formats that HiGHS writes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// Addresses as they are.
    Mps,
    /// The reader of LP files takes `[ ] - / : +` for something else: they are written `( ) ~ ; ! &`, which no id holds.
    Lp,
}

impl Format {
    /// The ending of its files, by which HiGHS chooses it.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Mps => "mps",
            Self::Lp => "lp",
        }
    }

    /// An address as this format takes it.
    #[must_use]
    pub fn name(self, address: &str) -> String {
        match self {
            Self::Mps => address.replace(' ', "_"),
            Self::Lp => address.chars().map(lp).collect(),
        }
    }
}

const fn lp(c: char) -> char {
    match c {
        '[' => '(',
        ']' => ')',
        '-' => '~',
        '/' => ';',
        ':' => '!',
        '+' => '&',
        ' ' => '_',
        c => c,
    }
}

/// Writes the model with its first goal as the objective, its relaxation where asked for; returns whether it was written.
///
/// Money is in M USD, chips in thousands, power in MW: the internal units, as in golden files.
#[must_use]
pub fn write(formulation: &Formulation, format: Format, relax: bool, path: &Path) -> bool {
    let statement = formulation.statement();
    let Some(goal) = formulation.ctx.model.goals.first() else {
        return false;
    };
    let aim = objective(&statement, goal.kind);
    let mut stated = state(formulation, BLOCKS, &aim, Watch::default());
    stated.session.set_offset(aim.constant);
    if relax {
        let integers = formulation.vars.bounds.iter().enumerate().filter(|(_, (_, _, integer))| *integer);
        let integers: Vec<usize> = integers.map(|(column, _)| column).collect();
        stated.session.set_integer(&integers, false);
    }
    let ctx = &formulation.ctx;
    let columns: Vec<String> = formulation.vars.keys.iter().map(|key| format.name(&key.text(ctx))).collect();
    let rows: Vec<String> = stated.rows.iter().map(|row| format.name(&row.key.text(ctx))).collect();
    stated.session.name(&columns, &rows);
    stated.session.write(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lp_names_hold_nothing_that_the_reader_takes_for_an_operator() {
        let name = Format::Lp.name("assigned[north-1/a,swift,training:steady+swift]@2026Q1");
        assert_eq!(name, "assigned(north~1;a,swift,training!steady&swift)@2026Q1");
        assert_eq!(Format::Mps.name("budget[fy 2026]"), "budget[fy_2026]");
    }
}
