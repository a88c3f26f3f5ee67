//! No input makes the program panic: a good model with bytes and lines lost, doubled and replaced, and texts that
//! are nothing but trouble.

use std::fs;
use std::path::Path;

use capplan::files::json;
use capplan::input;

/// A small generator of numbers (xorshift64*), so that a failure can be seen again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        usize::try_from(self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33).unwrap_or(0) % n.max(1)
    }
}

/// Pieces that mean something to a reader of numbers, units, dates, ids or brackets.
const PIECES: &[&str] = &[
    "\"",
    "'",
    "[",
    "]",
    "{",
    "}",
    "=",
    ".",
    ",",
    "\n",
    "#",
    "-",
    "1e999",
    "nan",
    "-0",
    "%",
    "/year",
    "/",
    "2026Q9",
    "..",
    "é",
    "\u{feff}",
    "\0",
    " MW",
    "9999999999999999999999",
    "after-horizon",
    "FY27",
    "\"\"\"",
    "\\",
    ":",
    "0x",
    "1e-320",
    "[[",
    "]]",
];

fn mangled(text: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = text.to_vec();
    for _ in 0..=dice.below(3) {
        let at = dice.below(bytes.len() + 1);
        let end = (at + dice.below(12)).min(bytes.len());
        match dice.below(7) {
            0 => drop(bytes.drain(at..end)),
            1 => {
                let part = bytes[at..end].to_vec();
                bytes.splice(at..at, part);
            }
            2 => {
                let piece = PIECES[dice.below(PIECES.len())].bytes();
                bytes.splice(at..at, piece);
            }
            3 => {
                let piece = PIECES[dice.below(PIECES.len())].bytes();
                bytes.splice(at..end, piece);
            }
            4 if at < bytes.len() => bytes[at] = u8::try_from(dice.below(256)).unwrap_or(0),
            kind => {
                let lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
                let (n, m) = (dice.below(lines.len()), dice.below(lines.len()));
                let mut lines: Vec<Vec<u8>> = lines.into_iter().map(<[u8]>::to_vec).collect();
                match kind {
                    5 => drop(lines.remove(n)),
                    _ => lines.insert(m, lines[n].clone()),
                }
                bytes = lines.join(&b'\n');
            }
        }
    }
    bytes
}

/// Reads and renders; a model that still reads must be written and read back the same.
fn survives(loaded: &input::Loaded) {
    let words = loaded.findings.render(true);
    assert_eq!(words.is_empty(), loaded.findings.is_empty());
    assert_eq!(loaded.model.is_none(), loaded.findings.errors() > 0);
    if let Some(model) = &loaded.model {
        let written = input::write(model);
        let again = input::from_value(&written);
        let again = again.model.unwrap_or_else(|| panic!("{}\n{written}", again.findings.render(false)));
        assert_eq!(input::write(&again), written);
    }
}

#[test]
fn a_mangled_model_is_found_wrong_or_read_but_never_a_panic() {
    let source = Path::new("tests/data/two-valleys");
    let folder = tempfile::tempdir().expect("a folder can be made");
    let files = ["model.toml", "tables/demand.csv", "tables/chips.csv", "tables/paths.csv", "tables/other_load.csv"];
    fs::create_dir(folder.path().join("tables")).expect("a folder can be made");
    let copy = |file: &str| fs::read(source.join(file)).expect("a file of the model is there");
    for file in files {
        fs::write(folder.path().join(file), copy(file)).expect("a file can be written");
    }
    let mut dice = Dice(20_260_216);
    let mut read = 0;
    for round in 0..500 {
        let file = files[if round % 3 == 0 { 1 + dice.below(4) } else { 0 }];
        let whole = copy(file);
        fs::write(folder.path().join(file), mangled(&whole, &mut dice)).expect("a file can be written");
        let loaded = input::load(folder.path());
        survives(&loaded);
        read += usize::from(loaded.model.is_some());
        fs::write(folder.path().join(file), whole).expect("a file can be written");
    }
    assert!(read > 20, "{read} of the mangled models could be read; the test should reach the readers' ends");
}

#[test]
fn a_mangled_resolved_model_is_found_wrong_or_read_but_never_a_panic() {
    let model = input::load(Path::new("tests/data/two-valleys")).model.expect("the model is good");
    let text = json::to_string_pretty(&input::write(&model)).expect("a model can be written");
    let mut dice = Dice(7);
    for _ in 0..500 {
        let bytes = mangled(text.as_bytes(), &mut dice);
        let Ok(value) = json::from_str::<json::Value>(&String::from_utf8_lossy(&bytes)) else {
            continue;
        };
        survives(&input::from_value(&value));
    }
}

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn texts_that_are_nothing_but_trouble() {
    let many = 200_000;
    let texts = [
        String::new(),
        "\u{feff}".to_owned(),
        "\u{feff}name = \"x\"".to_owned(),
        "\0".to_owned(),
        "[".repeat(many),
        "a = ".to_owned() + &"[".repeat(many),
        "a = ".to_owned() + &"{ a = ".repeat(many),
        "[a".to_owned() + &".a".repeat(many) + "]",
        "a".to_owned() + &".a".repeat(many) + " = 1",
        "a = { ".to_owned() + &"b.".repeat(many) + "c = 1 }",
        "\"a\"".to_owned() + &".'b'".repeat(many) + " = 1",
        "a\u{e9}".to_owned() + &" . a".repeat(many) + " = 1",
        "x = \"".to_owned() + &"a.".repeat(many) + "\"",
        "horizon = { start = \"2026Q1\", periods = 99999999999999999999999999999999999999999 }".to_owned(),
        "horizon = 1979-05-27T07:32:00Z".to_owned(),
        "horizon = { start = \"2026Q1\", periods = 0x7fffffffffffffff }".to_owned(),
        "é".repeat(1000),
        "\u{feff}".to_owned() + &"a = 1\r\n".repeat(100),
        lines(100_000, |n| format!("key-{n} = {n}")),
        lines(30_000, |n| format!("[a-{n}]")),
        "x = [".to_owned() + &"[],".repeat(many) + "]",
        "region = 5\nsite = [1, 2]\npath = { a = 1 }\ncash = 1\ntables = 3\nfx = []\nhorizon = { start = 2026, periods = 1 }".to_owned(),
    ];
    let folder = tempfile::tempdir().expect("a folder can be made");
    for (n, text) in texts.iter().enumerate() {
        for name in ["model.toml", "model.json"] {
            let path = folder.path().join(format!("{n}-{name}"));
            fs::write(&path, text).expect("a file can be written");
            let loaded = input::load(&path);
            assert!(loaded.model.is_none());
            assert!(!loaded.findings.render(false).is_empty());
        }
    }
    let deep = folder.path().join("deep.json");
    fs::write(&deep, "{\"inputs\":".repeat(many)).expect("a file can be written");
    survives(&input::load(&deep));
    survives(&input::load(&folder.path().join("nowhere")));
    survives(&input::load(Path::new("")));
}

#[test]
fn a_plan_that_says_a_billion_copies_is_shown() {
    let mut plan = crate::support::plan_of("first-steps", &[]);
    let rows = plan["projects"].as_array_mut().expect("there is a table of projects");
    assert!(!rows.is_empty());
    for row in rows.iter_mut() {
        row["copies"] = 1e9.into();
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("plan.json"), plan.to_string()).expect("it can be written");
    for topic in ["timeline", "dependencies"] {
        let output = crate::support::run(folder.path(), &["show", "plan.json", topic]);
        assert_eq!(output.status.code(), Some(0), "{}", crate::support::printed(&output));
    }
}
