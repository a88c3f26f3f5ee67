//! The most work that can be done for a workload.

use super::{Most, Which};
use crate::domain::{ChipId, Cooling, SiteId, WorkloadId};

/// What keeps work from being more.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum By {
    /// The IT megawatts that can be used at the sites, and the chip that does most with one.
    Power(f64, Option<ChipId>),
    /// The chips that can be there.
    Chips(f64),
}

/// Work that can be had, in units of the workload, and what keeps it from being more.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Had {
    /// Units of work.
    pub work: f64,
    /// What keeps it from being more.
    pub by: By,
}

impl Most<'_> {
    /// Work of one chip for a workload, utilisation included.
    #[must_use]
    pub fn rate(&self, k: ChipId, w: WorkloadId) -> f64 {
        let utilisation = self.model.workloads[w].utilisation;
        let rate = self.model.chips[k].throughput.iter().find(|rate| rate.workload == w);
        rate.map_or(0.0, |rate| rate.work * if rate.effective { 1.0 } else { utilisation })
    }

    /// The most work that chips of some kinds can do for a workload at some sites in a period.
    #[must_use]
    pub fn work(&self, w: WorkloadId, sites: &[SiteId], chips: &[ChipId], p: i32) -> Had {
        let rates: Vec<(ChipId, f64)> = chips.iter().map(|k| (*k, self.rate(*k, w))).collect();
        let by_chips = self.chips(&rates, sites, p);
        let (mut by_power, mut mw, mut best) = (0.0, 0.0, None);
        for &s in sites {
            let (work, usable, chip) = self.powered(&rates, s, p);
            by_power += if work.is_finite() { work.min(self.chips(&rates, &[s], p)) } else { work };
            mw += usable;
            best = best.or(chip);
        }
        if by_chips <= by_power {
            let each: Vec<(ChipId, f64)> = rates.iter().filter(|rate| rate.1 > 0.0).map(|(k, _)| (*k, 1.0)).collect();
            return Had { work: by_chips, by: By::Chips(self.chips(&each, sites, p)) };
        }
        Had { work: by_power, by: By::Power(mw, best) }
    }

    /// The most work by the power of a site, the megawatts, and the chip that does most with one.
    fn powered(&self, rates: &[(ChipId, f64)], s: SiteId, p: i32) -> (f64, f64, Option<ChipId>) {
        let usable = self.usable(s, Which::It, p);
        let liquid = self.usable(s, Which::Liquid, p).min(usable);
        let mut by_air: Option<(f64, ChipId)> = None;
        let mut by_liquid: Option<(f64, ChipId)> = None;
        for &(k, rate) in rates.iter().filter(|(k, rate)| *rate > 0.0 && self.can_be(*k, s, p)) {
            let chip = &self.model.chips[k];
            let dense = if chip.kw > 0.0 { rate / chip.kw * 1000.0 } else { f64::INFINITY };
            let best = if chip.cooling == Cooling::Liquid { &mut by_liquid } else { &mut by_air };
            if best.is_none_or(|(other, _)| dense > other) {
                *best = Some((dense, k));
            }
        }
        // Chips that draw nothing work without a megawatt.
        let times = |dense: f64, mw: f64| if dense.is_infinite() { dense } else { dense * mw };
        match (by_air, by_liquid) {
            (None, None) => (0.0, usable, None),
            (Some((air, k)), None) => (times(air, usable), usable, Some(k)),
            (None, Some((cold, k))) => (times(cold, liquid), liquid, Some(k)),
            (Some((air, k)), Some((cold, _))) if air >= cold => (times(air, usable), usable, Some(k)),
            (Some((air, _)), Some((cold, k))) => (times(cold, liquid) + times(air, usable - liquid), usable, Some(k)),
        }
    }

    /// The most work that a megawatt does for a workload at any of some sites in a period.
    #[must_use]
    pub fn dense(&self, w: WorkloadId, sites: &[SiteId], chips: &[ChipId], p: i32) -> f64 {
        let can = |k: &&ChipId| sites.iter().any(|s| self.can_be(**k, *s, p));
        let each = chips.iter().filter(can).map(|k| {
            let (rate, kw) = (self.rate(*k, w), self.model.chips[*k].kw);
            if kw > 0.0 { rate / kw * 1000.0 } else { f64::INFINITY }
        });
        each.fold(0.0, f64::max)
    }
}
