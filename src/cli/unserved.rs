//! Services that no pod would serve while the maintenance page is shown, since a selector was edited by hand.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::app::MAINTENANCE;
use crate::layout::{folder, reaches, standing};
use crate::merge::{FilePlan, Plan};
use crate::problem::{Place, Problem};
use crate::spec::{Layout, Spec};

/// What tells the page's pods from those of the app.
const INSTANCE: &str = "app.kubernetes.io/instance";

/// The files of a chart whose selectors lead to the page, with whether only where no route does.
const TEMPLATES: [(&str, bool); 2] = [("service.yaml", true), ("maintenance-service.yaml", false)];

/// The Services of an environment that ask the page's pods for labels which these do not have: whoever calls them
/// would get nothing. `is_routed` says that a route leads to the page, and the app's own Service does not.
pub(super) fn unserved(plan: &Plan, spec: &Spec, environment: &str, is_routed: bool) -> Vec<Problem> {
    let folder = folder(spec.layout(), environment);
    match spec.layout() {
        Layout::Plain | Layout::Kustomize => of_objects(plan, spec, environment, &format!("{folder}/service.yaml")),
        Layout::Helm => of_templates(plan, spec, environment, (&format!("{folder}/templates"), is_routed)),
    }
}

/// Where objects are known: what stands beside a file once all is written.
fn of_objects(plan: &Plan, spec: &Spec, environment: &str, beside: &str) -> Vec<Problem> {
    let files: Vec<(&FilePlan, &str)> = plan
        .files
        .iter()
        .filter(|file| reaches(&file.path, beside))
        .filter_map(|file| Some((file, file.text.as_deref()?)))
        .collect();
    let objects = standing(files.iter().map(|(file, text)| (file.path.as_str(), *text)));
    let page = page(spec);
    let pods = objects.iter().find_map(|(identity, object)| {
        let template = identity.pod_template_path()?.iter().try_fold(object, |value, key| value.get(*key))?;
        template.pointer("/metadata/labels").filter(|labels| labels.get(INSTANCE).is_some_and(|name| *name == page))
    });
    let Some(pods) = pods else { return Vec::new() };
    let mut problems = Vec::new();
    for (_, object) in objects.iter().filter(|(identity, _)| identity.kind == "Service") {
        let selector = object
            .pointer("/spec/selector")
            .filter(|selector| selector.get(INSTANCE).is_some_and(|name| *name == page));
        let asked = selector.and_then(Value::as_object).into_iter().flatten();
        for (key, value) in asked.filter(|(key, value)| pods.get(key.as_str()) != Some(value)) {
            let says = |(file, text): &&(&FilePlan, &str)| file.is_edited() && text.contains(key.as_str());
            let file = files.iter().find(says).map_or(beside, |(file, _)| file.path.as_str());
            let label = format!("{key}: {}", value.as_str().unwrap_or_default());
            problems.push(problem(file, environment, &page, &label));
        }
    }
    problems
}

/// In a chart: the lines of a selector that a person wrote there, which the template of the page's pods does not have.
fn of_templates(plan: &Plan, spec: &Spec, environment: &str, (folder, is_routed): (&str, bool)) -> Vec<Problem> {
    let texts: BTreeMap<&str, &str> =
        plan.files.iter().filter_map(|file| Some((file.path.as_str(), file.text.as_deref()?))).collect();
    let text = |file: &str| texts.get(file).copied().unwrap_or_default();
    let pods = text(&format!("{folder}/maintenance-deployment.yaml"));
    let mut problems = Vec::new();
    for (file, _) in TEMPLATES.iter().filter(|(_, is_own)| !(*is_own && is_routed)) {
        let file = format!("{folder}/{file}");
        let mut lines = text(&file).lines();
        let below = lines.by_ref().skip_while(|line| *line != "  selector:").skip(1);
        let labels = below.take_while(|line| line.starts_with("    ")).map(str::trim);
        let own = labels.filter(|line| !line.starts_with(['{', '#']) && line.contains(':'));
        for label in own.filter(|label| !pods.lines().any(|line| line.trim() == *label)) {
            problems.push(problem(&file, environment, &page(spec), label));
        }
    }
    problems
}

/// The name of the page's objects, which is the instance of its pods.
fn page(spec: &Spec) -> String {
    format!("{}-{MAINTENANCE}", spec.name)
}

fn problem(file: &str, environment: &str, page: &str, label: &str) -> Problem {
    let message = format!(
        "clients of {environment} would get nothing: the selector asks for `{label}`, which the pods of `{page}` lack"
    );
    let hint =
        format!("take it out of the selector, or give the label to the pods of `{page}`; apply that, then switch");
    Problem::new(message).at(Some(Place::new(file, None))).hint(hint)
}
