//! The guide to the first hour is run: its files are written, every command of it works in an empty folder and prints what is shown.

use std::fs;

use crate::support::transcript::{agrees, blocks, commands, shell};
use crate::support::{copy, root};

/// What follows `console` where a block was recorded and is not run.
const BY_HAND: &str = "console by hand";

#[test]
fn every_line_of_the_first_hour_is_as_shown() {
    let guide = fs::read_to_string(root().join("docs/guides/first-hour.md")).expect("the guide is there");
    let folder = tempfile::tempdir().expect("a temporary folder");
    copy(&root().join("docs/guides/first-hour"), &folder.path().join("hers"));
    let mut lines = 0;
    for (info, text) in blocks(&guide) {
        if info == BY_HAND {
            continue;
        }
        if let Some((_, file)) = info.split_once(' ') {
            // A file that is shown again has been mended.
            let file = folder.path().join(file);
            fs::create_dir_all(file.parent().expect("a file stands in a folder")).expect("it can be made");
            fs::write(file, text).expect("it can be written");
            continue;
        }
        for (line, shown) in commands(&text, |_| true) {
            // Words and results in the order in which she reads them.
            let output = shell(folder.path(), &format!("({line}) 2>&1"));
            let printed = String::from_utf8_lossy(&output.stdout);
            // Where nothing is left out, nothing else is printed.
            let whole = !shown.iter().any(|line| line == "...");
            let alone = !whole || printed.trim_end().lines().count() == shown.join("\n").trim_end().lines().count();
            assert!(agrees(&shown, &printed) && alone, "{line} prints\n{printed}\nnot\n{}", shown.join("\n"));
            lines += 1;
        }
    }
    assert!(lines >= 20, "only {lines} lines were found");
}
