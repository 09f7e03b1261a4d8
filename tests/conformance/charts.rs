//! Specs in the layout of Helm, rendered by the real one: the chart gives each environment the objects of
//! plain, and whatever else a chart is held to.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use fs_err as fs;
use kubewright::spec::Layout;
use kubewright::yaml::parse_documents;
use serde_json::Value;
use tempfile::TempDir;

use super::command::output;
use super::difference;
use super::laid::Laid;
use super::overlays::sorted;
use super::parallel::parallel;
use super::tools::Tools;

/// Labels that a chart has of its own, or says otherwise.
const LEFT_OUT: [&str; 2] = ["helm.sh/chart", "app.kubernetes.io/managed-by"];
/// What has to be there, and to change with the data alone.
const CONFIG_HASH: &str = "kubewright.dev/config-hash";

/// A spec in the layout of Helm.
pub(crate) struct Chart(pub(crate) Laid);

/// A chart on disk.
pub(crate) struct Written {
    folder: TempDir,
    app: String,
}

impl Chart {
    /// Every case and example.
    pub(crate) fn cases() -> Result<&'static [Self], String> {
        static CASES: OnceLock<Result<Vec<Chart>, String>> = OnceLock::new();
        let cases = || Ok(Laid::cases(Layout::Helm)?.into_iter().map(Self).collect());
        CASES.get_or_init(cases).as_deref().map_err(Clone::clone)
    }

    /// A case by its name.
    pub(crate) fn case(name: &str) -> Result<Self, String> {
        Laid::case(name, Layout::Helm).map(Self)
    }

    /// A spec, whose files beside it are made up.
    ///
    /// # Errors
    /// A spec that is not valid; the inner one why it has no chart.
    pub(crate) fn of_text(case: &str, text: &str) -> Result<Result<Self, String>, String> {
        Ok(Laid::of_text(case, text, Layout::Helm)?.map(Self))
    }

    /// Writes the chart.
    pub(crate) fn write(&self) -> Result<Written, String> {
        Ok(Written { folder: self.0.write()?, app: self.0.app.clone() })
    }

    /// What `helm lint --strict` says against the chart, and where its objects are others than those of plain.
    pub(crate) fn judge(&self) -> Vec<String> {
        let judged = || -> Result<Vec<String>, String> {
            let written = self.write()?;
            written.lint()?;
            let mut failures = Vec::new();
            for (environment, objects) in self.0.sets() {
                let namespace = namespace(objects);
                let values = written.file(&format!("values-{environment}.yaml"));
                // The chart's own values are the base.
                let arguments: &[&str] = if environment == "base" { &[] } else { &["-f", &values] };
                let mut made = written.template(&self.0.app, namespace.as_deref(), arguments)?;
                let mut objects = objects.clone();
                if namespace.is_none() {
                    // What has no namespace is where the release is.
                    made.iter_mut().for_each(without_namespace);
                }
                for values in [&mut made, &mut objects] {
                    values.iter_mut().for_each(compared);
                }
                let found = difference::between(&sorted(objects), &sorted(made)).into_iter();
                failures.extend(found.map(|found| format!("{} {environment}: {found}", self.0.case)));
            }
            Ok(failures)
        };
        judged().unwrap_or_else(|failure| vec![format!("{}: {failure}", self.0.case)])
    }
}

impl Chart {
    /// Where a volume and a mount of a user's do not come to those of plain, in the base, in the first and in the last
    /// environment.
    pub(crate) fn further_volumes(&self) -> Result<Vec<String>, String> {
        const SET: [&str; 2] = [
            r#"extraVolumes=[{"name": "further", "emptyDir": {}}]"#,
            r#"extraVolumeMounts=[{"name": "further", "mountPath": "/further"}]"#,
        ];
        let written = self.write()?;
        let sets: Vec<_> = self.0.sets().collect();
        let last = sets.len().saturating_sub(1);
        let mut found = Vec::new();
        for (environment, plain) in
            sets.into_iter().enumerate().filter(|(at, _)| [0, 1, last].contains(at)).map(|(_, set)| set)
        {
            let values = written.file(&format!("values-{environment}.yaml"));
            let mut arguments = vec!["--set-json", SET[0], "--set-json", SET[1]];
            if environment != "base" {
                arguments.extend(["-f", &values]);
            }
            let made = written.template(&self.0.app, Some("shop"), &arguments)?;
            let [before, after] = [plain, &made].map(|objects| volumes(&self.0.app, objects));
            let further = |known: Vec<String>, further: &str| [known, vec![further.to_owned()]].concat();
            let wanted: Vec<[Vec<String>; 2]> = before
                .into_iter()
                .map(|[volumes, mounts]| [further(volumes, "further"), further(mounts, "/further")])
                .collect();
            if after != wanted {
                found.push(format!("{} {environment}: {after:?} and not {wanted:?}", self.0.case));
            }
        }
        Ok(found)
    }
}

/// The names of the volumes of an app's pods, and the paths of its container's mounts, for each of its workloads: a canary
/// is one more.
fn volumes(app: &str, objects: &[Value]) -> Vec<[Vec<String>; 2]> {
    let pods = objects.iter().filter_map(|object| {
        let spec = &object["spec"];
        [&spec["template"]["spec"], &spec["jobTemplate"]["spec"]["template"]["spec"]]
            .into_iter()
            .find(|pod| pod["containers"].as_array().is_some_and(|all| all.iter().any(|one| one["name"] == app)))
    });
    let names = |list: &Value, key: &str| -> Vec<String> {
        list.as_array().into_iter().flatten().filter_map(|item| item[key].as_str()).map(str::to_owned).collect()
    };
    let mut all = Vec::new();
    for pod in pods {
        let mut containers = pod["containers"].as_array().into_iter().flatten();
        // Those of the maintenance page are none of the app's.
        let Some(container) = containers.find(|one| one["name"] == app) else { continue };
        all.push([names(&pod["volumes"], "name"), names(&container["volumeMounts"], "mountPath")]);
    }
    all
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

    /// The objects of a release that is named as the app is, with values beside the chart's own.
    pub(crate) fn with_values(&self, values: &Value) -> Result<Vec<Value>, String> {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let file = folder.path().join("values.yaml");
        fs::write(&file, values.to_string()).map_err(|error| error.to_string())?;
        self.template(&self.app, Some("shop"), &["-f", &file.display().to_string()])
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
    Ok(parallel(charts, Chart::judge).concat())
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
