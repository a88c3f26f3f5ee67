//! Limits as the planner stated them: address, unit, tier, place; and what rows are called.

use super::types::{LimitRow, PriceRow};
use super::view::View;
use crate::domain::{Index, MeasureKind, Tier, Unspent};
use crate::formulation::context::{Bought, Context};
use crate::formulation::key::{Key, Of};
use crate::formulation::row::Sense;
use crate::formulation::scale::{CHIPS, ENERGY, MONEY};
use crate::solve::outcome::Dual;
use std::collections::BTreeMap;

/// A row in the planner's words.
pub struct Described {
    /// The id of the limit that the planner stated; `None` for rows that follow from the model itself.
    pub id: Option<String>,
    /// The unit of the row.
    pub unit: String,
    /// Planner's units in an internal unit of the row.
    pub scale: f64,
    /// How hard it is.
    pub tier: Tier,
    /// The address of what states it.
    pub address: Option<String>,
}

/// Describes a row.
#[must_use]
pub fn describe(ctx: &Context, key: Key) -> Described {
    let m = ctx.model;
    let (unit, scale) = unit(ctx, key);
    let address = owner(ctx, key.of);
    let field = field(ctx, key);
    let at = key.when(ctx);
    let while_out = match key.of {
        Of::Outage(_, k) => format!("[{}]", m.lines.name(k)),
        _ => String::new(),
    };
    let id = field.and_then(|field| address.as_ref().map(|address| format!("{address}{field}{while_out}{at}")));
    let tier = match (key.name, key.of) {
        ("budget_at_most" | "budget_at_least", Of::Budget(b)) => m.budgets[b].tier,
        ("policy_at_most" | "policy_at_least", Of::Policy(y)) => m.policies[y].tier,
        ("patience_floor", Of::Patience(y)) => m.patience[y].tier,
        ("group_pick", Of::Group(g)) => m.groups[g].tier,
        ("project_required" | "project_pace", Of::Project(j)) => m.projects[j].tier,
        ("allotment_rate" | "allotment_total" | "allotment_growth", Of::Allotment(a)) => m.allotments[a].tier,
        ("demand_met", Of::Segment(q)) if id.is_some() => m.segments[q].tier,
        _ if id.is_some() => Tier::Contract,
        _ => Tier::Physics,
    };
    Described { id, unit, scale, tier, address }
}

/// The part of a limit's id behind the address; `None` for rows that no planner stated.
fn field(ctx: &Context, key: Key) -> Option<&'static str> {
    Some(match (key.name, key.of) {
        ("site_it_power", _) => ".it_power",
        ("site_liquid_power", _) => ".liquid",
        ("agreement_power", Of::Agreement(a)) if ctx.model.agreements[a].supply.is_some() => ".power",
        ("site_connection" | "agreement_power", _) => ".connection",
        ("site_connection_back", _) => ".export",
        ("line_rating", _) => ".rating",
        ("outage_rating", _) => ".emergency_rating",
        ("line_angle_at_most", Of::Line(_)) => ".angle_max",
        ("line_angle_at_least", Of::Line(_)) => ".angle_min",
        ("supply_power" | "supply_produced" | "battery_power", _) => ".power",
        ("battery_energy", _) => ".energy",
        ("supply_min_output", _) => ".min_output",
        ("expansion_offer" | "lease_offer", _) => ".adds",
        ("allotment_rate", Of::Chip(_)) => ".allotment",
        ("allotment_rate" | "budget_at_most" | "policy_at_most", _) => ".at_most",
        ("allotment_total", _) => ".cumulative",
        ("allotment_growth", _) => ".growth",
        ("budget_at_least" | "policy_at_least", _) => ".at_least",
        ("patience_floor" | "group_pick", _) => "",
        ("project_required", _) => ".required",
        ("project_pace", _) => ".starts_per_period",
        ("demand_met", Of::Segment(q)) if ctx.model.segments[q].kind == crate::domain::SegmentKind::Firm => ".demand",
        ("demand_waiting", _) => ".defer.up_to",
        _ => return None,
    })
}

/// The address of the row of the model file that a key belongs to.
fn owner(ctx: &Context, of: Of) -> Option<String> {
    let m = ctx.model;
    Some(match of {
        Of::Project(j) | Of::Wait(j, _) | Of::Circuit(j, _) => m.projects.address(j),
        Of::Group(g) => m.groups.address(g),
        Of::Site(s) => m.sites.address(s),
        Of::Segment(q) => m.segments.address(q),
        Of::Node(n) => m.nodes.address(n),
        Of::Line(l) | Of::Outage(l, _) => m.lines.address(l),
        Of::Supply(g) | Of::SupplyBill(g) | Of::SupplyMinimum(g) => m.supplies.address(g),
        Of::Battery(y) => m.batteries.address(y),
        Of::Chip(k) => m.chips.address(k),
        Of::Allotment(a) => m.allotments.address(a),
        Of::Expansion(x) => m.expansions.address(x),
        Of::Agreement(a) | Of::Energised(a, _) | Of::Awaited(a, _) | Of::Due(a) | Of::Minimum(a) => {
            m.agreements.address(a)
        }
        Of::Lease(l) => m.leases.address(l),
        Of::Budget(b) => m.budgets.address(b),
        Of::Policy(y) => m.policies.address(y),
        Of::Patience(y) => m.patience.address(y),
        _ => return None,
    })
}

/// Unit and scale of a row.
fn unit(ctx: &Context, key: Key) -> (String, f64) {
    let m = ctx.model;
    let work = |w: crate::domain::WorkloadId| (m.workloads[w].unit.clone(), ctx.work_scale[w.get()]);
    let plain = |unit: &str, scale: f64| (unit.to_owned(), scale);
    match key.of {
        _ if key.name == "bill_energy" => plain("MWh", ENERGY),
        Of::Segment(q) | Of::Served(q, _) if key.name != "segment_one_site" => work(m.segments[q].workload),
        Of::Class(_, c) => work(ctx.classes[c as usize].workload),
        Of::Stock(..) | Of::Chip(_) | Of::Purchase(Bought::Chip(..)) => plain("chips", CHIPS),
        Of::Line(_) | Of::Circuit(..) if key.name.starts_with("line_angle") => plain("degrees", 1_f64.to_degrees()),
        Of::Battery(_) if key.name == "battery_power" => plain("MW", 1.0),
        Of::Battery(_) => plain("MWh", 1.0),
        Of::Agreement(_) if key.name == "agreement_signed" => plain("agreements", 1.0),
        Of::Region(_)
        | Of::Site(_)
        | Of::Node(_)
        | Of::Line(_)
        | Of::Circuit(..)
        | Of::Outage(..)
        | Of::Piece(..)
        | Of::Agreement(_)
        | Of::Awaited(..)
        | Of::Due(_)
        | Of::Minimum(_)
        | Of::Supply(_)
        | Of::SupplyBill(_)
        | Of::SupplyMinimum(_)
        | Of::Expansion(_)
        | Of::Lease(_)
        | Of::Purchase(_) => plain("MW", 1.0),
        Of::Allotment(a) => {
            let scale = ctx.allotment_scale(a);
            plain(if scale == CHIPS { "chips" } else { "MW" }, scale)
        }
        Of::Budget(_) | Of::Patience(_) | Of::Plan => plain("USD", MONEY),
        Of::Policy(y) => {
            let measure = &m.policies[y].measure;
            let unit = match measure.kind {
                MeasureKind::Spend => "USD".to_owned(),
                MeasureKind::Orders | MeasureKind::Owned => "chips".to_owned(),
                MeasureKind::Served | MeasureKind::ChipWork => {
                    ctx.first_workload(measure).map_or_else(String::new, |w| m.workloads[w].unit.clone())
                }
                MeasureKind::Energy | MeasureKind::CarbonFree => "MWh".to_owned(),
                MeasureKind::Carbon => "t".to_owned(),
                MeasureKind::Water => "m3".to_owned(),
                _ => "MW".to_owned(),
            };
            (unit, ctx.measure_scale(measure))
        }
        Of::Group(_) => plain("projects", 1.0),
        _ => plain("copies", 1.0),
    }
}

/// A tier in the words of the model file.
#[must_use]
pub const fn tier_name(tier: Tier) -> &'static str {
    match tier {
        Tier::Wish => "wish",
        Tier::Policy => "policy",
        Tier::Contract => "contract",
        Tier::Physics => "physics",
    }
}

/// The name under which both directions of a line are one limit.
fn forwards(name: &'static str) -> &'static str {
    match name {
        "line_rating_back" => "line_rating",
        "outage_rating_back" => "outage_rating",
        name => name,
    }
}

/// Every limit that a planner stated, with what the plan does.
#[must_use]
pub fn limits(view: &View, duals: &[Dual], money: bool) -> Vec<LimitRow> {
    let ctx = &view.f.ctx;
    let mut prices: BTreeMap<Key, f64> = BTreeMap::new();
    for dual in duals {
        let key = Key { name: forwards(dual.key.name), ..dual.key };
        *prices.entry(key).or_default() += dual.price;
    }
    let mut rows = Vec::new();
    for (key, sense, left, right) in super::settle::levels(view.f, view.values) {
        let described = describe(ctx, key);
        let Some(id) = described.id else { continue };
        let level =
            if matches!(key.name, "line_rating" | "outage_rating") { left.abs() } else { left } * described.scale;
        let bound = (right + unbent(view, key)) * described.scale;
        if level == 0.0 && bound == 0.0 {
            continue;
        }
        let slack = if sense == Sense::AtMost { bound - level } else { level - bound };
        let worth = if money { MONEY } else { 1.0 };
        rows.push(LimitRow {
            id,
            block: key.name.to_owned(),
            sense: match sense {
                Sense::AtMost => "at-most",
                Sense::AtLeast => "at-least",
                Sense::Equal => "equal",
            }
            .to_owned(),
            level,
            bound,
            unit: described.unit,
            slack,
            tier: tier_name(described.tier).to_owned(),
            price: prices.get(&key).map(|price| price * worth / described.scale),
            place: described.address.and_then(|address| ctx.model.places.get(&address).cloned()),
        });
    }
    rows
}

/// What must be added to the right-hand side of a row to get the bound the planner stated: what was bent, and what a budget carries out.
fn unbent(view: &View, key: Key) -> f64 {
    let bent = view.f.vars.bend.get(&(key.of, key.p, key.limit())).map_or(0.0, |column| view.values[column.index()]);
    let carried = match key.of {
        Of::Budget(b) if key.name == "budget_at_most" => match view.f.ctx.model.budgets[b].unspent {
            Unspent::Carry { .. } => view.f.vars.carried[b.get()].map_or(0.0, |column| view.values[column.index()]),
            Unspent::Lost => 0.0,
        },
        _ => 0.0,
    };
    let sign = if matches!(
        key.limit(),
        "budget_at_most" | "allotment_rate" | "policy_at_most" | "site_connection" | "line_rating"
    ) {
        -1.0
    } else {
        1.0
    };
    sign * bent + carried
}

/// Every row with a price.
#[must_use]
pub fn prices(view: &View, duals: &[Dual], money: bool, basis: &str) -> Vec<PriceRow> {
    let ctx = &view.f.ctx;
    let worth = if money { MONEY } else { 1.0 };
    let row = |dual: &Dual| {
        let described = describe(ctx, dual.key);
        let scaled = |x: f64| x.is_finite().then_some(x * described.scale);
        PriceRow {
            id: dual.key.text(ctx),
            block: dual.key.name.to_owned(),
            limit: described.id,
            price: dual.price * worth / described.scale,
            per: described.unit,
            from: dual.range.and_then(|(from, _)| scaled(from)),
            to: dual.range.and_then(|(_, to)| scaled(to)),
            basis: basis.to_owned(),
        }
    };
    duals.iter().map(row).collect()
}
