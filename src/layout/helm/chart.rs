//! The files of a chart beside the objects' templates.

use serde_json::{Value, json};

use crate::layout::Objects;
use crate::yaml::scalar;

use super::collected::Collected;
use super::derive::Release;
use super::image::Image;
use super::part::{Body, Part};
use super::print::quoted;
use super::values::{Given, difference};
use super::{All, CHART, Tree, helpers};

/// The version that a chart starts with; who releases it counts on from there, and an edit stays.
const VERSION: &str = "0.1.0";

/// The values that every chart has.
pub(super) fn common(releases: &[Release<'_>], collected: &mut Collected) {
    let name = |text: &str| text.split('.').map(str::to_owned).collect::<Vec<_>>();
    for (text, usual) in [
        ("nameOverride", json!("")),
        ("fullnameOverride", json!("")),
        ("serviceAccount.name", json!("")),
        ("podLabels", json!({})),
        ("extraEnv", json!([])),
        ("extraVolumes", json!([])),
        ("extraVolumeMounts", json!([])),
        ("imagePullSecrets", json!([])),
        ("nodeSelector", json!({})),
        ("tolerations", json!([])),
        ("affinity", json!({})),
        ("extraObjects", json!([])),
    ] {
        collected.usually(&name(text), &usual);
    }
    if collected.has_service {
        collected.usually(&name("tests.image"), &json!(""));
        collected.usually(&name("tests.podLabels"), &json!({}));
    }
    let labels = |release: &Release<'_>| {
        let entries = release.common_labels().iter().map(|(key, value)| (key.clone(), Part::of_value(value)));
        Part { head: Vec::new(), body: Body::Map(entries.collect()) }
    };
    let base = labels(&releases[0]);
    let common = name("commonLabels");
    collected.usually(&common, &base.value());
    for (index, release) in releases.iter().enumerate().skip(1) {
        if let Some(given) = difference(&base, &labels(release)).filter(|_| collected.is_there[index]) {
            collected.give(index, &common, given);
        }
    }
}

/// The chart's further files.
pub(super) fn files(base: Objects<'_>, environments: &[Objects<'_>], objects: &All<'_>, collected: &Collected) -> Tree {
    let app = base.app.name.as_str();
    let mut tree = Tree::new();
    let mut add = |file: &str, text: String| _ = tree.insert(format!("{CHART}/{file}"), text);
    let oldest = environments.iter().chain([&base]).map(|objects| objects.app.kubernetes).min();
    add("Chart.yaml", metadata(app, &oldest.unwrap_or(base.app.kubernetes).to_string(), collected));
    add(".helmignore", HELMIGNORE.to_owned());
    add("values.yaml", values(app, collected));
    for (index, environment) in environments.iter().map(Objects::environment).enumerate() {
        let lines = collected.values[index + 1].text(false);
        let namespace =
            environments[index].app.namespace.as_ref().map(|name| format!(" -n {name}")).unwrap_or_default();
        let what = match lines.is_empty() {
            true => format!("{environment} is as values.yaml has it:"),
            false => format!("What {environment} has otherwise than values.yaml:"),
        };
        let head = format!("# {what}\n# helm upgrade --install {app} . -f values-{environment}.yaml{namespace}\n");
        add(
            &format!("values-{environment}.yaml"),
            head + &lines.iter().map(|line| format!("{line}\n")).collect::<String>(),
        );
    }
    add("values.schema.json", collected.schema.text(app));
    add("templates/_helpers.tpl", helpers::text(app, objects, collected));
    add("templates/NOTES.txt", notes(app, objects, collected));
    add("templates/extra-objects.yaml", EXTRA_OBJECTS.to_owned());
    if collected.has_service {
        add("templates/tests/test-connection.yaml", test(app, objects, collected));
    }
    tree
}

fn metadata(app: &str, kubernetes: &str, collected: &Collected) -> String {
    let image = collected.mains.first().and_then(|main| main.image.clone()).map(|image| Image::of(&image));
    let version = image.map(|image| image.tag).filter(|tag| !tag.is_empty());
    let version = version.map(|tag| format!("# The image's tag.\nappVersion: {}\n", quoted(&tag))).unwrap_or_default();
    format!(
        "apiVersion: v2\nname: {}\ndescription: {}\ntype: application\n# Of the chart itself: counted on by whoever releases it.\nversion: {VERSION}\n{version}kubeVersion: \">={kubernetes}.0-0\"\n",
        scalar(app),
        scalar(&format!("{app} on Kubernetes")),
    )
}

fn values(app: &str, collected: &Collected) -> String {
    let head = format!(
        "# Values of {app} in any environment; values-<environment>.yaml holds what one has otherwise.\n# values.schema.json describes them all, also those that only some environments set.\n\n"
    );
    head + &collected.base().text(true).iter().map(|line| format!("{line}\n")).collect::<String>()
}

fn notes(app: &str, objects: &All<'_>, collected: &Collected) -> String {
    let mut text = format!(
        "{{{{ include \"{app}.fullname\" . }}}} runs {{{{ with .Values.image.tag }}}}version {{{{ . }}}}{{{{ else }}}}{{{{ .Values.image.digest }}}}{{{{ end }}}} in namespace {{{{ .Release.Namespace }}}}.\n"
    );
    let workload = objects.iter().find(|object| ["Deployment", "StatefulSet", "DaemonSet"].contains(&object.kind));
    if objects.iter().any(|object| object.kind == "Rollout") {
        text.push_str(&format!("\nUntil Argo Rollouts has brought it out:\n  kubectl argo rollouts -n {{{{ .Release.Namespace }}}} status {{{{ include \"{app}.fullname\" . }}}}\n"));
    }
    if let Some(workload) = workload {
        let kind = workload.kind.to_lowercase();
        text.push_str(&format!("\nUntil its pods are ready:\n  kubectl -n {{{{ .Release.Namespace }}}} rollout status {kind}/{{{{ include \"{app}.fullname\" . }}}}\n"));
    }
    if collected.has_service {
        text.push_str(&format!(
            "\nFrom your own machine:\n  kubectl -n {{{{ .Release.Namespace }}}} port-forward service/{{{{ include \"{app}.fullname\" . }}}} {port}\n",
            port = match port(objects, collected) {
                port if port.starts_with('.') => format!("{{{{ {port} }}}}"),
                number => number,
            },
        ));
    }
    if objects.iter().any(|object| object.key == ["httpRoute"]) {
        text.push_str("{{- if (.Values.httpRoute).enabled }}\n\nFrom outside:\n{{- range .Values.httpRoute.hostnames }}\n  https://{{ . }}\n{{- end }}\n{{- end }}\n");
    }
    if objects.iter().any(|object| object.key == ["ingress"]) {
        text.push_str(
            "{{- if (.Values.ingress).enabled }}\n\nFrom outside:\n  https://{{ .Values.ingress.host }}\n{{- end }}\n",
        );
    }
    text
}

/// How templates read the Service's port.
fn port(objects: &All<'_>, collected: &Collected) -> String {
    if collected.port.is_some() {
        return ".Values.service.port | int64".to_owned();
    }
    let service = objects.iter().find(|object| object.key == ["service"]);
    let ports = service.and_then(|service| service.parts[0].as_ref()?.at(&["spec", "ports"]).map(Part::items));
    ports.and_then(|ports| ports.first()?.get("port")).map_or(Value::Null, Part::value).to_string()
}

/// A pod for `helm test`, hardened as the app is. No image is known to have a shell, the app's own least
/// of all, so that there is none until one is named.
fn test(app: &str, objects: &All<'_>, collected: &Collected) -> String {
    let readiness = collected.base().get(&["readinessProbe".to_owned()]);
    let probe = if let Some(Given::Value(part)) = readiness { part.value() } else { Value::Null };
    let path =
        probe.pointer("/httpGet/path").and_then(Value::as_str).filter(|_| probe.pointer("/httpGet/scheme").is_none());
    let port = port(objects, collected);
    let full = format!("(include \"{app}.fullname\" .)");
    let command = match path {
        Some(path) => format!(
            "        - wget\n        - -q\n        - -T\n        - \"10\"\n        - -O\n        - /dev/null\n        - {{{{ printf \"http://%s:%v%s\" {full} ({port}) {} | quote }}}}\n",
            quoted(path)
        ),
        None => format!(
            "        - nc\n        - -z\n        - -w\n        - \"10\"\n        - {{{{ {full} | quote }}}}\n        - {{{{ {port} | quote }}}}\n"
        ),
    };
    let template = include_str!("test.yaml");
    template.replace("APP", app).replace("        COMMAND\n", &command)
}

const HELMIGNORE: &str = "# Not part of a packaged chart.
.DS_Store
.git/
.gitignore
*.bak
*.orig
*.swp
*.tmp
*~
";

const EXTRA_OBJECTS: &str = "{{- range .Values.extraObjects }}
---
{{ toYaml . }}
{{- end }}
";
