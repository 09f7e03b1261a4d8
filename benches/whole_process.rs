//! Whole processes, taken in turns: `kubewright render` of `benches/web` and `helm template` of
//! `benches/chart`, which print the same objects.
//!
//! The helm of the conformance suite is used, or the one that `HELM` names; both programs get an
//! empty environment, and what they print is discarded.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a bench tells its figures itself")]

use std::collections::BTreeSet;
use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use kubewright::yaml::parse_documents;

const WARM_UPS: usize = 5;
const PAIRS: usize = 50;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<(), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut kubewright = Command::new(env!("CARGO_BIN_EXE_kubewright"));
    kubewright.arg("-C").arg(root.join("benches/web")).args(["render", "-e", "production"]);
    let mut helm = Command::new(helm()?);
    helm.args(["template", "web"]).arg(root.join("benches/chart")).args(["--namespace", "shop"]);
    for command in [&mut kubewright, &mut helm] {
        command.env_clear().env("HOME", env!("CARGO_TARGET_TMPDIR")).stdin(Stdio::null());
    }

    let (ours, theirs) = (objects(&mut kubewright)?, objects(&mut helm)?);
    if ours != theirs {
        let differing: Vec<&String> = ours.symmetric_difference(&theirs).collect();
        return Err(format!("the two do not print the same objects: {differing:?}"));
    }
    println!("{} objects each, {PAIRS} pairs after {WARM_UPS} warm-ups", ours.len());

    for _ in 0..WARM_UPS {
        time(&mut kubewright)?;
        time(&mut helm)?;
    }
    let pairs: Vec<(Duration, Duration)> =
        (0..PAIRS).map(|_| Ok((time(&mut kubewright)?, time(&mut helm)?))).collect::<Result<_, String>>()?;

    println!("{:<18}{:>10}{:>10}{:>10}", "ms", "min", "median", "max");
    report("kubewright render", pairs.iter().map(|(ours, _)| ours.as_secs_f64() * 1e3));
    report("helm template", pairs.iter().map(|(_, theirs)| theirs.as_secs_f64() * 1e3));
    let ratios = sorted(pairs.iter().map(|(ours, theirs)| theirs.as_secs_f64() / ours.as_secs_f64()));
    println!("median of the {PAIRS} ratios helm / kubewright: {:.1}", median(&ratios));
    Ok(())
}

/// The helm that `HELM` names, else the one that the conformance suite installed.
fn helm() -> Result<PathBuf, String> {
    let installed = || Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("conformance").join("bin/helm");
    let helm = env::var_os("HELM").map_or_else(installed, PathBuf::from);
    if helm.is_file() {
        return Ok(helm);
    }
    let hint = "name one with HELM=/path/to/helm, or run `cargo test --features conformance --test conformance` once";
    Err(format!("there is no helm at `{}` (hint: {hint})", helm.display()))
}

/// Kind and name of each object that a command prints.
fn objects(command: &mut Command) -> Result<BTreeSet<String>, String> {
    let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    if !output.status.success() {
        return Err(format!("{command:?}: {}\n{}", output.status, String::from_utf8_lossy(&output.stderr)));
    }
    let documents = parse_documents("stdout", &String::from_utf8_lossy(&output.stdout));
    let documents = documents.map_err(|problem| format!("{command:?}: {problem}"))?;
    Ok(documents.iter().map(|object| format!("{} {}", object["kind"], object["metadata"]["name"])).collect())
}

/// How long a command takes from its start to its end.
fn time(command: &mut Command) -> Result<Duration, String> {
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    let status = command.status().map_err(|error| format!("{command:?}: {error}"))?;
    let taken = start.elapsed();
    if status.success() { Ok(taken) } else { Err(format!("{command:?}: {status}")) }
}

fn report(name: &str, times: impl Iterator<Item = f64>) {
    let times = sorted(times);
    let (min, max) = (times[0], times[times.len() - 1]);
    println!("{name:<18}{min:>10.2}{:>10.2}{max:>10.2}", median(&times));
}

fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values
}

/// The middle of sorted values; of an even number, the mean of the middle two.
fn median(sorted: &[f64]) -> f64 {
    let middle = sorted.len() / 2;
    if sorted.len().is_multiple_of(2) { (sorted[middle - 1] + sorted[middle]) / 2.0 } else { sorted[middle] }
}
