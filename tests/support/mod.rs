//! Running the program, and reading the tree of the project.

pub(crate) mod edit;
pub(crate) mod models;
pub(crate) mod plans;
pub(crate) mod random_model;
pub(crate) mod transcript;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The folder of the project.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The program, to be run in a folder.
pub(crate) fn capplan(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_capplan"));
    command.current_dir(folder).stdin(Stdio::null()).env("NO_COLOR", "1");
    command
}

/// Runs the program in a folder.
pub(crate) fn run(folder: &Path, args: &[&str]) -> Output {
    capplan(folder).args(args).output().expect("the program was built")
}

/// What a run printed, for messages of failing tests.
pub(crate) fn printed(output: &Output) -> String {
    format!(
        "exit {:?}\n{}{}",
        output.status.code(),
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// Every file under a folder with an extension, in order.
pub(crate) fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("the folder is there") {
            let path = entry.expect("the folder can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Copies a folder with everything in it.
pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("the temporary folder can be written");
    for entry in std::fs::read_dir(from).expect("the folder is there") {
        let path = entry.expect("the folder can be read").path();
        let target = to.join(path.file_name().expect("an entry has a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).expect("the file can be copied");
        }
    }
}

/// The plan of a model of the project, solved with options.
pub(crate) fn plan_of(model: &str, options: &[&str]) -> serde_json::Value {
    let path = root().join("models").join(model);
    let path = path.to_str().expect("the path is text");
    let output = run(root(), &[&["solve", path, "--quiet", "--threads", "1", "-o", "-"], options].concat());
    assert_eq!(output.status.code(), Some(0), "{}", printed(&output));
    serde_json::from_slice(&output.stdout).expect("a plan is JSON")
}
