//! What lines carry: circuits that stand, circuits that projects bring, and the angles that flows follow from.

use super::context::Context;
use super::effects::{at, effective};
use super::key::{Key, Of};
use super::lin::Lin;
use super::slices::column;
use super::vars::{OverBlocks, OverPeriods, Vars};
use crate::domain::{Adds, BlockId, FlowLaw, Index, LineId, NodeId, ProjectId};
use crate::network::angles::{Spread, angles, grows, references, shift, stands, susceptance};
use crate::network::losses::chords;
use std::collections::BTreeMap;

/// What one copy of a project brings to a line of a network with angles.
#[derive(Clone, Debug)]
pub struct NewCircuit {
    /// Where.
    pub line: LineId,
    /// By which project.
    pub project: ProjectId,
    /// Which copy of it, from 1.
    pub copy: u32,
    /// How many circuits it holds.
    pub circuits: f64,
    /// Binary: it is in effect (a project with copies; of one alone, what is in effect says it).
    pub built: OverPeriods,
    /// MW from `from` to `to`, by block.
    pub flow: OverBlocks,
}

/// Radians that can lie across a line that projects bring, by line and period.
pub type Apart = BTreeMap<(LineId, i32), f64>;

impl Context<'_> {
    /// Whether flows follow from angles.
    #[must_use]
    pub fn has_angles(&self) -> bool {
        self.model.flow == FlowLaw::Dc
    }

    /// Whether what a line has on day one still stands.
    #[must_use]
    pub fn stands(&self, l: LineId, p: i32) -> bool {
        stands(self.model, &self.cal, l, p)
    }

    /// MW a radian of one circuit of a line.
    #[must_use]
    pub fn susceptance(&self, l: LineId) -> f64 {
        susceptance(&self.model.lines[l], self.model.base_mw)
    }

    /// How far the angles at the ends of each line that projects bring can be apart.
    #[must_use]
    pub fn spread(&self) -> Apart {
        let mut apart = Apart::new();
        if !self.has_angles() {
            return apart;
        }
        let spread = Spread::new(self.model);
        for l in self.model.lines.ids().filter(|l| grows(self.model, *l)) {
            for p in self.periods() {
                // The check of the model has seen that something bounds it.
                apart.insert((l, p), spread.across(&self.cal, l, p).unwrap_or(f64::INFINITY));
            }
        }
        apart
    }
}

/// Declares flows and, where they follow from them, angles.
pub(super) fn declare(vars: &mut Vars, ctx: &Context) {
    let free = (f64::NEG_INFINITY, f64::INFINITY);
    for l in ctx.model.lines.ids() {
        let carries = |p: i32| ctx.stands(l, p) || (!ctx.has_angles() && grows(ctx.model, l));
        let rows = vars.by_block(ctx, "flow", Of::Line(l), |p| carries(p).then_some(free));
        vars.flow.push(rows);
        let loses = !chords(ctx.model, l).is_empty();
        let rows = vars.by_block(ctx, "loss", Of::Line(l), |p| (loses && carries(p)).then_some((0.0, f64::INFINITY)));
        vars.loss.push(rows);
    }
    let fixed = references(ctx.model);
    for n in ctx.model.nodes.ids() {
        let turns = ctx.has_angles() && !fixed.contains(&n);
        let rows = vars.by_block(ctx, "angle", Of::Node(n), |_| turns.then_some(free));
        vars.angle.push(rows);
    }
    if !ctx.has_angles() {
        return;
    }
    for (project, row) in ctx.model.projects.iter() {
        let Some(Adds::Circuits { line, circuits, .. }) = row.adds else { continue };
        for copy in 1..=row.copies {
            let of = Of::Circuit(project, copy);
            let may_stand = |p: &i32| ctx.may_be_in_service(project, *p);
            let decided = |p: &i32| row.copies > 1 && may_stand(p);
            let built =
                ctx.periods().map(|p| decided(&p).then(|| vars.add(Key::new("built", of, Some(p)), (0.0, 1.0), true)));
            let built = built.collect();
            let flow = vars.by_block(ctx, "flow", of, |p| may_stand(&p).then_some(free));
            let circuits = f64::from(circuits);
            vars.circuits.push(NewCircuit { line, project, copy, circuits, built, flow });
        }
    }
}

/// MW that a line carries in a block from its start to its end, on all its circuits.
#[must_use]
pub fn carried(vars: &Vars, l: LineId, p: i32, b: BlockId) -> Lin {
    let new = vars.circuits.iter().filter(|circuit| circuit.line == l).map(|circuit| column(&circuit.flow, p, b));
    let columns = std::iter::once(column(&vars.flow[l.get()], p, b)).chain(new).flatten();
    Lin { constant: 0.0, terms: columns.map(|column| (column, 1.0)).collect() }
}

/// MW that a line loses in a block.
#[must_use]
pub fn lost(vars: &Vars, l: LineId, p: i32, b: BlockId) -> Lin {
    column(&vars.loss[l.get()], p, b).map_or_else(Lin::default, |column| Lin::of(column, 1.0))
}

/// The angle of a node in a block, in radians; zero where angles are counted from.
#[must_use]
pub fn angle(vars: &Vars, n: NodeId, p: i32, b: BlockId) -> Lin {
    column(&vars.angle[n.get()], p, b).map_or_else(Lin::default, |column| Lin::of(column, 1.0))
}

/// The angle at the start of a line less the angle at its end, in radians.
#[must_use]
pub fn across(ctx: &Context, vars: &Vars, l: LineId, p: i32, b: BlockId) -> Lin {
    let line = &ctx.model.lines[l];
    let mut across = angle(vars, line.from, p, b);
    across.add(-1.0, &angle(vars, line.to, p, b));
    across
}

/// What the law lets so many circuits of a line carry.
#[must_use]
pub fn lawful(ctx: &Context, vars: &Vars, l: LineId, circuits: f64, p: i32, b: BlockId) -> Lin {
    let mut turned = across(ctx, vars, l, p, b);
    turned.constant -= shift(&ctx.model.lines[l]);
    turned.times(circuits * ctx.susceptance(l))
}

/// 1 when a circuit is in effect, else 0.
#[must_use]
pub fn built(ctx: &Context, vars: &Vars, circuit: &NewCircuit, p: i32) -> Lin {
    match circuit.built[at(p)] {
        Some(column) => Lin::of(column, 1.0),
        None => effective(ctx, vars, circuit.project, p),
    }
}

/// What the law could ask of a circuit that is not there: the amount by which its rows give way.
#[must_use]
pub fn slack(ctx: &Context, circuit: &NewCircuit, p: i32) -> f64 {
    let apart = ctx.apart[&(circuit.line, p)] + shift(&ctx.model.lines[circuit.line]).abs();
    circuit.circuits * ctx.susceptance(circuit.line).abs() * apart
}

/// `amount x (1 - built)`.
#[must_use]
pub fn unless_built(ctx: &Context, vars: &Vars, circuit: &NewCircuit, p: i32, amount: f64) -> Lin {
    let mut slack = Lin::number(amount);
    slack.add(-amount, &built(ctx, vars, circuit, p));
    slack
}

/// Circuits of a line in effect, counted whole: in a relaxed plan none of a line that projects bring any to, since copies that are partly
/// there carry a part, and the sum of parts may be whole.
#[must_use]
pub fn in_effect(ctx: &Context, vars: &Vars, l: LineId, p: i32, (values, relaxed): (&[f64], bool)) -> f64 {
    let brought = || vars.circuits.iter().filter(|circuit| circuit.line == l);
    if relaxed && brought().next().is_some() {
        return 0.0;
    }
    let standing = f64::from(u8::from(ctx.stands(l, p)));
    let new = brought().filter(|circuit| ctx.may_be_in_service(circuit.project, p));
    standing + new.map(|circuit| circuit.circuits * built(ctx, vars, circuit, p).value(values).round()).sum::<f64>()
}

/// The angle of every node in radians, from the flows of a block alone.
#[must_use]
pub fn angles_of(ctx: &Context, flow: &[f64], circuits: &[f64]) -> Vec<f64> {
    angles(ctx.model, flow, circuits)
}
