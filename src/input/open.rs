//! Which file a path means, and its tree.

use std::path::{Path, PathBuf};

use crate::files::{At, FileId, Finding, Findings, Node, Place, json, text};

/// A model file that could be parsed.
#[derive(Debug)]
pub(super) struct Opened {
    pub(super) root: Node,
    pub(super) file: FileId,
    /// The folder that its tables are relative to, as findings print it.
    pub(super) folder: PathBuf,
}

/// Opens a folder with `model.toml`, a `.toml`, a resolved model or a plan.
pub(super) fn open(path: &Path, findings: &mut Findings) -> Option<Opened> {
    let path = if path.is_dir() { path.join("model.toml") } else { path.to_owned() };
    let (file, read) = findings.sources.read(&path, &path.display().to_string());
    if let Some(finding) = read {
        let hint =
            "a model is a folder with `model.toml`, a `.toml` file, or the `.json` of a resolved model or a plan";
        findings.push(finding.hint(hint));
        return None;
    }
    let folder = path.parent().map(Path::to_owned).unwrap_or_default();
    let text = findings.sources.get(file).map(|source| source.text.clone()).unwrap_or_default();
    if path.extension().is_some_and(|extension| extension == "json") {
        let root = parse_json(&text, file, findings)?;
        return inputs(&root, file, folder, findings);
    }
    match text::parse(&text, file) {
        Ok(root) => Some(Opened { root, file, folder }),
        Err(list) => {
            for finding in list {
                findings.push(finding);
            }
            None
        }
    }
}

/// Opens a JSON value.
pub(super) fn value(value: &json::Value, findings: &mut Findings) -> Opened {
    let file = findings.sources.add("inputs".to_owned(), String::new());
    Opened { root: json::tree(value, file, ""), file, folder: PathBuf::new() }
}

fn parse_json(text: &str, file: FileId, findings: &mut Findings) -> Option<json::Value> {
    match json::parse(text, file) {
        Ok(value) => Some(value),
        Err(finding) => {
            findings.push(*finding);
            None
        }
    }
}

/// A plan's `inputs`, which may stand in a file beside it; a resolved model is its own.
fn inputs(value: &json::Value, file: FileId, folder: PathBuf, findings: &mut Findings) -> Option<Opened> {
    match value.get("inputs") {
        None => Some(Opened { root: json::tree(value, file, ""), file, folder }),
        Some(json::Value::String(name)) => {
            let path = folder.join(name);
            let (beside, read) = findings.sources.read(&path, &path.display().to_string());
            if let Some(finding) = read {
                findings.push(finding.hint("the plan says that its inputs stand in this file"));
                return None;
            }
            let text = findings.sources.get(beside).map(|source| source.text.clone()).unwrap_or_default();
            let value = parse_json(&text, beside, findings)?;
            Some(Opened { root: json::tree(&value, beside, ""), file: beside, folder })
        }
        Some(inputs @ json::Value::Object(_)) => {
            Some(Opened { root: json::tree(inputs, file, "/inputs"), file, folder })
        }
        Some(_) => {
            let message = "`inputs` of the plan is neither a model nor the name of a file";
            findings.push(Finding::error(message, Place { file, at: At::Pointer("/inputs".into()) }));
            None
        }
    }
}
