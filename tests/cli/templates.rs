//! A user's templates in place of ours.

use crate::project::{Project, SPEC};

fn spec() -> String {
    format!("{SPEC}templates: my-templates\n")
}

const SERVICE: &str = "apiVersion: v1
kind: Service
{{ <metadata meta={meta} /> }}
spec:
  type: LoadBalancer
  selector:
    {{ selector | yaml(indent=4) }}
  ports:
    {%- for port in ports %}
    - name: {{ port.name }}
      port: {{ port.port }}
      targetPort: {{ port.name }}
    {%- endfor %}
";

#[test]
fn one_stands_in_for_ours_of_the_same_name() {
    let (_, ours) = Project::new("web").spec(SPEC).args(["render", "-e", "production"]).text();
    let (_, theirs) = Project::new("web")
        .spec(&spec())
        .file("my-templates/core/service.yaml.tera", SERVICE)
        .args(["render", "-e", "production"])
        .text();
    let parts = |text: &str| text.split("---\n").map(str::to_owned).collect::<Vec<_>>();
    let (ours, theirs) = (parts(&ours), parts(&theirs));
    let changed: Vec<&String> = theirs.iter().filter(|part| !ours.contains(part)).collect();
    assert_eq!(changed.len(), 1, "the Service alone: {changed:?}");
    assert!(changed[0].contains("type: LoadBalancer\n"), "{changed:?}");
}

#[test]
fn a_changed_template_is_drift() {
    Project::new("web")
        .spec(&spec())
        .file("my-templates/core/service.yaml.tera", SERVICE)
        .generate()
        .file("my-templates/core/service.yaml.tera", SERVICE.replace("LoadBalancer", "NodePort"))
        .args(["regenerate", "--check"])
        .stderr_contains("update    deploy/production/service.yaml  no restart\n")
        .writes_nothing()
        .code(1);
}

#[test]
fn what_does_not_parse_is_refused_with_file_and_line() {
    Project::new("web")
        .spec(&spec())
        .file("my-templates/core/service.yaml.tera", "apiVersion: v1\nkind: {{ kind\n")
        .args(["render", "-e", "production"])
        .stderr_contains("core/service.yaml.tera:2:")
        .code(2);
}

#[test]
fn an_unknown_variable_is_refused_with_file_and_line() {
    Project::new("web")
        .spec(&spec())
        .file("my-templates/core/service.yaml.tera", SERVICE.replace("LoadBalancer", "{{ kind_of_service }}"))
        .args(["render", "-e", "production"])
        .stderr_contains("core/service.yaml.tera:5:")
        .stderr_contains("kind_of_service")
        .code(2);
}

#[test]
fn what_is_no_kubernetes_object_is_refused_with_file_and_line() {
    Project::new("web")
        .spec(&spec())
        .file("my-templates/core/service.yaml.tera", SERVICE.replace("type: LoadBalancer", "typ: LoadBalancer"))
        .args(["render", "-e", "production"])
        .stderr_contains("core/service.yaml.tera")
        .stderr_contains("`spec.typ` is not a field of the API")
        .code(2);
}

/// `typ` stands in line 5 of the template and in line 10 of what it renders.
#[test]
fn a_line_of_the_output_is_not_told_as_a_line_of_the_template() {
    let told = Project::new("web")
        .spec(&spec())
        .file("my-templates/core/service.yaml.tera", SERVICE.replace("type: LoadBalancer", "typ: LoadBalancer"))
        .args(["render", "-e", "production"])
        .outcome()
        .1;
    assert_eq!(told.code, Some(2));
    assert!(!told.stderr.contains("service.yaml.tera:10:"), "{}", told.stderr);
}

#[test]
fn what_is_no_yaml_is_refused() {
    Project::new("web")
        .spec(&spec())
        .file("my-templates/core/service.yaml.tera", "apiVersion: v1\nkind: [Service\n")
        .args(["regenerate"])
        .stderr_contains("core/service.yaml.tera")
        .stderr_contains("this `[` is never closed")
        .writes_nothing()
        .code(2);
}

#[test]
fn a_broken_component_is_the_users_fault() {
    Project::new("web")
        .spec(&spec())
        .file(
            "my-templates/components/probe.yaml.tera",
            "{% component probe(probe) -%}\nnonsense\n{%- endcomponent probe %}\n",
        )
        .args(["render", "-e", "production"])
        .stderr_contains("startupProbe")
        .code(2);
}

#[test]
fn a_folder_without_templates_is_refused() {
    Project::new("web")
        .spec(&spec())
        .file("my-templates/service.yaml.tera", SERVICE)
        .args(["render", "-e", "production"])
        .stderr_contains("error: kubewright.yaml:10:1: `templates` names `my-templates`")
        .code(2);
}
