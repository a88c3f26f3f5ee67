//! Demand, sites and the power network as the resolved model writes them.

use crate::domain::{
    Defer, Feed, Line, MinOutput, Node, Output, PathEnd, Placement, Segment, SegmentKind, Site, Supply, TravelPath,
};
use crate::files::json::{Value, json};

use super::write::{Object, Writer, names, quantity, share};
use super::write_limits::tier;

impl Writer<'_> {
    pub(super) fn segment(&self, row: &Segment) -> Value {
        let (model, unit) = (self.model, self.work(row.workload));
        let mut one = Object::new();
        one.maybe("customer", row.customer.as_deref());
        one.put("workload", model.workloads.name(row.workload));
        one.put("region", model.regions.name(row.region));
        one.put(
            "kind",
            match row.kind {
                SegmentKind::Firm => "firm",
                SegmentKind::Contracted => "contracted",
                SegmentKind::Market => "market",
            },
        );
        one.put("chips", names(&model.chips, &row.chips));
        let reach = &row.reach;
        if reach.latency_ms.is_some() || reach.regions.is_some() || reach.sites.is_some() {
            let mut part = Object::new();
            part.maybe("latency", reach.latency_ms.map(|ms| quantity(ms, "ms")));
            part.maybe("regions", reach.regions.as_ref().map(|ids| names(&model.regions, ids)));
            part.maybe("sites", reach.sites.as_ref().map(|ids| names(&model.sites, ids)));
            one.put("reach", part.done());
        }
        let rate = format!("/{unit}/year");
        one.maybe("price", self.maybe_price(row.price.as_ref(), &rate));
        one.maybe("penalty", self.maybe_price(row.penalty.as_ref(), &rate));
        one.maybe("defer", row.defer.as_ref().map(|defer| self.defer(defer, &rate)));
        one.put("headroom", share(row.headroom));
        one.put(
            "placement",
            match row.placement {
                Placement::Anywhere => "anywhere",
                Placement::OneSite => "one-site",
            },
        );
        one.put("demand", self.path(&row.demand, unit));
        one.put("tier", tier(row.tier));
        one.maybe("bend", row.bend.as_ref().map(|bend| self.bend(bend, unit)));
        one.put("tags", row.tags.clone());
        one.done()
    }

    fn defer(&self, row: &Defer, rate: &str) -> Value {
        json!({ "up_to": share(row.up_to), "penalty": self.price(&row.penalty, rate) })
    }

    pub(super) fn end(&self, end: PathEnd) -> String {
        match end {
            PathEnd::Site(id) => format!("site:{}", self.model.sites.name(id)),
            PathEnd::Segment(id) => format!("segment:{}", self.model.segments.name(id)),
            PathEnd::Region(id) => format!("region:{}", self.model.regions.name(id)),
        }
    }

    pub(super) fn travel(&self, row: &TravelPath) -> Value {
        let unit = match row.to {
            PathEnd::Segment(id) => self.work(self.model.segments[id].workload),
            _ => "unit",
        };
        let mut one = Object::new();
        one.put("from", self.end(row.from));
        one.put("to", self.end(row.to));
        one.maybe("latency", row.latency_ms.map(|ms| quantity(ms, "ms")));
        one.maybe("cost", self.maybe_price(row.cost.as_ref(), &format!("/{unit}/year")));
        one.done()
    }

    pub(super) fn site(&self, row: &Site) -> Value {
        let mut one = Object::new();
        one.put("region", self.model.regions.name(row.region));
        one.maybe("node", row.node.map(|id| self.model.nodes.name(id)));
        one.maybe("at", row.at.map(|(north, east)| json!([north, east])));
        one.put("pue", row.pue);
        one.maybe("water", (row.water_m3 > 0.0).then(|| quantity(row.water_m3, "m3/MWh")));
        one.put("it_power", json!({ "liquid": quantity(row.liquid_mw, "MW"), "air": quantity(row.air_mw, "MW") }));
        one.put("connection", quantity(row.connection_mw, "MW"));
        one.maybe("load_factor", row.load_factor.as_ref().map(|shares| self.shares(shares)));
        one.maybe("bend", row.bend.as_ref().map(|bend| self.bend(bend, "MW")));
        one.put("tags", row.tags.clone());
        one.done()
    }

    pub(super) fn node(&self, row: &Node) -> Value {
        let mut one = Object::new();
        one.maybe("region", row.region.map(|id| self.model.regions.name(id)));
        one.maybe("at", row.at.map(|(north, east)| json!([north, east])));
        one.put("other_load", self.path(&row.other_load, "MW"));
        one.put("load_factor", self.shares(&row.load_factor));
        one.maybe("shed", self.maybe_price(row.shed.as_ref(), "/MWh"));
        one.done()
    }

    pub(super) fn line(&self, row: &Line) -> Value {
        let mut one = Object::new();
        one.put("from", self.model.nodes.name(row.from));
        one.put("to", self.model.nodes.name(row.to));
        one.maybe("rating", row.rating_mw.map(|mw| quantity(mw, "MW")));
        one.maybe("emergency_rating", row.emergency_mw.map(|mw| quantity(mw, "MW")));
        self.circuit(row, &mut one);
        one.maybe("bend", row.bend.as_ref().map(|bend| self.bend(bend, "MW")));
        one.done()
    }

    pub(super) fn put_feed(&self, one: &mut Object, feed: Feed) {
        match feed {
            Feed::Node(node) => one.put("node", self.model.nodes.name(node)),
            Feed::Meter(site) => one.put("site", self.model.sites.name(site)),
        }
    }

    pub(super) fn supply(&self, row: &Supply) -> Value {
        let mut one = Object::new();
        self.put_feed(&mut one, row.feed);
        one.put("power", quantity(row.power_mw, "MW"));
        match (row.output, row.min_output) {
            (Output::AsProduced, _) => one.put("output", "as-produced"),
            (Output::Dispatched, MinOutput::Megawatts(mw)) => one.put("min_output", quantity(mw, "MW")),
            (Output::Dispatched, MinOutput::Share(part)) => one.put("min_output", share(part)),
        }
        one.put("availability", self.shares(&row.availability));
        one.maybe("price", self.maybe_price(row.price.as_ref(), "/MWh"));
        let billing = &row.billing;
        one.maybe("demand", self.maybe_price(billing.demand.as_ref(), "/MW/year"));
        for (key, least) in [("minimum_bill", billing.minimum_bill), ("minimum_demand", billing.minimum_demand)] {
            one.maybe(key, (least > 0.0).then(|| share(least)));
        }
        one.maybe("contracted", billing.contracted_mw.map(|mw| quantity(mw, "MW")));
        one.put("carbon", quantity(row.carbon_t, "t/MWh"));
        one.put("water", quantity(row.water_m3, "m3/MWh"));
        one.maybe("fixed_om", self.maybe_price(row.fixed_om.as_ref(), "/MW/year"));
        one.put("tags", row.tags.clone());
        one.done()
    }
}
