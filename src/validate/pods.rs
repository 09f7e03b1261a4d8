//! Pods against the checklist: what a patch or a template of the user's own may not let slip in.

use serde_json::Value;

use crate::manifest::Document;
use crate::problem::{Problem, did_you_mean};
use crate::spec::Exception;
use crate::spec::types::{Image, TextType as _};

use super::problem;
use super::references::{list, text};

pub(super) fn check(document: &Document, problems: &mut Vec<Problem>) {
    let (Some(path), Some(template)) = (document.pod_template_path(), document.pod_template()) else { return };
    let pod = template.get("spec").unwrap_or(&Value::Null);
    let path = [path, &["spec"]].concat();
    let mut found = Found { document, template, problems };
    for (key, exception, what) in [
        ("hostNetwork", Some(Exception::HostNetwork), "uses its node's network"),
        ("hostPID", Some(Exception::HostPid), "sees its node's processes"),
        ("hostIPC", None, "shares its node's memory between processes"),
    ] {
        if pod.get(key) == Some(&Value::Bool(true)) {
            found.report(&[&path, &[key][..]].concat(), exception, format!("the pod {what}: `{key}`"));
        }
    }
    for (index, volume) in list(pod, "volumes").enumerate().filter(|(_, volume)| volume.get("hostPath").is_some()) {
        let message = format!("volume `{}` is a path of the node", text(volume, "/name").unwrap_or_default());
        let index = index.to_string();
        found.report(&[&path, &["volumes", &index, "hostPath"][..]].concat(), Some(Exception::HostPath), message);
    }
    for kind in ["initContainers", "containers"] {
        for (index, container) in list(pod, kind).enumerate() {
            let index = index.to_string();
            let path = [&path, &[kind, &index][..]].concat();
            check_container(pod, container, &path, &mut found);
        }
    }
}

/// The problems of one object, and what excuses them.
struct Found<'a> {
    document: &'a Document,
    template: &'a Value,
    problems: &'a mut Vec<Problem>,
}

impl Found<'_> {
    /// Tells of a departure from the checklist, unless the object or its pod says its reason.
    fn report(&mut self, path: &[&str], exception: Option<Exception>, message: String) {
        let annotation = exception.map(Exception::annotation);
        let reasons = [&self.document.value, self.template].map(|value| value.pointer("/metadata/annotations"));
        if annotation.as_ref().is_some_and(|key| reasons.iter().flatten().any(|reasons| reasons.get(key).is_some())) {
            return;
        }
        let problem = problem(self.document, path, message);
        self.problems.push(match (exception, annotation) {
            (Some(exception), _) if !self.document.patched.is_empty() => {
                problem.hint(format!("if it must be, say why: `exceptions: {{{}: \"...\"}}`", exception.id()))
            }
            (_, Some(annotation)) => {
                problem.hint(format!("if it must be, say why in the object's annotation `{annotation}`"))
            }
            _ => problem,
        });
    }
}

fn check_container(pod: &Value, container: &Value, path: &[&str], found: &mut Found<'_>) {
    let name = text(container, "/name").unwrap_or_default();
    let at = |below: &[&'static str]| [path, below].concat();
    let Some(image) = text(container, "/image") else {
        let others = list(pod, "initContainers").chain(list(pod, "containers")).filter_map(|one| text(one, "/name"));
        let near = did_you_mean(name, others.filter(|other| *other != name));
        let is_new = !found.document.patched.is_empty() && container.get("securityContext").is_none();
        let message = format!("container `{name}` {}has no image", if is_new { "is new and " } else { "" });
        let hint = near.unwrap_or_else(|| "name one, with its version: `image: ...`".to_owned());
        found.problems.push(problem(found.document, path, message).hint(hint));
        return;
    };
    if let Err(why) = Image::parse(image) {
        found.report(&at(&["image"]), None, format!("image of container `{name}`: {why}"));
    }
    for (pointer, what) in [
        ("/resources/requests/cpu", "no request for cpu"),
        ("/resources/requests/memory", "no request for memory"),
        ("/resources/limits/memory", "no limit for memory"),
    ] {
        // What is said for the whole pod holds for its containers.
        if container.pointer(pointer).or_else(|| pod.pointer(pointer)).is_none() {
            found.report(&at(&["resources"]), None, format!("container `{name}` has {what}"));
        }
    }
    let security = |pointer: &str| container.pointer(&format!("/securityContext{pointer}"));
    let either = |pointer: &str| security(pointer).or_else(|| pod.pointer(&format!("/securityContext{pointer}")));
    let (yes, no) = (Some(&Value::Bool(true)), Some(&Value::Bool(false)));
    let user = either("/runAsUser").and_then(Value::as_i64);
    let drop = security("/capabilities/drop").and_then(Value::as_array);
    let add = security("/capabilities/add").and_then(Value::as_array);
    let confined = either("/seccompProfile/type").and_then(Value::as_str);
    let rules: [(bool, &[&'static str], Option<Exception>, &str); 8] = [
        (security("/privileged") != yes, &["privileged"], None, "is privileged, which is root on its node"),
        (
            security("/allowPrivilegeEscalation") == no,
            &["allowPrivilegeEscalation"],
            None,
            "does not say `allowPrivilegeEscalation: false`",
        ),
        (either("/runAsNonRoot") == yes, &["runAsNonRoot"], Some(Exception::Root), "does not say `runAsNonRoot: true`"),
        (user != Some(0), &["runAsUser"], Some(Exception::Root), "runs as root"),
        (
            security("/readOnlyRootFilesystem") == yes,
            &["readOnlyRootFilesystem"],
            Some(Exception::WritableRoot),
            "does not say `readOnlyRootFilesystem: true`",
        ),
        (
            drop.is_some_and(|drop| drop.iter().any(|one| one == "ALL")),
            &["capabilities", "drop"],
            Some(Exception::Capability),
            "does not drop ALL capabilities",
        ),
        (
            add.is_none_or(Vec::is_empty),
            &["capabilities", "add"],
            Some(Exception::Capability),
            "keeps rights of root's: `capabilities.add`",
        ),
        (
            confined.is_some_and(|kind| kind != "Unconfined"),
            &["seccompProfile"],
            None,
            "has no seccomp profile, such as `RuntimeDefault`",
        ),
    ];
    for (holds, below, exception, what) in rules {
        if !holds {
            let path = [path, &["securityContext"], below].concat();
            found.report(&path, exception, format!("container `{name}` {what}"));
        }
    }
}
