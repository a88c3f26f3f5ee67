//! Losses: in how many pieces they are told, and what that asks of lines.

use crate::domain::{Adds, Model};
use crate::files::{Finding, Node};

use super::check::within;
use super::read::{Reader, Row};
use super::shape;

/// More pieces than this say nothing more.
const MOST_SEGMENTS: u32 = 100;

impl Reader {
    /// In how many pieces losses are told, where they are.
    pub(super) fn losses(&mut self, top: &Row<'_>) -> Option<u32> {
        let row = top.get("losses").and_then(|field| self.sub(shape::LOSSES, &field))?;
        let field = self.need(&row, "segments")?;
        let before = self.findings.errors();
        let segments = self.whole(&field);
        if segments > MOST_SEGMENTS && self.findings.errors() == before {
            self.needs(&field, "a whole number of 1 to 100");
        }
        Some(segments)
    }

    /// What losses ask of lines.
    pub(super) fn check_losses(&mut self, model: &Model, root: &Node) {
        if model.losses.is_none() {
            return;
        }
        let place = root.get("losses").map_or_else(|| root.place.clone(), |node| node.place.clone());
        let lossy = || model.lines.iter().filter(|(_, line)| line.circuit.resistance > 0.0);
        if lossy().next().is_none() {
            let finding = Finding::warning("`losses` are asked for, and no line has a `resistance`", place);
            self.findings.push(finding.hint("write it per unit on `base_power`, such as `resistance = 0.01`"));
        }
        for (id, _) in lossy().filter(|(_, line)| line.rating_mw.is_none()) {
            let name = model.lines.name(id);
            let message =
                format!("line `{name}` has a `resistance` and no `rating`; its losses are told in segments of it");
            let hint = "write a rating that it never reaches, or no resistance";
            self.findings.push(Finding::error(message, within(root, "line", name, &["resistance"])).hint(hint));
        }
        for (id, project) in model.projects.iter() {
            let Some(Adds::Circuits { line, .. }) = project.adds else { continue };
            if model.lines[line].circuit.resistance > 0.0 {
                let (name, line) = (model.projects.name(id), model.lines.name(line));
                let message = format!(
                    "project `{name}` brings circuits to line `{line}`, whose losses would be shared with them"
                );
                let hint =
                    "`losses` are those of lines that stand: leave out the resistance of lines that projects bring";
                self.findings.push(Finding::error(message, within(root, "project", name, &["adds"])).hint(hint));
            }
        }
    }
}
