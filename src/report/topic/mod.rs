//! Any part of a plan.

mod after;
mod pages;

pub(super) mod limits;

use super::export;
use super::over_time::Grid;
use super::table::Table;
use crate::plan::types::Plan;

/// A part of a plan that has a page of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// Payments by kind and category.
    Cash,
    /// What is paid after the horizon.
    After,
    /// Power by site.
    Sites,
    /// What binds.
    Limits,
    /// Orders of chips and megawatts.
    Orders,
    /// Demand served by segment.
    Demand,
    /// Revenue to free cash flow.
    Finance,
}

impl Topic {
    /// Every topic with its name.
    pub const ALL: [(&'static str, Self); 7] = [
        ("cash", Self::Cash),
        ("after", Self::After),
        ("sites", Self::Sites),
        ("limits", Self::Limits),
        ("orders", Self::Orders),
        ("demand", Self::Demand),
        ("finance", Self::Finance),
    ];

    /// The topic of a name.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, topic)| *topic)
    }

    /// Its rows, flat and in full precision.
    #[must_use]
    pub fn table(self, plan: &Plan) -> Table {
        let name = match self {
            Self::Cash => "cash",
            Self::After => "after_horizon",
            Self::Sites => "sites",
            Self::Limits => "limits",
            Self::Orders => "orders",
            Self::Demand => "demand",
            Self::Finance => "finance",
        };
        export::table(plan, name).unwrap_or_default()
    }

    /// Its numbers over time, of a part that is a table of time.
    pub(super) fn grid(self, plan: &Plan) -> Option<Grid> {
        match self {
            Self::Cash => Some(pages::cash(plan)),
            Self::Sites => Some(pages::sites(plan)),
            Self::Orders => Some(pages::orders(plan)),
            Self::Demand => Some(pages::demand(plan)),
            Self::Finance => Some(pages::finance(plan)),
            Self::After | Self::Limits => None,
        }
    }

    /// Its page for reading.
    #[must_use]
    pub fn text(self, plan: &Plan) -> String {
        match self {
            Self::After => after::after(plan),
            Self::Limits => limits::limits(plan),
            Self::Orders => pages::orders_text(plan),
            Self::Cash | Self::Sites | Self::Demand | Self::Finance => {
                self.grid(plan).map(|grid| grid.text()).unwrap_or_default()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn every_topic_has_a_page_and_a_table() {
        let plan = sample::plan_of(20);
        for (name, topic) in Topic::ALL {
            assert_eq!(Topic::find(name), Some(topic));
            assert!(!topic.text(&plan).is_empty(), "{name}");
            assert!(!topic.table(&plan).columns.is_empty(), "{name}");
        }
    }

    #[test]
    fn only_what_binds_is_listed_as_a_limit() {
        let text = Topic::Limits.text(&sample::plan_of(8));
        assert!(text.contains("budget[fy2026].at_most"), "{text}");
        assert!(!text.contains("it_power"), "{text}");
        assert!(text.contains("1 of 2 limits bind"), "{text}");
    }
}
