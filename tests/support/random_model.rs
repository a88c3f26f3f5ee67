//! Small models drawn from a seed: valid, feasible (doing nothing breaks no limit) and economically alive.

use std::fmt::Write as _;

/// A stream of choices that depends on its seed alone (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014).
pub(crate) struct Draw(u64);

impl Draw {
    /// The stream of a seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A whole number from `least` to `most`.
    pub(crate) fn whole(&mut self, least: i64, most: i64) -> i64 {
        let span = u64::try_from(most - least).expect("`most` is not below `least`") + 1;
        least + i64::try_from(self.next() % span).expect("a remainder of a small span is small")
    }

    /// Whether something of a chance in a hundred happens.
    pub(crate) fn chance(&mut self, of_hundred: i64) -> bool {
        self.whole(1, 100) <= of_hundred
    }

    /// One of several.
    pub(crate) fn one<T: Copy>(&mut self, of: &[T]) -> T {
        let last = i64::try_from(of.len()).expect("a list is short") - 1;
        of[usize::try_from(self.whole(0, last)).expect("it is not negative")]
    }

    /// Puts a list into another order.
    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for n in (1..list.len()).rev() {
            let most = i64::try_from(n).expect("a list is short");
            list.swap(n, usize::try_from(self.whole(0, most)).expect("it is not negative"));
        }
    }

    /// A payment profile, as the value of the key `payments`; the words are those of the first and the last milestone.
    pub(crate) fn payments(&mut self, first: &str, last: &str) -> String {
        let start = self.whole(0, 10) * 10;
        let spread = self.whole(0, (100 - start) / 10) * 10;
        let rest = 100 - start - spread;
        format!("{{ {first} = \"{start} %\", spread = \"{spread} %\", {last} = \"{rest} %\" }}")
    }
}

/// The label of a quarter of the horizon, which starts with 2026.
pub(crate) fn quarter(p: i64) -> String {
    format!("{}Q{}", 2026 + p.div_euclid(4), p.rem_euclid(4) + 1)
}

/// The text of a model.
pub(crate) fn random_model(seed: u64) -> String {
    let mut d = Draw::new(seed);
    let periods = d.whole(4, 6);
    let power = d.chance(35);
    let mut text = format!(
        r#"name    = "random-{seed}"
horizon = {{ start = "2026Q1", periods = {periods} }}
money   = {{ currency = "USD", discount_rate = "{} %/year" }}
goal    = ["npv"]

[workload.work]
unit = "piece"
utilisation = "{} %"
[region.north]
[region.south]
"#,
        d.one(&[0, 5, 9, 12]),
        d.one(&[100, 100, 80])
    );
    sites(&mut text, &mut d, power);
    chips(&mut text, &mut d);
    projects(&mut text, &mut d, power);
    committed(&mut text, &mut d);
    demand(&mut text, &mut d, periods);
    limits(&mut text, &mut d, periods);
    text
}

/// Adds a line that is there by chance.
fn perhaps(text: &mut String, there: bool, line: &str) {
    if there {
        text.push_str(line);
        text.push('\n');
    }
}

fn sites(text: &mut String, d: &mut Draw, power: bool) {
    let node = |name: &str, connection: i64| {
        if power { format!("node = \"{name}\"\nconnection = \"{connection} MW\"\n") } else { String::new() }
    };
    let _ = write!(
        text,
        "[site.north-1]\nregion = \"north\"\npue = 1.2\nit_power = {{ air = \"{} MW\" }}\n{}",
        d.whole(8, 11),
        node("n", d.whole(14, 18))
    );
    let _ = write!(
        text,
        "[site.south-1]\nregion = \"south\"\npue = 1.1\nit_power = {{ liquid = \"{} MW\", air = \"{} MW\" }}\n{}",
        d.whole(0, 3),
        d.whole(0, 2),
        node("s", d.whole(2, 6))
    );
    if power {
        let _ = write!(
            text,
            r#"[node.n]
region = "north"
other_load = "{} MW"
[node.s]
region = "south"
[line.ns]
from = "n"
to = "s"
rating = "{} MW"
[supply.grid]
node = "n"
power = "80 MW"
price = "{} USD/MWh"
[supply.sun]
node = "s"
power = "{} MW"
availability = "30 %"
"#,
            d.whole(0, 6),
            d.whole(2, 8),
            d.whole(30, 90),
            d.whole(0, 6)
        );
    }
}

fn chips(text: &mut String, d: &mut Draw) {
    let _ = writeln!(
        text,
        r#"[chip.steady]
vendor = "granite"
power = "1 kW"
throughput = {{ work = "1 piece" }}
price = {{ value = "{} kUSD", change = "{} %/year" }}
lead = "{} quarters"
life = "{} quarters"
payments = {}"#,
        d.whole(6, 13),
        d.whole(-8, 3),
        d.whole(0, 2),
        d.whole(8, 20),
        d.payments("order", "delivery")
    );
    perhaps(text, d.chance(30), "lot = \"1500 chips\"");
    perhaps(text, d.chance(30), "fixed_om = \"200 USD/chip/year\"");
    let _ = writeln!(
        text,
        r#"[chip.swift]
vendor = "gale"
power = "2 kW"
cooling = "liquid"
throughput = {{ work = "3 piece" }}
price = {{ value = "{} kUSD", change = "{} %/year" }}
lead = "{} quarters"
life = "{} quarters"
payments = {}"#,
        d.whole(15, 34),
        d.whole(-8, 3),
        d.whole(0, 2),
        d.whole(8, 20),
        d.payments("order", "delivery")
    );
    let order_cost = format!("order_cost = \"{} M USD\"", d.whole(1, 3));
    perhaps(text, d.chance(30), &order_cost);
    let allotment = format!("allotment = \"{} chips/quarter\"", d.whole(4, 12) * 250);
    perhaps(text, d.chance(40), &allotment);
    let _ =
        write!(text, "[[fleet]]\nchip = \"steady\"\nsite = \"north-1\"\nquantity = \"{} k chips\"\n", d.whole(5, 8));
    let retires = format!("retires = {{ \"{}\" = \"2 k chips\" }}", quarter(d.whole(1, 3)));
    perhaps(text, d.chance(30), &retires);
}

fn projects(text: &mut String, d: &mut Draw, power: bool) {
    for (id, cost) in [("north/permit", d.whole(1, 3)), ("south/substation", d.whole(2, 9))] {
        let site = &id[..5];
        let _ = writeln!(
            text,
            "[project.\"{id}\"]\nsite = \"{site}-1\"\ncost = \"{cost} M USD\"\nlead = \"{} quarters\"\nlife = \"20 years\"",
            d.whole(0, 2)
        );
    }
    let halls = [
        ("north/hall", "air", d.whole(3, 6), "after = [\"north/permit\"]", 1),
        ("south/hall", "liquid", d.whole(3, 6), "needs = [\"south/substation\"]", d.whole(1, 2)),
        ("south/annex", "air", d.whole(2, 4), "with = [\"south/substation\"]", 1),
    ];
    for (id, cooling, size, relation, copies) in halls {
        let site = &id[..5];
        let _ = writeln!(
            text,
            r#"[project."{id}"]
site = "{site}-1"
adds = {{ it_power = "{size} MW", cooling = "{cooling}" }}
copies = {copies}
cost = "{} M USD"
lead = "{} months"
life = "{} years"
{relation}
payments = {}"#,
            size * d.whole(1, 4),
            d.whole(0, 5),
            d.whole(8, 25),
            d.payments("start", "completion")
        );
        perhaps(text, copies == 2 && d.chance(50), "starts_per_period = 1");
        perhaps(text, d.chance(20), "salvage = \"none\"");
    }
    let group = "[group.one-annex]\npick = \"at-most-one\"\nprojects = [\"north/hall\", \"south/annex\"]";
    perhaps(text, d.chance(30), group);
    if power {
        let _ = writeln!(
            text,
            r#"[project."south/feeder"]
site = "south-1"
adds = {{ connection = "{} MW" }}
cost = "{} M USD"
lead = "{} quarters"
life = "30 years"
[project.second-circuit]
line = "ns"
adds = {{ rating = "{} MW" }}
cost = "{} M USD"
lead = "{} quarters"
life = "40 years""#,
            d.whole(5, 10),
            d.whole(2, 12),
            d.whole(0, 2),
            d.whole(4, 9),
            d.whole(2, 8),
            d.whole(0, 2)
        );
    }
    let lease = format!(
        "[lease.hall]\nsite = \"north-1\"\nadds = {{ it_power = \"{} MW\" }}\nfee = \"{} kUSD/MW/year\"\nlead = \"{} quarters\"\nterm = \"{} quarters\"",
        d.whole(1, 3),
        d.whole(3, 14) * 100,
        d.whole(0, 1),
        d.whole(2, 8)
    );
    perhaps(text, d.chance(50), &lease);
    let expansion = format!(
        "[expansion.racks]\nsite = \"south-1\"\nadds = {{ it_power = \"{} MW\" }}\nprice = \"{} M USD/MW\"\nlead = \"{} quarters\"\nlife = \"10 years\"\ngrowth = {{ rate = \"50 %\", seed = \"1 MW\" }}",
        d.whole(1, 3),
        d.whole(1, 5),
        d.whole(0, 2)
    );
    perhaps(text, d.chance(50), &expansion);
}

fn committed(text: &mut String, d: &mut Draw) {
    let order = format!(
        r#"[order.autumn]
chip = "{}"
site = "south-1"
quantity = "{} chips"
ordered = "2025Q4"
delivered = "{}"
to_pay = {{ "{}" = "{} M USD" }}
price = "12 M USD"
cancel = {{ until = "2026Q1", fee = "10 %", part = {} }}"#,
        d.one(&["steady", "swift"]),
        d.whole(2, 6) * 100,
        quarter(d.whole(1, 3)),
        quarter(d.whole(0, 3)),
        d.whole(2, 6),
        d.chance(50)
    );
    perhaps(text, d.chance(40), &order);
    let extension = format!(
        r#"[project."north/extension"]
site = "north-1"
adds = {{ it_power = "{} MW" }}
lead = "3 quarters"
life = "15 years"
committed = {{ start = "2025Q4", to_pay = {{ "2026Q2" = "{} M USD" }}, cancel = {{ until = "2026Q2", fee = "1 M USD" }} }}"#,
        d.whole(1, 3),
        d.whole(2, 8)
    );
    perhaps(text, d.chance(40), &extension);
    let cash = format!("[[cash]]\ncategory = \"other\"\namount = \"{} M USD\"", d.whole(1, 9));
    perhaps(text, d.chance(30), &cash);
}

fn demand(text: &mut String, d: &mut Draw, periods: i64) {
    let segments = [
        ("north-market", "north", "market", d.whole(8, 16), "reach = { regions = [\"north\"] }"),
        ("south-market", "south", "market", d.whole(4, 20), "reach = { regions = [\"north\", \"south\"] }"),
        ("contract", "south", "contracted", d.whole(3, 15), "reach = { regions = [\"south\"] }\nchips = [\"swift\"]"),
        ("steadfast", "north", "firm", d.whole(1, 2), "reach = { regions = [\"north\"] }"),
    ];
    for (id, region, kind, amount, reach) in segments {
        let _ = writeln!(
            text,
            "[segment.{id}]\nworkload = \"work\"\nregion = \"{region}\"\nkind = \"{kind}\"\n{reach}\nprice = \"{} USD/piece/year\"",
            d.whole(40, 95) * 100
        );
        perhaps(text, kind == "contracted", "penalty = \"2 kUSD/piece/year\"");
        perhaps(text, kind == "market" && d.chance(25), "headroom = \"10 %\"");
        perhaps(text, id == "south-market" && d.chance(40), "placement = \"one-site\"");
        let later = amount * d.whole(10, 20) / 10;
        if kind != "firm" && d.chance(50) {
            let _ = writeln!(
                text,
                "demand = {{ \"2026Q1\" = \"{amount} k piece\", \"{}\" = \"{later} k piece\" }}",
                quarter(periods / 2)
            );
        } else {
            let _ = writeln!(text, "demand = \"{amount} k piece\"");
        }
    }
    let _ = writeln!(
        text,
        "[[path]]\nfrom = \"north-1\"\nto = \"south-market\"\ncost = \"{} USD/piece/year\"",
        d.whole(0, 9) * 50
    );
}

fn limits(text: &mut String, d: &mut Draw, periods: i64) {
    let middle = d.whole(1, periods - 2);
    let _ = writeln!(
        text,
        "[budget.early]\nperiods = \"2026Q1..{}\"\nat_most = \"{} M USD\"",
        quarter(middle),
        d.whole(15, 90)
    );
    let carry = format!("unspent = {{ to = \"late\", up_to = \"{} %\" }}", d.whole(1, 6) * 10);
    perhaps(text, d.chance(40), &carry);
    let _ = writeln!(
        text,
        "[budget.late]\nperiods = \"{}..{}{}\"\nat_most = \"{} M USD\"",
        quarter(middle + 1),
        quarter(periods - 1),
        d.one(&["", ", after-horizon"]),
        d.whole(15, 120)
    );
    let allotment = format!(
        "[allotment.gale]\nvendor = \"gale\"\ncumulative = \"{} chips\"\ngrowth = {{ rate = \"50 %\", seed = \"{} chips\" }}\ncounts = \"{}\"",
        d.whole(8, 30) * 250,
        d.whole(2, 8) * 250,
        d.one(&["ordered", "delivered"])
    );
    perhaps(text, d.chance(60), &allotment);
    let share = format!(
        "[policy.second-source]\nmeasure = \"chip_work\"\nfilter = {{ vendor = \"gale\", workload = \"work\" }}\nof = {{ measure = \"chip_work\", filter = {{ workload = \"work\" }} }}\nat_most = \"{} %\"",
        d.whole(2, 8) * 10
    );
    perhaps(text, d.chance(45), &share);
    let spend = format!(
        "[policy.calm]\nmeasure = \"spend\"\nfilter = {{ category = \"site\" }}\nat_most = \"{} M USD\"\nover = \"each\"",
        d.whole(8, 40)
    );
    perhaps(text, d.chance(25), &spend);
    let floor = format!("[patience.lean]\nat_least = \"-{} M USD\"\nper = \"cumulative\"", d.whole(12, 60));
    perhaps(text, d.chance(45), &floor);
}
