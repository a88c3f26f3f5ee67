//! Pages in a browser: nothing is wrong on its console, every chart is drawn, no request leaves.
//!
//! It takes a Chromium (`make test` installs one where it can; `CAPPLAN_BROWSER` names another). Where there is none these tests
//! say so and pass.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::support::{plan_of, printed, run};

/// The browser, where there is one.
fn browser() -> Option<PathBuf> {
    let named = std::env::var_os("CAPPLAN_BROWSER").map(PathBuf::from);
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    let mut usual = std::env::split_paths(&folders).flat_map(|folder| names.map(|name| folder.join(name)));
    let found = named.or_else(|| usual.find(|path| path.is_file()));
    if found.is_none() {
        // Not `eprintln!`, which is shown of failing tests only.
        let _ =
            writeln!(std::io::stderr(), "LEFT OUT: no Chromium on this machine, no page was opened (tools/browser.sh)");
    }
    found
}

/// Opens a page and prints what its document has become.
fn open(browser: &Path, folder: &Path, page: &str) -> Output {
    let profile = folder.join("profile");
    let quiet = [
        "--headless",
        // The pages are ours, and in a container the sandbox has no rights to set itself up.
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-default-apps",
        "--disable-sync",
        "--disable-extensions",
        // Nothing leaves the machine, whatever is asked for.
        "--host-resolver-rules=MAP * ~NOTFOUND",
        "--enable-logging=stderr",
        "--window-size=1200,900",
        "--virtual-time-budget=4000",
        "--dump-dom",
    ];
    let mut command = Command::new(browser);
    command.args(quiet).arg(format!("--user-data-dir={}", profile.display()));
    command.arg(format!("--log-net-log={}", folder.join("net.json").display()));
    command.arg(format!("file://{}", folder.join(page).display()));
    command.current_dir(folder).stdin(Stdio::null()).output().expect("the browser is there")
}

/// What a browser makes of the page of a plan.
fn drawn(plan: &Value) -> Option<Vec<(String, String)>> {
    let browser = browser()?;
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("plan.json"), plan.to_string()).expect("it can be written");
    let output = run(folder.path(), &["report", "plan.json", "-o", "report.html"]);
    assert!(output.status.success(), "{}", printed(&output));
    let output = open(&browser, folder.path(), "report.html");
    let words = String::from_utf8_lossy(&output.stderr);
    let said: Vec<&str> = words.lines().filter(|line| line.contains("CONSOLE")).collect();
    assert!(said.is_empty(), "the console says:\n{}", said.join("\n"));
    let asked = asked_for(&folder.path().join("net.json"));
    assert!(asked.is_empty(), "the page asks for {asked:?}");
    let document = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(document.contains("<footer id=\"foot\"><p>"), "the page was not drawn to its end:\n{words}");
    let figures = document.split("<figure ").skip(1).map(|part| {
        let part = part.split("</figure>").next().unwrap_or_default();
        let kind = part.split("data-kind=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
        (kind.to_owned(), part.to_owned())
    });
    Some(figures.collect())
}

/// Addresses that the page asked for besides itself, as the browser logs them; what the browser asks for on its own has no initiator.
fn asked_for(log: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(log).expect("the browser logs what it asks for");
    let log: Value = serde_json::from_str(&text).expect("the log is JSON");
    let events = log["events"].as_array().expect("a list of events").iter().map(|event| &event["params"]);
    let of_a_page = events.filter(|params| params["initiator"].as_str().is_some_and(|from| from != "not an origin"));
    of_a_page.filter_map(|params| params["url"].as_str()).map(ToOwned::to_owned).collect()
}

/// How many shapes of a kind a figure has: what is drawn as a picture is paths, the rest are boxes.
fn shapes(kind: &str, figure: &str) -> usize {
    match kind {
        "gantt" => figure.matches("class=\"run ").count(),
        "bars" => figure.matches("class=\"bar").count(),
        _ => figure.matches("<path").count(),
    }
}

#[test]
fn every_chart_of_a_page_is_drawn_and_nothing_is_asked_for() {
    let Some(figures) = drawn(&plan_of("first-steps", &[])) else { return };
    let kinds: Vec<&str> = figures.iter().map(|(kind, _)| kind.as_str()).collect();
    for kind in ["flow", "over-time", "gantt", "bars"] {
        assert!(kinds.contains(&kind), "{kind} is missing of {kinds:?}");
    }
    for (kind, figure) in &figures {
        assert!(shapes(kind, figure) > 2, "a {kind} is empty: {figure}");
    }
}

#[test]
fn places_are_on_a_map_and_a_network_alone_has_a_page() {
    let placed = crate::maps::placed();
    let Some(figures) = drawn(&crate::power_flow::solved(&placed)) else { return };
    let map = figures.iter().find(|(kind, _)| kind == "map").expect("there is a map");
    // Land is one path of many points.
    let longest = map.1.split("<path d=\"").filter_map(|rest| rest.split('"').next()).map(str::len).max();
    assert!(longest > Some(1000), "there is no land");
    assert!(shapes("map", &map.1) >= 6, "three lines and two marks are drawn on it: {}", map.1);
}

#[test]
fn what_a_page_asks_for_is_seen() {
    let Some(browser) = browser() else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let page = "<!doctype html><title>x</title><img src=\"http://example.invalid/a.png\"><script>missing()</script>";
    std::fs::write(folder.path().join("bad.html"), page).expect("it can be written");
    let output = open(&browser, folder.path(), "bad.html");
    assert!(String::from_utf8_lossy(&output.stderr).contains("CONSOLE"), "{}", printed(&output));
    let asked = asked_for(&folder.path().join("net.json"));
    assert!(asked.iter().any(|address| address == "http://example.invalid/a.png"), "{asked:?}");
}
