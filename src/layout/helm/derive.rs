//! What of an object follows from the release: names, references to them, labels and selectors.

use serde_json::Value;

use crate::manifest::{CONFIG_HASH, Document, Identity, is_dashboard};

use super::canary;
use super::config;
use super::expression;
use super::page;
use super::part::{Body, Part};
use super::print::Read;

/// The labels that the chart's helpers write.
const NAME: &str = "app.kubernetes.io/name";
const INSTANCE: &str = "app.kubernetes.io/instance";
const MANAGED_BY: &str = "app.kubernetes.io/managed-by";
const VERSION: &str = "app.kubernetes.io/version";

/// The key of the entries that a helper makes in a map of labels.
pub(super) const HELPER: &str = "\0helper";

/// The kind of object that holds expressions over metrics.
pub(super) const RULES: &str = "PrometheusRule";

/// The kind of object that Argo Rollouts measures a new version by, with expressions, too.
pub(super) const ANALYSIS: &str = "AnalysisTemplate";

/// The kind that the workload of the maintenance page goes by here: its pods are none of the app's.
const PAGE: &str = "page";

/// The kind that the app's Service goes by where there is a page: its pods are those that clients get.
const SHOWN: &str = "shown";

/// The kind that a ConfigMap with a dashboard goes by here: expressions stand in it, too.
const DASHBOARD: &str = "dashboard";

/// The names and labels of one set of documents.
pub(super) struct Release<'a> {
    app: &'a str,
    mixed: bool,
    /// Name of the maintenance page's objects, where any set has it.
    page: Option<&'a str>,
    /// Name of the canary's objects, where any set has it.
    canary: Option<&'a str>,
    namespace: Option<&'a str>,
    /// What each object is, and its name without the hash of its content.
    objects: Vec<(&'a Identity, &'a str)>,
    /// The labels that every object has beside those of the helpers.
    common: Vec<(String, Value)>,
}

impl<'a> Release<'a> {
    /// What the documents of an app share; `mixed` where some sets have ConfigMaps that never change, and
    /// others do not; `page` is the name of the maintenance page's objects, where any set has it.
    /// `canary` that of a canary's.
    pub(super) fn of(
        app: &'a str,
        documents: &'a [Document],
        mixed: bool,
        [page, canary]: [Option<&'a str>; 2],
    ) -> Self {
        let namespace = documents.iter().find_map(|document| {
            let is_app = document.identity.name == app;
            document.identity.namespace.as_deref().filter(|_| is_app)
        });
        let labels = documents.iter().filter_map(|document| document.get("metadata.labels"));
        let labels = labels.filter(|labels| labels.get(MANAGED_BY).is_some() && is_own(app, labels));
        let mut common: Option<Vec<(String, Value)>> = None;
        for labels in labels.filter_map(Value::as_object) {
            let further = |(key, _): &(&String, &Value)| ![NAME, INSTANCE, MANAGED_BY, VERSION].contains(&key.as_str());
            let further = labels.iter().filter(further).map(|(key, value)| (key.clone(), value.clone()));
            common = Some(match common {
                None => further.collect(),
                Some(known) => known.into_iter().filter(|(key, value)| labels.get(key) == Some(value)).collect(),
            });
        }
        let objects = documents.iter().map(|document| (&document.identity, Self::stem(app, document))).collect();
        Self { app, namespace, objects, mixed, page, canary, common: common.unwrap_or_default() }
    }

    /// The name of an object without the hash of its content.
    pub(super) fn stem<'d>(app: &str, document: &'d Document) -> &'d str {
        let name = document.identity.name.as_str();
        let is_hash = |text: &str| text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let Some((stem, _)) = name.rsplit_once('-').filter(|(_, hash)| is_hash(hash)) else { return name };
        let rest = stem.strip_prefix(app).map(|rest| rest.trim_start_matches('-'));
        match document.identity.kind.as_str() {
            "Job" if rest == Some("") => stem,
            "ConfigMap" if document.value.get("immutable") == Some(&true.into()) => {
                rest.and_then(config::key).map_or(name, |_| stem)
            }
            _ => name,
        }
    }

    /// The labels of every object beside those of the helpers.
    pub(super) fn common_labels(&self) -> &[(String, Value)] {
        &self.common
    }

    /// The parts of a document, with calls in place of what follows from the release.
    pub(super) fn parts(&self, document: &Document) -> Part {
        let mut part = Part::of(document);
        let identity = &document.identity;
        let kind = match (identity.kind.as_str(), self.page) {
            _ if is_dashboard(&document.value) => DASHBOARD,
            ("Deployment", Some(page)) if identity.name == page => PAGE,
            ("Service", Some(_)) if identity.name == self.app => SHOWN,
            (kind, _) => kind,
        };
        self.derive(&mut part, kind, &mut Vec::new());
        part
    }

    fn derive(&self, part: &mut Part, kind: &str, path: &mut Vec<String>) {
        let replaced = {
            let keys: Vec<&str> = path.iter().map(String::as_str).collect();
            self.replaced(part, kind, &keys)
        };
        if let Some(body) = replaced {
            part.body = body;
            return;
        }
        match &mut part.body {
            Body::Map(entries) => {
                // What a reference is to stands beside the name.
                let beside = entries.iter().find(|(key, _)| key == "kind").and_then(|(_, kind)| kind.text());
                let beside = beside.map(str::to_owned);
                for (key, part) in entries {
                    path.push(key.clone());
                    match (key.as_str(), &beside) {
                        ("name", Some(kind)) if path.len() > 1 => self.reference(part, kind),
                        _ => self.derive(part, kind, path),
                    }
                    path.pop();
                }
            }
            Body::List(items) => {
                if let Some(canary) = self.canary.filter(|_| path.last().is_some_and(|key| key == "backendRefs")) {
                    canary::without(items, canary);
                }
                items.iter_mut().for_each(|part| self.derive(part, kind, path));
            }
            _ => {}
        }
    }

    fn replaced(&self, part: &Part, kind: &str, path: &[&str]) -> Option<Body> {
        let call = |call: &str| Some(Body::Call(call.to_owned()));
        match path {
            ["metadata", "name"] if kind == "Namespace" => return call("{{ .Release.Namespace | quote }}"),
            ["metadata", "name"] => return self.named(kind, part.text()?),
            ["metadata", "namespace"] | ["subjects", "namespace"] if part.text() == self.namespace => {
                return call("{{ .Release.Namespace | quote }}");
            }
            ["spec", "groups", "rules", "expr"] if kind == RULES => {
                return expression::call(self.app, self.namespace, part.text()?);
            }
            ["spec", "metrics", "provider", "prometheus", "query"] if kind == ANALYSIS => {
                return expression::call(self.app, self.namespace, part.text()?);
            }
            ["spec", "targets", "staticConfig", "labels", "app"] if kind == "Probe" => {
                return self.named(kind, part.text()?);
            }
            ["data", _] if kind == DASHBOARD => return expression::dashboard(self.app, part.text()?),
            ["spec", "groups", "rules", "labels", "namespace"] if kind == RULES && part.text() == self.namespace => {
                return call("{{ .Release.Namespace | quote }}");
            }
            ["spec", "groups", "rules", "labels", "app"] if kind == RULES => return self.named(kind, part.text()?),
            [.., "annotations", CONFIG_HASH] if kind == PAGE => return call(&page::hash(self.app)),
            [.., "annotations", CONFIG_HASH] => {
                return call(&format!("{{{{ include \"{}.configHash\" . | quote }}}}", self.app));
            }
            _ => {}
        }
        if let [.., "backendRefs", "name"] | [.., "backend", "service", "name"] = path
            && self.page.is_some_and(|page| [page, self.app].map(Some).contains(&part.text()))
        {
            return call(&page::shown(self.app));
        }
        let referred = match path {
            [.., "serviceName"] | [.., "backendRefs", "name"] | [.., "backend", "service", "name"] => "Service",
            [.., "stableService" | "canaryService" | "activeService" | "previewService"] => "Service",
            [.., "httpRoute"] => "HTTPRoute",
            [.., "templateName"] => "AnalysisTemplate",
            [.., "serviceAccountName"] => "ServiceAccount",
            [.., "configMapRef" | "configMapKeyRef" | "configMap", "name"] => "ConfigMap",
            [.., "persistentVolumeClaim", "claimName"] => "PersistentVolumeClaim",
            [.., "authenticationRef", "name"] => "TriggerAuthentication",
            [.., "labels" | "matchLabels"] | ["spec", "selector"] => return self.labels(part, kind, path),
            _ => return None,
        };
        self.is_known(referred, part.text()?).then(|| self.named(referred, part.text()?)).flatten()
    }

    fn reference(&self, part: &mut Part, kind: &str) {
        let named = part.text().filter(|name| self.is_known(kind, name)).and_then(|name| self.named(kind, name));
        if let Some(body) = named {
            part.body = body;
        }
    }

    fn is_known(&self, kind: &str, name: &str) -> bool {
        self.objects.iter().any(|(identity, _)| identity.kind == kind && identity.name == name)
    }

    /// The name of an object of the release; none where it does not start with the app's.
    fn named(&self, kind: &str, name: &str) -> Option<Body> {
        let app = self.app;
        let found = self.objects.iter().find(|(identity, _)| identity.kind == kind && identity.name == name);
        let stem = found.map_or(name, |(_, stem)| *stem);
        let rest = stem.strip_prefix(app).filter(|rest| rest.is_empty() || rest.starts_with('-'))?;
        let call = match kind {
            "ServiceAccount" if rest.is_empty() => format!("{{{{ include \"{app}.serviceAccountName\" . | quote }}}}"),
            "Job" if stem != name => {
                format!("{{{{ include \"{app}.fullname\" . }}}}-{{{{ include \"{app}.jobHash\" . }}}}")
            }
            "ConfigMap" if self.mixed && found.is_some() && config::key(rest.trim_start_matches('-')).is_some() => {
                config::mixed_name(app, &rest[1..])
            }
            _ if stem != name => {
                format!("{{{{ include \"{app}.fullname\" . }}}}{rest}-{}", content_hash(app, &rest[1..]))
            }
            _ if rest.is_empty() => format!("{{{{ include \"{app}.fullname\" . | quote }}}}"),
            _ => format!("{{{{ include \"{app}.fullname\" . }}}}{rest}"),
        };
        Some(Body::Call(call))
    }

    /// The helper that writes a map of labels, with what else stands in it.
    fn labels(&self, part: &Part, kind: &str, path: &[&str]) -> Option<Body> {
        let labels = part.value();
        let app = self.app;
        let of = labels.get(INSTANCE).and_then(Value::as_str)?;
        let (is_page, is_canary) = (self.page == Some(of), self.canary == Some(of));
        if !is_page && !is_canary && of != app {
            return None;
        }
        let mut rest: Vec<(String, Part)> = part.entries().to_vec();
        if labels.get(NAME).and_then(Value::as_str) != Some(app) {
            let (_, part) = rest.iter_mut().find(|(key, _)| key == INSTANCE)?;
            part.body = self.named("", of)?;
            return Some(Body::Map(rest));
        }
        let has_common = self.common.iter().all(|(key, value)| labels.get(key) == Some(value));
        let all = labels.get(MANAGED_BY).is_some() && has_common;
        rest.retain(|(key, _)| {
            let is_common = key == MANAGED_BY || self.common.iter().any(|(own, _)| own == key);
            !([NAME, INSTANCE].contains(&key.as_str()) || all && is_common)
        });
        let helper = match path {
            ["spec", "selector"] if kind == SHOWN => "shownLabels",
            _ if is_page && all => "maintenanceLabels",
            _ if is_page => "maintenanceSelectorLabels",
            _ if is_canary && all => "canaryLabels",
            _ if is_canary => "canarySelectorLabels",
            _ if !all => "selectorLabels",
            ["metadata", _] if is_workload(kind) => "workloadLabels",
            _ if is_workload(kind) => "podLabels",
            _ => "labels",
        };
        if ["workloadLabels", "podLabels"].contains(&helper) {
            rest.retain(|(key, _)| key != VERSION);
        }
        let block = Part { head: Vec::new(), body: Body::Block(format!("{app}.{helper}")) };
        rest.insert(0, (HELPER.to_owned(), block));
        Some(Body::Map(rest))
    }
}

/// How a template counts the hash of a ConfigMap's data.
pub(super) fn content_hash(app: &str, rest: &str) -> String {
    let name = config::key(rest).unwrap_or_default();
    let read = |field: &str| Read::of(&config::value(&name, field), &|_| false).text;
    let binary = if rest.starts_with("files") { read("binaryData") } else { "dict".to_owned() };
    format!("{{{{ include \"{app}.contentHash\" (list {} {binary}) }}}}", read("data"))
}

/// Whether labels name the app as what they belong to.
fn is_own(app: &str, labels: &Value) -> bool {
    [NAME, INSTANCE].iter().all(|key| labels.get(*key).and_then(Value::as_str) == Some(app))
}

/// Whether objects of a kind run pods.
pub(super) fn is_workload(kind: &str) -> bool {
    matches!(kind, "Deployment" | "StatefulSet" | "DaemonSet" | "CronJob" | "Job" | "Rollout")
}
