//! Which site reaches which segment, and along which path.

use crate::domain::{Index, Model, PathEnd, PathId, RegionId, SegmentId, SiteId};

/// How a site stands to a segment.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Way {
    /// Whether the segment's reach admits the site.
    pub reachable: bool,
    /// The path row that gives latency and cost; `None` where no row does.
    pub path: Option<PathId>,
    /// Milliseconds, where known.
    pub latency_ms: Option<f64>,
}

/// The ways of every (site, segment) pair.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Ways {
    segments: usize,
    ways: Vec<Way>,
}

impl Ways {
    /// How a site stands to a segment.
    #[must_use]
    pub fn get(&self, site: SiteId, segment: SegmentId) -> Way {
        self.ways
            .get(site.get() * self.segments + segment.get())
            .copied()
            .unwrap_or_default()
    }

    /// Whether any site reaches a segment.
    #[must_use]
    pub fn any(&self, segment: SegmentId) -> bool {
        self.ways
            .iter()
            .skip(segment.get())
            .step_by(self.segments.max(1))
            .any(|way| way.reachable)
    }
}

/// Looks every pair up: the most specific path row wins, without any row a site in the segment's own region has latency
/// 0 and any other site no known latency; a latency limit rules out what is farther or not known.
#[must_use]
pub fn ways(model: &Model) -> Ways {
    let rows = Rows::new(model);
    let mut ways = Vec::with_capacity(model.sites.len() * model.segments.len());
    for site in model.sites.ids() {
        for segment in model.segments.ids() {
            ways.push(way(model, &rows, site, segment));
        }
    }
    Ways {
        segments: model.segments.len(),
        ways,
    }
}

/// Path rows by their ends.
struct Rows(std::collections::HashMap<(End, End), PathId>);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum End {
    Site(SiteId),
    Segment(SegmentId),
    Region(RegionId),
}

impl Rows {
    fn new(model: &Model) -> Self {
        let end = |end: PathEnd| match end {
            PathEnd::Site(id) => End::Site(id),
            PathEnd::Segment(id) => End::Segment(id),
            PathEnd::Region(id) => End::Region(id),
        };
        Self(
            model
                .paths
                .iter()
                .map(|(id, path)| ((end(path.from), end(path.to)), id))
                .collect(),
        )
    }
}

fn way(model: &Model, rows: &Rows, site: SiteId, segment: SegmentId) -> Way {
    let (from, wanted) = (&model.sites[site], &model.segments[segment]);
    let ranks = [
        (End::Site(site), End::Segment(segment)),
        (End::Site(site), End::Region(wanted.region)),
        (End::Region(from.region), End::Segment(segment)),
        (End::Region(from.region), End::Region(wanted.region)),
    ];
    let path = ranks.iter().find_map(|ends| rows.0.get(ends)).copied();
    let latency_ms = match path {
        Some(path) => model.paths[path].latency_ms,
        None => (from.region == wanted.region).then_some(0.0),
    };
    let reach = &wanted.reach;
    let near = reach
        .latency_ms
        .is_none_or(|most| latency_ms.is_some_and(|latency| latency <= most));
    let region = reach.regions.as_ref().is_none_or(|list| list.contains(&from.region));
    let named = reach.sites.as_ref().is_none_or(|list| list.contains(&site));
    Way {
        reachable: near && region && named,
        path,
        latency_ms,
    }
}
