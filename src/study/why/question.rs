//! A decision that somebody asks about, and its opposite: what the plan did not do is done, what it did is not.

use crate::calendar::{Calendar, label};
use crate::domain::{Adds, AgreementId, Model, ProjectId, SegmentId, SiteId};
use crate::formulation::Formulation;
use crate::formulation::context::Bought;
use crate::formulation::key::Of;
use crate::formulation::lin::{Column, Lin};
use crate::formulation::scale::CHIPS;
use crate::plan::kept::kept;
use crate::plan::types::Plan;
use std::collections::BTreeMap;

/// Chips that are forced in where they come in no lots.
const SOME_CHIPS: f64 = 1000.0;
/// MW that are forced in where they come in no lots.
const SOME_MW: f64 = 10.0;
/// What is smaller is not decided.
const NOTHING: f64 = 1e-6;

/// What is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A project.
    Project(ProjectId),
    /// An agreement on offer.
    Agreement(AgreementId),
    /// Chips, expansions or leases.
    Purchase(Bought),
    /// New halls at a site.
    Site(SiteId),
    /// Demand that is declined.
    Segment(SegmentId),
}

/// A question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its address, as it was asked.
    pub address: String,
    /// What it is about.
    pub what: What,
    /// In which period, if in one.
    pub at: Option<i32>,
}

/// The opposite of what a plan does.
#[derive(Clone, Debug)]
pub struct Opposite {
    /// In words: `begin one dublin/hall in 2027Q1`.
    pub words: String,
    /// Whether the plan does what is asked about, so that the opposite is without it.
    pub taken: bool,
    /// Columns that are held: lower and upper bound.
    pub held: Vec<(usize, f64, f64)>,
    /// Columns whose sum is at least something.
    pub asked: Option<(Lin, f64)>,
    /// The columns of the decision.
    pub columns: Vec<usize>,
    /// The addresses that its payments begin with.
    pub assets: Vec<String>,
}

impl Question {
    /// Reads an address: `project[x]`, `project[x]@2027Q1`, `agreement[x]`, `buy[chip,site]`, `lease[x]`, `expansion[x]`, `site[x]`, `segment[q]`.
    ///
    /// # Errors
    /// The sentence that says what is wrong with it.
    pub fn read(text: &str, model: &Model) -> Result<Self, String> {
        let wrong = || {
            format!(
                "`{text}` is no decision: 'project[ID]', 'agreement[ID]', 'buy[CHIP,SITE]', 'lease[ID]', 'expansion[ID]', 'site[ID]' or 'segment[ID]', and '@{}' after it for one period",
                Calendar::new(model).label(0)
            )
        };
        let (kind, rest) = text.trim().split_once('[').ok_or_else(wrong)?;
        let (id, after) = rest.split_once(']').ok_or_else(wrong)?;
        let at = match after.strip_prefix('@') {
            None if after.is_empty() => None,
            None => return Err(wrong()),
            Some(period) => Some(period_of(period, model)?),
        };
        let what = match kind {
            "project" => What::Project(model.projects.named(id)?),
            "agreement" => What::Agreement(model.agreements.named(id)?),
            "lease" => What::Purchase(Bought::Lease(model.leases.named(id)?)),
            "expansion" => What::Purchase(Bought::Expansion(model.expansions.named(id)?)),
            "site" => What::Site(model.sites.named(id)?),
            "segment" | "demand" => What::Segment(model.segments.named(id)?),
            "buy" => {
                let (chip, site) = id.split_once(',').ok_or_else(|| format!("`{text}`: write 'buy[CHIP,SITE]'"))?;
                let chip = model.chips.named(chip.trim())?;
                What::Purchase(Bought::Chip(chip, model.sites.named(site.trim())?))
            }
            _ => return Err(wrong()),
        };
        Ok(Self { address: text.trim().to_owned(), what, at })
    }
}

fn period_of(text: &str, model: &Model) -> Result<i32, String> {
    let calendar = Calendar::new(model);
    let (first, last) = (calendar.label(0), calendar.label(calendar.len() - 1));
    let wrong = || format!("`{text}` is no period of the horizon, {first}..{last}");
    let p = calendar.period_of(label::period(text, &model.horizon).map_err(|_| wrong())?);
    if (0..calendar.len()).contains(&p) { Ok(p) } else { Err(wrong()) }
}

/// Columns of a decision by period, and what a plan does with each.
struct Columns<'f, 'm> {
    f: &'f Formulation<'m>,
    planned: BTreeMap<usize, f64>,
}

impl Columns<'_, '_> {
    /// The columns of a name about something, with their periods.
    fn of(&self, name: &str, of: Of) -> Vec<(usize, i32)> {
        let keys = self.f.vars.keys.iter().enumerate();
        keys.filter(|(_, key)| key.name == name && key.of == of).map(|(x, key)| (x, key.p.unwrap_or(0))).collect()
    }

    fn planned(&self, x: usize) -> f64 {
        self.planned.get(&x).copied().unwrap_or(0.0)
    }
}

/// The opposite of what a plan does about a decision.
///
/// # Errors
/// The sentence that says why there is no such decision.
pub fn opposite(question: &Question, plan: &Plan, f: &Formulation) -> Result<Opposite, String> {
    let columns = Columns { f, planned: kept(plan, f).into_iter().collect() };
    match question.what {
        What::Project(j) => project(&columns, question, j),
        What::Agreement(a) => agreement(&columns, question, a),
        What::Purchase(bought) => purchase(&columns, question, plan, bought),
        What::Site(s) => site(&columns, question, s),
        What::Segment(q) => segment(&columns, question, plan, q),
    }
}

fn project(columns: &Columns, question: &Question, j: ProjectId) -> Result<Opposite, String> {
    let f = columns.f;
    let name = f.ctx.model.projects.name(j);
    if f.ctx.model.projects[j].committed.is_some() {
        return Err(format!(
            "`{name}` is committed: what it costs to call off is asked of 'show PLAN project[{name}]'"
        ));
    }
    let begun = columns.of("begun", Of::Project(j));
    let (Some(&(last, last_p)), Some(&(_, first_p))) = (begun.last(), begun.first()) else {
        return Err(format!("`{name}` can begin in no period: its window, or what it waits for, leaves none"));
    };
    let base = Opposite {
        words: String::new(),
        taken: false,
        held: Vec::new(),
        asked: None,
        columns: begun.iter().map(|(x, _)| *x).collect(),
        assets: vec![format!("project[{name}]@")],
    };
    let Some(at) = question.at else {
        if columns.planned(last) > 0.5 {
            let held = begun.iter().map(|(x, _)| (*x, 0.0, 0.0)).collect();
            return Ok(Opposite { words: format!("never begin {name}"), taken: true, held, ..base });
        }
        let most = f.vars.bounds[last].1;
        return Ok(Opposite { words: format!("begin {name}"), held: vec![(last, 1.0, most)], ..base });
    };
    let label = f.ctx.cal.label(at);
    let Some(n) = begun.iter().position(|(_, p)| *p == at) else {
        let [first, last] = [first_p, last_p].map(|p| f.ctx.cal.label(p));
        return Err(format!("`{name}` cannot begin in {label}: its window is {first}..{last}"));
    };
    let (x, _) = begun[n];
    let (before, now) = (if n > 0 { columns.planned(begun[n - 1].0) } else { 0.0 }, columns.planned(x));
    if now > before + 0.5 {
        let held = vec![(x, 0.0, before.round())];
        return Ok(Opposite { words: format!("begin {name} later than {label}, or never"), taken: true, held, ..base });
    }
    let (more, most) = (now.round() + 1.0, f.vars.bounds[x].1);
    if more > most {
        return Err(format!("all of `{name}` is begun by {label} already"));
    }
    let many = if more > 1.0 { format!("{more} of {name}") } else { name.to_owned() };
    Ok(Opposite { words: format!("begin {many} by {label}"), held: vec![(x, more, most)], ..base })
}

fn agreement(columns: &Columns, question: &Question, a: AgreementId) -> Result<Opposite, String> {
    let f = columns.f;
    let name = f.ctx.model.agreements.name(a);
    let signed: Vec<(usize, i32)> = columns.of("signed", Of::Agreement(a));
    let signed: Vec<(usize, i32)> = match question.at {
        Some(at) => signed.into_iter().filter(|(_, p)| *p == at).collect(),
        None => signed,
    };
    let when = question.at.map_or_else(String::new, |at| format!(" in {}", f.ctx.cal.label(at)));
    if signed.is_empty() {
        return Err(format!("`{name}` cannot be signed{when}: it is signed before, or its offer ends earlier"));
    }
    let list: Vec<usize> = signed.iter().map(|(x, _)| *x).collect();
    let taken = list.iter().any(|x| columns.planned(*x) > 0.5);
    let held = if taken { list.iter().map(|x| (*x, 0.0, 0.0)).collect() } else { Vec::new() };
    let words = if taken { format!("not sign {name}{when}") } else { format!("sign {name}{when}") };
    let asked = (!taken).then(|| (sum(&list), 1.0));
    let assets = vec![format!("agreement[{name}]")];
    Ok(Opposite { words, taken, held, asked, columns: list, assets })
}

fn sum(columns: &[usize]) -> Lin {
    let column = |x: &usize| Column(u32::try_from(*x).expect("columns number less than 2^32"));
    Lin { constant: 0.0, terms: columns.iter().map(|x| (column(x), 1.0)).collect() }
}

fn purchase(columns: &Columns, question: &Question, plan: &Plan, bought: Bought) -> Result<Opposite, String> {
    let f = columns.f;
    let model = f.ctx.model;
    let (name, address, scale) = match bought {
        Bought::Chip(k, s) => {
            let (chip, site) = (model.chips.name(k), model.sites.name(s));
            (format!("{chip} for {site}"), format!("buy[{chip},{site}]"), CHIPS)
        }
        Bought::Expansion(x) => (model.expansions.name(x).to_owned(), model.expansions.address(x), 1.0),
        Bought::Lease(l) => (model.leases.name(l).to_owned(), model.leases.address(l), 1.0),
    };
    let lot = f.ctx.purchases.iter().find(|purchase| purchase.of == bought).and_then(|purchase| purchase.lot);
    let all = columns.of(if lot.is_some() { "lots" } else { "ordered" }, Of::Purchase(bought));
    let list: Vec<(usize, i32)> = match question.at {
        Some(at) => all.into_iter().filter(|(_, p)| *p == at).collect(),
        None => all,
    };
    let when = question.at.map_or_else(String::new, |at| format!(" in {}", f.ctx.cal.label(at)));
    if list.is_empty() {
        return Err(format!("{name} cannot be ordered{when}: not on offer, or nobody whom it reaches can use it"));
    }
    let periods: Vec<String> = list.iter().map(|(_, p)| f.ctx.cal.covered(*p).starts).collect();
    let ordered = |row: &&crate::plan::types::OrderRow| {
        row.id.starts_with(&format!("{address}@")) && periods.contains(&row.ordered.starts)
    };
    let planned: f64 = plan.orders.iter().filter(ordered).map(|row| row.quantity).sum();
    let list: Vec<usize> = list.into_iter().map(|(x, _)| x).collect();
    let assets = vec![format!("{address}@")];
    if planned > NOTHING {
        let held = list.iter().map(|x| (*x, 0.0, 0.0)).collect();
        return Ok(Opposite {
            words: format!("order no {name}{when}"),
            taken: true,
            held,
            asked: None,
            columns: list,
            assets,
        });
    }
    let (least, amount) = match lot {
        Some(lot) => (1.0, lot * scale),
        None if scale == 1.0 => (SOME_MW, SOME_MW),
        None => (SOME_CHIPS / scale, SOME_CHIPS),
    };
    let unit = if scale == 1.0 { "MW of" } else { "" };
    let words = format!("order {amount} {unit} {name}{when}").replace("  ", " ");
    Ok(Opposite { words, taken: false, held: Vec::new(), asked: Some((sum(&list), least)), columns: list, assets })
}

/// New halls at a site: projects that add IT power there.
fn site(columns: &Columns, question: &Question, s: SiteId) -> Result<Opposite, String> {
    let f = columns.f;
    let name = f.ctx.model.sites.name(s);
    let halls = f.ctx.model.projects.iter().filter(|(_, project)| {
        matches!(project.adds, Some(Adds::It { site, .. }) if site == s) && project.committed.is_none()
    });
    let until = question.at.unwrap_or_else(|| f.ctx.last());
    let (mut begun, mut all): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
    let mut assets = Vec::new();
    for (j, _) in halls {
        let periods = columns.of("begun", Of::Project(j));
        all.extend(periods.iter().map(|(x, _)| x));
        if let Some((x, _)) = periods.into_iter().rfind(|(_, p)| *p <= until) {
            begun.push(x);
            assets.push(format!("project[{}]@", f.ctx.model.projects.name(j)));
        }
    }
    let when = question.at.map_or_else(String::new, |at| format!(" by {}", f.ctx.cal.label(at)));
    if begun.is_empty() {
        return Err(format!("no project on offer adds IT power at `{name}`{when}"));
    }
    let taken = begun.iter().any(|x| columns.planned(*x) > 0.5);
    let held = if taken { begun.iter().map(|x| (*x, 0.0, 0.0)).collect() } else { Vec::new() };
    let words =
        if taken { format!("begin no new hall at {name}{when}") } else { format!("begin a hall at {name}{when}") };
    let asked = (!taken).then(|| (sum(&begun), 1.0));
    Ok(Opposite { words, taken, held, asked, columns: all, assets })
}

/// Demand that is declined is served.
fn segment(columns: &Columns, question: &Question, plan: &Plan, q: SegmentId) -> Result<Opposite, String> {
    let f = columns.f;
    let name = f.ctx.model.segments.name(q);
    let unmet = columns.of("unmet", Of::Segment(q));
    let unmet: Vec<usize> =
        unmet.into_iter().filter(|(_, p)| question.at.is_none_or(|at| at == *p)).map(|(x, _)| x).collect();
    let when = question.at.map(|at| f.ctx.cal.label(at));
    let declined: f64 = plan
        .demand
        .iter()
        .filter(|row| row.segment == name && when.as_ref().is_none_or(|when| *when == row.span.period))
        .map(|row| row.unmet)
        .sum();
    let when = when.map_or_else(String::new, |when| format!(" in {when}"));
    if unmet.is_empty() || declined <= NOTHING {
        return Err(format!("all demand of `{name}` is met{when}"));
    }
    let held = unmet.iter().map(|x| (*x, 0.0, 0.0)).collect();
    let words = format!("serve all demand of {name}{when}");
    Ok(Opposite { words, taken: false, held, asked: None, columns: unmet, assets: Vec::new() })
}
