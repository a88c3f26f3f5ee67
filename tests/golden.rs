//! The rows of every equation, as LP text, for the models in which it bites; `CAPPLAN_BLESS=1` writes them anew.

use std::collections::BTreeSet;

use capplan::formulation::Formulation;
use capplan::formulation::blocks::BLOCKS;

use crate::bite::{biting, load};
use crate::support::{files, root};

/// Whether files that tests hold are written instead of compared.
pub(crate) fn bless() -> bool {
    std::env::var("CAPPLAN_BLESS").is_ok_and(|value| value == "1")
}

/// Compares a text with a file of the project, or writes it.
pub(crate) fn hold(path: &str, text: &str) {
    let file = root().join(path);
    if bless() {
        std::fs::write(&file, text).expect("the file can be written");
        return;
    }
    let held = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        held == text,
        "{path} is out of date; look at the difference, then run the test with CAPPLAN_BLESS=1\n{text}"
    );
}

#[test]
fn rows_are_stated_as_they_were() {
    let models = biting();
    for (name, rows) in BLOCKS {
        let mut text = String::new();
        for model in models.iter().filter(|model| model.without.is_some() && model.block.as_deref() == Some(name)) {
            let formulation = Formulation::entire(&model.model);
            let statement = formulation.statement();
            text += &format!("\\ tests/biting/{}.toml\n", model.name);
            for row in rows(&statement) {
                text += &format!(" {}\n", row.text(&statement));
            }
        }
        assert!(
            text.lines().any(|line| !line.starts_with('\\')),
            "{name} states no row in the models in which it bites"
        );
        hold(&format!("tests/golden/{name}.lp"), &text);
    }
}

#[test]
fn every_equation_has_its_rows_held_and_no_other_has() {
    let held: BTreeSet<String> = files(&root().join("tests/golden"), "lp")
        .iter()
        .map(|path| path.file_stem().and_then(|stem| stem.to_str()).expect("a name").to_owned())
        .collect();
    let named: BTreeSet<String> = BLOCKS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(held, named);
}

/// HiGHS drops the names of all rows of a file as soon as two of them are equal.
#[test]
fn no_two_rows_and_no_two_columns_have_one_name() {
    let mut models: Vec<_> = biting().into_iter().map(|model| (model.name, model.model)).collect();
    let bundled = std::fs::read_dir(root().join("models")).expect("the folder is there");
    for folder in bundled.map(|entry| entry.expect("it can be read").path()).filter(|path| path.is_dir()) {
        models.push((folder.display().to_string(), load(&folder.join("model.toml"))));
    }
    for (name, model) in &models {
        let formulation = Formulation::entire(model);
        let statement = formulation.statement();
        let rows = BLOCKS.iter().flat_map(|(_, rows)| rows(&statement)).map(|row| row.key.text(&formulation.ctx));
        let columns = formulation.vars.keys.iter().map(|key| key.text(&formulation.ctx));
        for names in [rows.collect::<Vec<_>>(), columns.collect::<Vec<_>>()] {
            let mut seen = BTreeSet::new();
            let twice: Vec<_> = names.iter().filter(|name| !seen.insert(name.as_str())).collect();
            assert!(twice.is_empty(), "{name} names two things alike: {twice:?}");
        }
    }
}
