//! How the first linear programme of a solve is solved; all later ones start from its basis, by simplex.

use super::outcome::{Method, Options};
use super::session::{Ended, Session};

/// Non-zeros from which interior point with crossover is faster than dual simplex.
///
/// Both alike at 83,000 and at 93,000; simplex takes 1.6 times as long at 127,000 and 1.7 times at 301,000; see "Large linear
/// programmes" in benches/README.md.
pub const LARGE: usize = 100_000;

impl Method {
    /// The method by which a programme of so many non-zeros is solved first.
    #[must_use]
    pub const fn first(self, nonzeros: usize) -> Self {
        match self {
            Self::Auto if nonzeros >= LARGE => Self::Ipm,
            Self::Auto => Self::Simplex,
            asked => asked,
        }
    }
}

/// Whether interior point may end without crossover: nobody asks for prices or for the basis, and nothing is solved after it.
#[must_use]
pub const fn may_end_inside(options: &Options, goals: usize) -> bool {
    options.relax && !options.prices && !options.known.wanted && goals == 1
}

/// Powers of two by which interior point sees a smaller objective and smaller bounds than those of the model.
///
/// As they are, costs reach a thousand and bounds some hundred thousand internal units, and it gives up on some large models
/// after a few dozen steps that are too short; simplex then begins from nothing. See benches/README.md.
const SMALLER: [(&str, i32); 2] = [("user_objective_scale", 4), ("user_bound_scale", 9)];

/// What a point may break a row by, as a share of the largest bound: HiGHS's own tolerance.
const KEPT: f64 = 1e-7;

/// Has the next linear programme solved by a method, where it may end inside without crossover.
pub(super) fn begin(session: &mut Session, method: Method, inside: bool) {
    let name = match method {
        Method::Auto => "choose",
        Method::Simplex => "simplex",
        Method::Ipm => "ipx",
        Method::Pdlp => "pdlp",
    };
    session.set_text("solver", name);
    for (option, powers) in SMALLER {
        session.set_whole(option, if method == Method::Ipm { -powers } else { 0 });
    }
    // HiGHS's own choice is crossover only after an interior point that is imprecise.
    session.set_text("run_crossover", if inside { "choose" } else { "on" });
}

/// Whether a first programme that might end inside is solved there.
///
/// HiGHS cannot carry duals without a basis back through presolve, finds them wrong and takes back that the point is optimal.
/// The interior point was precise all the same, else crossover and simplex had left a basis; what remains to be asked of the
/// point is that it keeps the rows, as interior point measures it: beside the largest bound.
pub(super) fn ended_inside(session: &mut Session, ended: Ended) -> bool {
    matches!(ended, Ended::Optimal | Ended::Unproved) && !session.has_basis() && session.infeasibility() <= KEPT
}

/// Has all later ones solved by simplex from the basis there is: another method would begin from nothing each time.
pub(super) fn go_on(session: &mut Session) {
    session.set_text("solver", "choose");
    for (option, _) in SMALLER {
        session.set_whole(option, 0);
    }
    session.set_text("run_crossover", "on");
}

/// Iterations of a relaxation as dual simplex would count them, which other efforts are measured in: about one a row (0.97 to
/// 1.16 on the models of benches/README.md). Interior point counts in dozens, a first-order method in hundreds of thousands.
pub(super) fn in_simplex(iterations: i64, method: Method, rows: usize) -> i64 {
    match method {
        Method::Auto | Method::Simplex => iterations,
        Method::Ipm | Method::Pdlp => i64::try_from(rows).unwrap_or(i64::MAX),
    }
}
