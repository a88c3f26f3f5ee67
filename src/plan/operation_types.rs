//! The rows of operation in a plan: chips at work, work served, power.

use super::types::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Chips at work.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AssignmentRow {
    /// `assigned[site,chip,class]@2026Q3`.
    pub id: String,
    /// Where.
    pub site: String,
    /// Which.
    pub chip: String,
    /// For which workload.
    pub workload: String,
    /// For which class: the workload and the eligible chips, `training:gb200+trainium2`.
    pub class: String,
    /// When.
    #[serde(flatten)]
    pub span: Span,
    /// How many.
    #[schemars(extend("x-origin" = "decision"))]
    pub chips: f64,
}

/// Work served.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ServiceRow {
    /// `served[segment,site]@2026Q3`.
    pub id: String,
    /// For whom.
    pub segment: String,
    /// From where.
    pub site: String,
    /// When.
    #[serde(flatten)]
    pub span: Span,
    /// How much.
    #[schemars(extend("x-origin" = "decision"))]
    pub work: f64,
    /// The workload's unit.
    pub unit: String,
}

/// Demand met, waiting and unmet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DemandRow {
    /// `demand[segment]@2026Q3`.
    pub id: String,
    /// Whose.
    pub segment: String,
    /// When.
    #[serde(flatten)]
    pub span: Span,
    /// Asked for.
    #[schemars(extend("x-origin" = "derived"))]
    pub demand: f64,
    /// Served.
    #[schemars(extend("x-origin" = "derived"))]
    pub served: f64,
    /// Left at the end of the period to be served in a later one.
    #[serde(default)]
    #[schemars(extend("x-origin" = "decision"))]
    pub waiting: f64,
    /// What is asked for or waited from before, and neither served nor left to wait.
    #[schemars(extend("x-origin" = "derived"))]
    pub unmet: f64,
    /// The workload's unit.
    pub unit: String,
}

/// Power at a site.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SiteRow {
    /// `site[ID]@2026Q3`.
    pub id: String,
    /// Where.
    pub site: String,
    /// When.
    #[serde(flatten)]
    pub span: Span,
    /// IT MW in effect, nameplate.
    #[schemars(extend("x-origin" = "derived"))]
    pub it_mw: f64,
    /// IT MW of chips in use.
    #[schemars(extend("x-origin" = "derived"))]
    pub used_mw: f64,
    /// Liquid-cooled IT MW in effect.
    #[schemars(extend("x-origin" = "derived"))]
    pub liquid_mw: f64,
    /// IT MW of liquid-cooled chips in use.
    #[schemars(extend("x-origin" = "derived"))]
    pub liquid_used_mw: f64,
    /// IT MW complete but not in effect, for want of what they need.
    #[schemars(extend("x-origin" = "derived"))]
    pub dark_mw: f64,
    /// Facility MW: pue x IT MW of chips in use, nameplate.
    #[schemars(extend("x-origin" = "derived"))]
    pub facility_mw: f64,
    /// MW that what stands behind the meter gives at least, in every block: what the connection need not carry.
    #[serde(default)]
    #[schemars(extend("x-origin" = "derived"))]
    pub own_supply_mw: f64,
    /// Connection MW in effect (0 in a model without nodes).
    #[schemars(extend("x-origin" = "derived"))]
    pub connection_mw: f64,
    /// Contracted MW of connection agreements in force: what bills count.
    #[serde(default)]
    #[schemars(extend("x-origin" = "derived"))]
    pub contracted_mw: f64,
    /// Energy drawn, with or without a network.
    #[schemars(extend("x-origin" = "derived"))]
    pub energy_mwh: f64,
    /// Cubic metres of water that cool its IT; what its supplies take is not in it.
    #[serde(default)]
    #[schemars(extend("x-origin" = "derived"))]
    pub water_m3: f64,
}

/// Chips owned.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FleetRow {
    /// `owned[site,chip]@2026Q3`.
    pub id: String,
    /// Where.
    pub site: String,
    /// Which.
    pub chip: String,
    /// When.
    #[serde(flatten)]
    pub span: Span,
    /// Owned.
    #[schemars(extend("x-origin" = "derived"))]
    pub owned: f64,
    /// In use.
    #[schemars(extend("x-origin" = "derived"))]
    pub in_use: f64,
}

/// The network.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GridRow {
    /// `supply[ID]@2026Q3`, `line[ID]@2026Q3` or `node[ID]@2026Q3`; with several blocks `line[ID]@2026Q3/peak`.
    pub id: String,
    /// `supply`, `line` or `node`.
    pub kind: String,
    /// Its id.
    pub element: String,
    /// When.
    #[serde(flatten)]
    pub span: Span,
    /// In which block, where a period has several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub block: Option<String>,
    /// Dispatch of a supply; flow of a line from `from` to `to`; other load shed at a node.
    #[schemars(extend("x-origin" = "decision"))]
    pub mw: f64,
    /// MW in service of a supply; rating of a line, absent where it is unlimited; other load of a node.
    #[schemars(extend("x-origin" = "derived"))]
    pub limit_mw: Option<f64>,
    /// Energy in the period (in the block, where it has several).
    #[schemars(extend("x-origin" = "derived"))]
    pub mwh: f64,
    /// What a line carries as a share of its rating; absent without a rating in service.
    #[schemars(extend("x-origin" = "derived"))]
    pub loading: Option<f64>,
    /// What a line loses, half of it at each end; absent where it has no losses.
    #[schemars(extend("x-origin" = "decision"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub loss_mw: Option<f64>,
    /// Angle of a node from the first node of its island; absent where flows follow from no angles.
    #[schemars(extend("x-origin" = "derived"))]
    pub angle_degrees: Option<f64>,
}
