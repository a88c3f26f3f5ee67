//! What HiGHS calls while it works: progress goes out, requests to stop and plans go in.

#![allow(unsafe_code)]

use super::watch::Watch;
use std::ffi::{c_char, c_int, c_void};
use std::sync::atomic::Ordering;

/// What a tree tells when it lets others work, or asks for a plan.
pub(super) struct Asked {
    /// Whether a plan can be taken now.
    pub takes: bool,
    /// Rounds of cuts at its root and iterations so far.
    pub rounds: i64,
    /// Iterations so far.
    pub iterations: i64,
    /// Nodes so far.
    pub nodes: i64,
    /// What no plan can beat, constant left out.
    pub bound: f64,
    /// The last better plan that the tree found itself, where it was not told before.
    pub found: Option<Vec<f64>>,
}

/// What a tree is told.
pub(super) struct Told {
    /// A plan that it does not know.
    pub plan: Option<Vec<f64>>,
    /// Whether a plan that it may not know is near enough to what it proved.
    pub enough: bool,
}

/// Who is asked for plans while a tree works.
pub(super) type Adviser<'a> = dyn FnMut(&mut Asked) -> Told + 'a;

/// Callback kinds of the C API: simplex, interior point and MIP interrupts. Its MIP logging is silent with its output.
pub(super) const CALLBACKS: [c_int; 3] = [1, 2, MIP_INTERRUPT];
/// Those that a tree with an adviser hears as well.
pub(super) const ADVICE: [c_int; 2] = [MIP_IMPROVED, MIP_ADVICE];
const MIP_IMPROVED: c_int = 4;
const MIP_INTERRUPT: c_int = 6;
const MIP_ADVICE: c_int = 9;
/// HiGHS asks for a plan after a round of cuts at the root.
const AFTER_CUTS: c_int = 3;
/// Milliseconds between reports of progress.
const NOW_AND_THEN: u64 = 250;

/// Called by HiGHS: passes progress on and stops when asked to.
pub(super) unsafe extern "C" fn callback(
    kind: c_int,
    _message: *const c_char,
    out: *const highs_sys::HighsCallbackDataOut,
    input: *mut highs_sys::HighsCallbackDataIn,
    data: *mut c_void,
) {
    // SAFETY: HiGHS passes the pointer given to setCallback, which is the session's boxed watch.
    let Some(watch) = (unsafe { data.cast::<Watch>().as_ref() }) else {
        return;
    };
    // SAFETY: HiGHS passes a valid record or null.
    let out = unsafe { out.as_ref() };
    if let (MIP_INTERRUPT, Some(out), Some(on_tick), Some(standing)) = (kind, out, &watch.on_tick, &watch.standing) {
        let now = u64::try_from(standing.begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        if now >= watch.next.load(Ordering::Relaxed) {
            watch.next.store(now.saturating_add(NOW_AND_THEN), Ordering::Relaxed);
            let elsewhere = f64::from_bits(watch.best.load(Ordering::Relaxed));
            on_tick(standing.tick(out.mip_primal_bound, out.mip_dual_bound, elsewhere));
        }
    }
    let enough = match out {
        // SAFETY: HiGHS asks on the thread that runs the tree, and passes valid records or null.
        Some(out) if matches!(kind, MIP_IMPROVED | MIP_INTERRUPT | MIP_ADVICE) => unsafe {
            advise(watch, kind, out, input)
        },
        _ => false,
    };
    // SAFETY: HiGHS passes a valid record or null, which nobody else reads meanwhile.
    if let Some(input) = unsafe { input.as_mut() } {
        // HiGHS keeps the answer from one run to the next, so a withdrawn request is written too.
        let spent = out.is_some_and(|out| {
            kind == MIP_INTERRUPT && watch.iterations.is_some_and(|most| out.mip_total_lp_iterations > most)
        });
        input.user_interrupt =
            c_int::from(spent || (enough && kind == MIP_INTERRUPT) || (watch.stopped() && !watch.deaf));
    }
}

/// Remembers a plan that the tree found, or passes on a plan that the adviser has; whether the tree need not go on.
///
/// # Safety
/// Called by HiGHS on the thread that runs the tree, with its own records.
unsafe fn advise(
    watch: &Watch,
    kind: c_int,
    out: &highs_sys::HighsCallbackDataOut,
    input: *mut highs_sys::HighsCallbackDataIn,
) -> bool {
    let Ok(mut advice) = watch.advice.try_borrow_mut() else { return false };
    let Some(advice) = advice.as_mut() else { return false };
    if kind == MIP_IMPROVED {
        if !out.mip_solution.is_null() && usize::try_from(out.mip_solution_size) == Ok(advice.columns) {
            // SAFETY: HiGHS gives one number a column.
            let found = unsafe { std::slice::from_raw_parts(out.mip_solution, advice.columns) };
            advice.found = Some(found.to_vec());
        }
        return false;
    }
    let takes = kind == MIP_ADVICE;
    if takes && out.external_solution_query_origin == AFTER_CUTS {
        advice.rounds += 1;
    }
    let mut asked = Asked {
        takes,
        rounds: advice.rounds,
        iterations: out.mip_total_lp_iterations,
        nodes: out.mip_node_count,
        bound: out.mip_dual_bound,
        found: advice.found.take(),
    };
    // SAFETY: `run_advised` borrows the adviser for as long as the tree runs.
    let told = unsafe { (*advice.adviser)(&mut asked) };
    if let Some(plan) = told.plan {
        let columns = c_int::try_from(plan.len()).expect("HiGHS counts with 32 bits");
        // SAFETY: HiGHS passes a record that takes one number a column.
        unsafe { highs_sys::Highs_setCallbackSolution(input, columns, plan.as_ptr()) };
    }
    told.enough
}
