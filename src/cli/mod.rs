//! The command line: words in, one command run, an exit code out.

mod add;
mod args;
mod assignment;
mod capacity;
mod check;
mod compare;
mod draft;
mod eject;
mod explain;
mod explain_rule;
mod failure;
mod flag;
mod format;
mod given;
mod graph;
mod keys;
mod maintenance;
mod merge_args;
mod merge_file;
mod mode;
mod new;
mod preset;
mod prompt;
mod proposal;
mod regenerate;
mod rename;
mod render;
mod report;
mod restore;
mod script;
mod session;
mod set;
mod settle;
mod status;
mod template;
mod unserved;
mod values;
mod wizard;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory as _, Parser as _};

use crate::problem::{Place, Problem};
use crate::spec::{check_schema, spec_schema};
use args::{Cli, Color, SchemaOf, Subcommands};
use failure::Failure;
use format::{Format, text_alone};
use session::Session;
use values::described;

/// Runs the command that the words name, and says how it ended.
pub fn run(words: impl IntoIterator<Item = OsString>) -> ExitCode {
    let words: Vec<OsString> = words.into_iter().collect();
    let cli = match Cli::try_parse_from(&words) {
        Ok(cli) => cli,
        Err(error) => {
            let asked = matches!(error.kind(), ErrorKind::DisplayHelp);
            let described = asked.then(|| described(Cli::command()).try_get_matches_from(&words).err()).flatten();
            let error = described.unwrap_or(error);
            return ExitCode::from(match report::read_enough(error.print()) {
                Err(failure) if !error.use_stderr() => failure.code(),
                _ if error.use_stderr() => 2,
                _ => 0,
            });
        }
    };
    let json = cli.common.output == Format::Json;
    match cli.common.color {
        Color::Auto => {}
        Color::Always => anstream::ColorChoice::Always.write_global(),
        Color::Never => anstream::ColorChoice::Never.write_global(),
    }
    match command(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            tell(&failure, json);
            ExitCode::from(failure.code())
        }
    }
}

fn command(cli: Cli) -> Result<(), Failure> {
    let session = Session::new(cli.common);
    let output = session.common.output;
    let command = match cli.command {
        Subcommands::Check(_) => "check",
        Subcommands::Graph(_) => "graph",
        _ => "",
    };
    if let Some(only) = output.command().filter(|only| *only != command) {
        let problem = Problem::new(format!("only `{only}` prints `{}`", output.name()));
        let names: Vec<String> =
            Format::of_command(command).iter().map(|format| format!("`{}`", format.name())).collect();
        let hint = format!("use {}", names.join(", "));
        return Err(Failure::invalid(problem.at(Some(Place::new("--output", None))).hint(hint)));
    }
    if let Some(text) = text_alone(&cli.command).filter(|_| output == Format::Json) {
        let problem = Problem::new(format!("`{text}` prints text alone")).at(Some(Place::new("--output", None)));
        return Err(Failure::invalid(problem.hint("leave `--output` out")));
    }
    let variables = variables()?;
    match &cli.command {
        Subcommands::New(args) => new::run(&session, args, &variables),
        Subcommands::Render(args) => render::run(&session, args, &variables),
        Subcommands::Set(args) => set::run(&session, args),
        Subcommands::Maintenance(args) => maintenance::run(&session, args),
        Subcommands::Add(args) => add::run(&session, args),
        Subcommands::Regenerate(args) => regenerate::run(&session, args, &variables),
        Subcommands::Status => status::run(&session),
        Subcommands::Restore(args) => restore::run(&session, args),
        Subcommands::MergeFile(args) => merge_file::run(&session, args),
        Subcommands::Compare(args) => compare::run(&session, args),
        Subcommands::Check(args) => check::run(&session, args),
        Subcommands::Explain(args) => explain::run(&session, args),
        Subcommands::Capacity(args) => capacity::run(&session, args),
        Subcommands::Graph(args) => graph::run(&session, args),
        Subcommands::Preset(args) => preset::run(&session, &args.command),
        Subcommands::Template(args) => template::run(&session, &args.command),
        Subcommands::Schema { of } => {
            let schema = match of {
                SchemaOf::Spec => spec_schema(),
                SchemaOf::Check => check_schema(),
            };
            report::print(&format!("{schema:#}\n"))
        }
        Subcommands::Completions { shell } => {
            let mut out = Vec::new();
            clap_complete::generate(*shell, &mut described(Cli::command()), "kubewright", &mut out);
            report::print(&String::from_utf8_lossy(&out))
        }
        Subcommands::Man => {
            let mut out = Vec::new();
            // Writing to memory cannot fail.
            let _ = clap_mangen::Man::new(described(Cli::command())).render(&mut out);
            report::print(&String::from_utf8_lossy(&out))
        }
    }
}

/// The `KUBEWRIGHT_*` variables, by name.
fn variables() -> Result<Vec<(String, String)>, Failure> {
    let named = std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value)));
    let mut variables = Vec::new();
    for (name, value) in named.filter(|(name, _)| name.starts_with("KUBEWRIGHT_")) {
        let value = value.into_string().map_err(|_| {
            let place = Place::new(&name, None);
            Failure::invalid(
                Problem::new("its value is not UTF-8 text").at(Some(place)).hint("set it anew, or unset it"),
            )
        })?;
        variables.push((name, value));
    }
    variables.sort();
    Ok(variables)
}

/// Says what went wrong, to people on stderr, to programs on stdout.
fn tell(failure: &Failure, json: bool) {
    // The exit code tells a program that does not get its answer.
    let told = |problems: &[Problem]| _ = report::print(&report::problems_json(problems));
    match failure {
        // The report has told already.
        Failure::Drift | Failure::Found | Failure::Left | Failure::Short => {}
        Failure::Invalid(problems) | Failure::Bug(problems) if json => told(problems),
        Failure::Io(error) if json => told(&[error.problem()]),
        Failure::Interrupted if json => told(&[Problem::new("interrupted")]),
        Failure::Invalid(problems) => report::tell(&report::problems(problems)),
        Failure::Io(error) => report::tell(&report::problems(&[error.problem()])),
        Failure::Bug(problems) => {
            report::tell(&report::problems(problems));
            report::tell("this is a bug in kubewright: please report it with the spec that shows it\n");
        }
        Failure::Output(error) => {
            let problem = Problem::new(format!("cannot write to stdout: {error}"));
            report::tell(&report::problems(&[
                problem.hint("what was printed is not whole: make room, or send it elsewhere")
            ]));
        }
        Failure::Interrupted => report::tell("interrupted, nothing was written\n"),
    }
}
