//! The fixed internal units, in one place: M USD, MW, thousand chips, GWh, kt, and work scaled by a power of ten per workload.

use crate::domain::Model;

/// Currency units in the internal unit of money.
pub const MONEY: f64 = 1e6;
/// Chips in the internal unit of chips.
pub const CHIPS: f64 = 1e3;
/// MWh in the internal unit of energy.
pub const ENERGY: f64 = 1e3;
/// Tonnes in the internal unit of mass.
pub const MASS: f64 = 1e3;
/// Cubic metres in the internal unit of water.
pub const WATER: f64 = 1e3;

/// For each workload the power of ten that brings the median throughput of a thousand chips into 1..1000.
#[must_use]
pub fn work_scales(model: &Model) -> Vec<f64> {
    model
        .workloads
        .ids()
        .map(|w| {
            let throughputs = model.chips.iter().flat_map(|(_, chip)| &chip.throughput);
            let mut work: Vec<f64> =
                throughputs.filter(|t| t.workload == w && t.work > 0.0).map(|t| t.work * CHIPS).collect();
            work.sort_by(f64::total_cmp);
            let Some(median) = work.get(work.len() / 2) else {
                return 1.0;
            };
            let mut exponent = 0;
            while median / 10f64.powi(exponent) >= 1000.0 {
                exponent += 1;
            }
            while median / 10f64.powi(exponent) < 1.0 {
                exponent -= 1;
            }
            10f64.powi(exponent)
        })
        .collect()
}
