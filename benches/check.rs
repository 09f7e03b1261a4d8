//! `check` over the manifests of many apps in one process: the time an object, and the most memory held.

use divan::counter::ItemsCount;
use divan::{AllocProfiler, Bencher, black_box};
use kubewright::check::{Asked, Audit, Contents, Set, read};

/// Counts what is allocated, and so makes the times here a little longer than elsewhere.
#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

/// The objects of one app; each refers to others of its own.
const APP: &str = include_str!("check/app.yaml");
/// How many they are.
const OBJECTS: usize = 5;

fn main() {
    divan::main();
}

/// A file an app, 50 namespaces.
fn texts(objects: usize) -> Vec<(String, String)> {
    let text = |app: usize| {
        let text = APP.replace("web", &format!("web-{app}")).replace("shop", &format!("shop-{}", app % 50));
        (format!("app-{app}/all.yaml"), text)
    };
    (0..objects / OBJECTS).map(text).collect()
}

fn all(texts: &[(String, String)]) -> Contents {
    Contents::joined(texts.iter().map(|(file, text)| read(file, text)))
}

#[divan::bench(args = [1000, 10_000], sample_count = 5)]
fn reads(bencher: Bencher<'_, '_>, objects: usize) {
    let texts = texts(objects);
    bencher.counter(ItemsCount::new(objects)).bench_local(|| black_box(all(&texts)).objects.len());
}

#[divan::bench(args = [1000, 10_000], sample_count = 5)]
fn judges(bencher: Bencher<'_, '_>, objects: usize) {
    let contents = all(&texts(objects));
    assert_eq!(contents.objects.len(), objects, "every document is an object");
    let asked = Asked::default();
    bencher.counter(ItemsCount::new(objects)).bench_local(|| {
        let set = Set::new(&contents.objects);
        black_box(Audit::new(&set, &asked).judge(&contents.objects)).findings.len()
    });
}
