//! The command line, as clap reads it.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

use super::asks::{Alternatives, Compare, Explain, Frontier, Show, Why};
use super::values::{Limit, count, gap, limit, positive, setting, unit};
use crate::solve::outcome::Gap;

/// Cloud capacity planning: what to build, buy, connect and serve, when and where.
#[derive(Debug, Parser)]
#[command(name = "capplan", version, arg_required_else_help = true, max_term_width = 110, after_help = EXAMPLES)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLES: &str = "\
Examples:
  capplan check models/first-steps
  capplan solve models/first-steps -o plan.json
  capplan verify plan.json
  capplan show plan.json 'site[north-1]'

Results go to standard output, words to standard error. Exit codes: 0 a plan (or an answer); 1 findings, or a file
that cannot be written; 2 usage; 3 infeasible or unbounded; 4 stopped early with a plan; 5 the audit disagrees;
70 a mistake in capplan; 130 stopped with no plan.";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read a model and print every finding
    Check(Check),
    /// Find the best plan, audit it and print its summary
    Solve(Solve),
    /// Compute a plan again from its decisions and inputs, by arithmetic of its own
    Verify(Verify),
    /// Print any part of a plan or a model
    Show(Show),
    /// Say what holds a plan, and what more of it is worth
    Explain(Explain),
    /// Ask what the opposite of a decision would cost
    Why(Why),
    /// Find plans nearly as good
    Alternatives(Alternatives),
    /// Say what makes the difference between plans
    Compare(Compare),
    /// Move one value over a range
    Frontier(Frontier),
    /// Write a plan or a model in another format
    Export(Export),
    /// Write a plan as one page for a browser
    Report(super::args_report::Report),
    /// Write a first model into a new folder
    Init(Init),
    /// Make a synthetic model of any size
    Generate(Generate),
    /// Turn another program's files into a model
    Import(Import),
    /// Print the JSON Schema of a file
    Schema(Schema),
    /// Print completions for a shell
    Completions(Completions),
    /// Print the manual page, or write one for every command
    Man(Man),
}

/// What is laid over a model when it is read.
#[derive(Clone, Debug, Default, ClapArgs)]
pub struct Over {
    /// Read the model with a scenario: scenarios/NAME.toml in its folder, or [scenario.NAME] in its file
    #[arg(long, value_name = "NAME")]
    pub scenario: Option<String>,
    /// Lay a value over the model and its scenario; may be given again
    #[arg(long, value_name = "ADDRESS=VALUE", value_parser = setting)]
    pub set: Vec<String>,
}

impl Over {
    /// Whether the model is read as it stands.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.scenario.is_none() && self.set.is_empty()
    }
}

/// Arguments of `check`.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  capplan check models/first-steps\n  capplan check models/first-steps --strict\n  capplan check models/first-steps --json\n  capplan check models/amazon-2026 --scenario demand-high"
)]
pub struct Check {
    /// A folder with model.toml, a .toml file, or a plan (its own inputs are checked)
    pub model: PathBuf,
    /// Warnings are errors
    #[arg(long)]
    pub strict: bool,
    /// Print the findings and what the model holds as JSON
    #[arg(long)]
    pub json: bool,
    /// What is laid over the model
    #[command(flatten)]
    pub over: Over,
}

/// Arguments of `solve`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:
  capplan solve models/first-steps
  capplan solve models/first-steps -o plan.json --gap 0
  capplan solve models/amazon-2026 --gap '50 M USD' --time-limit 10min -o plans/amazon-2026.json
  capplan solve models/first-steps --set 'budget[fy2026].at_most=160 M USD' -o less.json
  capplan solve models/first-steps --relax --method ipm --no-prices -o - > relaxed.json")]
pub struct Solve {
    /// A folder with model.toml, a .toml file, or a plan (its own inputs are solved again)
    pub model: PathBuf,
    /// Write the plan to FILE; `-` is standard output, and the summary goes to standard error
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Stop when this near to the best: a share of the payments that the plan decides, or money
    #[arg(long, value_name = "SHARE|MONEY", default_value = "0.5 %", value_parser = gap)]
    pub gap: Gap,
    /// Stop the search after this time with the best plan so far; prices, and what one more would be worth, are asked after it
    #[arg(long, value_name = "TIME", value_parser = limit)]
    pub time_limit: Option<Limit>,
    /// Threads: with one, the tree and the hunt for plans take turns; the plan may depend on how many, never on the machine
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=1024))]
    pub threads: u32,
    /// Solve the linear relaxation: starts and lots may be fractions
    #[arg(long)]
    pub relax: bool,
    /// How the first linear program is solved; simplex goes on from there
    #[arg(long, value_enum, default_value_t = Method::Auto)]
    pub method: Method,
    /// Ask for no prices, nor for the worth of one more: saves time on a large model, and with --relax may end without a vertex
    #[arg(long)]
    pub no_prices: bool,
    /// With --relax, ask also on a large model (100,000 non-zeros or 30,000 rows, or more) between which levels of a limit each price holds: it is stated a second time for that
    #[arg(long, requires = "relax", conflicts_with = "no_prices")]
    pub ranges: bool,
    /// Seed of the solver's random choices
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=0x7fff_ffff))]
    pub seed: u32,
    /// What one more of the limits that matter most would be worth: with the decisions kept, also with everything decided again, or not at all
    #[arg(long, value_enum, default_value_t = Worth::Kept)]
    pub worth: Worth,
    /// Where the plan's inputs stand: in the plan, or in a file beside it
    #[arg(long, value_enum, default_value_t = Inputs::Inline)]
    pub inputs: Inputs,
    /// Print the summary as JSON
    #[arg(long)]
    pub json: bool,
    /// Report progress as JSON, one object a line, on standard error
    #[arg(long, conflicts_with = "quiet")]
    pub json_progress: bool,
    /// Print no summary and no progress
    #[arg(short, long)]
    pub quiet: bool,
    /// Warnings about the model are errors
    #[arg(long)]
    pub strict: bool,
    /// What is laid over the model
    #[command(flatten)]
    pub over: Over,
}

/// How the first linear program is solved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Method {
    /// Interior point from 100,000 non-zeros, simplex below
    Auto,
    /// Dual simplex
    Simplex,
    /// Interior point, then crossover to a vertex where prices or whole numbers need one
    Ipm,
    /// First-order method: near the best
    Pdlp,
}

/// How much work the worth of one more may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Worth {
    /// This plan's decisions held
    Kept,
    /// Besides, everything decided again: the interval that is proved
    Free,
    /// Not asked
    None,
}

/// Where the inputs of a plan stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Inputs {
    /// In the plan
    Inline,
    /// In a file of their own beside it
    Beside,
}

/// Arguments of `verify`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  capplan verify plan.json\n  capplan verify plan.json --model models/first-steps")]
pub struct Verify {
    /// The plan
    pub plan: PathBuf,
    /// Say also which inputs have changed since
    #[arg(long, value_name = "MODEL")]
    pub model: Option<PathBuf>,
    /// Print the verdict as JSON
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `export`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:
  capplan export plan.json --format csv -o tables
  capplan export plan.json --format xlsx -o plan.xlsx
  capplan export plan.json --format parquet -o columns
  capplan export models/first-steps --format mps -o first-steps.mps
  capplan export models/first-steps --format json
  capplan export plan.json --format svg -o plan.svg
  capplan export models/amazon-2026 --format geojson -o amazon-2026.geojson")]
pub struct Export {
    /// A plan, or a model
    pub of: PathBuf,
    /// csv, xlsx, parquet: every table of a plan; json: the resolved model; mps, lp: the linear model, names by address; svg: the timeline of a plan as bars; geojson: sites, nodes and lines on a map
    #[arg(long, value_enum)]
    pub format: ExportFormat,
    /// The folder of the tables (csv, parquet) or the file; absent or `-`: standard output (not csv, parquet)
    #[arg(short, long, value_name = "FILE|FOLDER")]
    pub output: Option<PathBuf>,
    /// The linear relaxation (mps, lp)
    #[arg(long)]
    pub relax: bool,
    /// What is laid over the model
    #[command(flatten)]
    pub over: Over,
}

/// Formats to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// One file for each table of a plan, with units in the heads
    Csv,
    /// The same tables as one workbook, totals as sums of its sheets
    Xlsx,
    /// The same tables as files of columns
    Parquet,
    /// The resolved model
    Json,
    /// The linear model in MPS
    Mps,
    /// The linear model in LP format; brackets of addresses become parentheses
    Lp,
    /// The timeline of a plan as a picture
    Svg,
    /// Sites, nodes and lines on a map, with what a plan does with them, for viewers of maps
    Geojson,
}

/// Arguments of `init`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  capplan init two-valleys\n  capplan check two-valleys")]
pub struct Init {
    /// The folder; no file that is there already is written over
    pub folder: PathBuf,
    /// Print the folder and its files as JSON
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `generate`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:
  capplan generate -o made
  capplan generate --sites 20 --regions 8 --projects 120 --periods 24 --seed 7 -o large
  capplan generate --tightness 0.8 --seed 7 -o scarce

Equal arguments give equal files in one version of capplan. Doing nothing is always a plan.")]
pub struct Generate {
    /// Campuses
    #[arg(long, value_name = "N", default_value_t = 12, value_parser = count(1, 100_000))]
    pub sites: usize,
    /// Regions with demand; campuses are spread over them
    #[arg(long, value_name = "N", default_value_t = 6, value_parser = count(1, 10_000))]
    pub regions: usize,
    /// Chips on offer over the horizon, in generations
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = count(1, 200))]
    pub chips: usize,
    /// Kinds of computing: training, inference, general, and again
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = count(1, 30))]
    pub workloads: usize,
    /// Projects: permits, substations, shells, fit-outs, plants; some committed
    #[arg(long, value_name = "N", default_value_t = 60, value_parser = count(0, 1_000_000))]
    pub projects: usize,
    /// Quarters
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = count(1, 200))]
    pub periods: usize,
    /// How scarce capital and power are: 0 (plenty) to 1 (hardly any)
    #[arg(long, value_name = "X", default_value_t = 0.5, value_parser = unit)]
    pub tightness: f64,
    /// Which of all such models
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// The folder to make; it must not be there, or be empty
    #[arg(short, long, value_name = "FOLDER")]
    pub output: PathBuf,
    /// Print the folder and its files as JSON
    #[arg(long)]
    pub json: bool,
}

const IMPORTS: &str = "Examples:
  capplan import matpower docs/cases/three-buses.m -o three-buses
  capplan import matpower docs/cases/three-buses.m --susceptance pglib -o second

  capplan import pypsa tests/data/pypsa -o towns

What is not carried over, such as reactive power, is listed.";

/// Arguments of `import`.
#[derive(Debug, ClapArgs)]
#[command(after_help = IMPORTS)]
pub struct Import {
    /// Of which program.
    #[command(subcommand)]
    pub from: ImportFrom,
}

/// The programs whose files are read.
#[derive(Debug, Subcommand)]
pub enum ImportFrom {
    /// A case of MATPOWER (.m) as a network with linear power flow over one hour
    Matpower(ImportMatpower),
    /// A network of `PyPSA`, its folder of CSV files: every snapshot is a block of one period
    Pypsa(ImportPypsa),
}

/// How branches become circuits.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Susceptance {
    /// 1 / x, with tap ratios and phase shifts
    Textbook,
    /// x / (r^2 + x^2), tap ratios and phase shifts ignored: what the published linear optima of PGLib are of
    Pglib,
}

/// Arguments of `import matpower`.
#[derive(Debug, ClapArgs)]
#[command(after_help = IMPORTS)]
pub struct ImportMatpower {
    /// The case
    pub case: PathBuf,
    /// How branches become circuits
    #[arg(long, value_name = "READING", value_enum, default_value_t = Susceptance::Textbook)]
    pub susceptance: Susceptance,
    /// USD an hour by which the steps of a generator's square cost may lie below it
    #[arg(long, value_name = "USD", default_value_t = 1.0, value_parser = positive)]
    pub error: f64,
    /// Carry losses over, each line's in so many straight pieces
    #[arg(long, value_name = "SEGMENTS", value_parser = clap::value_parser!(u32).range(1..=100))]
    pub losses: Option<u32>,
    /// The folder to make; it must not be there, or be empty
    #[arg(short, long, value_name = "FOLDER")]
    pub output: PathBuf,
    /// Print the folder, its files and what was left out as JSON
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `import pypsa`.
#[derive(Debug, ClapArgs)]
#[command(after_help = IMPORTS)]
pub struct ImportPypsa {
    /// The folder of CSV files that the network was exported to
    pub folder: PathBuf,
    /// The folder to make; it must not be there, or be empty
    #[arg(short, long, value_name = "FOLDER")]
    pub output: PathBuf,
    /// Print the folder, its files and what was left out as JSON
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `schema`.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  capplan schema plan\n  capplan schema plan > plan.schema.json\n  capplan schema model > model.schema.json"
)]
pub struct Schema {
    /// Of what
    #[arg(value_enum)]
    pub of: SchemaOf,
}

/// Files with a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    /// The plan file
    Plan,
    /// The model file, for editors
    Model,
}

/// Arguments of `completions`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  capplan completions bash > ~/.local/share/bash-completion/completions/capplan")]
pub struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

/// Arguments of `man`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:
  capplan man -o ~/.local/share/man/man1
  capplan man solve > capplan-solve.1

Afterwards `man capplan` and `man capplan-solve` show them; `capplan man solve | man -l -` shows one at once.")]
pub struct Man {
    /// The command whose page is printed; absent, that of capplan itself
    #[arg(value_name = "COMMAND", conflicts_with = "output")]
    pub command: Option<String>,
    /// Write a page for every command into FOLDER
    #[arg(short, long, value_name = "FOLDER")]
    pub output: Option<PathBuf>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        Args::command().debug_assert();
    }

    #[test]
    fn every_command_has_an_example_that_parses() {
        for command in Args::command().get_subcommands() {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            let line = help.lines().find(|line| line.trim_start().starts_with("capplan"));
            let line = line.unwrap_or_else(|| panic!("`{}` has no example", command.get_name()));
            let line = line.split(['>', '|']).next().unwrap_or_default();
            // What stands in quotes is one word.
            let words = line
                .split('\'')
                .enumerate()
                .flat_map(|(n, part)| if n % 2 == 1 { vec![part] } else { part.split_whitespace().collect() });
            Args::try_parse_from(words).unwrap_or_else(|error| panic!("{line}: {error}"));
        }
    }
}
