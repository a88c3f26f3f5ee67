//! The electrical data of lines: how flows are decided, what a circuit is like, and what a network with angles needs.

use crate::calendar::Calendar;
use crate::domain::{Adds, Admittance, Circuit, FlowLaw, Line, LineId, Model};
use crate::files::{Finding, Node, Place};
use crate::network::angles::{Spread, grows};
use crate::units::Base;

use super::check::within;
use super::read::{Field, Reader, Row};
use super::value::Want;
use super::write::{Object, Writer, quantity};

/// MW on which reactances are per unit where the model says nothing: what the cases of the field use.
const BASE_MW: f64 = 100.0;

impl Reader {
    /// How flows are decided.
    pub(super) fn flow_law(&mut self, top: &Row<'_>) -> FlowLaw {
        self.choice_or(top, "flow", &[("transport", FlowLaw::Transport), ("dc", FlowLaw::Dc)], FlowLaw::Transport)
    }

    /// The power on which reactances are per unit.
    pub(super) fn base_power(&mut self, top: &Row<'_>) -> f64 {
        self.amount_or(top, "base_power", &Want::of(Base::Power, &[]).positive(), BASE_MW)
    }

    /// How many circuits stand on day one.
    pub(super) fn none_or_one(&mut self, field: &Field<'_>) -> u32 {
        match self.number(field) {
            0.0 => 0,
            1.0 => 1,
            _ => {
                self.needs(
                    field,
                    "`1`, or `0` where projects bring all circuits (parallel circuits are lines of their own)",
                );
                1
            }
        }
    }

    /// What a circuit of a line is like.
    pub(super) fn circuit(&mut self, row: &Row<'_>) -> Circuit {
        let (reactance, susceptance) = (row.get("reactance"), row.get("susceptance"));
        if let (Some(_), Some(second)) = (&reactance, &susceptance) {
            self.error(format!("{} has a `reactance` and a `susceptance`; one is enough", row.of), &second.node.place);
        }
        let admittance = reactance
            .map(|field| Admittance::Reactance(self.not_zero(&field)))
            .or_else(|| susceptance.map(|field| Admittance::Susceptance(self.not_zero(&field))));
        let angle = Want::of(Base::Angle, &[]).any_sign();
        let tap = row.get("tap").map_or(1.0, |field| {
            let before = self.findings.errors();
            let tap = self.number(&field);
            if tap <= 0.0 && self.findings.errors() == before {
                self.needs(&field, "a turns ratio above zero");
            }
            tap
        });
        let circuit = Circuit {
            admittance,
            resistance: self.resistance(row),
            tap,
            shift: self.amount_or(row, "shift", &angle, 0.0),
            angle_min: self.amount_of(row, "angle_min", &angle),
            angle_max: self.amount_of(row, "angle_max", &angle),
        };
        if let (Some(least), Some(most), Some(field)) = (circuit.angle_min, circuit.angle_max, row.get("angle_max"))
            && least > most
        {
            self.error(format!("{} is below `angle_min`", field.name), &field.node.place);
        }
        circuit
    }

    fn resistance(&mut self, row: &Row<'_>) -> f64 {
        let Some(field) = row.get("resistance") else { return 0.0 };
        let before = self.findings.errors();
        let resistance = self.number(&field);
        if resistance < 0.0 && self.findings.errors() == before {
            self.needs(&field, "a number of at least zero, per unit on `base_power`,");
        }
        resistance.max(0.0)
    }

    fn not_zero(&mut self, field: &Field<'_>) -> f64 {
        let before = self.findings.errors();
        let number = self.number(field);
        if number == 0.0 && self.findings.errors() == before {
            self.needs(field, "a number that is not zero");
        }
        if number == 0.0 { 1.0 } else { number }
    }

    /// The megawatts of rating that new circuits bring.
    pub(super) fn with_rating(adds: Option<Adds>, model: &Model) -> Option<Adds> {
        let Some(Adds::Circuits { line, circuits, .. }) = adds else { return adds };
        let rating = super::row_of(&model.lines, line).and_then(|line| line.rating_mw).unwrap_or(0.0);
        Some(Adds::Circuits { line, circuits, mw: rating * f64::from(circuits) })
    }

    /// What circuits that projects bring need, and what flows that follow from angles need.
    pub(super) fn check_circuits(&mut self, model: &Model, root: &Node) {
        let calendar = Calendar::new(model);
        let before = self.findings.errors();
        for (id, line) in model.lines.iter() {
            if model.flow == FlowLaw::Dc {
                self.check_law(model, root, id, line);
            }
            if line.rating_mw.is_none() && uprated(model, id) {
                let name = model.lines.name(id);
                let message =
                    format!("line `{name}` has no rating, which is without limit; what is added to it does nothing");
                let hint = "write `rating = \"0 MW\"` for a line that has none on day one";
                self.findings.push(Finding::warning(message, within(root, "line", name, &[])).hint(hint));
            }
            if grows(model, id) {
                self.check_growing(model, root, id, line);
            } else if line.circuits == 0 {
                let name = model.lines.name(id);
                let place = within(root, "line", name, &["circuits"]);
                self.warning(format!("line `{name}` has no circuit, and no project brings one"), &place);
            }
        }
        for (id, project) in model.projects.iter() {
            let part = project.committed.as_ref().is_some_and(|committed| committed.cancel.is_some_and(|c| c.part));
            if part && matches!(project.adds, Some(Adds::Circuits { .. })) {
                let name = model.projects.name(id);
                let place = within(root, "project", name, &["committed", "cancel"]);
                self.error(format!("project `{name}` brings circuits; no part of one can be cancelled"), &place);
            }
        }
        if model.flow != FlowLaw::Dc || self.findings.errors() > before {
            return;
        }
        let spread = Spread::new(model);
        for id in model.lines.ids().filter(|id| grows(model, *id)) {
            if calendar.horizon().any(|p| spread.across(&calendar, id, p).is_none()) {
                let name = model.lines.name(id);
                let message = format!("nothing bounds the angle across line `{name}` while it is not built");
                let hint = "give every line a `rating`, or an `angle_min` and an `angle_max`, and every `bend` of a line an `at_most`";
                let place = within(root, "line", name, &["circuits"]);
                self.findings.push(Finding::error(message, place).hint(hint));
            }
        }
    }

    fn check_law(&mut self, model: &Model, root: &Node, id: LineId, line: &Line) {
        let name = model.lines.name(id);
        if line.circuit.admittance.is_none() {
            let message = format!("`reactance` of line `{name}` is missing; with `flow = \"dc\"` every line has one");
            let hint =
                "write it per unit on `base_power`, such as `reactance = 0.2`, or a `susceptance` in MW a radian";
            self.findings.push(Finding::error(message, within(root, "line", name, &[])).hint(hint));
        }
        if line.circuits > 0 && line.rating_mw == Some(0.0) {
            let message = format!("line `{name}` has a rating of 0 MW and ties the angles at its ends from day one");
            let hint =
                "for a line that is not there yet write `circuits = 0`, and `adds = { circuits = 1 }` in its project";
            let place = within(root, "line", name, &["rating"]);
            self.findings.push(Finding::warning(message, place).hint(hint));
        }
    }

    fn check_growing(&mut self, model: &Model, root: &Node, id: LineId, line: &Line) {
        let name = model.lines.name(id);
        let wrong = if line.rating_mw.is_none_or(|mw| mw <= 0.0) {
            "has no rating"
        } else if uprated(model, id) {
            "is given megawatts of rating as well"
        } else if line.bend.is_some() {
            "has a `bend`"
        } else {
            return;
        };
        let message = format!("projects bring circuits to line `{name}`, which {wrong}");
        let hint = "each circuit has the line's own rating; write uprating and bending at a line of its own";
        self.findings.push(Finding::error(message, within(root, "line", name, &[])).hint(hint));
    }

    /// Says that circuits are brought by projects alone.
    pub(super) fn no_circuits(&mut self, adds: Option<Adds>, of: &str, place: &Place) -> Option<Adds> {
        if matches!(adds, Some(Adds::Circuits { .. })) {
            self.error(format!("{of} adds `circuits`, which projects alone can add"), place);
            return None;
        }
        adds
    }
}

/// Whether something adds megawatts to the rating of a line.
fn uprated(model: &Model, id: LineId) -> bool {
    let rated = |adds: &Adds| matches!(adds, Adds::Line { line, .. } if *line == id);
    let mut added = model.projects.iter().filter_map(|(_, j)| j.adds.as_ref());
    added.any(rated) || model.expansions.iter().any(|(_, x)| rated(&x.adds))
}

impl Writer<'_> {
    /// The electrical data of a line.
    pub(super) fn circuit(&self, row: &Line, one: &mut Object) {
        let degrees = |angle| quantity(angle, "deg");
        one.put("circuits", row.circuits);
        one.maybe("retires", row.retires.map(|month| self.label(month)));
        match row.circuit.admittance {
            Some(Admittance::Reactance(x)) => one.put("reactance", x),
            Some(Admittance::Susceptance(b)) => one.put("susceptance", b),
            None => {}
        }
        one.maybe("resistance", (row.circuit.resistance > 0.0).then_some(row.circuit.resistance));
        one.put("tap", row.circuit.tap);
        one.put("shift", degrees(row.circuit.shift));
        one.maybe("angle_min", row.circuit.angle_min.map(degrees));
        one.maybe("angle_max", row.circuit.angle_max.map(degrees));
    }
}
