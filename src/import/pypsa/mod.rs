//! A network of `PyPSA`, its folder of CSV files, as a model of one period whose blocks are the snapshots.
//!
//! [`sheets`] reads the files with the place of every cell, [`network`] writes buses, loads, generators, lines, transformers and links as
//! nodes, supplies and lines, and says what has no counterpart.

mod network;
mod sheets;

use std::path::Path;

use super::Imported;
use crate::files::Findings;

/// Reads a folder and writes it as a model; nothing where the findings hold errors.
#[must_use]
pub fn import(folder: &Path) -> (Option<Imported>, Findings) {
    let mut findings = Findings::default();
    let sheets = sheets::Sheets::read(folder, &mut findings);
    let stem = folder.file_name().map_or_else(|| "network".into(), |name| name.to_string_lossy().into_owned());
    let made = (findings.errors() == 0).then(|| network::write(&sheets, &stem, &mut findings));
    (made.filter(|_| findings.errors() == 0), findings)
}
