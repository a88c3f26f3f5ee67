//! Which site can serve which segment, how fast and at what cost.

use crate::domain::{Index, Model, MoneyPath, PathEnd, PathId, SegmentId, SiteId};
use std::collections::HashMap;

/// How a site reaches a segment.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Way {
    /// Milliseconds, where known.
    pub latency_ms: Option<f64>,
    /// The path row that holds, if any.
    pub row: Option<PathId>,
}

/// The path rows of a model by their ends, and what follows from them.
#[derive(Clone, Debug)]
pub struct Reach {
    admitted: Vec<Vec<Option<Way>>>,
}

impl Reach {
    /// Looks up every pair of segment and site.
    #[must_use]
    pub fn new(model: &Model) -> Self {
        let mut rows = Rows { by_ends: HashMap::new(), own: vec![false; model.segments.len()], to_region: Vec::new() };
        for (id, path) in model.paths.iter() {
            rows.by_ends.insert((key(path.from), key(path.to)), id);
            if let PathEnd::Segment(q) = path.to {
                rows.own[q.get()] = true;
            }
        }
        for r in 0..model.regions.len() {
            let to = |s: SiteId| rows.first(model, s, &[PathKey::Region(r)]);
            let of_region = model.sites.ids().map(to).collect();
            rows.to_region.push(of_region);
        }
        let admitted =
            model.segments.ids().map(|q| model.sites.ids().map(|s| admit(model, &rows, q, s)).collect()).collect();
        Self { admitted }
    }

    /// The way from a site to a segment; `None` when the segment's reach does not admit the site.
    #[must_use]
    pub fn way(&self, segment: SegmentId, site: SiteId) -> Option<Way> {
        self.admitted[segment.get()][site.get()]
    }

    /// Whether a site may serve a segment.
    #[must_use]
    pub fn admits(&self, segment: SegmentId, site: SiteId) -> bool {
        self.way(segment, site).is_some()
    }

    /// The price of a unit of work a year on the way, where there is one.
    #[must_use]
    pub fn cost<'m>(&self, model: &'m Model, segment: SegmentId, site: SiteId) -> Option<&'m MoneyPath> {
        let row = self.way(segment, site)?.row?;
        model.paths[row].cost.as_ref()
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum PathKey {
    Site(usize),
    Segment(usize),
    Region(usize),
}

fn key(end: PathEnd) -> PathKey {
    match end {
        PathEnd::Site(s) => PathKey::Site(s.get()),
        PathEnd::Segment(q) => PathKey::Segment(q.get()),
        PathEnd::Region(r) => PathKey::Region(r.get()),
    }
}

/// The path rows by their ends.
struct Rows {
    by_ends: HashMap<(PathKey, PathKey), PathId>,
    /// Which segments have rows of their own; nearly all have none.
    own: Vec<bool>,
    /// The row to each region from each site.
    to_region: Vec<Vec<Option<PathId>>>,
}

impl Rows {
    /// The most specific row wins: (site, segment), (site, region), (region, segment), (region, region).
    fn first(&self, model: &Model, s: SiteId, to: &[PathKey]) -> Option<PathId> {
        let from = [PathKey::Site(s.get()), PathKey::Region(model.sites[s].region.get())];
        from.iter().flat_map(|f| to.iter().map(move |t| (*f, *t))).find_map(|pair| self.by_ends.get(&pair).copied())
    }
}

fn admit(model: &Model, rows: &Rows, q: SegmentId, s: SiteId) -> Option<Way> {
    let (segment, site) = (&model.segments[q], &model.sites[s]);
    let row = if rows.own[q.get()] {
        rows.first(model, s, &[PathKey::Segment(q.get()), PathKey::Region(segment.region.get())])
    } else {
        rows.to_region[segment.region.get()][s.get()]
    };
    let latency_ms = match row {
        Some(row) => model.paths[row].latency_ms,
        None if site.region == segment.region => Some(0.0),
        None => None,
    };
    let reach = &segment.reach;
    let fast = reach.latency_ms.is_none_or(|limit| latency_ms.is_some_and(|latency| latency <= limit));
    let resident = reach.regions.as_ref().is_none_or(|regions| regions.contains(&site.region));
    let listed = reach.sites.as_ref().is_none_or(|sites| sites.contains(&s));
    (fast && resident && listed).then_some(Way { latency_ms, row })
}
