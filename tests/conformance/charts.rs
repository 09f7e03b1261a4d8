//! Specs in the layout of Helm, rendered by the real one: the chart gives each environment the objects of
//! plain, and whatever else a chart is held to.

use std::path::{Path, PathBuf};
use std::thread;

use fs_err as fs;
use kubewright::generate::{GenerateError, Generated, Request, generate, tree};
use kubewright::io::Project;
use kubewright::layout::Tree;
use kubewright::preset::Sources;
use kubewright::spec::{Layout, Spec};
use kubewright::yaml::parse_documents;
use serde_json::Value;
use tempfile::TempDir;

use crate::made::Beside;

use super::command::output;
use super::difference;
use super::folders::folders;
use super::tools::Tools;

/// Labels that a chart has of its own, or says otherwise.
const LEFT_OUT: [&str; 2] = ["helm.sh/chart", "app.kubernetes.io/managed-by"];
/// What has to be there, and to change with the data alone.
const CONFIG_HASH: &str = "kubewright.dev/config-hash";

/// A spec's chart, and the objects that each environment must come to.
pub(crate) struct Chart {
    pub(crate) case: String,
    /// The app's name, which is the release's.
    pub(crate) app: String,
    pub(crate) environments: Vec<(String, Vec<Value>)>,
    tree: Tree,
}

/// A chart on disk.
pub(crate) struct Written {
    folder: TempDir,
    app: String,
}

impl Chart {
    /// Every case and example.
    pub(crate) fn cases() -> Result<Vec<Self>, String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let chart = |folder: &PathBuf| {
            let case = folder.strip_prefix(root).unwrap_or(folder).display().to_string();
            let text = fs::read_to_string(folder.join(Project::SPEC)).map_err(|error| error.to_string())?;
            Self::of(&case, &text, &Project::new(folder))?.map_err(|problem| format!("{case}: {problem}"))
        };
        folders().iter().map(chart).collect()
    }

    /// A case by its name.
    pub(crate) fn case(name: &str) -> Result<Self, String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(name);
        let text = fs::read_to_string(folder.join(Project::SPEC)).map_err(|error| error.to_string())?;
        Self::of(name, &text, &Project::new(&folder))?
    }

    /// A spec, whose files beside it are made up.
    ///
    /// # Errors
    /// A spec that is not valid; the inner one why it has no chart.
    pub(crate) fn of_text(case: &str, text: &str) -> Result<Result<Self, String>, String> {
        Self::of(case, text, &Beside(&[]))
    }

    fn of(case: &str, text: &str, sources: &dyn Sources) -> Result<Result<Self, String>, String> {
        let failed = |problems: &dyn std::fmt::Debug| format!("{case}: {problems:#?}");
        let mut spec = Spec::parse(Project::SPEC, text).map_err(|problems| failed(&problems))?;
        spec.layout = Some((Layout::Helm, None));
        let request = Request { name: &spec.name, spec: Some(&spec), preset: None, given: &[] };
        let made = generate(&request, &spec.environment_names(), sources).map_err(|error| failed(&error))?;
        let tree = match tree(&spec, &made, sources) {
            Ok(tree) => tree,
            Err(GenerateError::Invalid(problems)) => return Ok(Err(failed(&problems))),
            Err(bug) => return Err(failed(&bug)),
        };
        let objects = |one: Generated| (one.environment, one.documents.into_iter().map(|one| one.value).collect());
        let environments = made.into_iter().map(objects).collect();
        Ok(Ok(Self { case: case.to_owned(), app: spec.name.to_string(), tree, environments }))
    }

    /// Writes the chart.
    pub(crate) fn write(&self) -> Result<Written, String> {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        for (path, text) in &self.tree {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap_or(&path)).map_err(|error| error.to_string())?;
            fs::write(path, text).map_err(|error| error.to_string())?;
        }
        Ok(Written { folder, app: self.app.clone() })
    }

    /// What `helm lint --strict` says against the chart, and where its objects are others than those of plain.
    pub(crate) fn judge(&self) -> Vec<String> {
        let judged = || -> Result<Vec<String>, String> {
            let written = self.write()?;
            written.lint()?;
            let mut failures = Vec::new();
            for (environment, objects) in &self.environments {
                let namespace = namespace(objects);
                let values = format!("values-{environment}.yaml");
                let mut made = written.template(&self.app, namespace.as_deref(), &["-f", &written.file(&values)])?;
                let mut objects = objects.clone();
                if namespace.is_none() {
                    // What has no namespace is where the release is.
                    made.iter_mut().for_each(without_namespace);
                }
                for values in [&mut made, &mut objects] {
                    values.iter_mut().for_each(compared);
                    values.sort_by_key(key);
                }
                let found = difference::between(&objects, &made).into_iter();
                failures.extend(found.map(|found| format!("{} {environment}: {found}", self.case)));
            }
            Ok(failures)
        };
        judged().unwrap_or_else(|failure| vec![format!("{}: {failure}", self.case)])
    }
}

impl Written {
    /// A file of the chart.
    pub(crate) fn file(&self, name: &str) -> String {
        self.chart().join(name).display().to_string()
    }

    /// The chart's folder.
    pub(crate) fn chart(&self) -> PathBuf {
        self.folder.path().join("deploy/chart")
    }

    /// The objects of a release, without those that Helm runs at certain times.
    pub(crate) fn template(
        &self,
        release: &str,
        namespace: Option<&str>,
        arguments: &[&str],
    ) -> Result<Vec<Value>, String> {
        template(&self.chart(), release, namespace, arguments)
    }

    fn lint(&self) -> Result<(), String> {
        let mut command = Tools::installed()?.helm();
        output(command.args(["lint", "--strict", "--quiet"]).arg(self.chart()), "").map(drop)
    }

    /// A chart that has this one as a dependency, with values for it.
    pub(crate) fn around(&self, values: &str) -> Result<(TempDir, PathBuf), String> {
        let failed = |error: std::io::Error| error.to_string();
        let folder = tempfile::tempdir().map_err(failed)?;
        let parent = folder.path().join("shop");
        let below = parent.join("charts").join(&self.app);
        copy(&self.chart(), &below).map_err(failed)?;
        fs::write(parent.join("Chart.yaml"), "apiVersion: v2\nname: shop\nversion: 0.1.0\n").map_err(failed)?;
        fs::write(parent.join("values.yaml"), values).map_err(failed)?;
        Ok((folder, parent))
    }
}

/// The objects that a chart renders to, without those that Helm runs at certain times.
pub(crate) fn template(
    chart: &Path,
    release: &str,
    namespace: Option<&str>,
    arguments: &[&str],
) -> Result<Vec<Value>, String> {
    let mut command = Tools::installed()?.helm();
    command.args(["template", release]).arg(chart).args(arguments);
    if let Some(namespace) = namespace {
        command.args(["-n", namespace]);
    }
    let text = output(&mut command, "")?;
    let objects = parse_documents("helm", &text).map_err(|problem| format!("{problem}\n{text}"))?;
    let is_hook = |object: &Value| object["metadata"]["annotations"].get("helm.sh/hook").is_some();
    Ok(objects.into_iter().filter(|object| !is_hook(object)).collect())
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.path().is_dir() { copy(&entry.path(), &target)? } else { _ = fs::copy(entry.path(), target)? }
    }
    Ok(())
}

/// What is wrong with any of the charts, judged by as many workers as there are processors.
pub(crate) fn judge(charts: &[Chart]) -> Result<Vec<String>, String> {
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let chunks = charts.chunks(charts.len().div_ceil(workers).max(1));
        let work = |chunk: &[Chart]| chunk.iter().flat_map(Chart::judge).collect::<Vec<_>>();
        let workers: Vec<_> = chunks.map(|chunk| scope.spawn(move || work(chunk))).collect();
        let joined = workers.into_iter().map(thread::ScopedJoinHandle::join).collect::<Result<Vec<_>, _>>();
        joined.map(|failures| failures.concat()).map_err(|_| "a run of helm panicked".to_owned())
    })
}

/// The namespace of the objects that have one.
pub(crate) fn namespace(objects: &[Value]) -> Option<String> {
    objects.iter().find_map(|object| object["metadata"]["namespace"].as_str()).map(str::to_owned)
}

/// An object without what a chart says otherwise on purpose.
pub(crate) fn compared(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.retain(|key, _| !LEFT_OUT.contains(&key.as_str()));
            for (key, value) in map {
                if key == CONFIG_HASH {
                    *value = value.as_str().is_some_and(|hash| !hash.is_empty()).into();
                }
                compared(value);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(compared),
        _ => {}
    }
}

/// An object without the namespace that a release has when none is named.
fn without_namespace(object: &mut Value) {
    let metadata = &mut object["metadata"];
    if metadata["namespace"] == "default" {
        metadata.as_object_mut().map(|metadata| metadata.remove("namespace"));
    }
    for subject in object.get_mut("subjects").and_then(Value::as_array_mut).into_iter().flatten() {
        if subject["namespace"] == "default" {
            subject.as_object_mut().map(|subject| subject.remove("namespace"));
        }
    }
}

/// The order of documents is none.
fn key(value: &Value) -> String {
    ["/apiVersion", "/kind", "/metadata/name"]
        .map(|path| value.pointer(path).and_then(Value::as_str).unwrap_or_default())
        .join(" ")
}
