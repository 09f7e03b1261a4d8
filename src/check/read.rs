//! A text taken for the Kubernetes objects in it.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::manifest::Identity;
use crate::problem::{Position, Problem};
use crate::yaml::{Node, stream_parts};

use super::finding::Finding;
use super::kustomization::{Kustomized, generated, is_kustomization, patches};
use super::object::Object;
use super::rule::Rule;
use super::rules::{AMBIGUOUS_YAML, UNREADABLE};

/// What a file holds.
#[derive(Debug, Default)]
pub struct Contents {
    /// Its Kubernetes objects.
    pub objects: Vec<Object>,
    /// What could not be read, or is read differently by different readers.
    pub findings: Vec<Finding>,
    /// How many documents are templates, whose values only their tool knows.
    pub templates: usize,
    /// Files that a kustomization lays over others.
    pub patches: Vec<String>,
    /// Names of the ConfigMaps that a kustomization makes.
    pub generated: Vec<String>,
    /// The folders that a kustomization stands in.
    pub kustomized: Vec<Kustomized>,
}

impl Contents {
    /// What several files hold together, without those that a kustomization lays over others.
    pub fn joined(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut all = Self::default();
        for part in parts {
            all.objects.extend(part.objects);
            all.findings.extend(part.findings);
            all.templates += part.templates;
            all.patches.extend(part.patches);
            all.generated.extend(part.generated);
            all.kustomized.extend(part.kustomized);
        }
        let patches: BTreeSet<&str> = all.patches.iter().map(String::as_str).collect();
        all.objects.retain(|object| !patches.contains(&*object.file));
        all.findings.retain(|finding| !patches.contains(&*finding.file));
        all
    }
}

/// Takes a text apart into objects. What is no Kubernetes object is passed over; a document that is no YAML
/// because of `{{` is a template, and counted as one.
pub fn read(file: &str, text: &str) -> Contents {
    let file: Arc<str> = file.into();
    let mut contents = Contents::default();
    // What does not even name the key that every object has is not worth reading, nor judging.
    let kustomizes = is_kustomization(&file);
    let parts = stream_parts(text).into_iter().enumerate();
    let parts = parts.filter(|(_, part)| kustomizes || part.text.contains("apiVersion"));
    for (document, part) in parts {
        match part.read(&file) {
            Err(_) if part.text.contains("{{") => contents.templates += 1,
            Err(problem) => contents.findings.push(finding(&UNREADABLE, &file, problem, None)),
            Ok((node, _)) if kustomizes && identity(&node).is_none() => {
                contents.patches.extend(patches(&file, &node));
                contents.generated.extend(generated(&node));
                contents.kustomized.push(Kustomized::of(&file, &node));
            }
            Ok((node, problems)) => {
                let first = contents.objects.len();
                collect(&file, document, node, &[], &mut contents.objects);
                let ambiguous: Arc<[_]> = problems.iter().filter_map(written).collect();
                contents.objects[first..].iter_mut().for_each(|object| object.ambiguous = ambiguous.clone());
                let object = contents.objects.get(first).map(|object| object.identity.to_string());
                // What is wrong with other YAML is none of the checklist's business.
                let lines: Vec<&str> = if problems.is_empty() { Vec::new() } else { text.lines().collect() };
                let told = problems.into_iter().filter(|problem| object.is_some() && !is_usual(&lines, problem));
                let told = told.map(|problem| finding(&AMBIGUOUS_YAML, &file, problem, object.clone()));
                contents.findings.extend(told);
            }
        }
    }
    contents
}

/// A text that readers disagree about, and where it stands.
fn written(problem: &Problem) -> Option<(Position, String)> {
    let text = problem.message.strip_prefix('`')?.split('`').next()?;
    Some((problem.place.as_ref()?.position?, text.to_owned()))
}

/// A file that cannot be read at all.
pub fn unreadable(file: &str, problem: Problem) -> Contents {
    Contents { findings: vec![finding(&UNREADABLE, &file.into(), problem, None)], ..Contents::default() }
}

fn finding(rule: &'static Rule, file: &Arc<str>, problem: Problem, object: Option<String>) -> Finding {
    Finding {
        rule,
        severity: rule.severity,
        file: file.clone(),
        position: problem.place.and_then(|place| place.position),
        object,
        path: Vec::new(),
        field: String::new(),
        message: problem.message,
        fix: problem.hint.unwrap_or_else(|| rule.fix.to_owned()),
        edit: None,
    }
}

/// The modes of files are written in octal the world over, and every reader of Kubernetes takes them so.
fn is_usual(lines: &[&str], problem: &Problem) -> bool {
    let line = |position: Position| lines.get(usize::try_from(position.line).ok()?.checked_sub(1)?);
    let line = problem.place.as_ref().and_then(|place| place.position).and_then(line);
    line.is_some_and(|line| {
        let key = line.trim_start_matches([' ', '-', '{']).split(':').next().unwrap_or_default();
        // A lone `=`, as schemas list operators, is a text to every reader of Kubernetes.
        let is_equals = line.trim_start_matches([' ', '-']).trim_end() == "=";
        key.eq_ignore_ascii_case("mode") || key.eq_ignore_ascii_case("defaultMode") || is_equals
    })
}

/// The objects of a document: itself, or the items of a List, and of Lists in it.
fn collect(file: &Arc<str>, document: usize, node: Node, items: &[usize], objects: &mut Vec<Object>) {
    let Some((identity, api_version)) = identity(&node) else { return };
    if !identity.kind.ends_with("List") || node.get("items").is_none() {
        let (file, items, ambiguous) = (file.clone(), items.to_vec(), Arc::default());
        objects.push(Object { identity, api_version, node, file, document, items, ambiguous });
        return;
    }
    for (index, item) in node.get("items").map(Node::items).unwrap_or_default().iter().enumerate() {
        collect(file, document, item.clone(), &[items, &[index]].concat(), objects);
    }
}

/// Kinds that have the form of an object, and are the settings of a tool.
const SETTINGS: [&str; 8] = [
    "kustomize.config.k8s.io",
    "kind.x-k8s.io",
    "kubelet.config.k8s.io",
    "kubeadm.k8s.io",
    "skaffold",
    "audit.k8s.io",
    "apiserver.config.k8s.io",
    "kubescheduler.config.k8s.io",
];

/// What tells an object from others, and its `apiVersion`; none where a value is no object of a cluster.
fn identity(node: &Node) -> Option<(Identity, String)> {
    let text = |path: &str| node.at(path).and_then(Node::as_str).map(str::to_owned);
    let (api_version, kind) = (text("apiVersion")?, text("kind")?);
    let group = api_version.split_once('/').map_or("", |(group, _)| group).to_owned();
    let metadata = node.get("metadata").is_some() || kind.ends_with("List");
    // What `helm test` starts is no part of what is deployed (<https://helm.sh/docs/topics/chart_tests/>).
    let hooks = node.at("metadata.annotations").and_then(|annotations| annotations.get("helm.sh/hook")?.as_str());
    let is_test = hooks.is_some_and(|hooks| hooks.split(',').any(|hook| hook.trim().starts_with("test")));
    if SETTINGS.contains(&group.as_str()) || !metadata || is_test {
        return None;
    }
    let name = text("metadata.name").unwrap_or_default();
    Some((Identity { group, kind, namespace: text("metadata.namespace"), name }, api_version))
}
