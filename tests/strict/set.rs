//! The objects of one environment, and how a demand on them is judged.

use kubewright::generate::Generated;
use kubewright::manifest::Document;
use serde_json::Value;

/// The preset whose promise is held against the objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Promise {
    /// Every demand of the strictest linters.
    Hardened,
    /// All but those that cost more than they give: the registry asked at each start, a user above
    /// 10000, a digest, secrets as files only, a spread for a DaemonSet, a cpu limit.
    Production,
}

/// The objects of one environment, with what its spec departs from.
pub(crate) struct Set<'a> {
    pub(crate) one: &'a Generated,
    promise: Promise,
}

impl<'a> Set<'a> {
    pub(crate) fn of(one: &'a Generated, promise: Promise) -> Self {
        Self { one, promise }
    }

    pub(crate) fn workload(&self) -> &'a Document {
        self.one.documents.iter().find(|document| document.pod_template().is_some()).expect("a workload")
    }

    pub(crate) fn pod(&self) -> &'a Value {
        self.workload().pod_template().expect("a pod")
    }

    /// The containers of the pod, those that run before and beside it among them.
    pub(crate) fn containers(&self) -> impl Iterator<Item = &'a Value> {
        let spec = &self.pod()["spec"];
        list(&spec["initContainers"]).chain(list(&spec["containers"]))
    }

    /// The app's object of a kind; those of its canary and of its page have other names.
    pub(crate) fn of_kind(&self, kind: &str) -> Option<&'a Document> {
        let app = &self.one.app;
        let canary = app.canary.as_ref().map(|canary| canary.app.name.as_str());
        let page = app.maintenance.as_ref().map(|maintenance| maintenance.page.name.as_str());
        let is_apps = |document: &&Document| ![canary, page].contains(&Some(document.identity.name.as_str()));
        self.one.documents.iter().filter(is_apps).find(|document| document.identity.kind == kind)
    }

    pub(crate) fn has(&self, kind: &str, name: &str) -> bool {
        self.one.documents.iter().any(|document| document.identity.kind == kind && document.identity.name == name)
    }

    pub(crate) fn annotation(&self, key: &str) -> bool {
        self.workload().value["metadata"]["annotations"][key].is_string()
    }

    #[track_caller]
    pub(crate) fn holds(&self, what: &str, holds: bool) {
        assert!(holds, "{} {}: {what}", self.one.environment, self.workload().identity);
    }

    /// Holds, or the spec says why not.
    #[track_caller]
    pub(crate) fn unless(&self, exception: &str, what: &str, holds: bool) {
        self.holds(what, holds || self.annotation(&format!("kubewright.dev/ignore.{exception}")));
    }

    /// Holds, or hardened points out the answer that stands against it; production does not ask for it.
    #[track_caller]
    pub(crate) fn unless_warned(&self, warning: &str, what: &str, holds: bool) {
        let warned = self.one.warnings.iter().any(|found| found.message.contains(warning));
        self.holds(what, holds || warned || self.is_production());
    }

    pub(crate) fn is_production(&self) -> bool {
        self.promise == Promise::Production
    }
}

/// The items of a list; none of anything else.
pub(crate) fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}
