//! Mutations: each equation and each cost is replaced in its list, at run time, by one that is a little wrong; some model must notice.
//!
//! It takes about half a minute of one core. The models are those of `tests/biting`, plain ones included, and those stored by
//! the oracle. A change that leaves the rows or the money of every model as they were is none.

use std::cell::Cell;
use std::collections::HashMap;
use std::fmt::Debug;

use capplan::domain::{GoalKind, Model};
use capplan::formulation::blocks::{BLOCKS, Block};
use capplan::formulation::cash::{CashKind, Ledger};
use capplan::formulation::costs::{COSTS, Cost};
use capplan::formulation::key::Key;
use capplan::formulation::lin::{Column, Lin};
use capplan::formulation::row::{Row, Sense};
use capplan::formulation::{Formulation, Statement};

use crate::bite::{Found, biting, load, of_formulation};
use crate::support::{files, root};

/// What is done to the rows of an equation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Wrong {
    LeftSign,
    RightSign,
    BoundSign,
    LeftTwice,
    RightTwice,
    BoundTwice,
    LeftNext,
    LeftBefore,
    RightNext,
    RightBefore,
    BoundNext,
    BoundBefore,
    Sense,
    NoLower,
    NoUpper,
    NoYears,
    FirstTermSign,
    LastTermSign,
    FirstTermGone,
    LastTermGone,
    FirstPeriodGone,
    LastPeriodGone,
    FirstBlockGone,
    LastBlockGone,
}

const WRONG: &[Wrong] = &[
    Wrong::LeftSign,
    Wrong::RightSign,
    Wrong::BoundSign,
    Wrong::LeftTwice,
    Wrong::RightTwice,
    Wrong::BoundTwice,
    Wrong::LeftNext,
    Wrong::LeftBefore,
    Wrong::RightNext,
    Wrong::RightBefore,
    Wrong::BoundNext,
    Wrong::BoundBefore,
    Wrong::Sense,
    Wrong::NoLower,
    Wrong::NoUpper,
    Wrong::NoYears,
    Wrong::FirstTermSign,
    Wrong::LastTermSign,
    Wrong::FirstTermGone,
    Wrong::LastTermGone,
    Wrong::FirstPeriodGone,
    Wrong::LastPeriodGone,
    Wrong::FirstBlockGone,
    Wrong::LastBlockGone,
];

/// Equations in which a rate is multiplied by the years of a period.
const WITH_YEARS: &[&str] = &["allotment_rate"];

/// What is done to the money of a cost.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum WrongMoney {
    Sign,
    Twice,
    Later,
    Earlier,
    NoYears,
    NoDiscount,
    ColumnsNext,
    ColumnsBefore,
    CreditSign,
    CreditGone,
    CreditNoDiscount,
    CreditWhole,
    OtherCategory,
    OtherKind,
    OtherBasis,
    BookGone,
    BookLater,
    BookTwice,
    FirstTermGone,
    LastTermGone,
}

const WRONG_MONEY: &[WrongMoney] = &[
    WrongMoney::Sign,
    WrongMoney::Twice,
    WrongMoney::Later,
    WrongMoney::Earlier,
    WrongMoney::NoYears,
    WrongMoney::NoDiscount,
    WrongMoney::ColumnsNext,
    WrongMoney::ColumnsBefore,
    WrongMoney::CreditSign,
    WrongMoney::CreditGone,
    WrongMoney::CreditNoDiscount,
    WrongMoney::CreditWhole,
    WrongMoney::OtherCategory,
    WrongMoney::OtherKind,
    WrongMoney::OtherBasis,
    WrongMoney::BookGone,
    WrongMoney::BookLater,
    WrongMoney::BookTwice,
    WrongMoney::FirstTermGone,
    WrongMoney::LastTermGone,
];

/// Mutations that state the same problem in other words, and why no optimum can tell them apart.
const SAME: &[(&str, &str, &str)] = &[
    ("segment_located", "RightTwice", "demand_met holds what is served to the demand in any case"),
    (
        "agreement_ended",
        "RightTwice",
        "ended twice, less than nothing would be in force, and no less than nothing is drawn",
    ),
    ("agreement_ended", "BoundTwice", "the same of one signed before"),
    (
        "project_with",
        "BoundTwice",
        "a number stands there for a commitment alone, and nothing begins beyond its own copies",
    ),
    (
        "order_least",
        "LeftTwice",
        "lots are whole, so that half a lot is one; and half of nearly nothing is nearly nothing",
    ),
    ("cash_flow", "NoLower", "floors ask for more cash alone: to claim less than there is helps nobody"),
];

thread_local! {
    static BLOCK: Cell<Option<(Block, Wrong)>> = const { Cell::new(None) };
    static COST: Cell<Option<(Cost, WrongMoney)>> = const { Cell::new(None) };
}

fn wrong_rows(m: &Statement) -> Vec<Row> {
    let ((_, rows), wrong) = BLOCK.get().expect("a mutation is set before it is asked for");
    let right = rows(m);
    let columns: HashMap<Key, Column> = m.vars.keys.iter().zip(0..).map(|(key, n)| (*key, Column(n))).collect();
    let bounds: HashMap<Key, f64> = right.iter().map(|row| (row.key, row.right.constant)).collect();
    let bound = |row: &Row, by: i32| {
        let key = Key { p: row.key.p.map(|p| p + by), ..row.key };
        bounds.get(&key).copied().unwrap_or(row.right.constant)
    };
    let change = |mut row: Row| {
        match wrong {
            Wrong::LeftSign => row.left = row.left.times(-1.0),
            Wrong::RightSign => row.right.terms.iter_mut().for_each(|(_, a)| *a = -*a),
            // Added to zero, so that a zero stays what it was.
            Wrong::BoundSign => row.right.constant = 0.0 - row.right.constant,
            Wrong::LeftTwice => row.left = row.left.times(2.0),
            Wrong::RightTwice => row.right.terms.iter_mut().for_each(|(_, a)| *a *= 2.0),
            Wrong::BoundTwice => row.right.constant *= 2.0,
            Wrong::LeftNext => row.left = shifted(m, &columns, &row.left, 1),
            Wrong::LeftBefore => row.left = shifted(m, &columns, &row.left, -1),
            Wrong::RightNext => row.right = shifted(m, &columns, &row.right, 1),
            Wrong::RightBefore => row.right = shifted(m, &columns, &row.right, -1),
            Wrong::BoundNext => row.right.constant = bound(&row, 1),
            Wrong::BoundBefore => row.right.constant = bound(&row, -1),
            Wrong::Sense => {
                row.sense = match row.sense {
                    Sense::AtMost => Sense::AtLeast,
                    Sense::AtLeast => Sense::AtMost,
                    Sense::Equal => Sense::Equal,
                }
            }
            Wrong::NoLower if row.sense == Sense::Equal => row.sense = Sense::AtMost,
            Wrong::NoUpper if row.sense == Sense::Equal => row.sense = Sense::AtLeast,
            Wrong::NoYears => row.right.constant /= m.ctx.cal.years(),
            Wrong::FirstTermSign => first(&mut row).into_iter().for_each(|(_, a)| *a = -*a),
            Wrong::LastTermSign => last(&mut row).into_iter().for_each(|(_, a)| *a = -*a),
            Wrong::FirstTermGone => first(&mut row).into_iter().for_each(|(_, a)| *a = 0.0),
            Wrong::LastTermGone => last(&mut row).into_iter().for_each(|(_, a)| *a = 0.0),
            Wrong::NoLower
            | Wrong::NoUpper
            | Wrong::FirstPeriodGone
            | Wrong::LastPeriodGone
            | Wrong::FirstBlockGone
            | Wrong::LastBlockGone => {}
        }
        row
    };
    let gone = match wrong {
        Wrong::FirstPeriodGone => right.iter().filter_map(|row| row.key.p).min(),
        Wrong::LastPeriodGone => right.iter().filter_map(|row| row.key.p).max(),
        _ => None,
    };
    let without = match wrong {
        Wrong::FirstBlockGone => right.iter().filter_map(|row| row.key.b).min(),
        Wrong::LastBlockGone => right.iter().filter_map(|row| row.key.b).max(),
        _ => None,
    };
    let kept = right
        .into_iter()
        .filter(|row| (gone.is_none() || row.key.p != gone) && (without.is_none() || row.key.b != without));
    kept.map(change).collect()
}

/// The first term of a row, on the left where there is one.
fn first(row: &mut Row) -> Option<&mut (Column, f64)> {
    row.left.terms.first_mut().or(row.right.terms.first_mut())
}

/// The last term of a row, on the right where there is one.
fn last(row: &mut Row) -> Option<&mut (Column, f64)> {
    row.right.terms.last_mut().or(row.left.terms.last_mut())
}

/// The same columns, a period later or earlier; those that do not exist are nothing.
fn shifted(m: &Statement, columns: &HashMap<Key, Column>, lin: &Lin, by: i32) -> Lin {
    let shift = |(x, a): &(Column, f64)| {
        let key = m.vars.keys[x.index()];
        let key = Key { p: key.p.map(|p| p + by), ..key };
        columns.get(&key).map(|column| (*column, *a))
    };
    Lin { constant: lin.constant, terms: lin.terms.iter().filter_map(shift).collect() }
}

fn wrong_money(m: &Statement, ledger: &mut Ledger) {
    let ((_, add), wrong) = COST.get().expect("a mutation is set before it is asked for");
    let mut own = Ledger::default();
    add(m, &mut own);
    let columns: HashMap<Key, Column> = m.vars.keys.iter().zip(0..).map(|(key, n)| (*key, Column(n))).collect();
    let cal = &m.ctx.cal;
    for term in &mut own.cash {
        match wrong {
            WrongMoney::Sign => term.amount = term.amount.times(-1.0),
            WrongMoney::Twice => term.amount = term.amount.times(2.0),
            WrongMoney::Later => term.t += 1,
            WrongMoney::Earlier => term.t -= 1,
            WrongMoney::NoYears => term.amount = term.amount.times(1.0 / cal.years()),
            WrongMoney::NoDiscount => term.amount = term.amount.times(1.0 / cal.discount(term.t)),
            WrongMoney::ColumnsNext => term.amount = shifted(m, &columns, &term.amount, 1),
            WrongMoney::ColumnsBefore => term.amount = shifted(m, &columns, &term.amount, -1),
            WrongMoney::OtherCategory => {
                let mut of = (*term.of).clone();
                "something else".clone_into(&mut of.category);
                term.of = std::sync::Arc::new(of);
            }
            WrongMoney::OtherKind => {
                term.kind = match term.kind {
                    CashKind::Capital => CashKind::Opex,
                    _ => CashKind::Capital,
                }
            }
            WrongMoney::OtherBasis => term.committed = false,
            WrongMoney::FirstTermGone => term.amount.terms.first_mut().into_iter().for_each(|(_, a)| *a = 0.0),
            WrongMoney::LastTermGone => term.amount.terms.last_mut().into_iter().for_each(|(_, a)| *a = 0.0),
            _ => {}
        }
    }
    for term in &mut own.salvage {
        match wrong {
            WrongMoney::CreditSign => term.amount = term.amount.times(-1.0),
            WrongMoney::CreditGone => term.amount = Lin::default(),
            WrongMoney::CreditNoDiscount => term.amount = term.amount.times(1.0 / cal.discount_at_end()),
            WrongMoney::CreditWhole => term.amount = term.amount.times(1.0 / term.unused.max(1e-3)),
            _ => {}
        }
    }
    for term in &mut own.book {
        match wrong {
            WrongMoney::BookGone => term.periods = None,
            WrongMoney::BookLater => term.from += 1,
            WrongMoney::BookTwice => term.base = term.base.times(2.0),
            _ => {}
        }
    }
    ledger.cash.append(&mut own.cash);
    ledger.salvage.append(&mut own.salvage);
    ledger.book.append(&mut own.book);
}

/// A model with its optimum, and the equation or cost that it was written for.
struct Case {
    name: String,
    of: String,
    model: Model,
    optimum: Found,
}

fn cases() -> Vec<Case> {
    let mut list = Vec::new();
    for model in biting() {
        let of = model.block.or(model.cost).unwrap_or_default();
        if let (Some(plain), Some(plain_model)) = (model.plain, model.plain_model) {
            list.push(Case {
                name: format!("{} plain", model.name),
                of: of.clone(),
                model: plain_model,
                optimum: plain,
            });
        }
        list.push(Case { name: model.name, of, model: model.model, optimum: model.optimum });
    }
    let stored = root().join("tests/oracle/stored");
    if stored.is_dir() {
        for file in files(&stored, "json").into_iter().filter(|file| file.ends_with("expected.json")) {
            let folder = file.parent().expect("a file is in a folder");
            let Some(model) =
                ["model.toml", "model.json"].map(|name| folder.join(name)).into_iter().find(|path| path.exists())
            else {
                continue;
            };
            let text = std::fs::read_to_string(&file).expect("the file can be read");
            let expected: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
            let scale = if expected["goal"] == "unmet" { 1.0 } else { 1e6 };
            let stated =
                expected["objective"].as_f64().map_or(Found::Infeasible, |objective| Found::Best(objective * scale));
            let (name, model) = (folder.display().to_string(), load(&model));
            // The first goal alone is mutated; the oracle's number is that of the last, or of the tie-break.
            let first = match model.goals[0].kind {
                GoalKind::Npv => "npv",
                GoalKind::Cost => "cost",
                GoalKind::Unmet => "unmet",
            };
            let same_goal = model.goals.len() == 1 && expected["goal"] == first;
            let optimum = of_formulation(&Formulation::new(&model), BLOCKS);
            assert!(!same_goal || agree(optimum, stated, scale), "{name}: found {optimum}, the oracle says {stated}");
            list.push(Case { name, of: String::new(), model, optimum });
        }
    }
    list
}

/// Within a millionth of a million (or of the value): what the oracle promises.
fn agree(found: Found, stated: Found, scale: f64) -> bool {
    match (found, stated) {
        (Found::Best(a), Found::Best(b)) => (a - b).abs() <= 1e-6 * a.abs().max(b.abs()).max(scale),
        _ => found.near(stated),
    }
}

#[derive(Default)]
struct Tally {
    noticed: usize,
    none: usize,
    survivors: Vec<String>,
    same: Vec<(String, String)>,
}

impl Tally {
    fn count(&mut self, of: &str, wrong: impl Debug, changed: &[String], noticed: bool) {
        let wrong = format!("{wrong:?}");
        if noticed {
            self.noticed += 1;
        } else if changed.is_empty() {
            self.none += 1;
        } else if SAME.iter().any(|(name, change, _)| *name == of && *change == wrong) {
            self.same.push((of.to_owned(), wrong));
        } else {
            self.survivors.push(format!("{of} {wrong}: changes {} models, such as {}", changed.len(), changed[0]));
        }
    }
}

#[test]
fn some_model_notices_every_mutation() {
    let cases = cases();
    let formulations: Vec<Formulation> = cases.iter().map(|case| Formulation::entire(&case.model)).collect();
    let mut tally = Tally::default();
    for (n, block) in BLOCKS.iter().enumerate() {
        let mut blocks = BLOCKS.to_vec();
        blocks[n] = (block.0, wrong_rows);
        let order = own_first(&cases, block.0);
        for &wrong in WRONG {
            if wrong == Wrong::NoYears && !WITH_YEARS.contains(&block.0) {
                continue;
            }
            BLOCK.set(Some((*block, wrong)));
            let mut changed = Vec::new();
            let noticed = order.iter().any(|&c| {
                let statement = formulations[c].statement();
                if format!("{:?}", block.1(&statement)) == format!("{:?}", wrong_rows(&statement)) {
                    return false;
                }
                changed.push(cases[c].name.clone());
                !of_formulation(&formulations[c], &blocks).near(cases[c].optimum)
            });
            tally.count(block.0, wrong, &changed, noticed);
        }
    }
    for (n, cost) in COSTS.iter().enumerate() {
        let mut costs = COSTS.to_vec();
        costs[n] = (cost.0, wrong_money);
        let order = own_first(&cases, cost.0);
        for &wrong in WRONG_MONEY {
            COST.set(Some((*cost, wrong)));
            let mut changed = Vec::new();
            let noticed = order.iter().any(|&c| {
                let formulation = Formulation::with_costs(&cases[c].model, &costs);
                if format!("{:?}", formulation.ledger) == format!("{:?}", formulations[c].ledger) {
                    return false;
                }
                changed.push(cases[c].name.clone());
                !of_formulation(&formulation, BLOCKS).near(cases[c].optimum)
            });
            tally.count(cost.0, wrong, &changed, noticed);
        }
    }
    println!(
        "{} mutations noticed, {} the same in other words, {} change no model",
        tally.noticed,
        tally.same.len(),
        tally.none
    );
    for (of, change, why) in SAME {
        println!("the same: {of} {change}: {why}");
        let found = tally.same.iter().any(|(name, wrong)| name == of && wrong == change);
        assert!(found, "{of} {change} is noticed after all");
    }
    assert!(tally.survivors.is_empty(), "{} survive:\n{}", tally.survivors.len(), tally.survivors.join("\n"));
}

/// The cases in order, those written for an equation or cost first.
fn own_first(cases: &[Case], of: &str) -> Vec<usize> {
    let mut order: Vec<usize> = (0..cases.len()).collect();
    order.sort_by_key(|&c| cases[c].of != of);
    order
}
