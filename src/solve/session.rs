//! A HiGHS model kept alive between solves. Only this file and `ear.rs` hold `unsafe`.
//!
//! The model is stated by `good_lp` and handed over as [`highs::Model`]; from then on bounds, costs and integrality change in
//! place through the C API, so that a re-solve starts from the last basis.

#![allow(unsafe_code)]

use super::ear::{ADVICE, Adviser, CALLBACKS, callback};
use super::known::Places;
use super::watch::{Advice, Standing, Watch};
use std::ffi::{CString, c_int, c_void};
use std::sync::atomic::Ordering;

/// How HiGHS ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ended {
    /// Optimal within its tolerances and gap.
    Optimal,
    /// No point satisfies all rows.
    Infeasible,
    /// The objective has no bound (or, before presolve could tell, the model may be infeasible).
    Unbounded,
    /// Unbounded or infeasible: presolve did not tell which.
    UnboundedOrInfeasible,
    /// The time limit.
    TimeLimit,
    /// Another limit: nodes, solutions, iterations.
    WorkLimit,
    /// Interrupted by the user.
    Interrupted,
    /// At a point of which HiGHS cannot say that it is optimal.
    Unproved,
    /// Anything else, with HiGHS's status number.
    Failed(i32),
}

/// A live model.
pub struct Session {
    model: highs::Model,
    columns: usize,
    rows: usize,
    watch: Box<Watch>,
}

// SAFETY: HiGHS keeps nothing of a model with a thread but its scheduler, which each thread has of its own; a session is used by one thread at a
// time, since all it offers takes it for itself, and it has an adviser only while that thread is in `run_advised`.
unsafe impl Send for Session {}

/// Variable kinds of the C API.
const CONTINUOUS: c_int = 0;
const INTEGER: c_int = 1;
impl Session {
    /// Takes over a model.
    #[must_use]
    pub fn new(mut model: highs::Model, watch: Watch) -> Self {
        model.make_quiet();
        let (columns, rows) = (model.num_cols(), model.num_rows());
        let mut session = Self { model, columns, rows, watch: Box::new(watch) };
        session.listen();
        session
    }

    fn pointer(&mut self) -> *mut c_void {
        self.model.as_mut_ptr()
    }

    fn listen(&mut self) {
        let data: *mut c_void = std::ptr::from_mut::<Watch>(&mut self.watch).cast();
        let highs = self.pointer();
        // SAFETY: the watch is boxed and lives as long as the model, which is dropped with it; the callback shares it and writes its atomics alone.
        unsafe {
            highs_sys::Highs_setCallback(highs, Some(callback), data);
            for kind in CALLBACKS {
                highs_sys::Highs_startCallback(highs, kind);
            }
        }
    }

    /// Number of columns.
    #[must_use]
    pub const fn columns(&self) -> usize {
        self.columns
    }

    /// Number of rows.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// Number of non-zeros.
    #[must_use]
    pub fn nonzeros(&mut self) -> usize {
        let highs = self.pointer();
        // SAFETY: the pointer is that of a live model.
        usize::try_from(unsafe { highs_sys::Highs_getNumNz(highs) }).unwrap_or(0)
    }

    /// Sets a numeric option.
    pub fn set_number(&mut self, option: &str, value: f64) {
        let name = text(option);
        let highs = self.pointer();
        // SAFETY: the pointer is live and the name is a C string.
        unsafe { highs_sys::Highs_setDoubleOptionValue(highs, name.as_ptr(), value) };
    }

    /// Sets a whole-number option.
    pub fn set_whole(&mut self, option: &str, value: i32) {
        let name = text(option);
        let highs = self.pointer();
        // SAFETY: the pointer is live and the name is a C string.
        unsafe { highs_sys::Highs_setIntOptionValue(highs, name.as_ptr(), value) };
    }

    /// Sets an option that is on or off.
    pub fn set_flag(&mut self, option: &str, on: bool) {
        let name = text(option);
        let highs = self.pointer();
        // SAFETY: the pointer is live and the name is a C string.
        unsafe { highs_sys::Highs_setBoolOptionValue(highs, name.as_ptr(), c_int::from(on)) };
    }

    /// Sets a text option.
    pub fn set_text(&mut self, option: &str, value: &str) {
        let (name, value) = (text(option), text(value));
        let highs = self.pointer();
        // SAFETY: the pointer is live and both are C strings.
        unsafe { highs_sys::Highs_setStringOptionValue(highs, name.as_ptr(), value.as_ptr()) };
    }

    /// Solves, from the last basis where there is one.
    pub fn run(&mut self) -> Ended {
        let highs = self.pointer();
        // SAFETY: the pointer is live; callbacks only touch the boxed watch.
        let status = unsafe {
            highs_sys::Highs_zeroAllClocks(highs);
            highs_sys::Highs_run(highs);
            highs_sys::Highs_getModelStatus(highs)
        };
        match status {
            // An empty model is optimal.
            6 | 7 => Ended::Optimal,
            8 => Ended::Infeasible,
            9 => Ended::UnboundedOrInfeasible,
            10 => Ended::Unbounded,
            13 => Ended::TimeLimit,
            11 | 12 | 14 | 16 => Ended::WorkLimit,
            17 if !self.stopped() => Ended::WorkLimit,
            17 => Ended::Interrupted,
            15 => Ended::Unproved,
            other => Ended::Failed(other),
        }
    }

    /// Solves a tree that asks for plans between its steps.
    pub(super) fn run_advised(&mut self, adviser: &mut Adviser) -> Ended {
        let adviser: *mut Adviser = adviser;
        // SAFETY: only the lifetime changes, which a cast of such a pointer may not; it is forgotten below, before the borrow ends.
        #[allow(clippy::transmute_ptr_to_ptr)]
        let adviser = unsafe { std::mem::transmute::<*mut Adviser<'_>, *mut Adviser<'static>>(adviser) };
        self.watch.advice.replace(Some(Advice { adviser, columns: self.columns, rounds: 0, found: None }));
        self.hear(true);
        let ended = self.run();
        self.hear(false);
        self.watch.advice.replace(None);
        ended
    }

    fn hear(&mut self, on: bool) {
        let highs = self.pointer();
        for kind in ADVICE {
            // SAFETY: the pointer is live and its callback is set.
            unsafe {
                if on {
                    highs_sys::Highs_startCallback(highs, kind)
                } else {
                    highs_sys::Highs_stopCallback(highs, kind)
                };
            }
        }
    }

    /// Solves without heeding a request to stop: for the short solves that make a plan of the best so far.
    pub fn run_through(&mut self) -> Ended {
        self.watch.deaf = true;
        let ended = self.run();
        self.watch.deaf = false;
        ended
    }

    /// Says how the solve stands before a run, and reports it.
    pub fn stand(&mut self, standing: Standing) {
        self.watch.standing = Some(standing);
        self.watch.best.store(standing.incumbent.unwrap_or(f64::NAN).to_bits(), Ordering::Relaxed);
        if let Some(on_tick) = &self.watch.on_tick {
            on_tick(standing.tick(f64::NAN, f64::NAN, f64::NAN));
        }
    }

    /// Whether somebody asked to stop.
    #[must_use]
    pub fn stopped(&self) -> bool {
        self.watch.stopped()
    }

    /// Ends a tree once it has taken more iterations than this.
    pub fn limit_iterations(&mut self, most: Option<i64>) {
        self.watch.iterations = most;
    }

    /// Whether a feasible point is at hand.
    #[must_use]
    pub fn has_point(&mut self) -> bool {
        self.int_info("primal_solution_status") == 2
    }

    /// The most by which the last point breaks a row or bound, as a share of the largest bound.
    #[must_use]
    pub fn infeasibility(&mut self) -> f64 {
        self.number_info("max_relative_primal_infeasibility")
    }

    /// Whether a basis is at hand.
    #[must_use]
    pub fn has_basis(&mut self) -> bool {
        self.int_info("basis_validity") == 1
    }

    /// Column values of the last solve.
    #[must_use]
    pub fn values(&mut self) -> Vec<f64> {
        let mut values = vec![0.0; self.columns];
        let highs = self.pointer();
        let none = std::ptr::null_mut();
        // SAFETY: the buffer holds one number a column; null asks for nothing.
        unsafe { highs_sys::Highs_getSolution(highs, values.as_mut_ptr(), none, none, none) };
        values
    }

    /// Row duals of the last LP solve: change of the objective per unit of the right-hand side.
    #[must_use]
    pub fn duals(&mut self) -> Vec<f64> {
        let mut duals = vec![0.0; self.rows];
        let highs = self.pointer();
        let none = std::ptr::null_mut();
        // SAFETY: the buffer holds one number a row; null asks for nothing.
        unsafe { highs_sys::Highs_getSolution(highs, none, none, none, duals.as_mut_ptr()) };
        duals
    }

    /// The objective of the last solve.
    #[must_use]
    pub fn objective(&mut self) -> f64 {
        let highs = self.pointer();
        // SAFETY: the pointer is live.
        unsafe { highs_sys::Highs_getObjectiveValue(highs) }
    }

    /// The bound that the last MIP solve proved.
    #[must_use]
    pub fn mip_bound(&mut self) -> f64 {
        self.number_info("mip_dual_bound")
    }

    /// Simplex and interior-point iterations and nodes of the last solve.
    #[must_use]
    pub fn work(&mut self) -> (i64, i64) {
        let iterations = self.int_info("simplex_iteration_count").max(0) + self.int_info("ipm_iteration_count").max(0);
        let name = text("mip_node_count");
        let mut nodes = 0_i64;
        let highs = self.pointer();
        // SAFETY: the pointer is live and the name is a C string.
        unsafe { highs_sys::Highs_getInt64InfoValue(highs, name.as_ptr(), &raw mut nodes) };
        (i64::from(iterations), nodes.max(0))
    }

    fn int_info(&mut self, name: &str) -> i32 {
        let name = text(name);
        let mut value = 0;
        let highs = self.pointer();
        // SAFETY: the pointer is live and the name is a C string.
        unsafe { highs_sys::Highs_getIntInfoValue(highs, name.as_ptr(), &raw mut value) };
        value
    }

    fn number_info(&mut self, name: &str) -> f64 {
        let name = text(name);
        let mut value = f64::NAN;
        let highs = self.pointer();
        // SAFETY: the pointer is live and the name is a C string.
        unsafe { highs_sys::Highs_getDoubleInfoValue(highs, name.as_ptr(), &raw mut value) };
        value
    }

    /// Changes bounds of columns: (column, lower, upper), each column once.
    pub fn set_bounds(&mut self, changes: &[(usize, f64, f64)]) {
        let set: Vec<c_int> = changes.iter().map(|(x, _, _)| whole(*x)).collect();
        let lower: Vec<f64> = changes.iter().map(|(_, lower, _)| *lower).collect();
        let upper: Vec<f64> = changes.iter().map(|(_, _, upper)| *upper).collect();
        let highs = self.pointer();
        // SAFETY: the three buffers have as many entries as said, and the columns exist.
        unsafe {
            highs_sys::Highs_changeColsBoundsBySet(
                highs,
                whole(set.len()),
                set.as_ptr(),
                lower.as_ptr(),
                upper.as_ptr(),
            )
        };
    }

    /// Changes the sides of rows: (row, lower, upper), each row once.
    pub fn set_row_bounds(&mut self, changes: &[(usize, f64, f64)]) {
        let set: Vec<c_int> = changes.iter().map(|(x, _, _)| whole(*x)).collect();
        let lower: Vec<f64> = changes.iter().map(|(_, lower, _)| *lower).collect();
        let upper: Vec<f64> = changes.iter().map(|(_, _, upper)| *upper).collect();
        let highs = self.pointer();
        // SAFETY: the three buffers have as many entries as said, and the rows exist.
        unsafe {
            highs_sys::Highs_changeRowsBoundsBySet(
                highs,
                whole(set.len()),
                set.as_ptr(),
                lower.as_ptr(),
                upper.as_ptr(),
            )
        };
    }

    /// Replaces the objective; one coefficient a column.
    pub fn set_costs(&mut self, costs: &[f64]) {
        debug_assert_eq!(costs.len(), self.columns);
        let highs = self.pointer();
        // SAFETY: the buffer holds one number a column.
        unsafe { highs_sys::Highs_changeColsCostByRange(highs, 0, whole(self.columns) - 1, costs.as_ptr()) };
    }

    /// Makes columns integer or continuous.
    pub fn set_integer(&mut self, columns: &[usize], integer: bool) {
        let set: Vec<c_int> = columns.iter().map(|x| whole(*x)).collect();
        let kinds = vec![if integer { INTEGER } else { CONTINUOUS }; set.len()];
        let highs = self.pointer();
        // SAFETY: both buffers have as many entries as said, and the columns exist.
        unsafe { highs_sys::Highs_changeColsIntegralityBySet(highs, whole(set.len()), set.as_ptr(), kinds.as_ptr()) };
    }

    /// Adds a row `lower <= terms <= upper` and returns its place.
    pub fn add_row(&mut self, lower: f64, upper: f64, terms: &[(usize, f64)]) -> usize {
        let index: Vec<c_int> = terms.iter().map(|(x, _)| whole(*x)).collect();
        let value: Vec<f64> = terms.iter().map(|(_, a)| *a).collect();
        let highs = self.pointer();
        // SAFETY: both buffers have as many entries as said, and the columns exist.
        unsafe { highs_sys::Highs_addRow(highs, lower, upper, whole(index.len()), index.as_ptr(), value.as_ptr()) };
        self.rows += 1;
        self.rows - 1
    }

    /// Removes the row that was added last.
    pub fn drop_last_row(&mut self) {
        self.drop_row(self.rows - 1);
    }

    /// Removes a row; those behind it move up.
    pub fn drop_row(&mut self, row: usize) {
        let row = whole(row);
        let highs = self.pointer();
        // SAFETY: the pointer is live and the row exists.
        unsafe { highs_sys::Highs_deleteRowsByRange(highs, row, row) };
        self.rows -= 1;
    }

    /// Adds a continuous column with entries in rows and returns its place.
    pub fn add_column(&mut self, cost: f64, lower: f64, upper: f64, entries: &[(usize, f64)]) -> usize {
        let index: Vec<c_int> = entries.iter().map(|(row, _)| whole(*row)).collect();
        let value: Vec<f64> = entries.iter().map(|(_, a)| *a).collect();
        let highs = self.pointer();
        // SAFETY: both buffers have as many entries as said, and the rows exist.
        unsafe {
            highs_sys::Highs_addCol(highs, cost, lower, upper, whole(index.len()), index.as_ptr(), value.as_ptr())
        };
        self.columns += 1;
        self.columns - 1
    }

    /// Offers a point as a start; returns whether HiGHS took it.
    pub fn start_from(&mut self, values: &[f64]) -> bool {
        debug_assert_eq!(values.len(), self.columns);
        let highs = self.pointer();
        let none = std::ptr::null();
        // SAFETY: the buffer holds one number a column; null gives nothing.
        unsafe { highs_sys::Highs_setSolution(highs, values.as_ptr(), none, none, none) == 0 }
    }

    /// How columns and rows stand in the last basis, if there is one.
    #[must_use]
    pub fn basis(&mut self) -> Option<Places> {
        if !self.has_basis() {
            return None;
        }
        let mut places = Places { columns: vec![0; self.columns], rows: vec![0; self.rows] };
        let highs = self.pointer();
        // SAFETY: the buffers hold one number a column and one a row.
        let status = unsafe { highs_sys::Highs_getBasis(highs, places.columns.as_mut_ptr(), places.rows.as_mut_ptr()) };
        (status == 0).then_some(places)
    }

    /// Offers a basis to start from.
    pub fn set_basis(&mut self, places: &Places) {
        assert_eq!((places.columns.len(), places.rows.len()), (self.columns, self.rows), "a basis of this model");
        let highs = self.pointer();
        // SAFETY: the buffers hold one number a column and one a row.
        unsafe { highs_sys::Highs_setBasis(highs, places.columns.as_ptr(), places.rows.as_ptr()) };
    }

    /// Forgets solution and basis.
    pub fn forget(&mut self) {
        let highs = self.pointer();
        // SAFETY: the pointer is live.
        unsafe { highs_sys::Highs_clearSolver(highs) };
    }

    /// How far each row's right-hand side may move, with the basis kept: (from, to) by row; call after an LP solve with a basis.
    #[must_use]
    pub fn row_ranges(&mut self) -> Option<Vec<(f64, f64)>> {
        let (mut up, mut down) = (vec![0.0; self.rows], vec![0.0; self.rows]);
        let (none, no_variable) = (std::ptr::null_mut::<f64>(), std::ptr::null_mut::<c_int>());
        let highs = self.pointer();
        // SAFETY: the two buffers hold one number a row; null asks for nothing.
        let status = unsafe {
            highs_sys::Highs_getRanging(
                highs,
                none,
                none,
                no_variable,
                no_variable,
                none,
                none,
                no_variable,
                no_variable,
                none,
                none,
                no_variable,
                no_variable,
                none,
                none,
                no_variable,
                no_variable,
                up.as_mut_ptr(),
                none,
                no_variable,
                no_variable,
                down.as_mut_ptr(),
                none,
                no_variable,
                no_variable,
            )
        };
        (status == 0).then(|| down.into_iter().zip(up).collect())
    }

    /// Sets the constant of the objective.
    pub fn set_offset(&mut self, constant: f64) {
        let highs = self.pointer();
        // SAFETY: the pointer is live.
        unsafe { highs_sys::Highs_changeObjectiveOffset(highs, constant) };
    }

    /// Names every column and row.
    pub fn name(&mut self, columns: &[String], rows: &[String]) {
        let highs = self.pointer();
        for (n, name) in columns.iter().enumerate() {
            let name = text(name);
            // SAFETY: the pointer is live and the name is a C string.
            unsafe { highs_sys::Highs_passColName(highs, whole(n), name.as_ptr()) };
        }
        for (n, name) in rows.iter().enumerate() {
            let name = text(name);
            // SAFETY: the pointer is live and the name is a C string.
            unsafe { highs_sys::Highs_passRowName(highs, whole(n), name.as_ptr()) };
        }
    }

    /// Writes the model; the ending of the path chooses MPS or LP. Returns whether it was written.
    pub fn write(&mut self, path: &std::path::Path) -> bool {
        let path = text(&path.to_string_lossy());
        let highs = self.pointer();
        // SAFETY: the pointer is live and the path is a C string.
        unsafe { highs_sys::Highs_writeModel(highs, path.as_ptr()) != -1 }
    }
}

fn text(s: &str) -> CString {
    CString::new(s.replace('\0', " ")).expect("zero bytes were replaced")
}

fn whole(n: usize) -> c_int {
    c_int::try_from(n).expect("HiGHS counts with 32 bits")
}
