//! What of the delivery does not fit to the spec as a whole.

use crate::app::{App, Delivery};
use crate::layout::Objects;
use crate::problem::{Place, Problem, nearest_or_all};
use crate::spec::{Deploy, Spec};
use crate::tooling::Subject;
use crate::yaml::Node;

use super::{asked, chosen, images, server};

/// What of the delivery does not fit to the spec as a whole.
pub(in crate::tooling) fn problems(subject: &Subject<'_>) -> Vec<Problem> {
    let Some((_, delivery)) = asked(subject) else { return Vec::new() };
    let at = |key: &str| place(subject.spec, key);
    let mut problems = Vec::new();
    let known = || subject.environments.iter().map(Objects::environment);
    let stages = delivery.stages.iter().flatten().map(|name| ("stages", name));
    let named = stages.chain(delivery.clusters.keys().map(|name| ("clusters", name)));
    for (key, name) in named.filter(|(_, name)| known().all(|one| one != name.as_str())) {
        let what = format!("`delivery.{key}` names `{name}`, which is no environment");
        problems.push(Problem::new(what).at(at(key)).hint(nearest_or_all(name, known())));
    }
    problems.extend(same_place(subject, delivery));
    problems.extend(other_repository(subject, delivery));
    problems
}

/// Argo CD keeps a namespace as one environment wants it: two of them would undo each other for ever.
fn same_place<'a>(subject: &Subject<'a>, delivery: &Delivery) -> Option<Problem> {
    if delivery.deploy != Deploy::ArgoCd {
        return None;
    }
    let apps = chosen(subject, delivery);
    let is_same = |one: &App, other: &App| {
        one.namespace == other.namespace && server(delivery, &one.environment) == server(delivery, &other.environment)
    };
    let met = |(index, app): (usize, &&'a App)| Some((apps[..index].iter().find(|one| is_same(one, app))?, *app));
    let (other, app) = apps.iter().enumerate().find_map(met)?;
    let namespace = app.namespace.as_ref()?;
    let what = format!(
        "Argo CD applies {} and {} to the same namespace `{namespace}` of the same cluster, and their objects have the \
         same names",
        other.environment, app.environment
    );
    let hint = format!(
        "say where it is, `delivery: {{clusters: {{{0}: https://...}}}}`, or give it a namespace of its own: \
         `kubewright set namespace={namespace}-{0} -e {0}`",
        app.environment
    );
    Some(Problem::new(what).at(place(subject.spec, "clusters")).hint(hint))
}

/// A pipeline pushes one image and brings it to all, so that none may be named to have its image from elsewhere.
fn other_repository(subject: &Subject<'_>, delivery: &Delivery) -> Option<Problem> {
    delivery.ci?;
    let images = images(subject, delivery);
    let (first, usual) = images.first()?;
    let (other, differs) = images.iter().find(|(_, one)| one.image != usual.image)?;
    let of = |app: &App| subject.spec.environment(app.environment.as_str());
    let node = [*other, *first].into_iter().find_map(|app| of(app)?.values.get("image"));
    let position = node.or(subject.spec.values.get("image")).unwrap_or(&subject.spec.values).position;
    let what = format!(
        "the pipeline brings one image to every environment, and {} has it from `{}`, {} from `{}`",
        first.environment, usual.image, other.environment, differs.image
    );
    let hint = format!(
        "name one repository for both, or leave one out: `delivery: {{stages: [{}]}}`",
        images
            .iter()
            .filter(|(_, one)| one.image == usual.image)
            .map(|(app, _)| app.environment.as_str())
            .collect::<Vec<_>>()
            .join(", ")
    );
    Some(Problem::new(what).at(Some(Place::new(&subject.spec.source, position))).hint(hint))
}

/// Where a key of `delivery` stands in the spec, else where the spec starts.
fn place(spec: &Spec, key: &str) -> Option<Place> {
    let delivery = spec.values.get("delivery");
    let node: Option<&Node> = delivery.and_then(|delivery| delivery.get(key)).or(delivery);
    Some(Place::new(&spec.source, node.unwrap_or(&spec.values).position))
}
