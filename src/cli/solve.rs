//! `capplan solve`: the best plan, audited, its summary, its file.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;

use super::args::{Inputs, Method, Solve, Worth};
use super::progress::Progress;
use super::{interrupt, model, say, verify};
use crate::domain::{GoalKind, Model};
use crate::fault::Fault;
use crate::plan::types::{Plan, Status};
use crate::report::summary::Summary;
use crate::report::words::{money, significant};
use crate::solve::outcome::{self, Options};
use crate::solve::session::{Tick, Watch};
use crate::study::run::{self, NoPlan};

pub(super) fn run(args: &Solve) -> Result<(), Fault> {
    let to_stdout = args.output.as_deref() == Some(Path::new("-"));
    if args.inputs == Inputs::Beside && (to_stdout || args.output.is_none()) {
        return Err(Fault::Usage("--inputs beside needs a file: -o FILE".into()));
    }
    let read = model::read(&args.model, &args.over, args.strict)?;
    let progress = Arc::new(Progress::begin(&format!("planning {}", read.model.name), args.quiet));
    let plan = run::solve(&read.model, &read.scenario, &options(args, &read.model, &progress), worth(args.worth));
    progress.end();
    let mut plan = plan.map_err(|none| no_plan(&read.model, none))?;
    let summary = Summary::of(&plan);
    let outcome = match plan.outcome.status {
        Status::TimeLimit | Status::Interrupted => Err(Fault::StoppedEarly),
        Status::Optimal | Status::WithinGap | Status::Relaxed => Ok(()),
    };
    if let Some(path) = &args.output {
        write(path, &mut plan, args.inputs)?;
    }
    if args.quiet {
        return outcome;
    }
    // Words come first, so that the summary is what remains on the screen.
    if let Some(path) = args.output.as_deref().filter(|_| !to_stdout) {
        say::note(&format!("the plan is in {}\n", path.display()));
    }
    if let Err(fault) = &outcome {
        say::fault(fault);
    }
    let text = if args.json { format!("{:#}\n", summary.json()) } else { summary.text() };
    if to_stdout {
        say::note(text.trim_end());
    } else {
        say::result(&text)?;
    }
    outcome
}

/// Says why there is no plan.
fn no_plan(model: &Model, none: NoPlan) -> Fault {
    match none {
        NoPlan::Infeasible(words) => {
            say::note(words.trim_end());
            Fault::Infeasible
        }
        NoPlan::Unbounded(words) => {
            say::note(words.trim_end());
            Fault::Unbounded
        }
        NoPlan::Stopped => Fault::StoppedWithNone,
        NoPlan::AuditDisagreed(sentences) => {
            verify::disagreements(&sentences);
            Fault::AuditDisagreed
        }
        NoPlan::Solver(words) => Fault::Bug(format!("the solver gave up on `{}`: {words}", model.name)),
    }
}

fn options(args: &Solve, model: &Model, progress: &Arc<Progress>) -> Options {
    let cores = std::thread::available_parallelism().map_or(1, |n| u32::try_from(n.get()).unwrap_or(1));
    let shown = Arc::clone(progress);
    let in_money = model.goals.iter().all(|goal| goal.kind != GoalKind::Unmet);
    let on_tick = move |tick: Tick| shown.say(&words(tick, in_money));
    Options {
        gap: args.gap,
        time_limit: args.time_limit.map(|limit| limit.0),
        threads: args.threads.unwrap_or(cores),
        relax: args.relax,
        method: match args.method {
            Method::Auto => outcome::Method::Auto,
            Method::Simplex => outcome::Method::Simplex,
            Method::Ipm => outcome::Method::Ipm,
            Method::Pdlp => outcome::Method::Pdlp,
        },
        seed: args.seed,
        watch: Watch { stop: interrupt::flag(), on_tick: Some(Arc::new(on_tick)) },
    }
}

const fn worth(asked: Worth) -> run::Worth {
    match asked {
        Worth::Kept => run::Worth::Kept,
        Worth::Free => run::Worth::Free,
        Worth::None => run::Worth::None,
    }
}

/// What the solver knows so far; it counts in M USD, and where a goal is unmet work, in a unit that changes with the goal.
fn words(tick: Tick, in_money: bool) -> String {
    let amount = |value: f64| if in_money { money(value * 1e6) } else { significant(value.abs()) };
    if tick.incumbent.is_finite() && tick.bound.is_finite() {
        format!("best so far {}, none is better than {}", amount(tick.incumbent), amount(tick.bound))
    } else if tick.bound.is_finite() {
        format!("none is better than {}; no plan yet", amount(tick.bound))
    } else {
        "the linear relaxation".to_owned()
    }
}

fn write(path: &Path, plan: &mut Plan, inputs: Inputs) -> Result<(), Fault> {
    if inputs == Inputs::Beside {
        let beside = beside(path);
        let name = beside.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let inputs = std::mem::replace(&mut plan.inputs, Value::String(name));
        say::write(&beside, format!("{inputs:#}\n").as_bytes())?;
    }
    let json = serde_json::to_string_pretty(plan).map_err(|error| Fault::Bug(error.to_string()))?;
    say::write(path, format!("{json}\n").as_bytes())
}

/// `plan.json` -> `plan.inputs.json`.
fn beside(path: &Path) -> PathBuf {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!("{stem}.inputs.json"))
}
