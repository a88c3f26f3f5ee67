//! Outages: which of them a plan survives, and what that asks of the network.

use crate::domain::{Adds, FlowLaw, Model, Security};
use crate::files::{Finding, Node};

use super::check::within;
use super::read::{Reader, Row};

impl Reader {
    /// Which outages a plan survives.
    pub(super) fn security(&mut self, top: &Row<'_>) -> Security {
        self.choice_or(top, "security", &[("none", Security::None), ("n-1", Security::OneOut)], Security::None)
    }

    /// What security asks of the network, and emergency ratings of their lines.
    pub(super) fn check_security(&mut self, model: &Model, root: &Node) {
        for (id, line) in model.lines.iter() {
            let Some(emergency) = line.emergency_mw else { continue };
            let name = model.lines.name(id);
            let place = within(root, "line", name, &["emergency_rating"]);
            match line.rating_mw {
                None => {
                    let message =
                        format!("line `{name}` has an `emergency_rating` and no `rating`, which is without limit");
                    self.error(message, &place);
                }
                Some(rating) if emergency < rating => {
                    let message = format!("`emergency_rating` of line `{name}` is below its `rating`");
                    let hint = "it is what the line may carry for as long as another is out: at least its rating";
                    self.findings.push(Finding::error(message, place).hint(hint));
                }
                Some(_) => {}
            }
        }
        if model.security == Security::None {
            return;
        }
        if model.flow != FlowLaw::Dc {
            let message =
                "`security = \"n-1\"` asks where power goes after an outage, which `flow = \"transport\"` does not say";
            let hint = "write `flow = \"dc\"` and a `reactance` for every line";
            let place = root.get("security").map_or_else(|| root.place.clone(), |node| node.place.clone());
            self.findings.push(Finding::error(message, place).hint(hint));
        }
        for (id, project) in model.projects.iter() {
            let Some(Adds::Circuits { line, .. }) = project.adds else { continue };
            let (name, line) = (model.projects.name(id), model.lines.name(line));
            let message = format!(
                "project `{name}` brings circuits to line `{line}`, and where power goes after an outage would change with it"
            );
            let hint = "`security = \"n-1\"` is asked of lines that stand: decide on circuits without it, then write those that are built as lines";
            let place = within(root, "project", name, &["adds"]);
            self.findings.push(Finding::error(message, place).hint(hint));
        }
    }
}
