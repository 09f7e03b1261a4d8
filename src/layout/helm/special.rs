//! The places of an object that a chart writes in its own way.

use super::derive::HELPER;
use super::lines::{self, escaped};
use super::name::{Step, named, template_path};
use super::part::{Body, Part};
use super::slot::{Slot, agreed_head, parts};
use super::table::Of;
use super::weave::Weaver;

/// Fields of a pod that every chart lets its users set, in the order in which they stand.
const OF_PODS: [&str; 5] = ["imagePullSecrets", "nodeSelector", "tolerations", "affinity", "topologySpreadConstraints"];

impl Weaver<'_> {
    /// The keys of a map, with those that every chart lets its users set.
    pub(super) fn with_extensions(&self, mut keys: Vec<String>) -> Vec<String> {
        let texts: Vec<&str> = self.path.iter().map(Step::text).collect();
        let mut add = |key: &str, before: &[&str]| {
            if !keys.iter().any(|known| known == key) {
                let at = keys.iter().position(|known| before.contains(&known.as_str())).unwrap_or(keys.len());
                keys.insert(at, key.to_owned());
            }
        };
        if texts == ["metadata"] && ["service", "serviceAccount", "ingress"].contains(&self.key[0].as_str()) {
            add("annotations", &[]);
        }
        if texts == ["spec"] && self.kind == "PersistentVolumeClaim" {
            add("storageClassName", &["resources"]);
        }
        if !super::derive::is_workload(self.kind) {
            return keys;
        }
        if let ["spec", "volumeClaimTemplates", _, "spec"] = texts.as_slice() {
            add("storageClassName", &["resources"]);
        }
        match texts.strip_prefix(template_path(self.kind)) {
            Some(["metadata"]) => add("annotations", &[]),
            Some(["spec"]) => {
                for key in OF_PODS {
                    add(key, &["initContainers", "containers", "volumes"]);
                }
                add("volumes", &[]);
            }
            Some(["spec", "containers", name]) if *name == self.app => {
                add("env", &["resources", "volumeMounts"]);
                add("volumeMounts", &[]);
            }
            _ => {}
        }
        keys
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
        let workload = super::derive::is_workload(self.kind);
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
            ["metadata", "labels"] if self.key == ["podMonitor"] => self.further_labels(key, slots, indent),
            ["spec", "ports", port, "port"]
                if self.key == ["service"] && self.collected.port.as_deref() == Some(port) =>
            {
                let name = ["service".to_owned(), "port".to_owned()];
                Some(self.fixed_entry(&name, key, slots, indent))
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
        let line = format!("{pad}replicas: {{{{ .Values.replicaCount | int64 }}}}");
        let known = matches!(slots[0], Slot::Has(_)) && !kept.iter().any(Slot::is_missing);
        let there = "not (kindIs \"invalid\" .Values.replicaCount)";
        let owned = match switches.as_slice() {
            [] => None,
            [one] => Some(format!("not {one}")),
            several => Some(format!("not (or {})", several.join(" "))),
        };
        let condition = match (owned, known) {
            (None, true) => return vec![line],
            (None, false) => there.to_owned(),
            (Some(owned), true) => owned,
            (Some(owned), false) => format!("and ({owned}) ({there})"),
        };
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

    /// The labels of every object, and those by which this one is selected; none where they are of another form.
    fn further_labels(&mut self, key: &str, slots: &[Slot<'_>], indent: usize) -> Option<Vec<String>> {
        let split = |slot: &Slot<'_>| -> (Option<Part>, Option<Part>) {
            let entries = if let Slot::Has(part) = slot { part.entries().to_vec() } else { Vec::new() };
            let (shared, own): (Vec<_>, Vec<_>) = entries.into_iter().partition(|(name, _)| name == HELPER);
            let part =
                |entries: Vec<_>| (!entries.is_empty()).then(|| Part { head: Vec::new(), body: Body::Map(entries) });
            (part(shared), part(own))
        };
        let (shared, own): (Vec<Option<Part>>, Vec<Option<Part>>) = slots.iter().map(split).unzip();
        let is_known = shared.iter().zip(slots).all(|(part, slot)| part.is_some() || !matches!(slot, Slot::Has(_)));
        let shared =
            shared.into_iter().flatten().next().filter(|_| is_known && !own.iter().flatten().any(Part::calls))?;
        let given: Vec<Slot<'_>> = slots
            .iter()
            .zip(&own)
            .map(|(slot, own)| match (slot, own) {
                (Slot::Has(_), Some(own)) => Slot::Has(own),
                (Slot::Has(_), None) => Slot::Missing,
                _ => Slot::Off,
            })
            .collect();
        let name = [self.key[0].clone(), key.to_owned()];
        self.give(&name, &given);
        self.usually_in_base(&name, &serde_json::json!({}), slots);
        let mut lines = lines::entry(key, &shared, indent, escaped);
        lines.extend(list_of(&self.read(&name).text, indent + 2));
        Some(lines)
    }

    fn env(&mut self, slots: &[Slot<'_>], indent: usize) -> Vec<String> {
        let pad = " ".repeat(indent);
        self.give(&["env".to_owned()], slots);
        self.collected.usually(&["env".to_owned()], &serde_json::json!([]));
        let mut lines = vec![format!("{pad}{{{{- if or .Values.env .Values.extraEnv }}}}"), format!("{pad}env:")];
        lines.extend(list_of(".Values.env", indent + 2));
        lines.extend(list_of(".Values.extraEnv", indent + 2));
        lines.push(format!("{pad}{{{{- end }}}}"));
        lines
    }

    /// A list with what users add to it: there where it has an item, whoever says that one.
    fn extended(&mut self, key: &str, extra: &str, slots: &[Slot<'_>], indent: usize) -> Vec<String> {
        let (pad, extra) = (" ".repeat(indent), format!(".Values.{extra}"));
        if parts(slots).is_empty() {
            return with(key, &extra, indent);
        }
        let is_one_list = |slot: &Slot<'_>| match (slots[0], slot) {
            (Slot::Has(base), Slot::Has(part)) => self.nests(base, part),
            _ => true,
        };
        if !slots.iter().any(Slot::is_missing) && !slots.iter().all(is_one_list) {
            return [self.plainly(key, slots, indent), list_of(&extra, indent + 2)].concat();
        }
        let nothing = Part { head: Vec::new(), body: Body::List(Vec::new()) };
        let lists: Vec<Slot<'_>> =
            slots.iter().map(|slot| if slot.is_missing() { Slot::Has(&nothing) } else { *slot }).collect();
        let calls = parts(slots).iter().any(|part| part.calls());
        let (items, conditions) = if matches!(slots[0], Slot::Off) && !calls {
            let name = self.name();
            self.claim(&name);
            self.give(&name, slots);
            let read = self.read(&name).text;
            (list_of(&read, indent + 2), Some(vec![read]))
        } else {
            let Some(items) = self.items(&lists, indent + 2) else {
                // Of several orders each is a value of its own, whole.
                return [self.plainly(key, slots, indent), list_of(&extra, indent + 2)].concat();
            };
            let conditions = items.iter().map(|item| item.condition.as_deref().map(grouped)).collect();
            (items.into_iter().flat_map(|item| item.lines).collect(), conditions)
        };
        let mut lines = lines::head(&agreed_head(&parts(slots)), indent, escaped);
        lines.push(format!("{pad}{key}:"));
        lines.extend(items);
        lines.extend(list_of(&extra, indent + 2));
        if let Some(conditions) = conditions {
            lines.insert(0, format!("{pad}{{{{- if or {} {extra} }}}}", conditions.join(" ")));
            lines.push(format!("{pad}{{{{- end }}}}"));
        }
        lines
    }
}

/// An expression as one word among others.
fn grouped(expression: &str) -> String {
    let is_one = !expression.contains(' ') || expression.starts_with('(') && expression.ends_with(')');
    if is_one { expression.to_owned() } else { format!("({expression})") }
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

/// The items or entries of a value, in a list or map that has others.
fn list_of(value: &str, indent: usize) -> Vec<String> {
    let pad = " ".repeat(indent);
    vec![
        format!("{pad}{{{{- with {value} }}}}"),
        format!("{pad}{{{{- toYaml . | nindent {indent} }}}}"),
        format!("{pad}{{{{- end }}}}"),
    ]
}
