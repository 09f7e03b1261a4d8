//! Another program, run for what it prints.

use std::io::ErrorKind;
use std::process::{Command, Stdio};

/// The most of what a program says is wrong that is passed on, in lines.
const LINES: usize = 12;

/// Runs a program and takes what it prints; none where it is not installed.
///
/// # Errors
/// What the program says is wrong.
pub fn run_tool(program: &str, words: &[&str]) -> Result<Option<String>, String> {
    let output = match Command::new(program).args(words).stdin(Stdio::null()).output() {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.to_string()),
        Ok(output) => output,
    };
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let lines: Vec<&str> = said.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let last = lines.len().saturating_sub(LINES);
        return Err(if lines.is_empty() { output.status.to_string() } else { lines[last..].join(" ") });
    }
    String::from_utf8(output.stdout).map(Some).map_err(|_| "what it prints is not UTF-8 text".to_owned())
}
