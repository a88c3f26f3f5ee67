//! Files that are far too large or far too deep: refused with a clear message, soon and in little memory.

use std::fmt::Write;
use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, Instant};

use capplan::input;

/// Reads the only model of a folder; returns the words without the folder.
fn words(folder: &Path) -> String {
    let begun = Instant::now();
    let loaded = input::load(&folder.join("model.toml"));
    assert!(loaded.model.is_none());
    // Generous: what is tested is that nothing grows without bound.
    assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", begun.elapsed());
    loaded.findings.render(false).replace(&format!("{}/", folder.display()), "")
}

const MODEL: &str = "name = \"x\"\nhorizon = { start = \"2026Q1\", periods = 4 }\n\
    money = { currency = \"USD\", discount_rate = \"9 %/year\" }\n";

#[test]
fn junk_of_200_mb_is_refused() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let junk = |name: &str, bytes: u64| {
        let file = File::create(folder.path().join(name)).expect("a file can be made");
        file.set_len(bytes).expect("it may have holes");
    };
    junk("junk.csv", 200_000_000);
    junk("junk.xlsx", 200_000_000);
    let model = |table: &str| {
        let text = format!("{MODEL}[tables]\nchip = \"{table}\"\n");
        fs::write(folder.path().join("model.toml"), text).expect("a file can be written");
    };
    model("junk.csv");
    assert!(words(folder.path()).contains("error: `junk.csv` is not text: byte 1 of it is zero\n"));
    model("junk.xlsx#Chips");
    assert!(words(folder.path()).contains("error: `junk.xlsx` is larger than 64 MB\n"));
    junk("model.toml", 200_000_000);
    let found = words(folder.path());
    assert!(found.contains("error: `model.toml` is larger than 8 MB\n"), "{found}");
    fs::write(folder.path().join("long.csv"), "x".repeat(3_000_000)).expect("a file can be written");
    model("long.csv");
    let found = words(folder.path());
    assert!(found.contains("`long.csv` is no model file or table: line 1 is longer than a million bytes"), "{found}");
}

#[test]
fn a_table_that_is_wrong_in_every_cell_is_said_in_few_words() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let mut table = "region,at\n".to_owned();
    for n in 0..100_000 {
        writeln!(table, "Region {n},north").expect("text grows");
    }
    fs::write(folder.path().join("regions.csv"), table).expect("a file can be written");
    let text = format!("{MODEL}[tables]\nregion = \"regions.csv\"\n");
    fs::write(folder.path().join("model.toml"), text).expect("a file can be written");
    let found = words(folder.path());
    assert!(found.ends_with("200000 errors, of which the first 200 are shown\n"), "{}", &found[found.len() - 200..]);
}

#[test]
fn bombs_of_toml_are_refused() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let flat: String = format!("{MODEL}tags = [{}]\n", "1,".repeat(300_000));
    let tables = "[[cash]]\n".repeat(100_000);
    for text in [
        "a = ".to_owned() + &"[".repeat(900_000),
        "a = ".to_owned() + &"{ b = ".repeat(150_000),
        flat,
        format!("{MODEL}{tables}"),
        format!("{MODEL}x = \"{}\"\n", "y".repeat(900_000)),
    ] {
        fs::write(folder.path().join("model.toml"), &text).expect("a file can be written");
        let found = words(folder.path());
        assert!(found.starts_with("error: "), "{found}");
    }
}
