//! Running a program to its end: text in, text out, a readable reason on failure.

use std::io::{self, Seek, Write};
use std::process::Command;

/// Runs a command on an input and returns what it printed.
///
/// # Errors
/// The command and the reason, when it cannot be started or does not succeed.
pub(crate) fn output(command: &mut Command, input: &str) -> Result<String, String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => {
            format!(
                "`{program}` was not found (hint: the conformance suite needs python3, node, npm and go on the PATH)"
            )
        }
        _ => format!("`{program}` could not be run: {error}"),
    };
    // A file as standard input, since a full pipe on either side would stop both programs.
    let mut stdin = tempfile::tempfile().map_err(failed)?;
    stdin.write_all(input.as_bytes()).and_then(|()| stdin.rewind()).map_err(failed)?;
    let output = command.stdin(stdin).output().map_err(failed)?;
    let printed = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end().to_owned();
    if output.status.success() {
        String::from_utf8(output.stdout).map_err(|error| format!("`{program}` printed what is not UTF-8: {error}"))
    } else {
        Err(format!("{command:?}: {}\n{}\n{}", output.status, printed(&output.stderr), printed(&output.stdout)))
    }
}
