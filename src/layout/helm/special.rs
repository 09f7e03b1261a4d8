//! The places of an object that a chart writes in its own way.

use super::derive::{ANALYSIS, RULES, is_workload};
use super::name::{named, template_path};
use super::page;
use super::slot::{Slot, parts};
use super::table::Of;
use super::weave::Weaver;

impl Weaver<'_> {
    /// Whether the object runs the app's own pods.
    pub(super) fn runs_app(&self) -> bool {
        is_workload(self.kind) && !page::is_page(&self.key)
    }

    /// The lines of an entry that is written in its own way; none for all others.
    pub(super) fn special(&mut self, key: &str, slots: &[Slot<'_>], indent: usize) -> Option<Vec<String>> {
        let texts: Vec<String> = self.path.iter().map(|step| step.text().to_owned()).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let pad = " ".repeat(indent);
        let (of, _) = named(self.app, self.kind, &self.key, &self.path);
        if let Some((Of::Container | Of::Beside, prefix, rest)) = &of
            && rest.len() == 1
        {
            match (rest[0].as_str(), prefix.is_empty()) {
                ("image", _) => return Some(self.image(prefix, slots, indent)),
                ("imagePullPolicy", false) if self.follows(slots, |main| &main.pull_policy) => {
                    return Some(vec![format!("{pad}imagePullPolicy: {{{{ .Values.image.pullPolicy | quote }}}}")]);
                }
                ("env", true) if !parts(slots).iter().any(|part| part.calls()) => return Some(self.env(slots, indent)),
                ("volumeMounts", true) => return Some(self.extended(key, "extraVolumeMounts", slots, indent)),
                _ => {}
            }
        }
        if let Some((Of::Pod, _, rest)) = &of
            && rest.len() == 1
        {
            match rest[0].as_str() {
                "volumes" => return Some(self.extended(key, "extraVolumes", slots, indent)),
                "topologySpreadConstraints" => return self.spread(slots, indent),
                "nodeSelector" | "tolerations" | "imagePullSecrets" if parts(slots).is_empty() => {
                    self.give(&[key.to_owned()], slots);
                    return Some(with(key, &format!(".Values.{key}"), indent));
                }
                _ => {}
            }
        }
        if let Some(name) = self.fixed().filter(|name| name.last().is_some_and(|last| last == "storageClass")) {
            return Some(self.storage_class(&name, slots, indent));
        }
        let workload = self.runs_app();
        match texts.as_slice() {
            ["spec", "replicas"] if workload => Some(self.replicas(slots, indent)),
            [rest @ .., "spec", "affinity"] if workload && rest == template_path(self.kind) => {
                Some(self.affinity(key, slots, indent))
            }
            [rest @ .., "metadata", "annotations"] if workload && rest == template_path(self.kind) => {
                Some(self.pod_annotations(slots, indent))
            }
            ["metadata", "annotations"] if ["service", "serviceAccount", "ingress"].contains(&self.key[0].as_str()) => {
                let name = [self.key[0].clone(), "annotations".to_owned()];
                self.give(&name, slots);
                self.usually_in_base(&name, &serde_json::json!({}), slots);
                Some(with(key, &self.read(&name).text, indent))
            }
            ["metadata", "labels"] if ["podMonitor", "externalCheck"].contains(&self.key[0].as_str()) => {
                self.further_labels(key, slots, indent)
            }
            ["spec", "ports", port, "port"]
                if self.key == ["service"] && self.collected.port.as_deref() == Some(port) =>
            {
                let name = ["service".to_owned(), "port".to_owned()];
                Some(self.fixed_entry(&name, key, slots, indent))
            }
            // What leads to the one leads to the other by the same number.
            ["spec", "ports", _, "port"]
                if page::is_page(&self.key) && self.collected.port.is_some() && self.is_port(slots) =>
            {
                Some(vec![format!("{pad}port: {{{{ .Values.service.port | int64 }}}}")])
            }
            ["spec", "hostnames"] if self.key == ["httpRouteRedirect"] => Some(self.redirected(key, slots, indent)),
            ["spec", "rules", _, "backendRefs", _, "port"] if self.collected.port.is_some() && self.is_port(slots) => {
                Some(vec![format!("{pad}port: {{{{ .Values.service.port | int64 }}}}")])
            }
            ["spec", "rules", "0", "host"] if self.key == ["ingress"] => {
                let name = ["ingress".to_owned(), "host".to_owned()];
                Some(self.fixed_entry(&name, key, slots, indent))
            }
            // Without one in the spec, the objects are where the release is all the same.
            ["metadata", "namespace"] | ["subjects", _, "namespace"]
                if parts(slots).iter().any(|part| part.calls()) =>
            {
                Some(vec![format!("{pad}namespace: {{{{ .Release.Namespace | quote }}}}")])
            }
            ["spec", "ingress" | "egress"] if self.kind == "NetworkPolicy" => self.rules(key, slots, indent),
            ["spec", "strategy", "canary", _] if self.kind == "Rollout" => self.by_route(key, slots, indent),
            ["spec", "groups", _, "rules", _, "expr"] if self.kind == RULES => self.expression(key, slots, indent),
            ["spec", "metrics", _, "provider", "prometheus", "query"] if self.kind == ANALYSIS => {
                self.expression(key, slots, indent)
            }
            ["data", _] if self.key == ["dashboard"] => Some(self.dashboard(key, slots, indent)),
            ["spec", "triggers"] if self.key == ["keda"] => Some(self.triggers(slots, indent)),
            ["spec", "metrics"] if self.key == ["autoscaling"] => self.metrics(slots, indent),
            ["immutable"] if self.collected.is_mixed && self.collected.configuration(&self.key, "data").is_some() => {
                Some(vec![
                    format!("{pad}{{{{- if .Values.immutableConfig }}}}"),
                    format!("{pad}immutable: true"),
                    format!("{pad}{{{{- end }}}}"),
                ])
            }
            ["data" | "binaryData"] => self.configuration(key, slots, indent),
            _ => None,
        }
    }

    fn replicas(&mut self, slots: &[Slot<'_>], indent: usize) -> Vec<String> {
        let name = ["replicaCount".to_owned()];
        let pad = " ".repeat(indent);
        let kept: Vec<Slot<'_>> = slots
            .iter()
            .enumerate()
            .map(|(index, slot)| if slot.is_missing() && self.collected.autoscaled[index] { Slot::Off } else { *slot })
            .collect();
        self.give(&name, &kept);
        let switches = self.collected.autoscalers.clone();
        let nobody = "kindIs \"invalid\" .Values.replicaCount";
        let condition = match switches.as_slice() {
            [] => format!("not ({nobody})"),
            several => format!("not (or {} ({nobody}))", several.join(" ")),
        };
        let line = format!("{pad}replicas: {{{{ .Values.replicaCount | int64 }}}}");
        vec![format!("{pad}{{{{- if {condition} }}}}"), line, format!("{pad}{{{{- end }}}}")]
    }

    /// The class of a volume, which is the cluster's usual one where none is named.
    fn storage_class(&mut self, name: &[String], slots: &[Slot<'_>], indent: usize) -> Vec<String> {
        let pad = " ".repeat(indent);
        self.give(name, slots);
        self.usually_in_base(name, &serde_json::json!(""), slots);
        vec![
            format!("{pad}{{{{- with {} }}}}", self.read(name).text),
            format!("{pad}storageClassName: {{{{ . | quote }}}}"),
            format!("{pad}{{{{- end }}}}"),
        ]
    }
}

/// An entry that is there when its value is.
pub(super) fn with(key: &str, value: &str, indent: usize) -> Vec<String> {
    let (pad, inner) = (" ".repeat(indent), indent + 2);
    vec![
        format!("{pad}{{{{- with {value} }}}}"),
        format!("{pad}{key}:"),
        format!("{:inner$}{{{{- toYaml . | nindent {inner} }}}}", ""),
        format!("{pad}{{{{- end }}}}"),
    ]
}

/// The entries of a map of texts.
pub(super) fn quoted_of(value: &str, indent: usize) -> Vec<String> {
    let pad = " ".repeat(indent);
    vec![
        format!("{pad}{{{{- range $key, $value := {value} }}}}"),
        format!("{pad}{{{{ $key | quote }}}}: {{{{ $value | quote }}}}"),
        format!("{pad}{{{{- end }}}}"),
    ]
}
