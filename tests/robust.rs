//! Files that are far too large or far too deep: refused with a clear message, soon and in little memory.

use std::fmt::Write;
use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, Instant};

use capplan::input;
use rust_xlsxwriter::Workbook;

use crate::support::{printed, run};

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
    assert!(found.ends_with("200000 errors, of which 80 are shown\n"), "{}", &found[found.len() - 200..]);
    assert!(found.contains("99960 more errors like: the id of region `..` is not made of `..`, "), "{found}");
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

/// Runs the program, which must end with findings; returns them.
fn refused(folder: &Path, args: &[&str]) -> String {
    let output = run(folder, args);
    assert_eq!(output.status.code(), Some(1), "{}", printed(&output));
    assert!(output.stdout.is_empty(), "{}", printed(&output));
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn plans_that_are_junk_are_refused() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = folder.path().join("plan.json");
    let file = File::create(&path).expect("a file can be made");
    for (bytes, says) in [
        (200_000_000, "error: `plan.json` is not text: byte 1 of it is zero"),
        (300_000_000, "error: `plan.json` is larger than 256 MB"),
    ] {
        file.set_len(bytes).expect("it may have holes");
        for command in [&["verify", "plan.json"][..], &["show", "plan.json", "summary"], &["check", "plan.json"]] {
            let found = refused(folder.path(), command);
            assert!(found.starts_with(says), "{found}");
        }
    }
    let many = "[".to_owned() + &"1,".repeat(12_500_000) + "1]";
    let deep = "{\"schema\":".repeat(100_000);
    let texts = [
        (many, "this holds more than 12 million values"),
        (deep, "this is not JSON: recursion limit exceeded"),
        ("{ \"schema\": \"capplan-plan/1\", ".to_owned(), "this is not JSON: EOF while parsing"),
        ("{ \"schema\": \"capplan-plan/1\" }".to_owned(), "does not follow its schema `capplan-plan/1`"),
        ("{ \"schema\": \"capplan-plan/99\" }".to_owned(), "follows the schema `capplan-plan/99`"),
        ("[1, 2]".to_owned(), "is a model, not a plan"),
    ];
    for (text, says) in texts {
        fs::write(&path, text).expect("a file can be written");
        let found = refused(folder.path(), &["verify", "plan.json"]);
        assert!(found.contains(says), "{found}");
    }
}

#[test]
fn a_workbook_that_unpacks_to_more_than_can_be_held_is_refused() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "region").expect("a cell can be written");
    sheet.write(1, 0, "east").expect("a cell can be written");
    book.save(folder.path().join("good.xlsx")).expect("a workbook can be saved");
    // The same with shared texts of 250 MB of blanks, a quarter of a megabyte when packed.
    let good = File::open(folder.path().join("good.xlsx")).expect("it is there");
    let mut from = zip::ZipArchive::new(good).expect("a workbook is an archive");
    let bomb = File::create(folder.path().join("bomb.xlsx")).expect("a file can be made");
    let mut to = zip::ZipWriter::new(bomb);
    for n in 0..from.len() {
        let mut part = from.by_index(n).expect("a part can be read");
        let name = part.name().expect("a part has a name").into_owned();
        to.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).expect("a part can be begun");
        if name == "xl/sharedStrings.xml" {
            let blanks = vec![b' '; 1_000_000];
            for _ in 0..250 {
                std::io::Write::write_all(&mut to, &blanks).expect("a part can be written");
            }
        }
        std::io::copy(&mut part, &mut to).expect("a part can be copied");
    }
    to.finish().expect("an archive can be ended");
    let read = |file: &str| {
        let text = format!("{MODEL}[tables]\nregion = \"{file}#Sheet1\"\n");
        fs::write(folder.path().join("model.toml"), text).expect("a file can be written");
        input::load(&folder.path().join("model.toml")).findings.render(false)
    };
    assert!(!read("good.xlsx").contains("unpacks"), "{}", read("good.xlsx"));
    let found = read("bomb.xlsx");
    assert!(found.contains("bomb.xlsx` unpacks to more than 200 MB"), "{found}");
}

#[test]
fn what_is_no_plain_file_is_refused_and_never_waited_for() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("folder.csv")).expect("a folder can be made");
    fs::create_dir(at("folder.xlsx")).expect("a folder can be made");
    fs::create_dir(at("empty")).expect("a folder can be made");
    let table = |name: &str| {
        let text = format!("{MODEL}[tables]\nregion = \"{name}\"\n");
        fs::write(at("model.toml"), text).expect("a file can be written");
        refused(folder.path(), &["check", "."])
    };
    assert!(table("folder.csv").contains("folder.csv` cannot be read: it is a folder"));
    assert!(table("folder.xlsx#A").contains("folder.xlsx` cannot be read: it is a folder"));
    let found = refused(folder.path(), &["check", "empty"]);
    assert!(found.contains("`empty/model.toml` cannot be read: there is no such file"), "{found}");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(at("loop.csv"), at("loop.csv")).expect("a link can be made");
        let found = table("loop.csv");
        assert!(found.contains("loop.csv` cannot be read: too many levels of symbolic links\n"), "{found}");
        let made = std::process::Command::new("mkfifo").arg(at("pipe.csv")).arg(at("pipe.json")).status();
        assert!(made.is_ok_and(|made| made.success()), "pipes can be made");
        assert!(table("pipe.csv").contains("pipe.csv` is a pipe or a device, not a file"));
        assert!(table("/dev/zero").contains("`/dev/zero` is a pipe or a device, not a file"));
        for command in [&["check", "pipe.json"][..], &["verify", "pipe.json"], &["solve", "/dev/zero"]] {
            let found = refused(folder.path(), command);
            assert!(found.contains("is a pipe or a device, not a file"), "{found}");
        }
    }
}

#[test]
fn what_is_wrong_in_many_cells_does_not_hide_what_else_is_wrong() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let mut table = "region,at\n".to_owned();
    for n in 0..1000 {
        writeln!(table, "region-{n},north").expect("text grows");
    }
    table.push_str("Last One,\n");
    fs::write(folder.path().join("regions.csv"), table).expect("a file can be written");
    let text = format!("{MODEL}[tables]\nregion = \"regions.csv\"\n[scenario.more]\nset = {{ \"site[x]\" = 1 }}\n");
    fs::write(folder.path().join("model.toml"), text).expect("a file can be written");
    let overlay = input::Overlay { scenario: Some("more".to_owned()), set: Vec::new() };
    let found = input::load_with(&folder.path().join("model.toml"), &overlay).findings.render(false);
    assert!(found.contains("the id of region `Last One`"), "{found}");
    assert!(found.contains("960 more errors like: `..` of region `..` is not `..` in degrees\n"), "{found}");
    assert!(found.ends_with("1002 errors, of which 42 are shown\n"), "{found}");
    assert_eq!(found.matches("'site[x]' names whole rows").count(), 1, "{found}");
}
