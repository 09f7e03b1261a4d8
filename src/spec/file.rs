//! Reading a spec: its text in, its parts with their places out.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::problem::{Place, Position, Problem, sorted};
use crate::yaml::{self, Node, NodeValue};

use super::check::Check;
use super::diagnose::{Diagnosis, has_stray_list};
use super::layout::Layout;
use super::schema::{SPEC_VERSION, check_schema, settings_schema, spec_schema};
use super::settings::Settings;
use super::types::{EnvironmentName, Name, TextType, shown};

/// A spec whose every part is valid by itself; whether the parts fit is for the app to say.
#[derive(Debug, Clone, PartialEq)]
pub struct Spec {
    /// The file's path as it is shown to the user.
    pub source: String,
    /// The file's text.
    pub text: String,
    /// The app's name.
    pub name: Name,
    /// The organisation's file, if it names one, and where.
    pub organisation: Option<(String, Option<Position>)>,
    /// The layout, if it names one, and where.
    pub layout: Option<(Layout, Option<Position>)>,
    /// What holds in every environment.
    pub values: Node,
    /// The environments in the order of the file.
    pub environments: Vec<Environment>,
}

/// One environment: its preset, and what differs there.
#[derive(Debug, Clone, PartialEq)]
pub struct Environment {
    /// Its name.
    pub name: EnvironmentName,
    /// Where its name stands.
    pub position: Option<Position>,
    /// The preset it names, if it names one, and where.
    pub preset: Option<(String, Option<Position>)>,
    /// What differs there.
    pub values: Node,
}

impl Spec {
    /// The environment of whoever names none.
    pub const DEFAULT_ENVIRONMENT: &str = "production";

    /// Reads a spec.
    ///
    /// # Errors
    /// Every problem at once, each with its line and column.
    pub fn parse(source: &str, text: &str) -> Result<Self, Vec<Problem>> {
        let mut root = yaml::parse(source, text)
            .map_err(|problems| manifests_problem(source, text).map_or(problems, |problem| vec![problem]))?;
        if let Some(problem) = form_problem(source, &root).or_else(|| version_problem(source, &root)) {
            return Err(vec![problem]);
        }
        let spec = Self::read(source, text, &mut root.clone());
        spec.ok_or_else(|| {
            let problems = Diagnosis::of(source, &root, spec_schema());
            if problems.is_empty() { unexplained(source, &mut root) } else { problems }
        })
    }

    /// Whether a text is a spec of a version that only a newer program reads.
    pub fn is_newer(text: &str) -> bool {
        let version = yaml::parse("", text).ok().and_then(|root| root.get("version").map(Node::to_value));
        version.and_then(|version| version.as_u64()).is_some_and(|version| version > SPEC_VERSION)
    }

    /// The environment of that name.
    pub fn environment(&self, name: &str) -> Option<&Environment> {
        self.environments.iter().find(|environment| environment.name.as_str() == name)
    }

    /// The names of its environments; one that names none runs in [`Spec::DEFAULT_ENVIRONMENT`].
    pub fn environment_names(&self) -> Vec<String> {
        if self.environments.is_empty() {
            return vec![Self::DEFAULT_ENVIRONMENT.to_owned()];
        }
        self.environments.iter().map(|environment| environment.name.to_string()).collect()
    }

    /// How the files of its environments are laid out.
    pub fn layout(&self) -> Layout {
        self.layout.map(|(layout, _)| layout).unwrap_or_default()
    }

    fn read(source: &str, text: &str, root: &mut Node) -> Option<Self> {
        let NodeValue::Number(_) = root.take("version")?.1.value else { return None };
        let NodeValue::String(name) = root.take("name")?.1.value else { return None };
        let name = Name::parse(&name).ok()?;
        let organisation = match root.take("organisation") {
            Some((_, Node { value: NodeValue::String(path), position })) => Some((path, position)),
            None | Some((_, Node { value: NodeValue::Null, .. })) => None,
            Some(_) => return None,
        };
        let layout = match root.take("layout") {
            Some((_, Node { value: NodeValue::String(name), position })) => Some((Layout::of_name(&name)?, position)),
            None | Some((_, Node { value: NodeValue::Null, .. })) => None,
            Some(_) => return None,
        };
        let environments = match root.take("environments") {
            None => Vec::new(),
            Some((_, Node { value: NodeValue::Map(entries), .. })) => entries
                .into_iter()
                .map(|(name, position, node)| read_environment(&name, position, node))
                .collect::<Option<_>>()?,
            Some((_, Node { value: NodeValue::Null, .. })) => Vec::new(),
            Some(_) => return None,
        };
        check_settings(source, root).ok()?;
        Some(Self {
            source: source.to_owned(),
            text: text.to_owned(),
            name,
            organisation,
            layout,
            values: std::mem::replace(root, Node::empty()),
            environments,
        })
    }
}

fn read_environment(name: &str, position: Option<Position>, mut node: Node) -> Option<Environment> {
    if node.value == NodeValue::Null {
        node.value = NodeValue::Map(Vec::new());
    }
    let preset = match node.take("preset") {
        Some((_, Node { value: NodeValue::String(preset), position })) => Some((preset, position)),
        None | Some((_, Node { value: NodeValue::Null, .. })) => None,
        Some(_) => return None,
    };
    check_settings("", &node).ok()?;
    Some(Environment { name: EnvironmentName::parse(name).ok()?, position, preset, values: node })
}

/// What a spec needs at least.
const LEAST: &str = "write at least `version: 1`, `name: web`, `image: ghcr.io/acme/web:1.4.2` and `port: 8080`, \
                     a line each, or let `kubewright new` ask you";

/// A file that is something else than a spec is the only problem worth telling.
fn form_problem(source: &str, root: &Node) -> Option<Problem> {
    let at = |problem: Problem, position| Some(problem.at(Some(Place::new(source, position))));
    match &root.value {
        NodeValue::Map(entries) if !entries.is_empty() => {
            let (_, position, _) = entries.iter().find(|(key, ..)| key == "apiVersion")?;
            let NodeValue::String(kind) = &root.get("kind")?.value else { return None };
            at(manifest_problem(kind), *position)
        }
        NodeValue::Map(_) | NodeValue::Null => at(Problem::new("the spec is empty").hint(LEAST), root.position),
        _ => at(Problem::new("a spec is a map of keys, such as `version: 1`").hint(LEAST), root.position),
    }
}

/// A stream of Kubernetes manifests, which is several documents or is not strict about its scalars.
fn manifests_problem(source: &str, text: &str) -> Option<Problem> {
    let documents = yaml::parse_documents(source, text).ok()?;
    let kind = documents.iter().find_map(|document| document["kind"].as_str())?;
    let (line, _) = (1..).zip(text.lines()).find(|(_, line)| line.starts_with("apiVersion:"))?;
    Some(manifest_problem(kind).at(Some(Place::new(source, Some(Position { line, column: 1 })))))
}

fn manifest_problem(kind: &str) -> Problem {
    Problem::new(format!("this is a Kubernetes manifest ({}), not a spec", shown(kind)))
        .hint("keep it under another name; `kubewright new` writes the spec that manifests are made from")
}

/// A version that this program does not read is the only problem worth telling.
fn version_problem(source: &str, root: &Node) -> Option<Problem> {
    let version = root.get("version")?;
    let NodeValue::Number(number) = &version.value else { return None };
    let newer = number.as_u64().is_some_and(|number| number > SPEC_VERSION);
    let hint = if newer { "install a newer kubewright" } else { "write `version: 1`" };
    let place = Place::new(source, version.position);
    (number.as_u64() != Some(SPEC_VERSION)).then(|| {
        Problem::new(format!(
            "version {number} of the spec is not known here; this program reads version {SPEC_VERSION}"
        ))
        .at(Some(place))
        .hint(hint)
    })
}

/// Checks one layer's values by reading them into their types.
///
/// # Errors
/// Every problem at once.
pub(crate) fn check_settings(source: &str, node: &Node) -> Result<(), Vec<Problem>> {
    check_values::<Settings>(source, node, settings_schema())
}

/// Reads the text of `.kubewright/check.yaml` into values as a spec would say them.
///
/// # Errors
/// Every problem at once, each with its line and column.
pub fn check_file(source: &str, text: &str) -> Result<Node, Vec<Problem>> {
    let check = yaml::parse(source, text)?;
    if check.value == NodeValue::Null {
        return Ok(Node::empty());
    }
    check_values::<Check>(source, &check, check_schema())?;
    let mut values = Node::empty();
    values.put(&["check"], check);
    Ok(values)
}

/// Checks values by reading them into their type; what is wrong is told by its schema.
fn check_values<T: DeserializeOwned>(source: &str, node: &Node, schema: &'static Value) -> Result<(), Vec<Problem>> {
    let read = serde_json::from_value::<T>(node.to_set_value());
    if read.is_ok() && !has_stray_list(node, schema, schema) {
        return Ok(());
    }
    let problems = Diagnosis::of(source, node, schema);
    match read {
        Err(error) if problems.is_empty() => {
            Err(vec![Problem::new(error.to_string()).at(Some(Place::new(source, node.position)))])
        }
        _ => Err(problems),
    }
}

/// The typed reading refused what the schema's walk accepts: report what the types say.
fn unexplained(source: &str, root: &mut Node) -> Vec<Problem> {
    let mut problems = Vec::new();
    for key in ["version", "name", "organisation", "layout"] {
        root.take(key);
    }
    if let Some((_, environments)) = root.take("environments") {
        for (_, _, node) in environments.entries() {
            let mut node = node.clone();
            node.take("preset");
            problems.extend(check_settings(source, &node).err().into_iter().flatten());
        }
    }
    problems.extend(check_settings(source, root).err().into_iter().flatten());
    sorted(problems)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Vec<String> {
        Spec::parse("kubewright.yaml", text)
            .expect_err("the spec has problems")
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn reads_the_smallest_spec() {
        let spec = Spec::parse("kubewright.yaml", "version: 1\nkubernetes: \"1.35\"\nname: web\nimage: web:1\n")
            .expect("valid");
        assert_eq!(spec.name.as_str(), "web");
        assert!(spec.environments.is_empty());
    }

    #[test]
    fn a_preset_that_is_null_is_none() {
        let text = "version: 1\nname: web\nimage: web:1\nenvironments: {production: {preset: null}}\n";
        let spec = Spec::parse("kubewright.yaml", text).expect("valid");
        assert_eq!(spec.environments[0].preset, None);
    }

    #[test]
    fn names_every_problem_with_its_place_and_the_nearest_key() {
        let found = problems(
            "version: 1\nname: Web\nreplcas: 2\nport: 70000\nimage: web:latest\nhealth: {readyness: /x}\nenvironments:\n  production: {replicas: two}\n",
        );
        let starts = [
            "kubewright.yaml:2:7: `name`: `Web` is not a name",
            "kubewright.yaml:3:1: unknown key `replcas` (hint: did you mean `replicas`?)",
            "kubewright.yaml:4:7: `port` must be from 1 to 65535, not 70000",
            "kubewright.yaml:5:8: `image`: `web:latest` is not pinned",
            "kubewright.yaml:6:10: unknown key `readyness` in `health` (hint: did you mean `readiness`?)",
            "kubewright.yaml:8:26: `environments.production.replicas` must be a whole number, not the text `two`",
        ];
        assert_eq!(found.len(), starts.len(), "{found:#?}");
        for (found, start) in found.iter().zip(starts) {
            assert!(found.starts_with(start), "{found}\n{start}");
        }
    }

    #[test]
    fn a_newer_version_asks_for_a_newer_program_and_nothing_else() {
        let found = problems("version: 2\nname: Web\nfuture: 1\n");
        assert_eq!(found.len(), 1);
        assert!(found[0].ends_with("(hint: install a newer kubewright)"), "{found:?}");
    }
}
