//! What is applied of each layout: plain files, what kustomize makes of an overlay, and helm of a chart.

use std::path::Path;

use kubewright::spec::Layout;

use crate::cluster::Cluster;
use crate::laid::Laid;
use crate::output::Output;
use crate::parallel::parallel;

/// What is applied of one environment.
#[derive(Debug)]
pub(crate) struct LaidOut<'a> {
    pub(crate) output: &'a Output,
    /// The namespace of all its objects.
    pub(crate) namespace: String,
    pub(crate) text: String,
}

/// One environment of a case, in its files.
struct Files<'a> {
    app: &'a str,
    environment: &'a str,
    folder: &'a Path,
    output: &'a Output,
    namespace: &'a str,
}

/// What is written in plain files.
pub(crate) fn plain(outputs: &[Output]) -> Vec<LaidOut<'_>> {
    let one = outputs.iter().map(|output| LaidOut { output, namespace: output.name.clone(), text: output.text() });
    one.collect()
}

/// What kustomize makes of every overlay, in namespaces of their own.
pub(crate) fn built_by_kustomize<'a>(cluster: &Cluster, outputs: &'a [Output]) -> Vec<LaidOut<'a>> {
    laid_out(Layout::Kustomize, outputs, |files| {
        let overlay = files.folder.join("overlays").join(files.environment).display().to_string();
        let built = cluster.must(&["kustomize", &overlay], "");
        files.output.moved(built.split("\n---\n"), files.namespace)
    })
}

/// What helm makes of every chart with the values of each environment, in namespaces of their own; a pod that
/// tries whether the app answers is there with its image.
pub(crate) fn rendered_by_helm<'a>(cluster: &Cluster, outputs: &'a [Output]) -> Vec<LaidOut<'a>> {
    laid_out(Layout::Helm, outputs, |files| {
        let chart = files.folder.join("chart");
        let values = chart.join(format!("values-{}.yaml", files.environment)).display().to_string();
        let image = ["--set", "tests.image=registry.example.com/tests/http:1.0.0"];
        let tests: &[&str] = if chart.join("templates/tests").exists() { &image } else { &[] };
        let chart = chart.display().to_string();
        let release = ["template", files.app, &chart, "--namespace", files.namespace, "--values", &values];
        let said = cluster.helm(&[&release[..], tests].concat());
        assert!(said.succeeded, "{}: {}", files.namespace, said.stderr);
        said.stdout + "\n"
    })
}

fn laid_out<'a>(layout: Layout, outputs: &'a [Output], made: impl Fn(Files<'_>) -> String + Sync) -> Vec<LaidOut<'a>> {
    let cases = Laid::cases(layout).unwrap_or_else(|failure| panic!("{failure}"));
    let laid = parallel(&cases, |laid| {
        let folder = laid.write().expect("there is room for files");
        let one = |environment: &str| {
            let name = format!("{}-{environment}", laid.case);
            let output = outputs.iter().find(|output| output.name == name).expect("it is one of them");
            let (namespace, folder) = (format!("{layout}-{name}"), folder.path().join("deploy"));
            let files = Files { app: &laid.app, environment, folder: &folder, output, namespace: &namespace };
            let text = made(files);
            LaidOut { output, namespace, text }
        };
        laid.environments.iter().map(|(environment, _)| one(environment)).collect::<Vec<_>>()
    });
    laid.into_iter().flatten().collect()
}
