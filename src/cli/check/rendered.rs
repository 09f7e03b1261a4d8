//! What kustomize and helm make of a folder.

use std::path::Path;

use crate::io::run_tool;
use crate::problem::{Place, Problem};

use super::inputs::{Origin, Text};

/// The names that kustomize looks for
/// (<https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/>).
const KUSTOMIZATIONS: [&str; 3] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];
/// The file that makes a folder a chart (<https://helm.sh/docs/topics/charts/>).
const CHART: &str = "Chart.yaml";
/// How helm says which template an object is from.
const SOURCE: &str = "# Source: ";

/// The namespace of a release that nobody has named: that of kubectl's context would be told as `default`.
const NAMESPACE: &str = "release-namespace";

/// A way to have a tool render a folder.
type Way<'a> = (&'static str, &'a [&'a str]);

/// Whether a folder is a kustomization.
pub(super) fn is_kustomization(folder: &Path) -> bool {
    KUSTOMIZATIONS.iter().any(|name| folder.join(name).is_file())
}

/// Whether a folder is a chart.
pub(super) fn is_chart(folder: &Path) -> bool {
    folder.join(CHART).is_file()
}

/// What a kustomization gives, as a text of its file.
///
/// # Errors
/// What kustomize says, or that it is not installed.
pub(super) fn kustomization(folder: &str) -> Result<Vec<Text>, Problem> {
    let ways: [Way<'_>; 2] = [("kubectl", &["kustomize", folder]), ("kustomize", &["build", folder])];
    let (tool, text) = render(folder, "a kustomization", &ways)?;
    let name = KUSTOMIZATIONS.iter().find(|name| Path::new(folder).join(name).is_file()).unwrap_or(&KUSTOMIZATIONS[0]);
    Ok(vec![Text { file: below(folder, name), text: Ok(text), origin: Origin::Rendered(tool) }])
}

/// What a chart gives with its own values, as texts of its templates.
///
/// # Errors
/// What helm says, or that it is not installed.
pub(super) fn chart(folder: &str) -> Result<Vec<Text>, Problem> {
    let (tool, text) = render(folder, "a chart", &[("helm", &["template", folder, "--namespace", NAMESPACE])])?;
    let mut texts: Vec<Text> = Vec::new();
    for document in documents(&text) {
        let source = document.lines().find_map(|line| line.strip_prefix(SOURCE)).and_then(|path| path.split_once('/'));
        let file = below(folder, source.map_or(CHART, |(_, path)| path));
        match texts.iter_mut().find(|text| text.file == file) {
            Some(Text { text: Ok(text), .. }) => text.push_str(document),
            _ => texts.push(Text { file, text: Ok(document.to_owned()), origin: Origin::Rendered(tool) }),
        }
    }
    Ok(texts)
}

/// The parts of a stream, each from its `---` on.
fn documents(text: &str) -> impl Iterator<Item = &str> {
    let mut starts: Vec<usize> = text.match_indices("\n---\n").map(|(at, _)| at + 1).collect();
    starts.insert(0, 0);
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([text.len()]).collect();
    starts.into_iter().zip(ends).map(|(start, end)| &text[start..end]).filter(|text| !text.trim().is_empty())
}

/// What the first tool that is installed prints, and its name.
fn render(folder: &str, what: &str, ways: &[Way<'_>]) -> Result<(&'static str, String), Problem> {
    let place = || Some(Place::new(folder, None));
    for (tool, words) in ways {
        match run_tool(tool, words) {
            Ok(None) => {}
            Ok(Some(text)) => return Ok((tool, text)),
            Err(said) => {
                let problem = Problem::new(format!("`{tool} {}` fails: {said}", words.join(" "))).at(place());
                return Err(problem
                    .hint("mend what it names; the files of the folder are judged as they stand when they are named"));
            }
        }
    }
    let tools: Vec<String> = ways.iter().map(|(tool, _)| format!("`{tool}`")).collect();
    let problem = Problem::new(format!("it is {what}, and {} installed", missing(&tools))).at(place());
    Err(problem.hint("install it, or render it elsewhere and pipe that: `kubewright check -`"))
}

fn missing(tools: &[String]) -> String {
    match tools {
        [one] => format!("{one} is not"),
        several => format!("neither {} is", several.join(" nor ")),
    }
}

fn below(folder: &str, name: &str) -> String {
    match folder.trim_start_matches("./").trim_end_matches('/') {
        "" | "." => name.to_owned(),
        folder => format!("{folder}/{name}"),
    }
}
