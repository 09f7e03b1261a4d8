//! The readers of YAML other than kubewright's own: kubectl (Go), PyYAML (YAML 1.1) and kustomize.

use std::collections::BTreeSet;
use std::process::Command;

use fs_err as fs;
use kubewright::yaml::parse_documents;
use serde_json::{Deserializer, Value};

use super::command::output;
use super::parallel::parallel;
use super::tools::Tools;

/// Reads each text as kubectl does before it sends anything to a cluster.
///
/// This, and not a YAML library, is the reader that counts: Kubernetes' Go parser takes `y` for
/// true and `012` for 10, and no library of another language does exactly what it does. An empty
/// patch, applied without a server, leaves nothing but the reading.
pub(crate) fn kubectl(texts: &[String]) -> Result<Vec<Vec<Value>>, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    for (index, text) in texts.iter().enumerate() {
        // kubectl reads a folder in the order of names and prints one stream: a mark ends each text.
        fs::write(folder.path().join(format!("{index:06}.yaml")), text).map_err(|error| error.to_string())?;
        let mark =
            format!(r#"{{"apiVersion": "conformance/v1", "kind": "End", "metadata": {{"name": "end-{index}"}}}}"#);
        fs::write(folder.path().join(format!("{index:06}.yaml.end.json")), mark).map_err(|error| error.to_string())?;
    }
    let mut command = Tools::installed()?.kubectl();
    let printed = output(
        command.args(["patch", "--local", "--type=merge", "-p", "{}", "-o", "json", "-f"]).arg(folder.path()),
        "",
    )?;
    let mut readings = vec![Vec::new()];
    for value in Deserializer::from_str(&printed).into_iter::<Value>() {
        let value = value.map_err(|error| format!("`kubectl patch` printed what is not JSON: {error}"))?;
        if value["apiVersion"] == "conformance/v1" {
            readings.push(Vec::new());
        } else if let Some(reading) = readings.last_mut() {
            reading.push(value);
        }
    }
    readings.pop();
    Ok(readings)
}

/// Reads each text as the YAML 1.1 readers outside of Go do (`1:30` is 90, `2026-01-01` a date).
pub(crate) fn yaml_1_1(texts: &[String]) -> Result<Vec<Vec<Value>>, String> {
    let lines: String = texts.iter().map(|text| Value::from(text.as_str()).to_string() + "\n").collect();
    let printed = output(&mut Tools::installed()?.python("yaml_1_1.py"), &lines)?;
    let reading =
        |line: &str| serde_json::from_str(line).map_err(|error| format!("`yaml_1_1.py` printed `{line}`: {error}"));
    printed.lines().map(reading).collect()
}

/// What the real kustomize makes of each text, given to it as one file a document. Most of what it does is to start, so
/// texts that it can tell apart by the names of their objects go together; where it refuses those, each goes alone.
pub(crate) fn kustomize(texts: &[String]) -> Result<Vec<Result<String, String>>, String> {
    let tools = Tools::installed()?;
    let documents: Vec<Vec<String>> = texts.iter().map(|text| split(text)).collect();
    let mut batches: Vec<(BTreeSet<String>, Vec<usize>)> = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        let objects = parse_documents("rendering", text).map_err(|problem| problem.to_string())?;
        let names: Vec<String> = objects.iter().map(name).collect();
        let free = batches.iter().position(|(taken, _)| !names.iter().any(|name| taken.contains(name)));
        let free = free.unwrap_or(batches.len());
        batches.resize_with(batches.len().max(free + 1), Default::default);
        batches[free].0.extend(names);
        batches[free].1.push(index);
    }
    let built = parallel(batches, |(_, batch)| {
        let together: Vec<&String> = batch.iter().flat_map(|index| &documents[*index]).collect();
        let alone = |index: usize| (index, build(tools.kubectl(), documents[index].iter()));
        match build(tools.kubectl(), together.iter().copied()).map(|text| split(&text)) {
            Ok(made) if made.len() == together.len() => {
                let mut made = made.into_iter();
                let next = |index: usize| {
                    (index, Ok(made.by_ref().take(documents[index].len()).collect::<Vec<_>>().join("---\n")))
                };
                batch.into_iter().map(next).collect::<Vec<_>>()
            }
            _ => batch.into_iter().map(alone).collect(),
        }
    });
    let mut built = built.concat();
    built.sort_by_key(|(index, _)| *index);
    Ok(built.into_iter().map(|(_, text)| text).collect())
}

/// What kustomize knows an object by.
fn name(object: &Value) -> String {
    format!("{} {} {}", object["kind"], object["metadata"]["namespace"], object["metadata"]["name"])
}

fn build<'a>(mut kubectl: Command, documents: impl Iterator<Item = &'a String>) -> Result<String, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let mut kustomization = String::from(
        "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nsortOptions: {order: fifo}\nresources:\n",
    );
    for (index, document) in documents.enumerate() {
        fs::write(folder.path().join(format!("{index:04}.yaml")), document).map_err(|error| error.to_string())?;
        kustomization += &format!("- {index:04}.yaml\n");
    }
    fs::write(folder.path().join("kustomization.yaml"), kustomization).map_err(|error| error.to_string())?;
    output(kubectl.arg("kustomize").arg(folder.path()), "")
}

/// The documents of a stream that hold more than comments. A line that begins with `---` always
/// parts two documents: YAML allows none inside a scalar.
fn split(text: &str) -> Vec<String> {
    let mut documents = vec![String::new()];
    for line in text.split_inclusive('\n') {
        match documents.last_mut() {
            Some(document) if !line.starts_with("---") => document.push_str(line),
            _ => documents.push(String::new()),
        }
    }
    let blank = |line: &str| line.trim().is_empty() || line.starts_with('#');
    documents.retain(|document| !document.lines().all(blank));
    documents
}
