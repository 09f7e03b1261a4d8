//! A user's templates in place of ours.

use std::path::Path;

use kubewright::render::templates;
use kubewright::spec::Spec;

use crate::bad::beside;
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
fn a_broken_part_is_the_users_fault() {
    Project::new("web")
        .spec(&spec())
        .file(
            "my-templates/parts/probe.yaml.tera",
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
        .file("my-templates/README.md", "Later.\n")
        .args(["render", "-e", "production"])
        .stderr_contains("error: kubewright.yaml:10:1: `templates` names `my-templates`, where no template stands")
        .code(2);
}

const NOTES: &str = "apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ app.name ~ \"-notes\" }}
data:
  environment: {{ app.environment }}
";

#[test]
fn a_further_one_is_an_object_of_each_environment() {
    Project::new("web")
        .spec(&spec())
        .file("my-templates/a/b/notes.yaml.tera", NOTES)
        .generate()
        .file_contains("deploy/staging/notes.yaml", "  name: web-notes\ndata:\n  environment: staging\n")
        .file_contains("deploy/production/notes.yaml", "  environment: production\n")
        .delete("my-templates/a/b/notes.yaml.tera")
        .file("my-templates/other.yaml.tera", "{% if app.host %}\n{{ app.host }}\n{% endif %}\n# Nothing.\n")
        .args(["regenerate", "--quiet"])
        .success()
        .no_file("deploy/staging/notes.yaml")
        .no_file("deploy/staging/other.yaml");
}

#[test]
fn several_objects_of_one_stand_in_one_file() {
    let two = format!("{NOTES}---\n{}", NOTES.replace("-notes", "-more"));
    Project::new("web")
        .spec(&spec())
        .file("my-templates/notes.yaml.tera", two)
        .generate()
        .file_contains("deploy/staging/notes.yaml", "  environment: staging\n---\napiVersion: v1\n")
        .args(["render", "-e", "staging", "--output-dir", "out"])
        .success()
        .file_contains("out/notes.yaml", "  name: web-notes\n")
        .file_contains("out/notes.yaml", "  name: web-more\n");
}

#[test]
fn a_further_one_meets_the_same_rules_as_ours() {
    for (from, to, told) in [
        ("\ndata:", "\ndota:", "ConfigMap web-notes: `dota` is not a field of the API"),
        ("\"-notes\"", "\"_notes\"", "`metadata.name`: `web_notes` is not a DNS name"),
        ("\ndata:", "\ndata:\n  on: yes", "`yes` unquoted means different things"),
        ("metadata:", "metadata:\n  namespace: other", "its namespace differs from the other objects'"),
        ("app.environment", "app.env", "my-templates/notes.yaml.tera:6:"),
        ("kind: ConfigMap", "kin: ConfigMap", "not a Kubernetes object: `kind` is missing"),
        ("app.name ~ \"-notes\"", "app.name", "there are two objects of this kind and name"),
    ] {
        let text = NOTES.replace(from, to);
        assert_ne!(text, NOTES);
        let text = if to == "app.name" {
            text.replace("ConfigMap", "ServiceAccount").replace("data:\n  environment: {{ app.environment }}\n", "")
        } else {
            text
        };
        Project::new("web")
            .spec(&spec())
            .file("my-templates/notes.yaml.tera", text)
            .args(["render", "-e", "production"])
            .stderr_contains(told)
            .stderr_contains("my-templates/notes.yaml.tera")
            .code(2);
    }
}

#[test]
fn files_of_our_names_are_refused_and_near_names_pointed_out() {
    Project::new("web")
        .spec(&spec())
        .file("my-templates/service.yaml.tera", NOTES)
        .file("my-templates/core/configmap-notes.yaml.tera", NOTES)
        .file("my-templates/a/notes.yaml.tera", NOTES)
        .file("my-templates/b/notes.yaml.tera", NOTES)
        .args(["render", "-e", "production"])
        .stderr_is("error: my-templates/b/notes.yaml.tera: writes the same file as `my-templates/a/notes.yaml.tera`\n  hint: give one of the two another name\nerror: my-templates/core/configmap-notes.yaml.tera: `configmap-notes.yaml` is a file of the program's own templates\n  hint: give the template another name\nerror: my-templates/service.yaml.tera: `service.yaml` is a file of the program's own templates\n  hint: did you mean `core/service.yaml.tera`?\nerror: 3 problems, nothing was written\n")
        .code(2);
    Project::new("web")
        .spec(&spec())
        .file("my-templates/core/services.yaml.tera", NOTES)
        .file("my-templates/core/service.yaml", "kind: Service\n")
        .args(["regenerate", "--dry-run"])
        .stderr_contains("warning: my-templates/core/services.yaml.tera: is taken for the template of an object of your own\n  hint: did you mean `core/service.yaml.tera`?")
        .stderr_contains("warning: my-templates/core/service.yaml: is no template, and nothing comes of it")
        .success();
}

#[test]
fn a_pod_of_ones_own_is_excused_by_its_annotation_and_by_nothing_less() {
    const JOB: &str = "apiVersion: batch/v1
kind: Job
metadata:
  name: {{ app.name ~ \"-warm-up\" }}
  annotations: {kubewright.dev/ignore.root: the image knows no other user}
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: warm-up
          image: curlimages/curl:8.10.1
          resources: {requests: {cpu: 50m, memory: 64Mi}, limits: {memory: 64Mi}}
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            runAsUser: 0
            capabilities: {drop: [ALL]}
            seccompProfile: {type: RuntimeDefault}
";
    let project = Project::new("web").spec(&spec()).file("my-templates/warm-up.yaml.tera", JOB);
    let project = project
        .args(["render", "-e", "production"])
        .stdout_contains("kubewright.dev/ignore.root: the image knows no other user")
        .success();
    project
        .file("my-templates/warm-up.yaml.tera", JOB.replace("ignore.root", "ignore.capability"))
        .args(["render", "-e", "production"])
        .stderr_contains("Job web-warm-up: container `warm-up` runs as root")
        .stderr_contains("container `warm-up` does not say `runAsNonRoot: true`")
        .code(2);
}

/// Each of ours, taken over as it is, writes what it wrote before: no rule for templates of a user is one that
/// ours break.
#[test]
fn every_case_renders_the_same_through_templates_that_were_taken_over() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut cases = 0;
    for entry in std::fs::read_dir(root.join("tests/cases")).expect("the cases are there") {
        let case = entry.expect("readable").path();
        let spec = std::fs::read_to_string(case.join("kubewright.yaml")).expect("each case has a spec");
        if spec.contains("templates:") {
            continue;
        }
        cases += 1;
        let render = |project: Project| {
            let environment = Spec::parse("kubewright.yaml", &spec).expect("valid").environment_names().remove(0);
            project.args(["render", "-q", "-e", &environment]).outcome().1
        };
        let ours = render(beside(&case, Project::new("web")));
        let project = beside(&case, Project::new("web")).spec(&format!("{spec}\ntemplates: my-templates\n"));
        let theirs = render(templates().fold(project, |project, template| {
            project.file(&format!("my-templates/{}", template.name), template.text)
        }));
        assert_eq!((theirs.code, theirs.stdout), (Some(0), ours.stdout), "{}: {}", case.display(), theirs.stderr);
    }
    assert!(cases > 30, "{cases} cases");
}
