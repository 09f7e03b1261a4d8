//! The program: words in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    kubewright::cli::run(std::env::args_os())
}
