//! The ids of a model, known before any row is read.

use std::collections::HashMap;

use crate::files::Place;

/// The ids of every kind, known before any row is read.
#[derive(Debug, Default)]
pub(super) struct Ids {
    kinds: HashMap<&'static str, Kind>,
}

#[derive(Debug, Default)]
struct Kind {
    names: Vec<String>,
    places: Vec<Place>,
    rows: HashMap<String, usize>,
}

impl Ids {
    pub(super) fn add(&mut self, kind: &'static str, name: &str, place: &Place) {
        let kind = self.kinds.entry(kind).or_default();
        kind.rows.entry(name.to_owned()).or_insert(kind.names.len());
        kind.names.push(name.to_owned());
        kind.places.push(place.clone());
    }

    /// Where a row of a kind stands.
    pub(super) fn place(&self, kind: &str, name: &str) -> Option<Place> {
        self.kinds.get(kind)?.places.get(self.find(kind, name)?).cloned()
    }

    pub(super) fn find(&self, kind: &str, name: &str) -> Option<usize> {
        self.kinds.get(kind)?.rows.get(name).copied()
    }

    pub(super) fn names(&self, kind: &str) -> &[String] {
        self.kinds.get(kind).map_or(&[], |kind| &kind.names)
    }

    /// Another kind that has a row of this name.
    pub(super) fn other_kind(&self, name: &str) -> Option<&'static str> {
        let mut kinds: Vec<_> =
            self.kinds.iter().filter(|(_, kind)| kind.rows.contains_key(name)).map(|(kind, _)| *kind).collect();
        kinds.sort_unstable();
        kinds.first().copied()
    }
}
