//! What the layouts rest on: the base, which follows from a spec without any of its environments.

// A case that does not render ends the test with what is wrong.
#![allow(clippy::panic)]

#[path = "shared/folders.rs"]
mod folders;

use std::path::Path;

use kubewright::generate::{GenerateError, Generated, base};
use kubewright::io::Project;
use kubewright::preset::Sources;
use kubewright::spec::Spec;

use folders::folders;

/// No file stands beside the spec.
struct Nothing;

impl Sources for Nothing {
    fn read(&self, _: &str) -> Result<Vec<u8>, String> {
        Err("there is no such file".to_owned())
    }
}

const SPEC: &str =
    "version: 1\nkubernetes: \"1.35\"\nname: web\nport: 8080\nhealth: {readiness: /readyz, liveness: /livez}\n";

fn parse(text: &str) -> Spec {
    Spec::parse("kubewright.yaml", text).expect("the spec is valid")
}

fn spec_of(folder: &Path) -> Spec {
    let text = Project::new(folder).spec().expect("readable").expect("a case has a spec");
    Spec::parse(Project::SPEC, &text).unwrap_or_else(|problems| panic!("{}: {problems:#?}", folder.display()))
}

fn texts(generated: &Generated) -> Vec<&str> {
    generated.documents.iter().map(|document| document.text.as_str()).collect()
}

#[test]
fn every_case_has_a_base_in_which_no_environment_has_a_say() {
    for folder in folders() {
        let (mut spec, project) = (spec_of(&folder), Project::new(&folder));
        let of = |spec: &Spec| base(spec, &project).unwrap_or_else(|error| panic!("{}: {error:#?}", folder.display()));
        let whole = of(&spec);
        assert!(whole.warnings.is_empty(), "a base never runs, and warns of nothing");
        spec.environments.clear();
        assert_eq!(texts(&whole), texts(&of(&spec)), "{}", folder.display());
    }
}

#[test]
fn what_environments_alone_say_is_told_as_lacking_at_the_top_level() {
    let spec = parse(&format!(
        "{SPEC}layout: kustomize\nenvironments:\n  staging: {{image: \"ghcr.io/acme/web:2\"}}\n  production: {{image: \"ghcr.io/acme/web:1\"}}\n"
    ));
    let Err(GenerateError::Invalid(problems)) = base(&spec, &Nothing) else { panic!("the base has no image") };
    assert_eq!(
        problems.iter().map(ToString::to_string).collect::<Vec<_>>(),
        [
            "kubewright.yaml:1:1: the layout `kustomize` needs a base, and without an environment `image` is missing (hint: say at the top level what holds where no environment says otherwise: say it, such as `image: ghcr.io/acme/web:1.4.2`, or give --image)"
        ]
    );
}

#[test]
fn the_base_has_what_an_environment_with_several_pods_has() {
    let spec = parse(&format!("{SPEC}image: ghcr.io/acme/web:1\nenvironments: {{production: {{replicas: 9}}}}\n"));
    let base = base(&spec, &Nothing).unwrap_or_else(|error| panic!("{error:#?}"));
    let kinds: Vec<&str> = base.documents.iter().map(|document| document.identity.kind.as_str()).collect();
    assert!(kinds.contains(&"PodDisruptionBudget"), "{kinds:?}");
    let deployment = base.documents.iter().find(|document| document.identity.kind == "Deployment").expect("one");
    assert_eq!(deployment.value["spec"]["replicas"], 2);
}
