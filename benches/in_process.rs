//! Rendering one app for production inside this process: each stage, and the whole.

use divan::{Bencher, black_box};
use kubewright::app::{self, App};
use kubewright::generate::{self, Request, generate};
use kubewright::io::{Baseline, Change, Project, apply};
use kubewright::layout::Tree;
use kubewright::manifest::Document;
use kubewright::merge::{Choice, FilePlan, LeftFiles, Pending, Plan, Prefer, merge};
use kubewright::preset::{self, Demand, Layer, Resolved};
use kubewright::render::{self, Engine};
use kubewright::spec::{Layout, Spec};
use kubewright::validate;

/// The apps: the case of the tests, and the same with an autoscaler, which then has every object.
const APPS: [&str; 2] = ["tests/cases/web", "benches/web"];
const ENVIRONMENT: &str = "production";

fn main() {
    divan::main();
}

/// A merge of maps of which each side changed one key: its time grows as the number of keys does.
#[divan::bench(args = [1_000, 4_000, 16_000])]
fn merge_keys(bencher: Bencher<'_, '_>, keys: usize) {
    let value = |key: usize, changed: usize| format!("  key{key}: value{}\n", u8::from(key == changed));
    let text = |changed| "data:\n".to_owned() + &(0..keys).map(|key| value(key, changed)).collect::<String>();
    let (base, yours, new) = (text(keys), text(0), text(keys - 1));
    bencher.bench(|| merge(black_box(&base), &yours, &new, Prefer::Yours));
}

#[divan::bench(args = APPS)]
fn parse_spec(bencher: Bencher<'_, '_>, app: &str) {
    let text = text(app);
    bencher.bench(|| Spec::parse(Project::SPEC, black_box(&text)));
}

#[divan::bench(args = APPS)]
fn read_presets(bencher: Bencher<'_, '_>, app: &str) {
    let (spec, project) = (spec(app), Project::new(app));
    bencher.bench(|| preset::environment_layers(Some(black_box(&spec)), ENVIRONMENT, None, &project));
}

#[divan::bench(args = APPS)]
fn resolve(bencher: Bencher<'_, '_>, app: &str) {
    let (layers, _) = layers(app);
    bencher.bench(|| preset::resolve(black_box(&layers)));
}

#[divan::bench(args = APPS)]
fn build(bencher: Bencher<'_, '_>, app: &str) {
    let (spec, project) = (spec(app), Project::new(app));
    let (resolved, demands) = resolved(app);
    bencher.bench(|| app::build(&spec.name, ENVIRONMENT, black_box(&resolved), &demands, &project));
}

/// The first app of a run: its templates are loaded as well.
#[divan::bench(args = APPS)]
fn render_first(bencher: Bencher<'_, '_>, app: &str) {
    let app = built(app);
    bencher.bench(|| render::render(&mut engine(), black_box(&app)));
}

/// A further environment that has every object as the one before it: nothing is read again.
#[divan::bench(args = APPS)]
fn render_alike(bencher: Bencher<'_, '_>, app: &str) {
    let (mut engine, app) = (engine(), built(app));
    bencher.bench_local(|| render::render(&mut engine, black_box(&app)));
}

/// The reading of all rendered texts.
#[divan::bench(args = APPS)]
fn read(bencher: Bencher<'_, '_>, app: &str) {
    let documents = documents(app);
    let texts = || documents.iter().map(|document| document.text.clone()).collect::<Vec<_>>();
    bencher.with_inputs(texts).bench_values(|texts| {
        texts.into_iter().map(|text| Document::parse("template", "object.yaml", text)).collect::<Result<Vec<_>, _>>()
    });
}

#[divan::bench(args = APPS)]
fn validate(bencher: Bencher<'_, '_>, app: &str) {
    let documents = documents(app);
    bencher.bench(|| validate::validate(black_box(&documents)));
}

/// From the spec's text to valid documents.
#[divan::bench(args = APPS)]
fn whole(bencher: Bencher<'_, '_>, app: &str) {
    let (text, project, environments) = (text(app), Project::new(app), [ENVIRONMENT.to_owned()]);
    bencher.bench(|| {
        let spec = Spec::parse(Project::SPEC, black_box(&text)).expect("the bench's spec is valid");
        let request = Request { name: &spec.name, spec: Some(&spec), preset: None, given: &[] };
        generate(&request, &environments, &project)
    });
}

/// From the spec's text to the files of all environments, in each layout.
#[divan::bench(args = [Layout::Plain, Layout::Kustomize, Layout::Helm])]
fn files(bencher: Bencher<'_, '_>, layout: Layout) {
    let app = "tests/cases/web";
    let (text, project) = (text(app), Project::new(app));
    bencher.bench(|| {
        let mut spec = Spec::parse(Project::SPEC, black_box(&text)).expect("the bench's spec is valid");
        spec.layout = Some((layout, None));
        generate::files(&spec, &project).expect("the bench's spec has a base")
    });
}

/// A regeneration of all environments that finds nothing to do: what is generated, what stands on disk and the
/// last generation are read and compared.
#[divan::bench(args = APPS)]
fn regenerate_unchanged(bencher: Bencher<'_, '_>, app: &str) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (text, beside, project) = (text(app), Project::new(app), Project::new(folder.path()));
    let spec = Spec::parse(Project::SPEC, &text).expect("the bench's spec is valid");
    let plan = || {
        let (_, new) = generate::files(&spec, &beside).expect("the bench's spec renders");
        let baseline = Baseline::read(&project).expect("the baseline reads");
        let disk = project.generated(new.keys()).expect("the folder reads");
        (Plan::new(&baseline.files, &disk, &new, &Pending::default(), &Choice::default()), baseline)
    };
    let (first, baseline) = plan();
    let write = |file: &FilePlan| Change::write(&file.path, file.text.clone().unwrap_or_default());
    let mut changes: Vec<Change> = first.writes().map(write).collect();
    changes.extend(baseline.changes(&first.next_baseline(), &Tree::new(), LeftFiles::new(), &spec));
    apply(&project, &changes).expect("the folder is writable");
    assert!(plan().0.is_empty(), "nothing is left to do");
    bencher.bench_local(plan);
}

fn text(app: &str) -> String {
    Project::new(app).spec().expect("the spec is readable").expect("the app has a spec")
}

fn spec(app: &str) -> Spec {
    Spec::parse(Project::SPEC, &text(app)).expect("the bench's spec is valid")
}

fn layers(app: &str) -> (Vec<Layer>, Vec<Demand>) {
    preset::environment_layers(Some(&spec(app)), ENVIRONMENT, None, &Project::new(app)).expect("the presets are valid")
}

fn resolved(app: &str) -> (Resolved, Vec<Demand>) {
    let (layers, demands) = layers(app);
    (preset::resolve(&layers), demands)
}

fn built(app: &str) -> App {
    let (resolved, demands) = resolved(app);
    let name = spec(app).name;
    app::build(&name, ENVIRONMENT, &resolved, &demands, &Project::new(app)).expect("the answers fit together").app
}

fn engine() -> Engine {
    Engine::new(Vec::new()).expect("the program's templates are valid")
}

fn documents(app: &str) -> Vec<Document> {
    render::render(&mut engine(), &built(app)).expect("the program's templates render").documents
}
