//! Every environment of every case and example, as the library makes it.

use kubewright::generate::{Generated, Request, generate};
use kubewright::io::Project;
use kubewright::preset::Layer;
use kubewright::spec::Spec;

use crate::folders::{case_name, folders};

/// The environments with the name of their case, with what is given above the spec; with a preset, that
/// one stands in the place of their own.
pub(crate) fn every_case(preset: Option<&str>, given: &[Layer]) -> Vec<(String, Generated)> {
    let mut all = Vec::new();
    for folder in folders() {
        let project = Project::new(&folder);
        let text = project.spec().expect("readable").expect("a case has a spec");
        let spec = Spec::parse(Project::SPEC, &text).expect("a valid spec");
        let request = Request { name: &spec.name, spec: Some(&spec), preset, given };
        let made = generate(&request, &spec.environment_names(), &project);
        let made = made.unwrap_or_else(|error| panic!("{}: {error:#?}", folder.display()));
        all.extend(made.into_iter().map(|one| (case_name(&folder), one)));
    }
    assert!(all.len() > 20, "there are cases");
    all
}
