//! Images that no node can pull.

use crate::check::hits::Hits;
use crate::check::placeholder::is_placeholder;
use crate::check::pod::{Container, Pod};
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::spec::types::Image;

pub(in crate::check) static RULE: Rule = Rule {
    id: "invalid-image",
    name: "every image has the form of one",
    item: 1,
    severity: Severity::Error,
    profile: Profile::Recommended,
    what: "Every image is a repository in lower case, behind its registry, with a tag, a digest or both. What stands in for one that is filled in later, such as `ko://...`, is let through.",
    why: "The server takes it, and no node does: the pod stays in `InvalidImageName`.",
    fix: "write it as `registry/repository:tag`",
    bad: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: ghcr.io/Acme/web:1.4.2
",
    good: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
",
    sources: &["https://kubernetes.io/docs/concepts/containers/images/#image-names"],
    check: Check::Container(check),
};

fn check(container: &Container<'_>, pod: &Pod<'_>, hits: &mut Hits) {
    let Some(image) = container.text("image").filter(|image| !image.is_empty()) else { return };
    // One in capitals alone is a name that a tool puts another in the place of, as is what a kustomization may.
    let is_name = image.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
    if is_name || image.contains("://") || is_placeholder(image) || pod.set.is_kustomized(pod.object) {
        return;
    }
    if let Err(why) = Image::of_any_version(image) {
        hits.say(container.path("image"), why);
    }
}
