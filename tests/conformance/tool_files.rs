//! Files for other tools, of every case and of every way of delivery, judged by who reads them.

use std::process::Command;

use kubewright::generate::{GenerateError, Request, generate, tools};
use kubewright::io::Project;
use kubewright::layout::Tree;
use kubewright::preset::Sources;
use kubewright::spec::Spec;
use serde_json::Value;

use crate::made::Beside;

use super::command::output;
use super::folders::{case_name, folders};
use super::judges::Subject;
use super::parallel::parallel;
use super::tools::Tools;

/// A file, and where it comes from.
#[derive(Debug, Clone)]
pub(crate) struct ToolFile {
    /// The case, or the way of delivery.
    pub(crate) case: String,
    pub(crate) path: String,
    pub(crate) text: String,
}

/// Who reads a file: the ends of its paths, and the command that judges its text.
pub(crate) struct Reader {
    pub(crate) name: &'static str,
    ends: &'static [&'static str],
    command: fn(&Tools) -> Command,
}

/// Everybody who reads some of the files.
pub(crate) const READERS: [Reader; 9] = [
    Reader { name: "hadolint", ends: &["Dockerfile"], command: |tools| with(tools.hadolint(), &["--no-color", "-"]) },
    Reader {
        name: "shellcheck",
        ends: &["/delivery/deploy.sh"],
        command: |tools| with(tools.shellcheck(), &["--norc", "--shell=bash", "-"]),
    },
    Reader { name: "actionlint", ends: WORKFLOWS, command: Tools::actionlint },
    Reader {
        name: "zizmor",
        ends: WORKFLOWS,
        command: |tools| with(tools.zizmor(), &["--offline", "--no-config", "--no-progress", "--quiet", "-"]),
    },
    Reader { name: "the schema of workflows", ends: WORKFLOWS, command: |tools| schema(tools, "github-workflows") },
    Reader { name: "the schema of GitLab", ends: &[".gitlab-ci.yml"], command: |tools| schema(tools, "gitlab-ci") },
    Reader { name: "the schema of Renovate", ends: &["renovate.json"], command: |tools| schema(tools, "renovate") },
    Reader {
        name: "the schema of Dependabot",
        ends: &["dependabot.yml"],
        command: |tools| schema(tools, "dependabot"),
    },
    Reader { name: "Alloy's parser and printer", ends: &[".alloy"], command: Tools::alloy },
];

const WORKFLOWS: &[&str] = &["/workflows/delivery.yaml"];

fn with(mut command: Command, arguments: &[&str]) -> Command {
    command.args(arguments);
    command
}

fn schema(tools: &Tools, name: &str) -> Command {
    let schema = format!("vendor.{name}");
    with(tools.check_jsonschema(), &["--builtin-schema", &schema, "--default-filetype", "yaml", "-"])
}

impl Reader {
    /// What it has against a file.
    ///
    /// # Errors
    /// Everything that it says.
    pub(crate) fn judge(&self, file: &ToolFile) -> Result<(), String> {
        let told = |why: String| format!("{}: {} by {}: {why}", file.case, file.path, self.name);
        output(&mut (self.command)(Tools::installed()?), &file.text).map(drop).map_err(told)
    }

    /// The files that it reads.
    pub(crate) fn files<'a>(&self, files: &'a [ToolFile]) -> Vec<&'a ToolFile> {
        let reads = |file: &&ToolFile| self.ends.iter().any(|end| file.path.ends_with(end));
        files.iter().filter(reads).collect()
    }

    /// What it has against any of them.
    pub(crate) fn judge_all(&self, files: &[ToolFile]) -> Vec<String> {
        parallel(self.files(files), |file| self.judge(file).err()).into_iter().flatten().collect()
    }
}

/// The files of every case and example, and of every way of delivery.
///
/// # Errors
/// What does not generate.
pub(crate) fn all() -> Result<Vec<ToolFile>, String> {
    let mut files = Vec::new();
    for folder in folders() {
        let project = Project::new(&folder);
        let text = project.spec().map_err(|error| error.to_string())?.unwrap_or_default();
        files.extend(of(&case_name(&folder), &text, &project)?);
    }
    for (name, text) in ways() {
        files.extend(of(&name, &text, &Beside(&[]))?);
    }
    Ok(files)
}

/// Every pipeline with everything that deploys in every layout, to a StatefulSet and to a CronJob by turns.
fn ways() -> Vec<(String, String)> {
    let mut ways = Vec::new();
    for ci in ["github", "gitlab"] {
        for deploy in ["pipeline", "argo-cd", "flux"] {
            for layout in ["plain", "kustomize", "helm"] {
                for kind in ["kind: StatefulSet\nport: 8080\n", "kind: CronJob\nschedule: \"@daily\"\n"] {
                    let tests = if ways.len() % 3 == 0 { "tests: {}\n" } else { "" };
                    ways.push((format!("{ci} {deploy} {layout} {kind}"), way(ci, deploy, layout, kind, tests)));
                }
            }
        }
    }
    ways
}

fn way(ci: &str, deploy: &str, layout: &str, kind: &str, tests: &str) -> String {
    format!(
        "version: 1
kubernetes: \"1.35\"
name: web
layout: {layout}
image: registry.example.com:5000/acme/web:1.4.2
namespace: shop
createNamespace: true
updates: {}
logging: {{collector: alloy}}
{kind}{tests}delivery:
  deploy: {deploy}
  ci: {ci}
  repository: https://git.example.com/acme/web.git
  test: [\"echo 'a: b' # {{{{ no template }}}}\", \"true # - x: {{{{a: b}}}}\", \"echo \\\"$HOME\\\" && true\"]
  integrationTest: [make integration]
  testImage: debian:trixie-20260803
  deployImage: registry.example.com/acme/deploy:1.0.0
environments: {{2nd: {{preset: staging, namespace: shop-2nd}}, production: {{}}}}
",
        if ci == "github" { "dependabot" } else { "renovate" }
    )
}

fn of(case: &str, text: &str, sources: &dyn Sources) -> Result<Vec<ToolFile>, String> {
    let files = tree(case, text, sources)?.into_iter();
    Ok(files.map(|(path, text)| ToolFile { case: case.to_owned(), path, text }).collect())
}

/// The files for other tools that a spec asks for.
///
/// # Errors
/// What does not generate.
pub(crate) fn tree(case: &str, text: &str, sources: &dyn Sources) -> Result<Tree, String> {
    let told = |why: &dyn std::fmt::Debug| format!("{case}: {why:#?}");
    let spec = Spec::parse(Project::SPEC, text).map_err(|problems| told(&problems))?;
    let request = Request { name: &spec.name, spec: Some(&spec), preset: None, given: &[] };
    let failed = |error: GenerateError| told(&error);
    let generated = generate(&request, &spec.environment_names(), sources).map_err(failed)?;
    tools(&spec, &generated, sources).map_err(failed)
}

/// The images that specs name with a tag and that Renovate's patterns, as they are written, do not find there; and how many
/// they find.
///
/// # Errors
/// A spec that cannot be read.
pub(crate) fn missed_by_renovate(files: &[ToolFile]) -> Result<(usize, Vec<String>), String> {
    let config = files.iter().find(|file| file.path == "renovate.json").ok_or("no case has a renovate.json")?;
    let (mut count, mut missed) = (0, Vec::new());
    for folder in folders() {
        let text = fs_err::read_to_string(folder.join(Project::SPEC)).map_err(|error| error.to_string())?;
        let input = serde_json::json!({"config": config.text, "text": text}).to_string();
        let found = output(&mut Tools::installed()?.node("renovate.mjs"), &input)?;
        let spec = kubewright::yaml::parse_documents(Project::SPEC, &text).map_err(|problem| problem.to_string())?;
        let mut named = Vec::new();
        spec.iter().for_each(|spec| images(spec, &mut named));
        count += named.len();
        let lacks = |image: &&&str| !found.lines().any(|line| line == **image);
        missed.extend(named.iter().filter(lacks).map(|image| format!("{}: {image}", case_name(&folder))));
    }
    Ok((count, missed))
}

/// The images with a tag in a value.
fn images<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                match value.as_str().filter(|_| ["image", "testImage", "deployImage"].contains(&key.as_str())) {
                    Some(image) if image.split('@').next().is_some_and(|name| name.contains(':')) => found.push(image),
                    _ => images(value, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| images(item, found)),
        _ => {}
    }
}

/// Where the objects of Argo CD and Flux stand.
const FOLDERS: [&str; 2] = ["deploy/argo-cd/", "deploy/flux/"];

/// The objects in the files, which their models judge.
///
/// # Errors
/// A file that is no YAML.
pub(crate) fn objects(files: &[ToolFile]) -> Result<Vec<(&ToolFile, Value)>, String> {
    let mut objects = Vec::new();
    for file in files.iter().filter(|file| FOLDERS.iter().any(|folder| file.path.starts_with(folder))) {
        let read = kubewright::yaml::parse_documents(&file.path, &file.text).map_err(|problem| problem.to_string())?;
        objects.extend(read.into_iter().map(|object| (file, object)));
    }
    Ok(objects)
}

/// An object of a file as a judge takes it.
pub(crate) fn subject<'a>((file, object): &'a (&'a ToolFile, Value)) -> Subject<'a> {
    Subject { case: &file.case, env: &file.path, target: "1.35", object }
}
