//! Phases of campuses: permit, substation, shell, fit-out and now and then a plant, in chains as utilities and builders
//! make them wait. Costs and lead times are those of `models/amazon-2026`.

use super::dice::{Dice, Topic, round};
use super::world::{Adds, Project, World};

/// Lead times are for horizons of so many quarters or more; in shorter ones things are nearer to completion.
const FULL_HORIZON: usize = 20;

pub(super) fn draw(world: &mut World) {
    let mut phase = 0;
    while world.projects.len() < world.ask.projects {
        phase += 1;
        for site in 0..world.sites.len() {
            let left = world.ask.projects - world.projects.len();
            if left == 0 {
                break;
            }
            let shared = world.sites[site].shared.take();
            let (made, share) = Phase::new(world, site, phase, shared).projects(left);
            world.sites[site].shared = share;
            let permit = made.iter().find(|project| project.lead > 0 && project.life == 0 && phase == 1);
            world.sites[site].ground = permit.map(|project| project.id.clone()).or(world.sites[site].ground.take());
            let (mut committed, mut open) = (0.0, 0.0);
            for project in &made {
                *(if project.committed.is_some() { &mut committed } else { &mut open }) += project.megawatts();
            }
            world.sites[site].committed += committed;
            world.sites[site].open += open;
            world.projects.extend(made);
        }
    }
}

/// How far a phase is on day one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Halls and all are being built.
    Halls,
    /// Shell and substation are; fitting out is open.
    Shell,
    /// Nothing is begun.
    Open,
}

struct Phase {
    dice: Dice,
    site: usize,
    campus: String,
    number: usize,
    stage: Stage,
    /// What building costs here.
    cost: f64,
    pue: f64,
    scarcity: f64,
    periods: usize,
    copies: usize,
    /// MW a copy.
    size: f64,
    air: bool,
    ground: Option<String>,
    /// A substation of an earlier phase with room for this one.
    shared: Option<String>,
    /// The substation of this phase with room for the next.
    share: Option<String>,
}

impl Phase {
    fn new(world: &World, site: usize, number: usize, shared: Option<String>) -> Self {
        let mut dice = Dice::new(world.ask.seed, Topic::Phase, 1000 * site + number);
        let here = &world.sites[site];
        let roll = dice.below(100);
        let stage = match number {
            1 if roll < 18 => Stage::Halls,
            1 if roll < 45 => Stage::Shell,
            2 if roll < 15 => Stage::Shell,
            _ => Stage::Open,
        };
        // Most phases are one or two large buildings, some are rows of like ones.
        let copies = dice.pick(&[1, 1, 1, 2, 2, 3, 4, 6]);
        let size = match copies {
            1 => dice.between(90.0, 280.0),
            2 => dice.between(70.0, 150.0),
            _ => dice.between(45.0, 80.0),
        };
        Self {
            site,
            campus: here.id.clone(),
            number,
            stage,
            cost: world.regions[here.region].cost,
            pue: here.pue,
            scarcity: world.scarcity(),
            periods: world.ask.periods,
            copies,
            size: size.round(),
            air: dice.chance(12),
            ground: here.ground.clone(),
            shared,
            share: None,
            dice,
        }
    }

    fn id(&self, what: &str) -> String {
        format!("{}/{what}-{}", self.campus, self.number)
    }

    /// Quarters of a thing that takes from so many to so many in a long horizon.
    fn lead(&mut self, from: usize, to: usize) -> usize {
        let drawn = self.dice.whole(from, to);
        (drawn * self.periods.min(FULL_HORIZON) / FULL_HORIZON).max(1)
    }

    fn project(&self, what: &str, adds: Adds, cost: f64, lead: usize, life: usize, payments: [usize; 3]) -> Project {
        Project {
            id: self.id(what),
            site: self.site,
            copies: 1,
            pace: None,
            adds,
            cost: round(cost),
            lead,
            life,
            after: Vec::new(),
            each: false,
            lag: 0,
            needs: Vec::new(),
            payments,
            category: None,
            committed: None,
            earliest: None,
        }
    }

    /// The projects of this phase, at most so many, and its substation if that has room for the next phase.
    fn projects(mut self, most: usize) -> (Vec<Project>, Option<String>) {
        if self.shared.is_some() {
            self.stage = Stage::Open;
        }
        let made = self.draw(most);
        (made, self.share)
    }

    fn draw(&mut self, most: usize) -> Vec<Project> {
        match (most, self.stage) {
            (1, _) => vec![self.hall(self.shared.clone())],
            (_, Stage::Open) if self.shared.is_some() => self.campus(false, false),
            (2, Stage::Open) => self.building(),
            (2, _) => {
                self.stage = Stage::Halls;
                self.building()
            }
            (_, Stage::Halls) => self.building(),
            (_, Stage::Shell) | (3, Stage::Open) => self.campus(false, false),
            (4, Stage::Open) => self.campus(true, false),
            (_, Stage::Open) => match self.dice.below(100) {
                0..=24 => self.building(),
                25..=64 => self.campus(true, false),
                65..=89 => self.campus(true, true),
                _ => self.campus(false, false),
            },
        }
    }

    fn adds(&self) -> Adds {
        if self.air { Adds::Air(self.size) } else { Adds::Liquid(self.size) }
    }

    /// A hall built at one go.
    fn hall(&mut self, substation: Option<String>) -> Project {
        let (copies, cost) = (self.copies, self.size * self.dice.between(11.8, 13.2) * self.cost);
        let lead = self.lead(6, 7);
        let mut hall = self.project("hall", self.adds(), cost, lead, 72, [10, 60, 30]);
        (hall.copies, hall.needs) = (copies, substation.into_iter().collect());
        hall
    }

    fn substation(&mut self, lead: (usize, usize)) -> Project {
        // The scarcer power is, the less of a phase its substation carries.
        let mut share = self.dice.between(0.9, 1.15) - 0.08 * self.scarcity;
        if self.dice.chance(40) {
            share *= self.dice.between(1.7, 2.1);
            self.share = Some(self.id("substation"));
        }
        let mw = (self.pue * self.size * self.copies as f64 * share / 5.0).ceil() * 5.0;
        let cost = (25.0 + mw * self.dice.between(0.3, 0.9)) * self.cost;
        let lead = self.lead(lead.0, lead.1);
        self.project("substation", Adds::Connection(mw), cost, lead, 160, [25, 45, 30])
    }

    /// A substation and halls that are dark without it.
    fn building(&mut self) -> Vec<Project> {
        let mut substation = self.substation((5, 9));
        let mut hall = self.hall(Some(substation.id.clone()));
        if self.stage == Stage::Halls {
            let begun = self.dice.whole(1, hall.lead.max(2) - 1);
            commit(&mut hall, begun, self.dice.chance(25).then_some((1, 12)));
            let begun = begun.max(self.dice.whole(1, substation.lead.max(2) - 1));
            commit(&mut substation, begun, None);
        }
        vec![substation, hall]
    }

    /// A permit, a substation, perhaps a plant, a shell and its fit-out.
    fn campus(&mut self, permit: bool, plant: bool) -> Vec<Project> {
        let mut projects = Vec::new();
        if permit {
            let ground = self.size * self.copies as f64 * self.dice.between(0.8, 2.4);
            let cost = if self.number == 1 { ground + 20.0 } else { self.dice.between(8.0, 40.0) };
            let lead = self.lead(1, 4);
            let mut project = self.project("permit", Adds::Nothing, cost * self.cost, lead, 0, [100, 0, 0]);
            project.category = Some("grid");
            project.earliest = self.dice.chance(10).then_some(1).filter(|_| self.periods > 4);
            projects.push(project);
        }
        let waits: Vec<String> = projects.iter().map(|project| project.id.clone()).collect();
        // Some halls are tied to their substation; others take whatever connection the campus has.
        let tied = self.dice.chance(55);
        let mut needs: Vec<String> = self.shared.take().into_iter().collect();
        if needs.is_empty() {
            let mut substation = self.substation(if permit { (4, 8) } else { (6, 9) });
            (substation.after, substation.lag) = (waits.clone(), usize::from(permit && self.dice.chance(30)));
            if self.stage == Stage::Shell {
                let begun = self.dice.whole(1, substation.lead.max(2) - 1);
                commit(&mut substation, begun, None);
            }
            needs.push(substation.id.clone());
            projects.push(substation);
        }
        if !tied {
            needs.clear();
        }
        let copies = self.copies;
        let shell_cost = self.size * self.dice.between(3.0, 3.5) * self.cost;
        let lead = self.lead(5, 7);
        let mut shell = self.project("shell", Adds::Nothing, shell_cost, lead, 120, [10, 70, 20]);
        (shell.copies, shell.pace) = (copies, (copies > 2).then_some(2));
        // On a green field nothing is built before the ground is prepared; later shells only need their ground in time.
        shell.after = if self.number == 1 { waits } else { self.ground.clone().into_iter().collect() };
        let cost = self.size * self.dice.between(9.0, 9.9) * self.cost;
        let lead = self.lead(3, 3);
        let mut fit_out = self.project("fit-out", self.adds(), cost, lead, 60, [20, 50, 30]);
        (fit_out.copies, fit_out.pace) = (copies, (copies > 2).then_some(2));
        (fit_out.after, fit_out.each) = (vec![shell.id.clone()], copies > 1);
        if self.stage == Stage::Shell {
            let begun = self.dice.whole(1, shell.lead.max(2) - 1);
            commit(&mut shell, begun, self.dice.chance(35).then_some((1, 10)));
        }
        if plant {
            let mw = (self.pue * self.size * copies as f64 * self.dice.between(0.9, 2.2) / 10.0).ceil() * 10.0;
            let cost = mw * self.dice.between(1.4, 2.2);
            let lead = self.lead(7, 11);
            let plant = self.project("plant", Adds::Power(mw), cost, lead, 120, [25, 45, 30]);
            // Some halls are tied to their plant; other plants feed whoever is on the node.
            if self.dice.chance(40) {
                needs.push(plant.id.clone());
            }
            projects.push(plant);
        }
        fit_out.needs = needs;
        projects.push(shell);
        projects.push(fit_out);
        projects
    }
}

/// Begins a project so many quarters before the horizon.
fn commit(project: &mut Project, before: usize, cancel: Option<(i64, usize)>) {
    let start = -i64::try_from(before.min(project.lead)).expect("a lead is short");
    let completion = start + i64::try_from(project.lead).expect("a lead is short");
    let cancel = cancel.filter(|(until, _)| *until < completion);
    project.committed = Some((start, cancel));
    (project.after, project.earliest) = (Vec::new(), None);
}
