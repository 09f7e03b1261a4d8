//! The words of `check`.

use clap::{Args, ValueEnum};

use crate::check::{Profile, Severity};
use crate::spec::types::KubernetesVersion;

/// Arguments of `check`.
#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// Files, folders, patterns such as deploy/**/*.yaml, - for stdin, a kustomization, a chart, or a spec
    ///
    /// The current folder when left out. A folder that is a kustomization or a chart is judged by what
    /// kubectl, kustomize or helm make of it; a spec by what it would render.
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<String>,
    /// An environment of the spec that is named; may be repeated; all when left out
    #[arg(short, long, value_name = "ENV")]
    pub(crate) env: Vec<String>,
    /// How much is asked for [default: what the spec or check.yaml says, else production]
    #[arg(long, value_enum)]
    pub(crate) profile: Option<ProfileName>,
    /// Oldest Kubernetes minor version that the manifests are for [default: that of the spec]
    #[arg(long, value_name = "VERSION")]
    pub(crate) kubernetes: Option<KubernetesVersion>,
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
    /// Take what is found as known, in .kubewright/known-findings.yaml: only new findings count from then on
    #[arg(long)]
    pub(crate) write_known: bool,
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
