//! `capplan solve`: the best plan, audited, its summary, its file.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Value, json};

use super::args::{Inputs, Method, Solve, Worth};
use super::interrupt::Interrupt;
use super::progress::Progress;
use super::{model, say, verify};
use crate::domain::{GoalKind, Model};
use crate::fault::Fault;
use crate::plan::types::{Plan, Status};
use crate::report::summary::Summary;
use crate::report::words::{money, significant};
use crate::report::{explain, page};
use crate::solve::outcome::{self, Options};
use crate::solve::watch::{Phase, Tick, Watch};
use crate::study::run::{self, NoPlan};

pub(super) fn run(args: &Solve) -> Result<(), Fault> {
    let to_stdout = args.output.as_deref() == Some(Path::new("-"));
    if args.inputs == Inputs::Beside && (to_stdout || args.output.is_none()) {
        return Err(Fault::Usage("--inputs beside needs a file: -o FILE".into()));
    }
    if args.json_progress {
        say::as_json();
    }
    let interrupt = Interrupt::listen();
    if args.json_progress {
        say::line(&json!({ "phase": "reading" }));
    }
    let read = model::read(&args.model, &args.over, args.strict)?;
    interrupt.begin();
    // Said at once; which limits clash and what the smallest ways out are takes solves.
    if read.tell_impossible() && !args.quiet {
        say::note("no plan keeps this; looking for the limits that clash and for the smallest ways out\n");
    }
    let hidden = args.quiet || args.json_progress;
    let progress = Arc::new(Progress::begin(&format!("planning {}", read.model.name), hidden));
    let plan = run::solve(&read.model, &read.scenario, &options(args, &progress, &interrupt), worth(args.worth));
    progress.end();
    let mut plan = match plan {
        Ok(plan) => plan,
        Err(none) => return Err(no_plan(&read.model, none, args.json)?),
    };
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
    let text = if args.json { format!("{:#}\n", summary.json()) } else { page::folded(&summary.text()) };
    if to_stdout {
        say::note(text.trim_end());
    } else {
        say::result(&text)?;
    }
    outcome
}

/// Says why there is no plan: words to standard error, with `--json` the same as data to standard output.
fn no_plan(model: &Model, none: NoPlan, as_json: bool) -> Result<Fault, Fault> {
    Ok(match none {
        NoPlan::Infeasible(clash) => {
            say::note(page::folded(explain::no_plan(model, &clash).trim_end()).as_str());
            if as_json {
                let json = serde_json::to_string_pretty(&clash).map_err(|error| Fault::Bug(error.to_string()))?;
                say::result(&format!("{json}\n"))?;
            }
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
    })
}

fn options(args: &Solve, progress: &Arc<Progress>, interrupt: &Interrupt) -> Options {
    let shown = Arc::clone(progress);
    let as_json = args.json_progress;
    let on_tick = move |tick: Tick| {
        if as_json {
            say::line(&json(tick));
        } else {
            shown.say(&words(tick));
        }
    };
    Options {
        gap: args.gap,
        time_limit: args.time_limit.map(|limit| limit.0),
        threads: args.threads,
        relax: args.relax,
        method: match args.method {
            Method::Auto => outcome::Method::Auto,
            Method::Simplex => outcome::Method::Simplex,
            Method::Ipm => outcome::Method::Ipm,
            Method::Pdlp => outcome::Method::Pdlp,
        },
        prices: !args.no_prices,
        ranges: args.ranges,
        seed: args.seed,
        watch: Watch::new(Arc::clone(&interrupt.raised), Arc::new(on_tick)),
        ..Options::default()
    }
}

const fn worth(asked: Worth) -> run::Worth {
    match asked {
        Worth::Kept => run::Worth::Kept,
        Worth::Free => run::Worth::Free,
        Worth::None => run::Worth::None,
    }
}

/// What is known so far, in the planner's units.
fn words(tick: Tick) -> String {
    let amount = |value: f64| match tick.goal {
        GoalKind::Npv | GoalKind::Cost => money(value),
        GoalKind::Unmet => format!("{} unit-years", significant(value)),
    };
    let name = match tick.goal {
        GoalKind::Npv => "NPV",
        GoalKind::Cost => "cost",
        GoalKind::Unmet => "unmet work",
    };
    let phase = phase(tick.phase);
    match (tick.incumbent, tick.bound) {
        (Some(best), Some(bound)) => {
            let gap = amount((bound - best).abs());
            format!("{phase}: {name} {} so far, within {gap} of the best", amount(best))
        }
        (Some(best), None) => format!("{phase}: {name} {} so far", amount(best)),
        (None, Some(bound)) => format!("{phase}: no plan has {name} beyond {}; none found yet", amount(bound)),
        (None, None) => phase.to_owned(),
    }
}

const fn phase(phase: Phase) -> &'static str {
    match phase {
        Phase::Relaxation => "linear relaxation",
        Phase::Start => "looking for a good plan",
        Phase::Tree => "proving",
        Phase::Prices => "what limits cost",
        Phase::Worth => "what one more would be worth",
        Phase::Clash => "no plan keeps all limits: looking for those that clash, and for ways out",
    }
}

/// The same for machines, as docs/command-line.md says: units are part of the names, `null` where nothing is known.
fn json(tick: Tick) -> Value {
    let gap = tick.incumbent.zip(tick.bound).map(|(best, bound)| (bound - best).abs());
    let phase = match tick.phase {
        Phase::Relaxation => "relaxation",
        Phase::Start => "start",
        Phase::Tree => "tree",
        Phase::Prices => "prices",
        Phase::Worth => "worth",
        Phase::Clash => "clash",
    };
    let (goal, unit) = match tick.goal {
        GoalKind::Npv => ("npv", "usd"),
        GoalKind::Cost => ("cost", "usd"),
        GoalKind::Unmet => ("unmet", "unit_years"),
    };
    let mut line = json!({ "phase": phase, "goal": goal, "elapsed_seconds": tick.seconds });
    for (name, value) in [("incumbent", tick.incumbent), ("bound", tick.bound), ("gap", gap)] {
        line[format!("{name}_{unit}")] = value.into();
    }
    line
}

fn write(path: &Path, plan: &mut Plan, inputs: Inputs) -> Result<(), Fault> {
    if inputs == Inputs::Beside {
        let beside = beside(path);
        let name = beside.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let inputs = std::mem::replace(&mut plan.inputs, Value::String(name));
        say::write(&beside, format!("{inputs:#}\n").as_bytes())?;
    }
    let mut json = serde_json::to_vec_pretty(plan).map_err(|error| Fault::Bug(error.to_string()))?;
    json.push(b'\n');
    say::write(path, &json)
}

/// `plan.json` -> `plan.inputs.json`.
fn beside(path: &Path) -> PathBuf {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!("{stem}.inputs.json"))
}
