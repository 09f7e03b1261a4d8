//! Why a command failed, and the exit code that says so.

use crate::generate::GenerateError;
use crate::io::IoError;
use crate::problem::Problem;

/// Why a command failed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The input is wrong: everything that is. Exit code 2.
    Invalid(Vec<Problem>),
    /// Drift under `--check`. Exit code 1; what drifts is already told.
    Drift,
    /// Findings that `--fail-on` counts. Exit code 1; which are already told.
    Found,
    /// Too little capacity. Exit code 1; which is already told.
    Short,
    /// Files were left alone that needed a change. Exit code 3; which is already told.
    Left,
    /// The program is wrong. Exit code 70.
    Bug(Vec<Problem>),
    /// The disk, or the lock. Exit code 74.
    Io(IoError),
    /// What was asked for cannot be written to stdout. Exit code 74.
    Output(std::io::Error),
    /// Ctrl-C. Exit code 130.
    Interrupted,
}

impl Failure {
    /// One problem with the input.
    pub(crate) fn invalid(problem: Problem) -> Self {
        Self::Invalid(vec![problem])
    }

    /// The exit code.
    pub(crate) fn code(&self) -> u8 {
        match self {
            Self::Drift | Self::Found | Self::Short => 1,
            Self::Invalid(_) | Self::Io(IoError::Invalid(_)) => 2,
            Self::Left => 3,
            Self::Bug(_) => 70,
            Self::Io(_) | Self::Output(_) => 74,
            Self::Interrupted => 130,
        }
    }
}

impl From<GenerateError> for Failure {
    fn from(error: GenerateError) -> Self {
        match error {
            GenerateError::Invalid(problems) => Self::Invalid(problems),
            GenerateError::Bug(problems) => Self::Bug(problems),
        }
    }
}

impl From<IoError> for Failure {
    fn from(error: IoError) -> Self {
        Self::Io(error)
    }
}
