//! `docs/mathematics.md` has every equation and every cost, in their order, each with a section of its own.

use capplan::formulation::blocks::BLOCKS;
use capplan::formulation::costs::COSTS;

use crate::support::root;

fn page() -> String {
    std::fs::read_to_string(root().join("docs/mathematics.md")).expect("the page is there")
}

/// The names and files of a table whose rows begin with a link to a section and end with a file.
fn listed(page: &str, folder: &str) -> Vec<(String, String)> {
    let mut rows = Vec::new();
    for line in page.lines().filter(|line| line.starts_with("| [") && line.contains(folder)) {
        let name = line.trim_start_matches("| [").split(']').next().unwrap_or("").to_owned();
        let file = line.trim_end_matches(" |").rsplit("| ").next().unwrap_or("").trim_matches('`').to_owned();
        assert!(line.starts_with(&format!("| [{name}](#{name}) |")), "{name} does not link to its section");
        rows.push((name, file));
    }
    rows
}

fn hold(folder: &str, names: &[&str]) {
    let page = page();
    let rows = listed(&page, folder);
    assert_eq!(
        rows.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(),
        names,
        "the table lists them in their order"
    );
    for (name, file) in rows {
        assert_eq!(file, format!("{folder}/{name}.rs"));
        assert!(root().join(&file).is_file(), "{file} is not there");
        assert!(page.contains(&format!("\n### {name}\n")), "{name} has no section");
    }
}

#[test]
fn equations_are_those_of_the_list() {
    hold("src/formulation/blocks", &BLOCKS.iter().map(|(name, _)| *name).collect::<Vec<_>>());
}

#[test]
fn costs_are_those_of_the_list() {
    hold("src/formulation/costs", &COSTS.iter().map(|(name, _)| *name).collect::<Vec<_>>());
}

#[test]
fn every_section_states_the_equation_as_the_source_does() {
    let page = page();
    for (name, folder) in BLOCKS.iter().map(|(n, _)| (n, "blocks")).chain(COSTS.iter().map(|(n, _)| (n, "costs"))) {
        let source =
            std::fs::read_to_string(root().join(format!("src/formulation/{folder}/{name}.rs"))).expect("it is there");
        let lines = source.lines().map_while(|line| line.strip_prefix("//!"));
        let said = lines.map(str::trim).collect::<Vec<_>>().join("\n");
        let section =
            page.split(&format!("\n### {name}\n")).nth(1).and_then(|rest| rest.split("\n#").next()).unwrap_or("");
        for paragraph in said.split("\n\n") {
            let paragraph = paragraph.replace('\n', " ");
            assert!(section.contains(&paragraph), "{name}: the page does not say\n{paragraph}");
        }
    }
}
