//! What is made of components, judged by their own projects' definitions, charts and tools.

use std::path::{Path, PathBuf};
use std::process::Command;

use kubewright::io::Project;
use kubewright::layout::Tree;
use kubewright::spec::{ComponentName, Install};
use kubewright::yaml::parse_documents;
use serde_json::{Value, json};

use super::command::output;
use super::definitions::DEFINITIONS;
use super::folders::{case_name, folders};
use super::judges::{Subject, Verdict, verdicts};
use super::tool_files;
use super::tools::Tools;

/// The kinds whose definitions come in no package, so that nothing judges what is made of them.
pub(crate) const UNJUDGED: [(&str, &str); 5] = [
    ("kafka.strimzi.io/v1", "Kafka"),
    ("kafka.strimzi.io/v1", "KafkaNodePool"),
    ("kafka.strimzi.io/v1", "KafkaTopic"),
    ("kafka.strimzi.io/v1", "KafkaUser"),
    ("rabbitmq.com/v1beta1", "RabbitmqCluster"),
];

/// Charts that come in a Go module: the chart's name, the module, and the folder in it.
const CHARTS: [(&str, &str, &str); 1] =
    [("cert-manager", "github.com/cert-manager/cert-manager@v1.21.1", "deploy/charts/cert-manager")];

/// The files of the components of one spec.
pub(crate) struct Made {
    /// The spec, for failures.
    name: String,
    files: Tree,
    objects: Vec<Value>,
}

impl Made {
    /// Those of every case and example that has any, and every component in every way alone.
    ///
    /// # Errors
    /// What does not generate.
    pub(crate) fn all() -> Result<Vec<Self>, String> {
        let mut all = Vec::new();
        for folder in folders() {
            let project = Project::new(&folder);
            let text = project.spec().map_err(|error| error.to_string())?.unwrap_or_default();
            if text.contains("\ncomponents:") {
                all.push(Self::of(&case_name(&folder), &text, &project)?);
            }
        }
        for component in ComponentName::ALL {
            for install in Install::ALL {
                let spec = json!({
                    "version": 1, "kubernetes": "1.35", "name": "web", "image": "ghcr.io/acme/web:1.4.2", "port": 8080,
                    "namespace": "shop", "health": {"readiness": "/readyz", "liveness": "/livez"},
                    "components": {*component: {"as": install.name()}},
                    "environments": {"development": {}, "production": {"alerts": {}, "metrics": {"monitor": {}}}},
                });
                let project = Project::new(Path::new("."));
                all.push(Self::of(&format!("{component} as {}", install.name()), &spec.to_string(), &project)?);
            }
        }
        Ok(all)
    }

    fn of(name: &str, text: &str, project: &Project) -> Result<Self, String> {
        let mut files = tool_files::tree(name, text, project)?;
        files.retain(|path, _| path.starts_with("deploy/components/"));
        let mut objects = Vec::new();
        let others = ["/Chart.yaml", "/values.yaml", ".sh"];
        let is_object = |path: &str| others.iter().all(|end| !path.ends_with(end));
        for (path, text) in files.iter().filter(|(path, _)| is_object(path)) {
            objects.extend(parse_documents(path, text).map_err(|problem| problem.to_string())?);
        }
        Ok(Self { name: name.to_owned(), files, objects })
    }

    /// The objects to judge, those that Kubernetes itself knows or all others.
    pub(crate) fn subjects(all: &[Self], own: bool) -> Vec<Subject<'_>> {
        let is_own = |object: &&Value| {
            let group =
                object["apiVersion"].as_str().and_then(|version| version.split_once('/')).map(|(group, _)| group);
            group.is_none_or(|group| !group.contains('.') || group == "networking.k8s.io") == own
        };
        let of = |made| {
            let Self { name, objects, .. }: &Self = made;
            let subject = move |object| Subject { case: name, env: "", target: "1.35", object };
            objects.iter().filter(is_own).map(subject)
        };
        all.iter().flat_map(of).collect()
    }

    /// The alerts of each component in each environment, by the names of the case and of both.
    pub(crate) fn rules(&self) -> impl Iterator<Item = (String, Value)> {
        self.files.iter().filter_map(|(path, text)| {
            let below = path.strip_prefix("deploy/components/")?.strip_suffix("-prometheusrule.yaml")?;
            let (environment, component) = below.split_once("/resources/")?;
            let rule = parse_documents(path, text).ok()?.remove(0);
            Some((format!("{}-{component}@{environment}", self.name), rule["spec"].clone()))
        })
    }
}

/// The verdict of the definition of its kind on each custom resource; none where no definition is named.
pub(crate) fn by_definition(subjects: &[Subject<'_>]) -> Result<Vec<Vec<Verdict>>, String> {
    let mut judge = Tools::installed()?.python("definitions.py");
    for (module, file) in DEFINITIONS {
        judge.arg(downloaded(module)?.join(file));
    }
    verdicts(&mut judge, subjects, 1)
}

/// Lays the values of each chart that a Go module brings over that chart, as helm does; which were tried, and what fails.
pub(crate) fn laid_over_their_charts(all: &[Made]) -> Result<(usize, Vec<String>), String> {
    let (mut tried, mut failures) = (0, Vec::new());
    for (chart, module, folder) in CHARTS {
        let copied = tempfile::tempdir().map_err(|error| error.to_string())?;
        let folder = chart_of(&downloaded(module)?.join(folder), copied.path(), module)?;
        let ending = format!("/install/{chart}/values.yaml");
        for (made, text) in all.iter().flat_map(|made| {
            made.files.iter().filter(|(path, _)| path.ends_with(&ending)).map(move |(_, text)| (made, text))
        }) {
            let values = parse_documents(&ending, text).map_err(|problem| problem.to_string())?.remove(0);
            let mut helm = Tools::installed()?.helm();
            helm.args(["template", chart]).arg(&folder).args(["--kube-version", "1.35.0", "--values", "-"]);
            tried += 1;
            failures
                .extend(output(&mut helm, &values[chart].to_string()).err().map(|why| format!("{}: {why}", made.name)));
        }
    }
    Ok((tried, failures))
}

/// A copy of a chart, which has its version only once it is released.
fn chart_of(from: &Path, to: &Path, module: &str) -> Result<PathBuf, String> {
    output(Command::new("cp").args(["-r", "--no-preserve=mode"]).arg(from).arg(to), "")?;
    let folder = to.join(from.file_name().unwrap_or_default());
    let path = folder.join("Chart.yaml");
    let version = module.rsplit('@').next().unwrap_or_default();
    let text = fs_err::read_to_string(&path).map_err(|error| error.to_string())?.replace("v0.0.0", version);
    fs_err::write(&path, text).map_err(|error| error.to_string())?;
    Ok(folder)
}

/// The folder of a Go module.
fn downloaded(module: &str) -> Result<PathBuf, String> {
    let told = output(Command::new("go").args(["mod", "download", "-json", module]), "")?;
    let told: Value = serde_json::from_str(&told).map_err(|error| format!("{module}: {error}"))?;
    told["Dir"].as_str().map(PathBuf::from).ok_or_else(|| format!("{module}: go names no folder"))
}
