//! A case of MATPOWER, its `.m` file, as a network with linear power flow over one hour.
//!
//! [`text`] reads the data of the file with the place of every number, [`costs`] turns cost curves into steps, and [`network`]
//! writes buses, branches and generators as nodes, lines and supplies.

mod costs;
mod network;
mod text;

use std::path::Path;

use super::Imported;
use crate::files::Findings;

/// How branches become circuits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reading {
    /// 1 / x, with tap ratios and phase shifts: the linear power flow of textbooks and of MATPOWER.
    Textbook,
    /// x / (r^2 + x^2), tap ratios and phase shifts ignored: what the published linear optima of PGLib are of.
    Pglib,
}

/// How a case is read.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Ask {
    /// How branches become circuits.
    pub reading: Reading,
    /// USD an hour by which the steps of a generator's curved cost may lie below the curve.
    pub error: f64,
    /// Straight pieces in which losses are told; `None` leaves them out.
    pub losses: Option<u32>,
}

/// Reads a case and writes it as a model; nothing where the findings hold errors.
#[must_use]
pub fn import(path: &Path, ask: Ask) -> (Option<Imported>, Findings) {
    let mut findings = Findings::default();
    let (file, wrong) = findings.sources.read(path, &path.display().to_string());
    if let Some(wrong) = wrong {
        findings.push(wrong);
        return (None, findings);
    }
    let read = findings.sources.get(file).map(|source| source.text.to_string()).unwrap_or_default();
    let case = text::parse(&read, file, &mut findings);
    let stem = path.file_stem().map_or_else(|| "case".into(), |stem| stem.to_string_lossy().into_owned());
    let made = network::write(&case, &stem, ask, &mut findings);
    (made.filter(|_| findings.errors() == 0), findings)
}
