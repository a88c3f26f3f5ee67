//! Options that are never worth taking, in the planner's words.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{ChipId, Index, Model, SiteId, Table};
use crate::files::{Finding, Node};
use crate::network::dominated::{Dominated, Respect, Why};
use crate::network::reach::Reach;

use super::check::stands;
use super::read::Reader;

/// What can be done about it.
const HINT: &str = "it is left out of every plan; say what sets it apart, or take it out of the file";
/// Sites that are named one by one.
const NAMED: usize = 3;

impl Reader {
    /// Options that others outdo in everything.
    pub(super) fn check_dominated(&mut self, model: &Model, root: &Node) {
        let reach = Reach::new(model);
        let dominated = Dominated::new(model, &reach);
        self.say_chips(model, root, &reach, &dominated);
        self.say_rows(&model.projects, ("project", "a start"), root, &dominated.projects);
        self.say_rows(&model.agreements, ("agreement", "a signature"), root, &dominated.agreements);
    }

    /// Chips, once for all sites at which the same others outdo them in the same.
    fn say_chips(&mut self, model: &Model, root: &Node, reach: &Reach, dominated: &Dominated) {
        let mut alike: BTreeMap<(ChipId, ChipId), (BTreeSet<Respect>, Vec<SiteId>)> = BTreeMap::new();
        for (&(chip, site), why) in &dominated.chips {
            if let Why::Outdone { by, respects } = why {
                let known = alike.entry((chip, *by)).or_insert_with(|| (respects.clone(), Vec::new()));
                known.0.retain(|respect| respects.contains(respect));
                known.1.push(site);
            }
        }
        for ((chip, by), (respects, sites)) in alike {
            let offered = model.chips[chip].sites.as_ref().map_or(model.sites.len(), Vec::len);
            let idle = dominated.chips.iter().filter(|((k, _), why)| *k == chip && **why == Why::Idle).count();
            let names: Vec<&str> = sites.iter().map(|site| model.sites.name(*site)).collect();
            let at = if names.len() + idle == offered { String::new() } else { format!(" for {}", list(&names)) };
            let what = format!("an order{at}");
            self.say(&model.chips, (chip, by), ("chip", &what), &respects, root);
        }
        for chip in model.chips.ids() {
            let idle = |site: SiteId| dominated.chips.get(&(chip, site)) == Some(&Why::Idle);
            let all = match &model.chips[chip].sites {
                Some(sites) => !sites.is_empty() && sites.iter().all(|site| idle(*site)),
                None => !model.sites.is_empty() && model.sites.ids().all(idle),
            };
            // Where no segment accepts it, or none of those can be reached, that has been said.
            let accepted = model.segments.ids().filter(|q| model.segments[*q].chips.contains(&chip));
            let reached = |q| model.sites.ids().any(|site| reach.admits(q, site));
            if all && accepted.into_iter().any(reached) {
                let name = model.chips.name(chip);
                let message = format!(
                    "chip `{name}` is never worth an order: no segment that accepts it can be served from where it may stand"
                );
                self.findings.push(Finding::warning(message, stands(root, "chip", name)));
            }
        }
    }

    fn say_rows<I: Index, T>(
        &mut self,
        table: &Table<I, T>,
        (kind, what): (&str, &str),
        root: &Node,
        list: &BTreeMap<I, Why<I>>,
    ) {
        for (&one, why) in list {
            if let Why::Outdone { by, respects } = why {
                self.say(table, (one, *by), (kind, what), respects, root);
            }
        }
    }

    fn say<I: Index, T>(
        &mut self,
        table: &Table<I, T>,
        (one, by): (I, I),
        (kind, what): (&str, &str),
        respects: &BTreeSet<Respect>,
        root: &Node,
    ) {
        let (name, other) = (table.name(one), table.name(by));
        let words: Vec<&str> = respects.iter().map(|respect| said(*respect)).collect();
        let better = if words.is_empty() {
            "is as good in everything".to_owned()
        } else {
            format!("{} and is as good in everything else", words.join(", "))
        };
        let message = format!("{kind} `{name}` is never worth {what}: `{other}` {better}");
        let finding = Finding::warning(message, stands(root, kind, name)).hint(HINT);
        self.findings.push(finding.also(stands(root, kind, other), "this one instead"));
    }
}

/// What is said of an option that is better in a respect.
const fn said(respect: Respect) -> &'static str {
    match respect {
        Respect::Cheaper => "costs less",
        Respect::NoOrderCost => "has no cost of ordering",
        Respect::Sooner => "is there sooner",
        Respect::Later => "may be decided later",
        Respect::Longer => "serves longer",
        Respect::MoreWork => "does more work",
        Respect::LessPower => "draws less power for the same work",
        Respect::NoLiquid => "needs no liquid cooling",
        Respect::Liquid => "takes liquid-cooled chips as well",
        Respect::MoreMegawatts => "gives more MW",
        Respect::WaitsForLess => "waits for less",
    }
}

/// `a, b and 2 other sites`.
fn list(names: &[&str]) -> String {
    match names {
        [one] => (*one).to_owned(),
        [first @ .., last] if names.len() <= NAMED => format!("{} and {last}", first.join(", ")),
        _ => format!("{} and {} other sites", names[..2].join(", "), names.len() - 2),
    }
}
