//! How pods are kept apart and spread: constraints and affinities mean the pods of the release, so that
//! their selectors are no values.

use super::derive::HELPER;
use super::lines::{self, escaped};
use super::part::{Body, Part};
use super::slot::{Slot, agreed_head, parts};
use super::special::with;
use super::weave::Weaver;

/// The two ways of keeping pods apart by host, and their names in values.
const WAYS: [(&str, &str); 2] = [
    ("required", "requiredDuringSchedulingIgnoredDuringExecution"),
    ("preferred", "preferredDuringSchedulingIgnoredDuringExecution"),
];

impl Weaver<'_> {
    /// The chart's own affinity, which a value replaces.
    pub(super) fn affinity(&mut self, key: &str, slots: &[Slot<'_>], indent: usize) -> Vec<String> {
        let pad = " ".repeat(indent);
        let mut lines = with(key, ".Values.affinity", indent);
        if !parts(slots).is_empty() {
            let own = self.ways(slots, indent).unwrap_or_else(|| self.plainly(key, slots, indent));
            lines.pop();
            lines.push(format!("{pad}{{{{- else }}}}"));
            lines.extend(own);
            lines.push(format!("{pad}{{{{- end }}}}"));
        }
        lines
    }

    /// The affinity as a choice between ways; none where it is of another form.
    fn ways(&mut self, slots: &[Slot<'_>], indent: usize) -> Option<Vec<String>> {
        let (pad, inner) = (" ".repeat(indent), indent + 2);
        let mut found: Vec<(&str, &Part)> = Vec::new();
        for part in parts(slots) {
            if part.entries().iter().any(|(key, _)| !["nodeAffinity", "podAntiAffinity"].contains(&key.as_str())) {
                return None;
            }
            let Some(apart) = part.get("podAntiAffinity") else { continue };
            let way = way(apart)?;
            match found.iter().find(|(known, _)| *known == way) {
                Some((_, known)) if known.value() != apart.value() => return None,
                Some(_) => {}
                None => found.push((way, apart)),
            }
        }
        let nodes: Vec<Slot<'_>> = slots.iter().map(|slot| below(*slot, "nodeAffinity")).collect();
        if parts(&nodes).iter().any(|part| part.calls()) {
            return None;
        }
        self.give(&["nodeAffinity".to_owned()], &nodes);
        let name = ["podAntiAffinity".to_owned()];
        let chosen = |slot: &Slot<'_>| match below(*slot, "podAntiAffinity") {
            Slot::Has(part) => way(part).unwrap_or("none"),
            _ => "none",
        };
        self.collected.schema.one_of(&name, found.iter().map(|(way, _)| *way).chain(["none"]));
        // A base that keeps nothing apart has no value for it, whatever environments do.
        let base = chosen(&slots[0]);
        // The base of another kind may keep its pods apart.
        let is_off = matches!(slots[0], Slot::Off);
        for (index, slot) in slots.iter().enumerate().filter(|(_, slot)| !matches!(slot, Slot::Off)) {
            let same = chosen(slot) == base;
            let says = if index == 0 { base != "none" } else { !same || is_off };
            if says {
                self.collected.give(index, &name, super::values::value(&chosen(slot).into()));
            }
        }
        let has_nodes = !parts(&nodes).is_empty();
        let read =
            if base == "none" { "(default \"none\" .Values.podAntiAffinity)" } else { ".Values.podAntiAffinity" };
        let apart = format!("ne {read} \"none\"");
        let mut lines = vec![match has_nodes {
            true => format!("{pad}{{{{- if or .Values.nodeAffinity ({apart}) }}}}"),
            false => format!("{pad}{{{{- if {apart} }}}}"),
        }];
        lines.push(format!("{pad}affinity:"));
        if has_nodes {
            lines.extend(with("nodeAffinity", ".Values.nodeAffinity", inner));
        }
        let single = found.len() == 1 && !has_nodes;
        for (index, (way, part)) in found.iter().enumerate() {
            let word = if index == 0 { "if" } else { "else if" };
            if !single {
                lines.push(format!("{:inner$}{{{{- {word} eq {read} \"{way}\" }}}}", ""));
            }
            let part = Part { head: agreed_head(&[part]), body: part.body.clone() };
            lines.extend(lines::entry("podAntiAffinity", &part, inner, escaped));
        }
        if !single && !found.is_empty() {
            lines.push(format!("{:inner$}{{{{- end }}}}", ""));
        }
        lines.push(format!("{pad}{{{{- end }}}}"));
        Some(lines)
    }

    /// Constraints that mean the pods of the release, so that their selector is no value.
    pub(super) fn spread(&mut self, slots: &[Slot<'_>], indent: usize) -> Option<Vec<String>> {
        let app = self.app;
        let is_own = |item: &Part| {
            item.get("labelSelector").is_some_and(|selector| {
                let labels = selector.get("matchLabels").map(Part::entries).unwrap_or_default();
                selector.entries().len() == 1 && labels.len() == 1 && labels[0].0 == HELPER
            })
        };
        if !parts(slots).iter().all(|part| part.items().iter().all(is_own)) {
            return None;
        }
        let without = |item: &Part| {
            let rest = item.entries().iter().filter(|(key, _)| key != "labelSelector").cloned().collect();
            Part { head: item.head.clone(), body: Body::Map(rest) }
        };
        let lists: Vec<Option<Part>> = slots
            .iter()
            .map(|slot| {
                let Slot::Has(part) = slot else { return None };
                Some(Part { head: part.head.clone(), body: Body::List(part.items().iter().map(without).collect()) })
            })
            .collect();
        let given: Vec<Slot<'_>> =
            slots.iter().zip(&lists).map(|(slot, list)| list.as_ref().map_or(*slot, Slot::Has)).collect();
        let name = ["topologySpreadConstraints".to_owned()];
        self.give(&name, &given);
        self.collected.usually(&name, &serde_json::json!([]));
        let pad = " ".repeat(indent);
        let deep = indent + 8;
        Some(vec![
            format!("{pad}{{{{- with .Values.topologySpreadConstraints }}}}"),
            format!("{pad}topologySpreadConstraints:"),
            format!("{pad}  {{{{- range . }}}}"),
            format!("{pad}  - {{{{- toYaml . | nindent {} }}}}", indent + 4),
            format!("{pad}    {{{{- if not .labelSelector }}}}"),
            format!("{pad}    labelSelector:"),
            format!("{pad}      matchLabels:"),
            format!("{:deep$}{{{{- include \"{app}.selectorLabels\" $ | nindent {deep} }}}}", ""),
            format!("{pad}    {{{{- end }}}}"),
            format!("{pad}  {{{{- end }}}}"),
            format!("{pad}{{{{- end }}}}"),
        ])
    }
}

/// What is below a place; nothing where that itself is missing.
fn below<'a>(slot: Slot<'a>, key: &str) -> Slot<'a> {
    match slot {
        Slot::Has(part) => part.get(key).map_or(Slot::Missing, Slot::Has),
        other => other,
    }
}

/// The way in which pods are kept apart, where it is one of the two alone.
fn way(apart: &Part) -> Option<&'static str> {
    let [(key, _)] = apart.entries() else { return None };
    WAYS.iter().find(|(_, field)| field == key).map(|(way, _)| *way)
}
