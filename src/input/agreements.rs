//! Connection agreements.

use crate::domain::{Agreement, Curtail, Deposit, Duration, Exit, Model, Month, ProjectId, SiteId, SupplyId};
use crate::files::{Finding, Value};
use crate::units::{Base, split_number};

use super::read::{Field, Reader, Row};
use super::rows::Raw;
use super::shape;
use super::value::Want;

impl Reader {
    pub(super) fn agreements(&mut self, rows: &[Raw<'_>], model: &mut Model) {
        for raw in rows {
            let row = self.row(shape::AGREEMENT, raw.node, &raw.of, &raw.place);
            let agreement = self.agreement(&row, model);
            if let Some(agreement) = agreement {
                self.keep(raw, agreement, &mut model.agreements, &mut model.places);
            }
        }
    }

    fn agreement(&mut self, row: &Row<'_>, model: &Model) -> Option<Agreement> {
        let power = Want::of(Base::Power, &[]).positive();
        let (site, supply) = self.what_it_gives(row, model)?;
        let contracted = self.need(row, "contracted").map(|field| self.amount(&field, &power));
        let connection = self.amount_of(row, "connection", &Want::of(Base::Power, &[]));
        let ramp = row.get("ramp").map(|field| self.ramp(&field, contracted)).unwrap_or_default();
        let time = Want::of(Base::Time, &[]);
        let term = self.need(row, "term").map(|field| self.duration(&field, &row.of, &time.clone().positive()));
        let lead = self.late(row);
        let queue = row.get("queue").and_then(|field| self.period(&field)).map(|month| self.slipped(month, row));
        let sign_by = row.get("sign_by").and_then(|field| self.period(&field));
        let signed = row.get("signed").and_then(|field| self.period(&field));
        if let (Some(field), Some(_)) = (row.get("sign_by"), signed) {
            self.error(format!("{} says nothing of an agreement that is signed", field.name), &field.node.place);
        }
        let energy = self.price_of(row, "energy", &Want::money(&[Base::Energy]));
        let demand = self.price_of(row, "demand", &Want::money(&[Base::Power, Base::Time]));
        let minimum_bill = self.least(row, "minimum_bill", "energy", energy.is_some());
        let minimum_demand = self.least(row, "minimum_demand", "demand", demand.is_some());
        let exit = row.get("exit").and_then(|field| self.exit(&field, &row.of));
        let deposit = row.get("deposit").and_then(|field| self.deposit(&field, &row.of));
        let curtail = row.get("curtail").and_then(|field| self.curtail(&field));
        let needs: Vec<ProjectId> = row.get("needs").map(|field| self.references(&field)).unwrap_or_default();
        let (vendor, tags) = (self.text_of(row, "vendor"), self.tags(row));
        if model.nodes.is_empty() {
            let message = "an agreement connects nothing in a model without nodes";
            self.gather(message, &*row.of, &row.place);
        }
        let contracted_mw = contracted?;
        Some(Agreement {
            site,
            supply,
            contracted_mw,
            given_mw: connection.unwrap_or(contracted_mw),
            ramp,
            lead,
            queue,
            sign_by,
            term: term?,
            energy,
            demand,
            minimum_bill,
            minimum_demand,
            exit,
            deposit,
            curtail,
            needs,
            signed,
            vendor,
            tags,
        })
    }

    /// The site that it connects, or the supply that it brings and the site behind whose meter that stands.
    fn what_it_gives(&mut self, row: &Row<'_>, model: &Model) -> Option<(SiteId, Option<SupplyId>)> {
        let Some(field) = row.get("supply") else {
            if row.get("site").is_none() {
                let message = format!("{} has neither `site` nor `supply`; one of the two is needed", row.of);
                let hint = "`site` is connected, `supply` is brought behind the meter of its site";
                self.findings.push(Finding::error(message, row.place.clone()).hint(hint));
                return None;
            }
            return Some((self.reference_of(row, "site"), None));
        };
        let says = [
            ("site", "`supply` says where"),
            ("connection", "what it brings is what is contracted"),
            ("curtail", "nobody calls off load under it"),
        ];
        for (other, (_, why)) in says.iter().filter_map(|say| Some((row.get(say.0)?, say))) {
            let message = format!("{} cannot stand beside `supply`: {why}", other.name);
            self.error(message, &other.node.place);
        }
        let before = self.findings.errors();
        let supply: SupplyId = self.reference(&field);
        if self.findings.errors() > before {
            return None;
        }
        let site = model.supplies[supply].site();
        if site.is_none() {
            let name = model.supplies.name(supply);
            let message = format!("{} is `{name}`, which feeds into a node", field.name);
            let hint =
                format!("an agreement brings a supply behind the meter of a site: give supply `{name}` its `site`");
            self.findings.push(Finding::error(message, field.node.place.clone()).hint(hint));
        }
        site.map(|site| (site, Some(supply)))
    }

    /// A queue date later by as many whole periods as the row slips.
    fn slipped(&mut self, queue: Month, row: &Row<'_>) -> Month {
        let slip = self.duration_of(row, "slip", &Want::of(Base::Time, &[])).map_or(0.0, |slip| slip.months);
        let step = self.horizon.step.months();
        let periods = (slip / f64::from(step) - 1e-9).ceil().clamp(0.0, 10_000.0);
        // The range above makes the conversion exact.
        #[allow(clippy::cast_possible_truncation)]
        let periods = periods as i32;
        Month(queue.0 + periods * step)
    }

    /// A share of what is contracted that is paid for at least; it means nothing without the price.
    pub(super) fn least(&mut self, row: &Row<'_>, key: &'static str, price: &str, priced: bool) -> f64 {
        let share = self.part_of_one(row, key).unwrap_or(0.0);
        if let Some(field) = row.get(key).filter(|_| share > 0.0 && !priced) {
            self.error(format!("{} bills nothing without `{price}`", field.name), &field.node.place);
        }
        share
    }

    /// MW or shares from a year of the contract on.
    fn ramp(&mut self, field: &Field<'_>, contracted: Option<f64>) -> Vec<(u32, f64)> {
        if !matches!(field.node.value, Value::Table(_)) {
            self.needs(field, "a table of contract years such as `{ 1 = \"25 %\", 3 = \"100 %\" }`");
        }
        let mut list: Vec<(u32, f64)> = Vec::new();
        for (entry, part) in field.entries() {
            let year = entry.key.parse::<u32>().ok().filter(|year| (1..=100).contains(year));
            if year.is_none() {
                let message = format!("{} is no year of a contract, which are 1, 2, 3 and so on", part.name);
                self.error(message, &entry.place);
            }
            let unit = match part.node.get("unit") {
                Some(unit) => unit.text().unwrap_or_default(),
                None => part.node.text().and_then(split_number).map_or("", |(_, unit)| unit),
            };
            let share = if matches!(unit, "" | "%" | "1") {
                self.amount(&part, &Want::share())
            } else {
                let mw = self.amount(&part, &Want::of(Base::Power, &[]));
                contracted.filter(|all| *all > 0.0).map_or(0.0, |all| mw / all)
            };
            if share > 1.0 + 1e-12 {
                self.error(format!("{} is more than is contracted", part.name), &part.node.place);
            }
            list.extend(year.map(|year| (year, share)));
        }
        list.sort_by_key(|(year, _)| *year);
        list
    }

    fn exit(&mut self, field: &Field<'_>, of: &str) -> Option<Exit> {
        let part = self.sub(shape::EXIT, field)?;
        let after = self.duration_part(&part, "after", of).unwrap_or(Duration { months: 0.0 });
        let fee = self.need(&part, "fee").map(|fee| self.money(&fee, &Want::money(&[])));
        Some(Exit { after, fee: fee? })
    }

    fn deposit(&mut self, field: &Field<'_>, of: &str) -> Option<Deposit> {
        let part = self.sub(shape::DEPOSIT, field)?;
        let amount = self.need(&part, "amount").map(|amount| self.money(&amount, &Want::money(&[])));
        let returned = self.duration_part(&part, "returned", of);
        Some(Deposit { amount: amount?, returned })
    }

    fn duration_part(&mut self, part: &Row<'_>, key: &'static str, of: &str) -> Option<Duration> {
        part.get(key).map(|field| self.duration(&field, of, &Want::of(Base::Time, &[])))
    }

    fn curtail(&mut self, field: &Field<'_>) -> Option<Curtail> {
        let part = self.sub(shape::CURTAIL, field)?;
        self.need(&part, "share");
        let share = self.part_of_one(&part, "share").unwrap_or(0.0);
        let hours = self.need(&part, "hours").map_or(0.0, |hours| {
            let number = self.bare(&hours);
            if number > 8760.0 {
                self.needs(&hours, "a number of hours a year, of which there are 8760,");
            }
            number
        });
        let price = self.need(&part, "price").map(|price| self.price(&price, &Want::money(&[Base::Energy])));
        Some(Curtail { share, hours, price: price? })
    }
}
