//! Words of `kubewright maintenance`.

use clap::{Args, ValueEnum};

/// Arguments of `maintenance`.
#[derive(Debug, Args)]
pub(crate) struct MaintenanceArgs {
    /// What clients get: the page, or the app
    #[arg(value_enum)]
    pub(crate) to: Shown,
    /// The environment; may be repeated; may be left out where there is only one
    #[arg(short, long, value_name = "ENV")]
    pub(crate) env: Vec<String>,
    /// Print the commands that move the traffic at once, for emergencies, and change nothing
    #[arg(long, conflicts_with_all = ["dry_run", "diff"])]
    pub(crate) kubectl: bool,
    /// Show what would happen, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Show the changed lines
    #[arg(long)]
    pub(crate) diff: bool,
}

/// What clients get.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shown {
    /// The page
    On,
    /// The app
    Off,
}
