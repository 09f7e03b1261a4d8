//! The flags of the spec's keys: one a key, made from the table of keys.

use clap::builder::{PossibleValuesParser, ValueParser};
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches, ValueEnum};

use super::format::Format;
use super::keys::{KEYS, Key, Shape};

/// The values that flags give: one flag a key of [`KEYS`], `--preset` and `--set`.
#[derive(Debug, Clone, Default)]
pub(crate) struct Values {
    /// Flag and text, in the order of the command line.
    pub(crate) flags: Vec<(&'static str, String)>,
    /// `--set` assignments.
    pub(crate) assignments: Vec<String>,
    /// `--preset`.
    pub(crate) preset: Option<String>,
    /// `--organisation`.
    pub(crate) organisation: Option<String>,
    /// `--layout`.
    pub(crate) layout: Option<String>,
}

impl FromArgMatches for Values {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut values = Self::default();
        values.update_from_arg_matches(matches)?;
        Ok(values)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        for key in KEYS {
            let texts = matches.get_many::<String>(key.flag).into_iter().flatten();
            self.flags.extend(texts.map(|text| (key.flag, text.clone())));
        }
        self.assignments.extend(matches.get_many::<String>("set").into_iter().flatten().cloned());
        self.preset = matches.get_one::<String>("preset").cloned();
        self.organisation = matches.get_one::<String>("organisation").cloned();
        self.layout = matches.get_one::<String>("layout").cloned();
        Ok(())
    }
}

impl Args for Values {
    fn augment_args(command: Command) -> Command {
        let command = KEYS.iter().fold(command, |command, key| {
            let arg = Arg::new(key.flag).long(key.flag).help_heading("Answers");
            let arg = match key.shape {
                Shape::One => arg.value_name(key.value_name),
                Shape::Item | Shape::Entry => arg.value_name(key.value_name).action(ArgAction::Append),
                Shape::Switch => {
                    let parser: ValueParser = PossibleValuesParser::new(["true", "false"]).into();
                    arg.num_args(0..=1).require_equals(true).default_missing_value("true").value_parser(parser)
                }
            };
            command.arg(arg)
        });
        command
            .arg(Arg::new("preset").long("preset").value_name("PRESET").help("Preset to start from, or the path of one").help_heading("Answers"))
            .arg(Arg::new("organisation").long("organisation").value_name("FILE").help("File with what holds for all apps of the organisation; its path is relative to the spec's folder").help_heading("Answers"))
            .arg(Arg::new("layout").long("layout").value_name("LAYOUT").help("How the files of all environments are laid out: plain, kustomize or helm").help_heading("Answers"))
            .arg(
                Arg::new("set")
                    .long("set")
                    .value_name("[ENV:]KEY=VALUE")
                    .action(ArgAction::Append)
                    .help("Any key of the spec, for all environments or one; a dot in a key is \\., lists and maps as JSON")
                    .help_heading("Answers"),
            )
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

/// The command line with the help of every flag. A run that prints no help does without: the
/// sentences come from the spec's schema, and making that takes as long as rendering an object.
pub(crate) fn described(command: Command) -> Command {
    let known = |command: &Command, key: &Key| command.get_arguments().any(|arg| arg.get_id() == key.flag);
    // What the whole program prints is told once; below stands what each command does.
    let formats = |command: Command| {
        let values = Format::of_command(command.get_name());
        let values = values.iter().filter_map(ValueEnum::to_possible_value).collect::<Vec<_>>();
        let arg = Arg::new("output").short('o').long("output").global(true).help("Format of what is printed");
        command.arg(arg.value_parser(PossibleValuesParser::new(values)).default_value("text"))
    };
    command.mut_subcommands(formats).mut_subcommands(|command| {
        KEYS.iter().fold(command, |command, key| {
            if known(&command, key) { command.mut_arg(key.flag, |arg| arg.help(key.help())) } else { command }
        })
    })
}
