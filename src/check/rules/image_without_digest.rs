//! Images that a tag alone names.

use crate::check::hits::Hits;
use crate::check::pod::{Container, Pod};
use crate::check::rule::{Check, Profile, Rule, Severity};

pub(in crate::check) static RULE: Rule = Rule {
    id: "image-without-digest",
    name: "every image is pinned by its digest",
    item: 1,
    severity: Severity::Warning,
    profile: Profile::Strict,
    what: "Every image has a digest, beside its tag or in its place.",
    why: "A tag can be moved: what was tested and scanned need not be what runs.",
    fix: "add the digest that was tested: `web:1.4.2@sha256:...`",
    bad: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
",
    good: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
",
    sources: &["https://kubernetes.io/docs/concepts/containers/images/#image-names"],
    check: Check::Container(check),
};

fn check(container: &Container<'_>, _: &Pod<'_>, hits: &mut Hits) {
    let Some(image) = container.text("image") else { return };
    if !image.contains("@sha256:") {
        hits.say(container.path("image"), format!("image `{image}` has no digest"));
    }
}
