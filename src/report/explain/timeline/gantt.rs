//! Bars as characters: a line a thing, some characters a period.

use super::axis::{Axis, Phase};
use super::bars::Bar;
use super::reached::Of;
use crate::report::explain::scene::Scene;

/// What the characters mean.
pub(super) const LEGEND: &str = "═ lead that decides a date of power   ─ other lead   ░ complete, but dark or without connection   █ in effect   \
    ◇ signed   ◆ energised   │ today\n";

/// Fewer periods than this have room for several characters each.
const ROOM: usize = 48;
/// Characters a period at the most.
const WIDEST: usize = 4;

/// How bars are drawn: so many characters for so many periods.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Drawing {
    axis: Axis,
    characters: usize,
    periods: usize,
}

impl Drawing {
    /// As wide as there is room for: `room` characters, where the page has an edge.
    pub(super) fn of(axis: Axis, room: Option<usize>) -> Self {
        let room = room.unwrap_or(ROOM).clamp(8, ROOM);
        // The line of today takes a character.
        let (room, len) = (room - 1, axis.len().max(1));
        Self { axis, characters: (room / len).clamp(1, WIDEST), periods: len.div_ceil(room) }
    }

    /// The first periods of the cells, those before today apart.
    fn cells(self) -> [Vec<i32>; 2] {
        let step = i32::try_from(self.periods).unwrap_or(i32::MAX);
        let from = |first: i32, end: i32| -> Vec<i32> {
            std::iter::successors(Some(first), |p| p.checked_add(step)).take_while(|p| *p < end).collect()
        };
        [from(self.axis.first, 0), from(0, self.axis.end)]
    }

    /// The years, each above its first period.
    pub(super) fn head(self, scene: &Scene) -> String {
        let [before, after] = self.cells();
        let today = before.len() * self.characters;
        let a_year = 12 / usize::try_from(scene.model.horizon.step.months()).unwrap_or(12) * self.characters;
        let mut head: Vec<char> = Vec::new();
        let mut year = None;
        for (n, period) in before.iter().chain(&after).enumerate() {
            let at = n * self.characters + usize::from(n >= before.len());
            let now = scene.calendar.month_of(*period).year();
            if year.replace(now) != Some(now) && (head.is_empty() || head.len() < at) {
                let full = now.to_string();
                let name = if a_year > full.len() { full } else { full.chars().skip(2).collect() };
                head.resize(at, ' ');
                head.extend(name.chars());
            }
        }
        let line = if head.len() > today && head[today] == ' ' { Some(today) } else { None };
        if let Some(line) = line {
            head[line] = '│';
        }
        head.into_iter().collect()
    }

    /// A bar.
    pub(super) fn line(self, bar: &Bar) -> String {
        let [before, after] = self.cells();
        let draw = |cells: &[i32]| cells.iter().map(|period| self.cell(bar, *period)).collect::<String>();
        format!("{}│{}", draw(&before), draw(&after)).trim_end().to_owned()
    }

    fn cell(self, bar: &Bar, period: i32) -> String {
        let end = period.saturating_add(i32::try_from(self.periods).unwrap_or(i32::MAX));
        // Of several periods in one cell the last one says what has come.
        let phase = bar.phase(end - 1);
        let fill = match phase {
            Phase::Nothing => ' ',
            Phase::Lead if bar.critical => '═',
            Phase::Lead => '─',
            Phase::Dark => '░',
            Phase::Effect => '█',
        };
        let mut cell = vec![fill; self.characters];
        let within = |date: i32| (period..end).contains(&date);
        if matches!(bar.of, Of::Agreement(_)) {
            if within(bar.begins) {
                cell[0] = '◇';
            }
            if bar.complete.is_some_and(within) {
                cell[0] = '◆';
            }
        }
        cell.into_iter().collect()
    }
}
