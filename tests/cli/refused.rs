//! What `kubewright regenerate` refuses, all of it told, and nothing written.

use crate::project::{Project, SPEC};

#[test]
fn a_value_flag_is_refused_and_set_is_named() {
    Project::generated()
        .args(["regenerate", "--replicas", "4"])
        .stderr_is("error: `regenerate` does not take `--replicas`\n  hint: what is committed comes from the spec alone: `kubewright set --replicas 4` changes it and regenerates\n")
        .writes_nothing()
        .code(2)
        .args(["regenerate", "image=ghcr.io/acme/web:2"])
        .stderr_contains("`kubewright set image=ghcr.io/acme/web:2`")
        .writes_nothing()
        .code(2)
        .args(["regenerate", "--set", "replicas=4"])
        .stderr_contains("`kubewright set --set replicas=4`")
        .writes_nothing()
        .code(2);
}

#[test]
fn a_variable_is_refused_and_set_is_named() {
    Project::generated()
        .args(["regenerate"])
        .variable("KUBEWRIGHT_PORT", "9090")
        .stderr_is("error: KUBEWRIGHT_PORT: `regenerate` takes no value from a variable\n  hint: unset it; `kubewright set port=9090` changes the spec and regenerates\n")
        .writes_nothing()
        .code(2);
}

#[test]
fn an_unknown_flag_is_refused() {
    Project::generated()
        .args(["regenerate", "--foo"])
        .stderr_is(
            "error: `regenerate` does not take `--foo`\n  hint: it takes --dry-run, --diff, --check, --prefer, --interactive, --markers, --rename and --rebuild-baseline\n",
        )
        .writes_nothing()
        .code(2);
}

#[test]
fn without_a_spec_the_next_step_is_named() {
    Project::new("web")
        .args(["regenerate"])
        .stderr_is(
            "error: kubewright.yaml: there is no spec\n  hint: `kubewright new` writes one; -C names another folder\n",
        )
        .writes_nothing()
        .code(2);
}

#[test]
fn a_broken_spec_writes_nothing() {
    Project::generated()
        .spec(&SPEC.replace("port: 8080", "port: 0"))
        .args(["regenerate"])
        .stderr_is("error: kubewright.yaml:5:7: `port` must be from 1 to 65535, not 0\n")
        .writes_nothing()
        .code(2);
}

#[test]
fn a_spec_that_does_not_fit_together_leaves_no_trace() {
    Project::new("web")
        .spec(&SPEC.replace("image: ghcr.io/acme/web:1.4.2\n", ""))
        .args(["regenerate"])
        .stderr_contains("`image` is missing")
        .writes_nothing()
        .code(2);
}

#[test]
fn what_all_environments_lack_is_told_once_and_what_one_lacks_beside_its_name() {
    let spec = SPEC.replace("image: ghcr.io/acme/web:1.4.2\n", "");
    let told = |spec: &str| Project::new("web").spec(spec).args(["regenerate"]).writes_nothing().outcome().1.stderr;
    let hint = "hint: say it, such as `image: ghcr.io/acme/web:1.4.2`, or give --image";
    assert_eq!(told(&spec), format!("error: kubewright.yaml:1:1: `image` is missing\n  {hint}\n"));
    let one = spec.replace("staging: {}", "staging: {image: \"ghcr.io/acme/web:1.4.2\"}");
    let line = 1 + one.lines().position(|line| line.starts_with("  production:")).expect("it is there");
    assert_eq!(told(&one), format!("error: kubewright.yaml:{line}:3: `image` is missing\n  {hint}\n"));
}
