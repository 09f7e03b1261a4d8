//! The formats of what is printed, and which command alone has each.

use clap::ValueEnum;

/// Format of what is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// `check` alone: SARIF 2.1.0, for code scanning.
    Sarif,
    /// `check` alone: annotations of GitHub Actions.
    Github,
    /// `check` alone: JUnit, for reports of tests.
    Junit,
    /// `check` alone: one page with scores, a filter and a picture of the objects.
    Html,
    /// `graph` alone: a flowchart of Mermaid.
    Mermaid,
    /// `graph` alone: the language of Graphviz.
    Dot,
    /// `graph` alone: a picture.
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
}
