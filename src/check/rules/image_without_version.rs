//! Images that name no version.

use crate::check::hits::Hits;
use crate::check::pod::{Container, Pod};
use crate::check::rule::{Check, Profile, Rule, Severity};

pub(in crate::check) static RULE: Rule = Rule {
    id: "image-without-version",
    name: "every image names its version",
    item: 1,
    severity: Severity::Error,
    profile: Profile::Recommended,
    what: "Every image has a tag other than `latest`, or a digest.",
    why: "What runs changes when a pod restarts, a rollback brings back nothing, and two pods of one Deployment may run different code.",
    fix: "name a version, such as `web:1.4.2`, or a digest",
    bad: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:latest
",
    good: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
",
    sources: &["https://kubernetes.io/docs/concepts/containers/images/#image-names"],
    check: Check::Container(check),
};

fn check(container: &Container<'_>, _: &Pod<'_>, hits: &mut Hits) {
    let Some(image) = container.text("image").filter(|image| !image.is_empty()) else { return };
    let name = image.rsplit('/').next().unwrap_or(image);
    let why = match name.split_once(':') {
        _ if image.contains('@') => return,
        Some((_, "latest")) => "is `latest`, which means something else tomorrow",
        Some(_) => return,
        None => "has no tag, which means `latest`",
    };
    hits.say(container.path("image"), format!("image `{image}` {why}"));
}
