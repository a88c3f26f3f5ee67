//! Sites and the power network.

use crate::domain::{Feed, Index, Line, MinOutput, Model, Node, NodeId, Output, Path, RegionId, Shares, Site, Supply};
use crate::files::Finding;
use crate::units::{Base, split_number};

use super::read::{Field, Reader, Row};
use super::rows::Raw;
use super::shape;
use super::value::Want;

impl Reader {
    pub(super) fn nodes(&mut self, rows: &[Raw<'_>], model: &mut Model) {
        let power = Want::of(Base::Power, &[]);
        for raw in rows {
            let row = self.row(shape::NODE, raw.node, &raw.of, &raw.place);
            let node = Node {
                region: row.get("region").map(|field| self.reference(&field)),
                at: row.get("at").and_then(|field| self.degrees(&field)),
                other_load: self.path_of(&row, "other_load", &power.clone().any_sign()).unwrap_or(Path::constant(0.0)),
                load_factor: self.shares(&row, "load_factor", model.blocks.len()).unwrap_or(Shares::Same(1.0)),
                shed: self.price_of(&row, "shed", &Want::money(&[Base::Energy])),
            };
            self.keep(raw, node, &mut model.nodes, &mut model.places);
        }
    }

    pub(super) fn lines(&mut self, rows: &[Raw<'_>], model: &mut Model) {
        for raw in rows {
            let row = self.row(shape::LINE, raw.node, &raw.of, &raw.place);
            let from: NodeId = self.reference_of(&row, "from");
            let to: NodeId = self.reference_of(&row, "to");
            if from == to && from.get() < model.nodes.len() {
                self.error(format!("{} begins and ends at the same node", raw.of), &raw.place);
            }
            let line = Line {
                from,
                to,
                rating_mw: row.get("rating").map(|field| self.amount(&field, &Want::of(Base::Power, &[]))),
                emergency_mw: self.amount_of(&row, "emergency_rating", &Want::of(Base::Power, &[])),
                circuits: row.get("circuits").map_or(1, |field| self.none_or_one(&field)),
                retires: row.get("retires").and_then(|field| self.period(&field)),
                circuit: self.circuit(&row),
                bend: self.bend(&row, Base::Power),
            };
            self.keep(raw, line, &mut model.lines, &mut model.places);
        }
    }

    pub(super) fn supplies(&mut self, rows: &[Raw<'_>], model: &mut Model) {
        for raw in rows {
            let row = self.row(shape::SUPPLY, raw.node, &raw.of, &raw.place);
            let price = self.energy_price(&row);
            let supply = Supply {
                feed: self.feed(&row, !model.nodes.is_empty()),
                power_mw: self.amount_or(&row, "power", &Want::of(Base::Power, &[]), 0.0),
                output: self.output(&row),
                min_output: row.get("min_output").map_or(MinOutput::Megawatts(0.0), |field| self.min_output(&field)),
                availability: self.shares(&row, "availability", model.blocks.len()).unwrap_or(Shares::Same(1.0)),
                billing: self.billing(&row, price.is_some()),
                price,
                carbon_t: self.amount_or(&row, "carbon", &Want::of(Base::Mass, &[Base::Energy]), 0.0),
                water_m3: self.amount_or(&row, "water", &Want::of(Base::Water, &[Base::Energy]), 0.0),
                fixed_om: self.price_of(&row, "fixed_om", &Want::money(&[Base::Power, Base::Time])),
                tags: self.tags(&row),
            };
            self.keep(raw, supply, &mut model.supplies, &mut model.places);
        }
    }

    /// Where a supply or battery feeds in: at a node, or behind a site's meter in a model with nodes.
    pub(super) fn feed(&mut self, row: &Row<'_>, nodes: bool) -> Feed {
        let (node, site) = (row.get("node"), row.get("site"));
        if let (Some(_), Some(_)) | (None, None) = (&node, &site) {
            let words = if node.is_some() { "both `node` and `site`" } else { "neither `node` nor `site`" };
            let hint = "`node` feeds into the network, `site` stands behind the meter of that site";
            let finding =
                Finding::error(format!("{} has {words}; one of the two is needed", row.of), row.place.clone());
            self.findings.push(finding.hint(hint));
        }
        let Some(field) = site else {
            return Feed::Node(node.map_or_else(|| NodeId::new(0), |field| self.reference(&field)));
        };
        if !nodes {
            let message = format!("{} stands behind a meter, and without nodes no site draws power", row.of);
            let hint = "give the model a node, a supply of the grid there, and each site its `node` and `connection`";
            self.findings.push(Finding::error(message, field.node.place.clone()).hint(hint));
        }
        Feed::Meter(self.reference(&field))
    }

    /// Who decides what a supply gives; what is given as produced has no least output of its own.
    fn output(&mut self, row: &Row<'_>) -> Output {
        let words = [("dispatched", Output::Dispatched), ("as-produced", Output::AsProduced)];
        let output = self.choice_or(row, "output", &words, Output::Dispatched);
        if let (Output::AsProduced, Some(field)) = (output, row.get("min_output")) {
            let message = format!("{} says nothing of a supply whose output is as produced", field.name);
            let hint = "all that is available is given; `availability` says how much that is";
            self.findings.push(Finding::error(message, field.node.place.clone()).hint(hint));
        }
        output
    }

    /// A power, or a share of the megawatts in service.
    fn min_output(&mut self, field: &Field<'_>) -> MinOutput {
        let unit = match field.node.get("unit") {
            Some(unit) => unit.text().unwrap_or_default(),
            None => field.node.text().and_then(split_number).map_or("", |(_, unit)| unit),
        };
        if matches!(unit, "" | "%" | "1") {
            MinOutput::Share(self.amount(field, &Want::share().any_sign()))
        } else {
            MinOutput::Megawatts(self.amount(field, &Want::of(Base::Power, &[]).any_sign()))
        }
    }

    pub(super) fn sites(&mut self, rows: &[Raw<'_>], model: &mut Model) {
        for raw in rows {
            let row = self.row(shape::SITE, raw.node, &raw.of, &raw.place);
            let region: RegionId = self.reference_of(&row, "region");
            let node = self.site_node(&row, !model.nodes.is_empty());
            let pue = row.get("pue").map_or(1.0, |field| {
                let before = self.findings.errors();
                let pue = self.bare(&field);
                if pue < 1.0 && self.findings.errors() == before {
                    self.needs(&field, "a number of at least 1 (facility power per IT power)");
                }
                pue
            });
            let power = Want::of(Base::Power, &[]);
            let it = row.get("it_power").and_then(|field| self.sub(shape::IT_POWER, &field));
            let site = Site {
                region,
                node,
                at: row.get("at").and_then(|field| self.degrees(&field)),
                pue,
                water_m3: self.amount_or(&row, "water", &Want::of(Base::Water, &[Base::Energy]), 0.0),
                liquid_mw: it.as_ref().map_or(0.0, |it| self.amount_or(it, "liquid", &power, 0.0)),
                air_mw: it.as_ref().map_or(0.0, |it| self.amount_or(it, "air", &power, 0.0)),
                connection_mw: self.amount_or(&row, "connection", &power, 0.0),
                load_factor: self.shares(&row, "load_factor", model.blocks.len()),
                bend: self.bend(&row, Base::Power),
                tags: self.tags(&row),
            };
            if model.nodes.is_empty()
                && let Some(field) = row.get("connection")
                && site.connection_mw > 0.0
            {
                self.gather("`connection` limits nothing in a model without nodes", &raw.of, &field.node.place);
            }
            self.keep(raw, site, &mut model.sites, &mut model.places);
        }
    }

    /// The node of a site: there in a model with nodes, not there in one without.
    fn site_node(&mut self, row: &Row<'_>, nodes: bool) -> Option<NodeId> {
        match row.get("node") {
            Some(field) => Some(self.reference(&field)),
            None if nodes => {
                let message = format!("{} is missing; in a model with nodes every site has one", row.name("node"));
                self.error(message, &row.place);
                None
            }
            None => None,
        }
    }
}
