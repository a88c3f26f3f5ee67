//! Where the capital goes: from years through categories to chips and sites.

use std::collections::{BTreeMap, HashMap};

use super::Subject;
use super::parts::{Cell, Chart, Flow, FlowLink, FlowNode, List, Section};
use crate::plan::types::{OrderKind, PaymentRow, Plan};
use crate::report::money::{capital, largest_first};
use crate::report::words::{Scale, money, percent};

/// Chips and sites that have a place of their own in the drawing; the rest share one.
const SHOWN: usize = 16;

pub(super) fn section(subject: &Subject) -> Option<Section> {
    let Subject { plan, summary, .. } = *subject;
    let payments = payments(plan);
    let lists: Vec<List> = [table(&payments), budgets(subject), commitments(subject)]
        .into_iter()
        .filter(|list| !list.rows.is_empty())
        .collect();
    if payments.is_empty() && lists.is_empty() {
        return None;
    }
    let back: f64 = payments.iter().map(|payment| payment.usd).filter(|usd| *usd < 0.0).sum();
    let mut lead = vec![format!("{} of capital is paid within the horizon.", money(summary.spend.usd))];
    if back < -0.5 {
        lead.push(format!(
            "Of this {} come back, such as deposits; sums that are below zero are not drawn.",
            money(-back)
        ));
    }
    let charts = flow(&payments).into_iter().map(Chart::Flow).collect();
    Some(Section { id: "capital", title: "Where the capital goes", lead, charts, lists })
}

/// A capital payment: the year, its category, and the chip or site that it is for.
struct Payment<'a> {
    year: String,
    category: &'a str,
    goes_to: String,
    usd: f64,
}

fn payments(plan: &Plan) -> Vec<Payment<'_>> {
    let chips = plan.orders.iter().filter(|row| row.kind == OrderKind::Chip);
    let chips: HashMap<&str, &str> = chips.map(|row| (row.id.as_str(), row.asset.as_str())).collect();
    let goes_to = |row: &PaymentRow| match (chips.get(row.asset.as_str()), &row.site) {
        (Some(chip), _) => (*chip).to_owned(),
        (None, Some(site)) => site.clone(),
        (None, None) => bare(&row.asset).to_owned(),
    };
    let year = |row: &PaymentRow| row.span.period.get(..4).map_or_else(|| row.span.period.clone(), ToOwned::to_owned);
    let rows = capital(plan);
    rows.map(|row| Payment { year: year(row), category: &row.category, goes_to: goes_to(row), usd: row.usd_nominal })
        .collect()
}

/// The id within an address.
fn bare(address: &str) -> &str {
    let inside = address.split_once('[').and_then(|(_, rest)| rest.rsplit_once(']'));
    inside.map_or(address, |(id, _)| id)
}

fn flow(payments: &[Payment]) -> Option<Flow> {
    let order = largest_first(payments.iter().map(|payment| (payment.goes_to.clone(), payment.usd)));
    let shown: Vec<&str> = order.iter().map(|(name, _)| name.as_str()).take(SHOWN).collect();
    let rest = format!("{} others", order.len().saturating_sub(shown.len()));
    let goes_to = |payment: &Payment| -> String {
        // One left over has as much room as the word that it is one.
        let own = order.len() <= SHOWN + 1 || shown.contains(&payment.goes_to.as_str());
        if own { payment.goes_to.clone() } else { rest.clone() }
    };
    let all: f64 = payments.iter().map(|payment| payment.usd).sum();
    let scale = Scale::of(all);
    let mut layers: [Vec<(String, f64)>; 3] = [
        largest_first(payments.iter().map(|payment| (payment.year.clone(), payment.usd))),
        largest_first(payments.iter().map(|payment| (payment.category.to_owned(), payment.usd))),
        largest_first(payments.iter().map(|payment| (goes_to(payment), payment.usd))),
    ];
    layers[0].sort_by(|a, b| a.0.cmp(&b.0));
    layers[2].sort_by_key(|(name, _)| *name == rest);
    let mut nodes = Vec::new();
    let mut places: HashMap<(usize, String), usize> = HashMap::new();
    for (layer, sums) in layers.into_iter().enumerate() {
        for (name, usd) in sums {
            places.insert((layer, name.clone()), nodes.len());
            nodes.push(FlowNode { name, layer, words: money(usd) });
        }
    }
    let mut sums: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for payment in payments {
        let at = |layer, name: &str| places[&(layer, name.to_owned())];
        let ends = [at(0, &payment.year), at(1, payment.category), at(2, &goes_to(payment))];
        *sums.entry((ends[0], ends[1])).or_default() += payment.usd;
        *sums.entry((ends[1], ends[2])).or_default() += payment.usd;
    }
    let links: Vec<FlowLink> = sums
        .into_iter()
        .filter(|(_, usd)| *usd > 0.5)
        .map(|((from, to), usd)| FlowLink { from, to, value: scale.scaled(usd), words: money(usd) })
        .collect();
    let name = "Capital by year, category, and chip or site".into();
    let layers = vec!["year", "category", "chip or site"];
    (!links.is_empty()).then(|| Flow { name, unit: scale.unit.into(), layers, nodes, links })
}

fn table(payments: &[Payment]) -> List {
    let mut years: Vec<&str> = payments.iter().map(|payment| payment.year.as_str()).collect();
    years.sort_unstable();
    years.dedup();
    let mut lines: BTreeMap<(&str, &str), BTreeMap<&str, f64>> = BTreeMap::new();
    for payment in payments {
        let line = lines.entry((payment.category, &payment.goes_to)).or_default();
        *line.entry(&payment.year).or_default() += payment.usd;
    }
    let most = lines.values().flat_map(BTreeMap::values).fold(0.0_f64, |most, usd| most.max(usd.abs()));
    let scale = Scale::of(most);
    let heads: Vec<String> =
        years.iter().map(|year| format!("#{year}")).chain([format!("#all, {}", scale.unit)]).collect();
    let heads: Vec<&str> = ["category", "chip or site"].into_iter().chain(heads.iter().map(String::as_str)).collect();
    let mut list = List::new(format!("Capital payments, {}", scale.unit), &heads);
    let mut lines: Vec<_> =
        lines.into_iter().map(|(key, by_year)| (key, by_year.values().sum::<f64>(), by_year)).collect();
    lines.sort_by(|a, b| b.1.total_cmp(&a.1));
    for ((category, goes_to), all, by_year) in lines {
        let amounts = years.iter().map(|year| by_year.get(year).copied().unwrap_or(0.0)).chain([all]);
        let amounts = amounts.map(|usd| Cell::Number(usd, scale.column(usd, most)));
        list.rows.push([Cell::words(category), Cell::words(goes_to)].into_iter().chain(amounts).collect());
    }
    list
}

fn budgets(subject: &Subject) -> List {
    let mut list = List::new("Budgets", &["budget", "#spent", "#of", "#used"]);
    for budget in &subject.summary.spend.budgets {
        let used = if budget.at_most_usd > 0.0 { budget.spent_usd / budget.at_most_usd } else { f64::NAN };
        let share = if used.is_nan() { "-".into() } else { percent(used) };
        list.rows.push(vec![
            Cell::words(&budget.budget),
            Cell::Number(budget.spent_usd, money(budget.spent_usd)),
            Cell::Number(budget.at_most_usd, money(budget.at_most_usd)),
            Cell::Number(used, share),
        ]);
    }
    list
}

fn commitments(subject: &Subject) -> List {
    let heads = ["what", "kept or cancelled", "#still to pay", "cancellable", "arrives"];
    let mut list = List::new("Committed before, and still open or called off", &heads);
    for row in &subject.summary.commitments {
        list.rows.push(vec![
            Cell::words(&row.address),
            Cell::words(row.fate()),
            Cell::Number(row.due_usd, money(row.due_usd)),
            Cell::words(row.until_words()),
            Cell::words(&row.in_service),
        ]);
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn every_layer_of_the_flow_holds_all_the_capital() {
        let plan = sample::plan_of(8);
        let flow = flow(&payments(&plan)).expect("there is capital");
        let scale = Scale::of(plan.totals.capital_usd_nominal);
        for layer in [0, 1] {
            let links = flow.links.iter().filter(|link| flow.nodes[link.from].layer == layer);
            let sum: f64 = links.map(|link| link.value).sum();
            assert!((sum - scale.scaled(plan.totals.capital_usd_nominal)).abs() < 1e-9, "{sum} from layer {layer}");
        }
        let names: Vec<&str> = flow.nodes.iter().map(|node| node.name.as_str()).collect();
        assert_eq!(names, ["2026", "chips", "grid", "site", "trainium3", "valley-east"]);
    }
}
