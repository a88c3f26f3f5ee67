//! Limits that apply to nothing, and budgets that carry where they cannot.

use std::collections::BTreeSet;

use crate::domain::{Budget, Filter, Measure, MeasureKind, Model, Months, NodeId, RegionId, SiteId, Unspent};
use crate::files::{Finding, Node, Place};

use super::check::{horizon_shown, stands, within};
use super::guess;
use super::read::Reader;

/// Categories that payments have without being told.
const CATEGORIES: &[&str] = &["chips", "site", "grid", "supply", "paths"];

impl Reader {
    /// All checks of limits.
    pub(super) fn check_limits(&mut self, model: &Model, root: &Node) {
        self.check_spans(model, root);
        self.check_bounds(model, root);
        self.check_carry(model, root);
        self.check_allotments(model, root);
        self.check_filters(model, root);
        self.check_measures(model, root);
    }

    /// A policy whose filter leaves no row to measure limits nothing.
    fn check_measures(&mut self, model: &Model, root: &Node) {
        for (id, policy) in model.policies.iter() {
            if !measures_any(&policy.measure, model) {
                let name = model.policies.name(id);
                let message = format!("policy `{name}` measures no row of the model; it limits nothing");
                self.warning(message, &within(root, "policy", name, &["filter"]));
            }
        }
    }

    /// A limit on time outside the horizon limits nothing.
    fn check_spans(&mut self, model: &Model, root: &Node) {
        let horizon = model.horizon;
        let outside =
            |months: &Months| !months.after_horizon && (months.end <= horizon.start || months.first >= horizon.end());
        let spans = (model.budgets.iter().map(|(id, row)| ("budget", model.budgets.name(id), row.periods)))
            .chain(model.policies.iter().map(|(id, row)| ("policy", model.policies.name(id), row.periods)))
            .chain(model.cash.iter().map(|(id, row)| ("cash", model.cash.name(id), row.periods)))
            .chain(model.patience.iter().map(|(id, row)| ("patience", model.patience.name(id), row.periods)));
        for (kind, name, _) in spans.filter(|(_, _, months)| outside(months)) {
            let what = if kind == "cash" { "counts" } else { "limits" };
            let shown = horizon_shown(model);
            let message = format!("{kind} `{name}` covers no period of the horizon ({shown}); it {what} nothing");
            self.warning(message, &cash_or(root, model, kind, name));
        }
    }

    /// A budget without a bound limits nothing.
    fn check_bounds(&mut self, model: &Model, root: &Node) {
        for (id, budget) in model.budgets.iter() {
            if budget.at_most.is_none() && budget.at_least.is_none() {
                let name = model.budgets.name(id);
                let message = format!("budget `{name}` has neither `at_most` nor `at_least`; it limits nothing");
                self.warning(message, &stands(root, "budget", name));
            }
        }
    }

    /// Money is carried to a later budget with the same filter.
    fn check_carry(&mut self, model: &Model, root: &Node) {
        for (id, budget) in model.budgets.iter() {
            let Unspent::Carry { to, .. } = budget.unspent else {
                continue;
            };
            let receiver: &Budget = &model.budgets[to];
            let (name, other) = (model.budgets.name(id), model.budgets.name(to));
            let place = within(root, "budget", name, &["unspent", "to"]);
            if budget.bend.is_some() {
                let what = "what it carries out would be paid by bending";
                self.error(
                    format!("budget `{name}` both bends and carries to `{other}`: {what}; give it one of the two"),
                    &place,
                );
            } else if receiver.periods.first < budget.periods.end {
                self.error(format!("budget `{name}` carries to `{other}`, which does not begin after it"), &place);
            } else if receiver.filter != budget.filter {
                self.error(format!("budget `{name}` carries to `{other}`, which has another filter"), &place);
            }
        }
    }

    /// An allotment over no chips limits nothing.
    fn check_allotments(&mut self, model: &Model, root: &Node) {
        for (id, allotment) in model.allotments.iter() {
            let of = &allotment.of;
            let chips = model.chips.iter().filter(|(id, chip)| {
                of.chips.as_ref().is_none_or(|list| list.contains(id))
                    && of
                        .vendors
                        .as_ref()
                        .is_none_or(|list| chip.vendor.as_ref().is_some_and(|vendor| list.contains(vendor)))
            });
            let megawatts = of.expansions.as_ref().map_or(0, Vec::len) + of.leases.as_ref().map_or(0, Vec::len);
            let power = of.expansions.is_some() || of.leases.is_some();
            let name = model.allotments.name(id);
            if of.sites.as_ref().is_some_and(Vec::is_empty)
                || (power && megawatts == 0)
                || (!power && chips.count() == 0)
            {
                let what = if power { "megawatts" } else { "chips" };
                let vendors = model.chips.iter().filter_map(|(_, chip)| chip.vendor.as_deref());
                let hint = of.vendors.as_ref().and_then(|list| guess::hint(list.first()?, vendors));
                let key = if of.vendors.is_some() { "vendor" } else { "chip" };
                let place = within(root, "allotment", name, &[key]);
                let message = format!("allotment `{name}` is over no {what}; it limits nothing");
                self.findings.push(Finding::warning(message, place).maybe(hint));
            }
        }
    }

    /// A free word in a filter that matches nothing.
    fn check_filters(&mut self, model: &Model, root: &Node) {
        let words = Words::of(model);
        for (id, budget) in model.budgets.iter() {
            self.check_filter(&budget.filter, "budget", model.budgets.name(id), &["filter"], &words, root);
        }
        for (id, policy) in model.policies.iter() {
            let name = model.policies.name(id);
            self.check_filter(&policy.measure.filter, "policy", name, &["filter"], &words, root);
            if let Some(of) = &policy.of {
                self.check_filter(&of.filter, "policy", name, &["of", "filter"], &words, root);
            }
        }
    }

    fn check_filter(&mut self, filter: &Filter, kind: &str, name: &str, at: &[&str], words: &Words<'_>, root: &Node) {
        let keys = [
            ("category", &filter.category, &words.category),
            ("vendor", &filter.vendor, &words.vendor),
            ("tag", &filter.tag, &words.tag),
            ("customer", &filter.customer, &words.customer),
        ];
        for (key, list, known) in keys {
            let place = within(root, kind, name, &[at, &[key]].concat());
            for word in list.iter().flatten().filter(|word| !known.contains(word.as_str())) {
                let message = format!("`{}.{key}` of {kind} `{name}` is `{word}`, which matches nothing", at.join("."));
                let hint = guess::hint(word, known.iter().copied());
                self.findings.push(Finding::warning(message, place.clone()).maybe(hint));
            }
            if list.as_ref().is_some_and(Vec::is_empty) {
                let message = format!("`{}.{key}` of {kind} `{name}` is empty and matches nothing", at.join("."));
                self.warning(message, &place);
            }
        }
    }
}

/// Whether any row of the model passes the filter of a measure; payments are taken to.
fn measures_any(measure: &Measure, model: &Model) -> bool {
    let filter = &measure.filter;
    let tagged = |tags: &[String]| filter.tag.as_ref().is_none_or(|list| tags.iter().any(|tag| list.contains(tag)));
    let site = |tags: bool| {
        model.sites.iter().any(|(id, site)| {
            lets(filter.site.as_ref(), &id)
                && lets(filter.region.as_ref(), &site.region)
                && (!tags || tagged(&site.tags))
        })
    };
    let chip = || {
        model.chips.iter().any(|(id, chip)| {
            lets(filter.chip.as_ref(), &id)
                && filter
                    .vendor
                    .as_ref()
                    .is_none_or(|list| chip.vendor.as_ref().is_some_and(|vendor| list.contains(vendor)))
                && tagged(&chip.tags)
        })
    };
    let within = |region: Option<RegionId>| {
        filter.region.is_none() || region.is_some_and(|id| lets(filter.region.as_ref(), &id))
    };
    let at = |node: NodeId| within(model.nodes[node].region);
    let behind = |site: Option<SiteId>| filter.site.is_none() || site.is_some_and(|id| lets(filter.site.as_ref(), &id));
    match measure.kind {
        MeasureKind::Spend => true,
        MeasureKind::Orders | MeasureKind::Owned | MeasureKind::ChipWork => chip() && site(false),
        MeasureKind::ItMw | MeasureKind::LiquidMw | MeasureKind::ConnectionMw | MeasureKind::Energy => site(true),
        MeasureKind::CarbonFree => site(false),
        MeasureKind::LineMw => model.lines.iter().any(|(id, line)| lets(filter.line.as_ref(), &id) && at(line.from)),
        MeasureKind::SupplyMw | MeasureKind::Carbon | MeasureKind::Water => {
            let cooled = || {
                model.sites.iter().any(|(id, site)| {
                    let here = lets(filter.site.as_ref(), &id) && lets(filter.region.as_ref(), &site.region);
                    site.water_m3 > 0.0 && filter.supply.is_none() && here && tagged(&site.tags)
                })
            };
            let given = model.supplies.iter().any(|(id, supply)| {
                let here = within(model.region_of(supply.feed)) && behind(supply.site());
                lets(filter.supply.as_ref(), &id) && here && tagged(&supply.tags)
            });
            given || (measure.kind == MeasureKind::Water && cooled())
        }
        MeasureKind::Served => model.segments.iter().any(|(id, segment)| {
            lets(filter.segment.as_ref(), &id)
                && lets(filter.workload.as_ref(), &segment.workload)
                && lets(filter.region.as_ref(), &segment.region)
                && filter
                    .customer
                    .as_ref()
                    .is_none_or(|list| segment.customer.as_ref().is_some_and(|one| list.contains(one)))
                && tagged(&segment.tags)
        }),
    }
}

/// Whether a filter that may be absent lets a value through.
fn lets<T: PartialEq>(list: Option<&Vec<T>>, value: &T) -> bool {
    list.is_none_or(|list| list.contains(value))
}

/// The free words that rows of a model bear.
struct Words<'m> {
    category: BTreeSet<&'m str>,
    vendor: BTreeSet<&'m str>,
    tag: BTreeSet<&'m str>,
    customer: BTreeSet<&'m str>,
}

impl<'m> Words<'m> {
    fn of(model: &'m Model) -> Self {
        let (chips, projects) =
            (|| model.chips.iter().map(|(_, row)| row), || model.projects.iter().map(|(_, row)| row));
        let (expansions, leases) =
            (|| model.expansions.iter().map(|(_, row)| row), || model.leases.iter().map(|(_, row)| row));
        let category = (CATEGORIES.iter().copied())
            .chain(projects().filter_map(|row| row.category.as_deref()))
            .chain(expansions().filter_map(|row| row.category.as_deref()))
            .chain(model.cash.iter().map(|(_, row)| row.category.as_str()));
        let vendor = (chips().filter_map(|row| row.vendor.as_deref()))
            .chain(projects().filter_map(|row| row.vendor.as_deref()))
            .chain(expansions().filter_map(|row| row.vendor.as_deref()))
            .chain(leases().filter_map(|row| row.vendor.as_deref()))
            .chain(model.agreements.iter().filter_map(|(_, row)| row.vendor.as_deref()));
        let tag = (chips().flat_map(|row| &row.tags))
            .chain(projects().flat_map(|row| &row.tags))
            .chain(expansions().flat_map(|row| &row.tags))
            .chain(leases().flat_map(|row| &row.tags))
            .chain(model.agreements.iter().flat_map(|(_, row)| &row.tags))
            .chain(model.sites.iter().flat_map(|(_, row)| &row.tags))
            .chain(model.segments.iter().flat_map(|(_, row)| &row.tags))
            .chain(model.orders.iter().flat_map(|(_, row)| &row.tags))
            .chain(model.supplies.iter().flat_map(|(_, row)| &row.tags))
            .chain(model.cash.iter().flat_map(|(_, row)| &row.tags));
        Self {
            category: category.collect(),
            vendor: vendor.collect(),
            tag: tag.map(String::as_str).collect(),
            customer: model.segments.iter().filter_map(|(_, row)| row.customer.as_deref()).collect(),
        }
    }
}

/// Where a row stands; cash rows may stand in a list.
fn cash_or(root: &Node, model: &Model, kind: &str, name: &str) -> Place {
    if let (Some(Node { value: crate::files::Value::List(items), .. }), "cash") = (root.get(kind), kind) {
        let n = model.cash.names().iter().position(|known| known == name);
        if let Some(item) = n.and_then(|n| items.get(n)) {
            return item.place.clone();
        }
    }
    stands(root, kind, name)
}
