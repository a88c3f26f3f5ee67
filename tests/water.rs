//! Cooling water by hand: what a site takes, which policies count it, and what an overlay changes.

use std::path::Path;

use serde_json::Value;

use crate::supplies::CAMPUS;
use crate::support::models::{loaded, model};
use crate::support::plans::assert_verified;
use crate::support::{printed, run};

/// What is cooled and counted beside the campus, which draws 40 MW of IT power in 2027 and 80 MW in 2028.
const COOLED: &str = r#"
[region.far]
[site.dry]
region = "far"
node   = "n"
[supply.g]
node  = "n"
power = "200 MW"
water = "2 m3/MWh"
[policy.all]
measure = "water"
at_most = "10 Mm3"
[policy.site]
measure = "water"
filter  = { site = "s" }
at_most = "10 Mm3"
[policy.tag]
measure = "water"
filter  = { tag = "wet" }
at_most = "10 Mm3"
[policy.region]
measure = "water"
filter  = { region = "r" }
at_most = "10 Mm3"
[policy.supply]
measure = "water"
filter  = { supply = "g" }
at_most = "10 Mm3"
"#;

/// The campus with the water that cools it.
fn cooled(water: &str) -> String {
    let site = format!("[site.s]\npue = 1.25\nwater = \"{water}\"\ntags = [\"wet\"]");
    CAMPUS.replace("[site.s]", &site) + COOLED
}

/// 40 MW x (2000 h + 0.5 x 6760 h) = 215,200 MWh of IT energy in 2027.
const IT_MWH: f64 = 215_200.0;

fn solved(folder: &Path, more: &[&str]) -> Value {
    std::fs::write(folder.join("model.toml"), cooled("1.8 L/kWh")).expect("it can be written");
    let output = run(folder, &[&["solve", "model.toml", "--quiet", "-o", "plan.json"], more].concat());
    assert_eq!(output.status.code(), Some(0), "{}", printed(&output));
    let text = std::fs::read_to_string(folder.join("plan.json")).expect("it was written");
    let plan = serde_json::from_str(&text).expect("a plan is JSON");
    assert_verified(&plan);
    plan
}

fn of<'p>(plan: &'p Value, table: &str, id: &str) -> &'p Value {
    let rows = plan[table].as_array().expect("it is a table");
    rows.iter().find(|row| row["id"] == id).unwrap_or_else(|| panic!("{table} has no {id}"))
}

fn near(found: &Value, by_hand: f64) {
    let found = found.as_f64().expect("it is a number");
    assert!((found - by_hand).abs() < 1e-9 * by_hand.max(1.0), "{found}, by hand {by_hand}");
}

/// 1.8 m3/MWh of IT energy cool the site; power plants take 2 m3/MWh of 1.25 times that energy.
#[test]
fn water_of_a_site_is_that_of_its_cooling_and_policies_add_what_its_power_takes() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let plan = solved(folder.path(), &[]);
    let (cooling, plants) = (1.8 * IT_MWH, 2.0 * 1.25 * IT_MWH);
    near(&of(&plan, "sites", "site[s]@2027")["water_m3"], cooling);
    near(&of(&plan, "sites", "site[s]@2028")["water_m3"], 2.0 * cooling);
    near(&of(&plan, "sites", "site[dry]@2027")["water_m3"], 0.0);
    let counted = [
        ("all", cooling + plants),
        ("site", cooling),
        ("tag", cooling),
        ("region", cooling + plants),
        ("supply", plants),
    ];
    for (policy, by_hand) in counted {
        let limit = of(&plan, "limits", &format!("policy[{policy}].at_most@2027"));
        near(&limit["level"], by_hand);
        assert_eq!(limit["unit"], "m3", "{policy}");
    }
    let page = run(folder.path(), &["show", "plan.json", "site[s]"]);
    let page = String::from_utf8_lossy(&page.stdout).into_owned();
    assert!(page.starts_with("site[s]   r · pue 1.25 · water 1.8 m3/MWh of IT · node n"), "{page}");
    let year =
        page.lines().find(|line| line.starts_with("2027 ") && line.contains("387")).unwrap_or_else(|| panic!("{page}"));
    assert!(page.contains("water k m3") && year.contains("40"), "{page}");
}

#[test]
fn an_overlay_changes_the_water_of_a_site() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let plan = solved(folder.path(), &["--set", "site[s].water=0.9 L/kWh"]);
    near(&of(&plan, "sites", "site[s]@2027")["water_m3"], 0.9 * IT_MWH);
    assert_eq!(plan["inputs"]["site"]["s"]["water"]["value"], 0.9, "the resolved model says it");
    assert_eq!(plan["inputs"]["overrides"]["changes"][0]["address"], "site[s].water");
}

#[test]
fn water_is_no_less_than_nothing_and_a_policy_on_dry_sites_measures_nothing() {
    let text = cooled("-1.8 L/kWh");
    let said = loaded(&text).findings.render(false);
    assert!(said.contains("`water` of site `s`"), "{said}");
    assert!(loaded(&text).model.is_none(), "{said}");
    let dry = format!(
        "{}[policy.dry]\nmeasure = \"water\"\nfilter = {{ site = \"dry\" }}\nat_most = \"1 m3\"\n",
        cooled("1 m3/MWh")
    );
    let said = loaded(&dry).findings.render(false);
    assert!(said.contains("policy `dry` measures no row of the model; it limits nothing"), "{said}");
    assert_eq!(model(&cooled("1.8 L/kWh")).sites.iter().next().map(|(_, site)| site.water_m3), Some(1.8));
}
