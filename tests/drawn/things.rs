//! Chips, segments and projects.

use super::Draw;
use capplan::domain::demand::Reach;
use capplan::domain::*;

impl Draw {
    pub(super) fn supplying(&mut self, from: f64, to: f64, lot: f64) -> Supplying {
        Supplying {
            price: self.price(from, to),
            lead: self.duration(0, 2),
            payments: self.payments(),
            lot: self.d.chance(40).then_some(lot),
            order_cost: self.d.chance(25).then(|| self.money(1e5, 2e6)),
            window: self.window(),
        }
    }

    pub(super) fn service_life(&mut self) -> ServiceLife {
        let life = self.duration(2, 12);
        ServiceLife {
            life: self.d.chance(80).then_some(life),
            salvage: self.d.chance(85),
            book_life: self.d.chance(30).then(|| self.duration(2, 6)),
        }
    }

    pub(super) fn chips(&mut self) {
        for n in 0..=self.d.below(2) {
            let mut throughput = Vec::new();
            for workload in self.m.workloads.ids().collect::<Vec<_>>() {
                if self.d.chance(80) || workload.get() == n {
                    throughput.push(Throughput { workload, work: self.d.real(0.5, 2.0), effective: self.d.chance(30) });
                }
            }
            let chip = Chip {
                vendor: self.vendor(),
                kw: self.d.real(0.3, 2.0),
                cooling: self.d.pick(&[Cooling::Air, Cooling::Air, Cooling::Liquid]),
                throughput,
                supply: Some(self.supplying(5e3, 30e3, 1000.0)),
                service: self.service_life(),
                sites: self.d.chance(20).then(|| vec![SiteId::new(0)]),
                fixed_om: self.d.chance(50).then(|| self.price(100.0, 1000.0)),
                tags: self.tags(),
                allotment: self.d.chance(40).then(|| self.path(10e3, 60e3)),
            };
            self.m.chips.push(format!("k{n}"), chip);
        }
    }

    pub(super) fn segments(&mut self) {
        for n in 0..self.d.below(3) + 2 {
            let workload = WorkloadId::new(self.d.below(self.m.workloads.len()));
            let does = |c: &Chip| c.throughput.iter().any(|t| t.workload == workload);
            let all: Vec<ChipId> = self.m.chips.iter().filter(|(_, c)| does(c)).map(|(id, _)| id).collect();
            if all.is_empty() {
                continue;
            }
            let chips = if self.d.chance(30) { vec![self.d.pick(&all)] } else { all };
            let firm = self.d.chance(15);
            let kind =
                if firm { SegmentKind::Firm } else { self.d.pick(&[SegmentKind::Contracted, SegmentKind::Market]) };
            let reach = Reach {
                latency_ms: self.d.chance(20).then_some(20.0),
                regions: self.d.chance(15).then(|| vec![RegionId::new(0)]),
                sites: None,
            };
            let bend = firm.then(|| Bend { price: self.money(1e4, 1e5), at_most: None });
            let segment = Segment {
                customer: self.d.chance(50).then(|| "acme".to_owned()),
                workload,
                region: self.region(),
                kind,
                chips,
                reach,
                price: self.d.chance(90).then(|| self.price(5e3, 20e3)),
                penalty: (kind == SegmentKind::Contracted).then(|| self.price(100.0, 5e3)),
                defer: self
                    .d
                    .chance(30)
                    .then(|| Defer { up_to: self.d.real(0.05, 1.5), penalty: self.price(0.0, 2e3) }),
                headroom: self.d.pick(&[0.0, 0.0, 0.1]),
                placement: self.d.pick(&[Placement::Anywhere, Placement::Anywhere, Placement::OneSite]),
                demand: self.path(1e3, 20e3),
                tier: self.tier(),
                bend,
                tags: self.tags(),
            };
            self.m.segments.push(format!("q{n}"), segment);
        }
        if self.d.chance(60) {
            let (from, to) = (PathEnd::Region(self.region()), PathEnd::Region(self.region()));
            let cost = Some(self.price(10.0, 500.0));
            self.m.paths.push("a,b", TravelPath { from, to, latency_ms: Some(self.d.real(1.0, 40.0)), cost });
        }
        if self.d.chance(40) && !self.m.segments.is_empty() {
            let to = PathEnd::Segment(SegmentId::new(self.d.below(self.m.segments.len())));
            let from = PathEnd::Site(self.site());
            let cost = self.d.chance(50).then(|| self.price(10.0, 500.0));
            self.m.paths.push("s,q", TravelPath { from, to, latency_ms: Some(5.0), cost });
        }
    }

    pub(super) fn adds(&mut self) -> Option<(Adds, Option<SiteId>, Option<RegionId>)> {
        let site = self.site();
        let region = Some(self.m.sites[site].region);
        let cooling = self.d.pick(&[Cooling::Air, Cooling::Liquid]);
        let mw = self.d.real(3.0, 20.0);
        let powered = !self.m.nodes.is_empty();
        Some(match self.d.below(6) {
            0 => return None,
            1 if powered => (Adds::Connection { site, mw }, Some(site), region),
            2 if powered && !self.m.lines.is_empty() => {
                let line = LineId::new(0);
                (Adds::Line { line, mw }, None, self.m.nodes[self.m.lines[line].from].region)
            }
            3 if powered => {
                let supply = SupplyId::new(self.d.below(self.m.supplies.len()));
                (Adds::Supply { supply, mw }, None, self.m.region_of(self.m.supplies[supply].feed))
            }
            _ => (Adds::It { site, cooling, mw }, Some(site), region),
        })
    }

    pub(super) fn projects(&mut self) {
        for n in 0..=self.d.below(4) {
            let added = self.adds();
            let copies = self.d.pick(&[1, 1, 2, 3]);
            let life = self.duration(2, 12);
            let mut relations: Vec<Relation> = Vec::new();
            for other in self.m.projects.ids().collect::<Vec<_>>() {
                if self.d.chance(35) {
                    let kind = self.d.pick(&[
                        RelationKind::After,
                        RelationKind::With,
                        RelationKind::Needs,
                        RelationKind::Needs,
                    ]);
                    let each = self.m.projects[other].copies == copies && self.d.chance(60);
                    relations.push(Relation { kind, project: other, lag: self.duration(0, 1), each });
                }
            }
            let committed = self.d.chance(30).then(|| {
                let cancel = self.d.chance(60).then(|| self.cancel(true));
                let last = self.last();
                let mut to_pay = Vec::new();
                for _ in 0..self.d.below(3) {
                    to_pay.push((self.month(0, last + 2), self.money(1e6, 30e6)));
                }
                Committed { start: self.month(-2, 1), to_pay, cancel }
            });
            let open = committed.is_none();
            let project = Project {
                site: added.and_then(|(_, site, _)| site),
                region: added.and_then(|(_, _, region)| region),
                copies,
                starts_per_period: self.d.chance(25).then_some(1),
                adds: added.map(|(adds, _, _)| adds),
                cost: Some(self.price(5e6, 60e6)),
                lead: self.duration(0, 3),
                life: self.d.chance(70).then_some(life),
                relations,
                payments: self.payments(),
                window: self.window(),
                required: open && self.d.chance(5),
                tier: self.tier(),
                committed,
                salvage: self.d.chance(85),
                book_life: self.d.chance(30).then(|| self.duration(2, 6)),
                fixed_om: self.d.chance(50).then(|| self.price(1e5, 1e6)),
                category: self.d.chance(20).then(|| "special".to_owned()),
                vendor: self.vendor(),
                tags: self.tags(),
            };
            self.m.projects.push(format!("p{n}"), project);
        }
        if self.m.projects.len() > 1 && self.d.chance(40) {
            let projects = self.m.projects.ids().take(2).collect();
            let tier = self.tier();
            self.m.groups.push("group", Group { pick: Pick::AtMostOne, projects, agreements: Vec::new(), tier });
        }
    }

    pub(super) fn cancel(&mut self, priced: bool) -> Cancel {
        let share = Fee::Share(self.d.real(0.0, 0.3));
        let fee = if priced && self.d.chance(50) { share } else { Fee::Money(self.money(1e5, 2e6)) };
        Cancel { until: self.month(0, 3), fee, part: self.d.chance(40) }
    }
}
