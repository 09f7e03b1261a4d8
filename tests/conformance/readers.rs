//! The readers of YAML other than kubewright's own: kubectl (Go), PyYAML (YAML 1.1) and kustomize.

use std::process::Command;

use fs_err as fs;
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

/// What the real kustomize makes of each text, given to it as one file a document.
pub(crate) fn kustomize(texts: &[String]) -> Result<Vec<Result<String, String>>, String> {
    let tools = Tools::installed()?;
    Ok(parallel(texts, |text| build(tools.kubectl(), text)))
}

fn build(mut kubectl: Command, text: &str) -> Result<String, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let mut kustomization = String::from(
        "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nsortOptions: {order: fifo}\nresources:\n",
    );
    for (index, document) in split(text).iter().enumerate() {
        fs::write(folder.path().join(format!("{index:03}.yaml")), document).map_err(|error| error.to_string())?;
        kustomization += &format!("- {index:03}.yaml\n");
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
