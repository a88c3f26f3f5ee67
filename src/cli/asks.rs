//! The command line of questions that are asked of plans, as clap reads it.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use super::args::Over;
use super::values::{Limit, count, gap, limit, range};
use crate::solve::outcome::Gap;

/// Arguments of `show`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:
  capplan show plan.json
  capplan show plan.json cash
  capplan show plan.json timeline
  capplan show plan.json limits --format csv > limits.csv
  capplan show plan.json 'site[north-1]'
  capplan show models/first-steps dependencies --format mermaid
  capplan show models/amazon-2026 --scenario demand-high --changes")]
pub struct Show {
    /// A plan, or a model
    pub of: PathBuf,
    /// summary, cash, after, sites, timeline, limits, orders, demand, finance, dependencies, grid, slip (what one more period of waiting would delay and cost: many solves), letters (what each agreement on offer is worth: a solve each), any table of the plan (payments, service ...), or an address such as 'site[ID]'
    #[arg(default_value = "summary")]
    pub topic: String,
    /// How to print it; dot and mermaid are for dependencies and grid
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    /// The same as --format json
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
    /// What the scenario changed: every value that is not the model's own, the old one and the new, and where it stands
    #[arg(long, conflicts_with = "topic")]
    pub changes: bool,
    /// What is laid over the model
    #[command(flatten)]
    pub over: Over,
}

/// How a part of a plan is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For reading
    Table,
    /// Comma-separated values in full precision
    Csv,
    /// JSON in full precision
    Json,
    /// Graphviz
    Dot,
    /// Mermaid
    Mermaid,
}

/// How the members of a study are solved.
#[derive(Debug, ClapArgs)]
pub struct Members {
    /// Solve each member this near to its best: a share of the payments that it decides, or money; absent, as near as the plan is
    #[arg(long, value_name = "SHARE|MONEY", value_parser = gap)]
    pub gap: Option<Gap>,
    /// Stop the search of each member after this time with its best plan so far
    #[arg(long, value_name = "TIME", value_parser = limit)]
    pub time_limit: Option<Limit>,
    /// Threads, as for `solve`
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=1024))]
    pub threads: u32,
    /// Keep the plan of every member in FOLDER; asked again, what is there is not solved again
    #[arg(long, value_name = "FOLDER")]
    pub keep: Option<PathBuf>,
    /// Print no progress
    #[arg(short, long)]
    pub quiet: bool,
}

/// Arguments of `alternatives`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:
  capplan alternatives plan.json
  capplan alternatives plan.json --within '5 %' --plans 5 -o others")]
pub struct Alternatives {
    /// The plan
    pub plan: PathBuf,
    /// How much worse they may be: a share of the payments that the plan decides, or money
    #[arg(long, value_name = "SHARE|MONEY", default_value = "1 %", value_parser = gap)]
    pub within: Gap,
    /// How many plans, as different as possible
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = count(0, 100))]
    pub plans: usize,
    /// Write these plans into FOLDER
    #[arg(short, long, value_name = "FOLDER")]
    pub output: Option<PathBuf>,
    /// How the members are solved
    #[command(flatten)]
    pub members: Members,
    /// Print it as JSON
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `compare`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:
  capplan compare plan.json less.json
  capplan compare plan.json less.json --until 2026Q2 --json

A model after the plans, with --scenario NAME for each of its scenarios, is planned first.")]
pub struct Compare {
    /// Plans; after them a model, whose scenarios are planned from the first plan
    #[arg(required = true, num_args = 1..)]
    pub plans: Vec<PathBuf>,
    /// A scenario of the model; may be given again
    #[arg(long, value_name = "NAME")]
    pub scenario: Vec<String>,
    /// Decisions up to this period are of here and now: what they cost if another scenario comes, and which are common to all; absent, up to the end of the first year
    #[arg(long, value_name = "PERIOD")]
    pub until: Option<String>,
    /// How the members are solved
    #[command(flatten)]
    pub members: Members,
    /// Print it as JSON
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `frontier`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:
  capplan frontier plan.json --vary 'budget[fy2026].at_most' '100..300 M USD' --points 9
  capplan frontier plan.json --vary 'chip[swift].price' '10..30 kUSD' --format csv > frontier.csv
  capplan frontier plan.json --vary 'budget[fy2026].at_most' '100..300 M USD' --keep studies")]
pub struct Frontier {
    /// The plan
    pub plan: PathBuf,
    /// What moves, and how far: an address as --set takes it, and a range with its unit
    #[arg(long, num_args = 2, value_names = ["ADDRESS", "RANGE"], required = true)]
    pub vary: Vec<String>,
    /// How many values, both ends included
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = count(2, 1000))]
    pub points: usize,
    /// Of the linear relaxation: starts and lots may be fractions
    #[arg(long)]
    pub relax: bool,
    /// How the members are solved
    #[command(flatten)]
    pub members: Members,
    /// How to print it: table, csv or json
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    /// The same as --format json
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
}

/// Arguments of `explain`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:
  capplan explain plan.json
  capplan explain plan.json --format csv > limits.csv")]
pub struct Explain {
    /// The plan
    pub plan: PathBuf,
    /// How to print it: table, csv or json
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    /// The same as --format json
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
}

/// Arguments of `why`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:
  capplan why plan.json 'project[south-1/hall]'
  capplan why plan.json 'project[south-1/hall]@2026Q2'
  capplan why plan.json 'site[south-1]'
  capplan why plan.json 'buy[swift,south-1]@2026Q4'")]
pub struct Why {
    /// The plan
    pub plan: PathBuf,
    /// The decision, taken or not: 'project[ID]', 'agreement[ID]', 'buy[CHIP,SITE]', 'lease[ID]', 'expansion[ID]', 'site[ID]' (new halls) or 'segment[ID]' (demand that is declined); with '@PERIOD' in that period
    pub address: String,
    /// How the members are solved
    #[command(flatten)]
    pub members: Members,
    /// Print it as JSON
    #[arg(long)]
    pub json: bool,
}

impl Default for Members {
    fn default() -> Self {
        Self { gap: None, time_limit: None, threads: 2, keep: None, quiet: false }
    }
}

impl Frontier {
    /// The address and its values.
    ///
    /// # Errors
    /// The sentence that says what is wrong with the range.
    pub fn varied(&self) -> Result<(&str, crate::study::frontier::Range), String> {
        let [address, text] = &self.vary[..] else { return Err("--vary takes an address and a range".into()) };
        let (from, to, unit) = range(text)?;
        Ok((address, crate::study::frontier::Range { from, to, unit, points: self.points }))
    }
}
