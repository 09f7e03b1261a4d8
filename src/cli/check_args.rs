//! The words of `check`.

use clap::{Args, ValueEnum};

use crate::check::{Profile, Severity};

/// Arguments of `check`.
#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// Files, folders, or - for stdin [default: the current folder]
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<String>,
    /// How much is asked for
    #[arg(long, value_enum, default_value_t = ProfileName::Production)]
    pub(crate) profile: ProfileName,
    /// What makes the exit code 1
    #[arg(long, value_enum, default_value_t = FailOn::Error)]
    pub(crate) fail_on: FailOn,
    /// Mend in the files what breaks no app that works; comments and all other bytes stay
    #[arg(long)]
    pub(crate) fix: bool,
    /// Mend also what an app has to be ready for, such as a read-only root file system
    #[arg(long)]
    pub(crate) unsafe_fixes: bool,
    /// Show what --fix would change, and write nothing
    #[arg(long)]
    pub(crate) diff: bool,
}

/// How much is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ProfileName {
    /// What no manifest should have, in whatever cluster
    Recommended,
    /// What an app in production needs
    Production,
    /// What the strictest linters ask for as well
    Strict,
}

/// What makes the exit code 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// An error
    Error,
    /// A warning or an error
    Warning,
    /// Nothing
    Never,
}

impl ProfileName {
    pub(crate) fn profile(self) -> Profile {
        match self {
            Self::Recommended => Profile::Recommended,
            Self::Production => Profile::Production,
            Self::Strict => Profile::Strict,
        }
    }
}

impl FailOn {
    /// Whether a finding of that weight counts.
    pub(crate) fn counts(self, severity: Severity) -> bool {
        match self {
            Self::Error => severity == Severity::Error,
            Self::Warning => true,
            Self::Never => false,
        }
    }
}
