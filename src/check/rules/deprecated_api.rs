//! APIs that are about to go.

use crate::check::hits::Hits;
use crate::check::object::{Object, keys};
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::check::set::Set;

pub(in crate::check) static RULE: Rule = Rule {
    id: "deprecated-api",
    name: "no object is of a kind that is deprecated",
    item: 16,
    severity: Severity::Warning,
    profile: Profile::Recommended,
    what: "No object is an `Endpoints`, which Kubernetes 1.33 deprecates.",
    why: "What is deprecated is kept for old clients alone: new features pass it by, as those of Services with two address families do.",
    fix: "write an EndpointSlice",
    bad: "apiVersion: v1
kind: Endpoints
metadata: {name: db}
",
    good: "apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: db}
addressType: IPv4
",
    sources: &["https://kubernetes.io/blog/2025/04/24/endpoints-deprecation/"],
    check: Check::Object(&["Endpoints"], check),
};

fn check(object: &Object, _: &Set<'_>, hits: &mut Hits) {
    if object.is("", "Endpoints") {
        hits.say(keys("kind"), "Endpoints are deprecated since Kubernetes 1.33");
    }
}
