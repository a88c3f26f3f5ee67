//! What the input says of the power network.

use super::facts::{Facts, names, over, price};
use super::scene::Scene;
use crate::domain::{Adds, Feed, LineId, MinOutput, NodeId, Output, Project, Shares, SupplyId};
use crate::report::words::{count, megawatts, percent};

pub(super) fn node(scene: &Scene, id: NodeId) -> Facts {
    let model = scene.model;
    let mut facts: Facts =
        vec![("other load", format!("{} MW", over(scene, &model.nodes[id].other_load, 1.0, megawatts)))];
    let sites: Vec<_> = model.sites.iter().filter(|(_, site)| site.node == Some(id)).map(|(site, _)| site).collect();
    let lines: Vec<LineId> =
        model.lines.iter().filter(|(_, line)| line.from == id || line.to == id).map(|(line, _)| line).collect();
    let supplies: Vec<SupplyId> =
        model.supplies.iter().filter(|(_, supply)| supply.feed == Feed::Node(id)).map(|(supply, _)| supply).collect();
    facts.push(("sites", names(&model.sites, &sites)));
    facts.push(("lines", names(&model.lines, &lines)));
    facts.push(("supplies", names(&model.supplies, &supplies)));
    facts.retain(|(_, value)| !value.is_empty());
    facts
}

pub(super) fn line(scene: &Scene, id: LineId) -> Facts {
    let (model, row) = (scene.model, &scene.model.lines[id]);
    let mut facts: Facts = vec![
        ("between", format!("{} and {}", model.nodes.name(row.from), model.nodes.name(row.to))),
        ("rating", super::grid::on_day_one(row)),
    ];
    let grown = crate::network::grid::line_projects(model, id);
    facts.extend(grown.into_iter().map(|project| ("can grow by", super::grid::earliest(scene, project))));
    facts
}

pub(super) fn supply(scene: &Scene, id: SupplyId) -> Facts {
    let (model, row) = (scene.model, &scene.model.supplies[id]);
    let mut facts: Facts =
        vec![super::grid::feeds_at(model, row.feed), ("power", format!("{} MW on day one", megawatts(row.power_mw)))];
    if row.output == Output::AsProduced {
        facts.push(("output", "as produced".to_owned()));
    }
    match row.min_output {
        MinOutput::Megawatts(mw) if mw != 0.0 => facts.push(("least output", format!("{} MW", megawatts(mw)))),
        MinOutput::Share(share) => facts.push(("least output", percent(share))),
        MinOutput::Megawatts(_) => {}
    }
    let available = by_block(scene, &row.availability);
    facts.extend(available.filter(|_| row.availability != Shares::Same(1.0)).map(|text| ("availability", text)));
    facts.extend(row.price.as_ref().map(|path| ("price", price(scene, path, " a MWh"))));
    let billing = &row.billing;
    let least = |share: f64, of: &str| format!("{} of {of}", percent(share));
    if billing.minimum_bill > 0.0 {
        facts.push(("minimum bill", least(billing.minimum_bill, "what is contracted, in all hours")));
    }
    facts.extend(billing.demand.as_ref().map(|path| ("demand charge", price(scene, path, " a MW and year"))));
    if billing.minimum_demand > 0.0 {
        facts.push(("minimum demand", least(billing.minimum_demand, "what is contracted")));
    }
    facts.extend(billing.contracted_mw.map(|mw| ("contracted", format!("{} MW", megawatts(mw)))));
    if row.carbon_t > 0.0 {
        facts.push(("carbon", format!("{} t a MWh", count(row.carbon_t))));
    }
    let adds = |project: &Project| matches!(project.adds, Some(Adds::Supply { supply, .. }) if supply == id);
    let grown = model.projects.iter().filter(|(_, project)| adds(project));
    facts.extend(grown.map(|(project, _)| ("can grow by", super::grid::earliest(scene, project))));
    let brought = scene.model.agreements.iter().filter(|(_, agreement)| agreement.supply == Some(id));
    facts.extend(brought.map(|(a, agreement)| {
        let name = scene.model.agreements.address(a);
        ("brought by", format!("'{name}', {} MW contracted", megawatts(agreement.contracted_mw)))
    }));
    facts
}

/// `35 %`, or `peak 10 %, night 45 %`; nothing where nothing is said.
pub(super) fn by_block(scene: &Scene, shares: &Shares) -> Option<String> {
    let blocks = &scene.model.blocks;
    match shares {
        Shares::Same(share) => Some(percent(*share)),
        Shares::Each(_) => {
            let each = blocks.ids().filter_map(|b| Some(format!("{} {}", blocks.name(b), percent(shares.of(b)?))));
            Some(each.collect::<Vec<_>>().join(", ")).filter(|text| !text.is_empty())
        }
    }
}
