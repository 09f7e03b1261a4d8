//! The formats of what is printed, and which command alone has each.

use clap::ValueEnum;

use super::args::Subcommands;
use super::preset::PresetCommands;
use super::template::TemplateCommands;

/// Format of what is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Annotations of GitHub Actions.
    Github,
    /// JUnit, for reports of tests.
    Junit,
    /// One page with scores, a filter and a picture of the objects.
    Html,
    /// A flowchart of Mermaid.
    Mermaid,
    /// The language of Graphviz.
    Dot,
    /// A picture.
    Svg,
}

impl Format {
    /// The one command that prints it; none where all do.
    pub(crate) fn command(self) -> Option<&'static str> {
        match self {
            Self::Text | Self::Json => None,
            Self::Sarif | Self::Github | Self::Junit | Self::Html => Some("check"),
            Self::Mermaid | Self::Dot | Self::Svg => Some("graph"),
        }
    }

    /// Those that a command prints, by its name.
    pub(crate) fn of_command(command: &str) -> Vec<Self> {
        let prints = |format: &&Self| format.command().is_none_or(|only| only == command);
        Self::value_variants().iter().filter(prints).copied().collect()
    }

    /// Its name on the command line.
    pub(crate) fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }
}

/// The name of a command that prints the text of something and nothing else, which is no JSON.
pub(crate) fn text_alone(command: &Subcommands) -> Option<&'static str> {
    match command {
        Subcommands::Completions { .. } => Some("completions"),
        Subcommands::Man => Some("man"),
        Subcommands::Preset(args) if matches!(args.command, PresetCommands::Show { .. }) => Some("preset show"),
        Subcommands::Template(args) if matches!(args.command, TemplateCommands::Show { .. }) => Some("template show"),
        _ => None,
    }
}
