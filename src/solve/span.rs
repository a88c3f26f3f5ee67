//! How far a linear amount can go: the largest value it has over the linear relaxation, one after the other from the last basis.

use super::outcome::Options;
use super::run::costs;
use super::session::Ended;
use super::state::{Stated, state_insecure};
use crate::formulation::Formulation;
use crate::formulation::blocks::BLOCKS;
use crate::formulation::lin::Lin;

/// A stated model whose objective is asked anew each time.
///
/// It knows of no outage, so that what it proves holds with them as well.
pub struct Span {
    stated: Stated,
}

impl Span {
    /// States a model, with what a question asks for, from a basis that is known.
    #[must_use]
    pub fn new(f: &Formulation, options: &Options) -> Self {
        let mut stated = state_insecure(f, BLOCKS, &Lin::default(), options.watch.clone());
        let integers: Vec<usize> = (0..f.vars.bounds.len()).filter(|x| f.vars.bounds[*x].2).collect();
        stated.session.set_integer(&integers, false);
        stated.session.set_whole("threads", options.solver_threads());
        if let Some(basis) = &options.known.basis {
            let places = basis.places(f, &stated.rows);
            stated.session.set_basis(&places);
        }
        Self { stated }
    }

    /// The most that an amount can be; `None` where it has no bound, nothing keeps the limits, or somebody stopped.
    pub fn most(&mut self, amount: &Lin) -> Option<f64> {
        let session = &mut self.stated.session;
        let columns = session.columns();
        session.set_costs(&costs(amount, columns));
        (session.run() == Ended::Optimal).then(|| amount.value(&session.values()))
    }
}
