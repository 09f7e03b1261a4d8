//! Rendering many apps for production in one process: the time an app, and the most memory held.

use divan::counter::ItemsCount;
use divan::{AllocProfiler, Bencher, black_box};
use kubewright::generate::{Request, generate};
use kubewright::io::Project;
use kubewright::spec::Spec;

/// Counts what is allocated, and so makes the times here a little longer than elsewhere.
#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

const SPEC: &str = include_str!("web/kubewright.yaml");

fn main() {
    divan::main();
}

/// Each app has a name of its own, and its documents are dropped before the next one is read.
#[divan::bench(args = [10, 100, 1000], sample_count = 10)]
fn whole(bencher: Bencher<'_, '_>, apps: usize) {
    let (project, environments) = (Project::new("benches/web"), ["production".to_owned()]);
    bencher.counter(ItemsCount::new(apps)).bench(|| {
        for index in 0..apps {
            let text = SPEC.replacen("name: web", &format!("name: web-{index}"), 1);
            let spec = Spec::parse(Project::SPEC, &text).expect("the bench's spec is valid");
            let request = Request { name: &spec.name, spec: Some(&spec), preset: None, given: &[] };
            let generated = generate(&request, &environments, &project);
            assert!(black_box(generated).is_ok(), "the bench's spec renders");
        }
    });
}
