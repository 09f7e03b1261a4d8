//! How pods are kept apart and spread: constraints and affinities mean the pods of the release, so that
//! their selectors are no values.

use serde_json::json;

use super::derive::HELPER;
use super::lines::{self, escaped};
use super::part::{Body, Part};
use super::print;
use super::slot::{Slot, parts};
use super::special::with;
use super::weave::Weaver;

/// What values call no way at all.
const NONE: &str = "none";
/// What pods are kept apart by.
const HOST: &str = "kubernetes.io/hostname";
/// The two ways of keeping pods apart by host, and their names in values.
const WAYS: [(&str, &str); 2] = [
    ("required", "requiredDuringSchedulingIgnoredDuringExecution"),
    ("preferred", "preferredDuringSchedulingIgnoredDuringExecution"),
];

impl Weaver<'_> {
    /// The chart's own affinity, which a value replaces.
    pub(super) fn affinity(&mut self, key: &str, slots: &[Slot<'_>], indent: usize) -> Vec<String> {
        let (pad, inner) = (" ".repeat(indent), indent + 2);
        if parts(slots).is_empty() {
            return with(key, ".Values.affinity", indent);
        }
        let mut lines = vec![
            format!("{pad}{{{{- if .Values.affinity }}}}"),
            format!("{pad}{key}:"),
            format!("{:inner$}{{{{- toYaml .Values.affinity | nindent {inner} }}}}", ""),
        ];
        match self.ways(slots, indent) {
            // A choice of its own, which ends where the other does.
            Some(ways) if !ways.is_empty() => {
                let mut ways = ways.into_iter();
                let open = ways.next().map(|line| line.replacen("{{- if ", "{{- else if ", 1));
                lines.extend(open.into_iter().chain(ways));
            }
            Some(_) => lines.push(format!("{pad}{{{{- end }}}}")),
            None => {
                lines.push(format!("{pad}{{{{- else }}}}"));
                lines.extend(self.plainly(key, slots, indent));
                lines.push(format!("{pad}{{{{- end }}}}"));
            }
        }
        lines
    }

    /// The affinity as a choice between ways; none where that of the base is of another form. One of an
    /// environment that is of another form is a choice of its own, which has the environment's name.
    fn ways(&mut self, slots: &[Slot<'_>], indent: usize) -> Option<Vec<String>> {
        let (pad, inner) = (" ".repeat(indent), indent + 2);
        let is_other = |slot: &Slot<'_>| matches!(slot, Slot::Has(part) if self.choice(part).is_none());
        if is_other(&slots[0]) {
            return None;
        }
        let others: Vec<usize> = (1..slots.len()).filter(|index| is_other(&slots[*index])).collect();
        let chosen: Vec<String> = (0..slots.len())
            .map(|index| match slots[index] {
                Slot::Has(_) if others.contains(&index) => format!("only-{}", self.collected.names[index]),
                Slot::Has(part) => self.choice(part).unwrap_or(NONE).to_owned(),
                Slot::Missing | Slot::Off => NONE.to_owned(),
            })
            .collect();
        let usual: Vec<Slot<'_>> =
            (0..slots.len()).map(|index| if others.contains(&index) { Slot::Off } else { slots[index] }).collect();
        let nodes: Vec<Slot<'_>> = usual.iter().map(|slot| below(*slot, "nodeAffinity")).collect();
        let apart: Vec<&Part> = parts(&usual).iter().filter_map(|part| part.get("podAntiAffinity")).collect();
        self.give(&["nodeAffinity".to_owned()], &nodes);
        let name = ["podAntiAffinity".to_owned()];
        if !apart.is_empty() || !others.is_empty() {
            let words = WAYS.iter().map(|(way, _)| (*way).to_owned()).chain([NONE.to_owned()]);
            self.collected.schema.one_of(&name, words.chain(others.iter().map(|index| chosen[*index].clone())));
        }
        // The base of another kind may keep its pods apart.
        let is_off = matches!(slots[0], Slot::Off);
        for index in (0..slots.len()).filter(|index| !matches!(slots[*index], Slot::Off)) {
            // A base that keeps nothing apart has no value for it, whatever environments do.
            let says = if index == 0 { chosen[0] != NONE } else { chosen[index] != chosen[0] || is_off };
            if says {
                self.collected.give(index, &name, super::values::value(&chosen[index].as_str().into()));
            }
        }
        let read =
            if chosen[0] == NONE { "(default \"none\" .Values.podAntiAffinity)" } else { ".Values.podAntiAffinity" };
        let mut lines = Vec::new();
        for index in &others {
            let word = if lines.is_empty() { "if" } else { "else if" };
            lines.push(format!("{pad}{{{{- {word} eq {read} {} }}}}", print::quoted(&chosen[*index])));
            lines.extend(
                parts(&slots[*index..=*index]).iter().flat_map(|part| lines::entry("affinity", part, indent, escaped)),
            );
        }
        let has_nodes = !parts(&nodes).is_empty();
        let condition = match (apart.is_empty(), has_nodes) {
            (false, true) => format!("or .Values.nodeAffinity (ne {read} \"none\")"),
            (false, false) => format!("ne {read} \"none\""),
            (true, _) => ".Values.nodeAffinity".to_owned(),
        };
        if !apart.is_empty() || has_nodes {
            let word = if lines.is_empty() { "if" } else { "else if" };
            lines.push(format!("{pad}{{{{- {word} {condition} }}}}"));
            lines.push(format!("{pad}affinity:"));
        }
        if has_nodes {
            lines.extend(with("nodeAffinity", ".Values.nodeAffinity", inner));
        }
        if let Some(one) = apart.first() {
            for (word, (way, _)) in ["if", "else if"].iter().zip(WAYS) {
                lines.push(format!("{:inner$}{{{{- {word} eq {read} \"{way}\" }}}}", ""));
                let stated = apart.iter().find(|part| self.way(part) == Some(way));
                let part = stated.map_or_else(|| other_way(one, way), |part| (*part).clone());
                lines.extend(lines::entry("podAntiAffinity", &part, inner, escaped));
            }
            lines.push(format!("{:inner$}{{{{- end }}}}", ""));
        }
        if !lines.is_empty() {
            lines.push(format!("{pad}{{{{- end }}}}"));
        }
        Some(lines)
    }

    /// What a value calls an affinity; none where it is of another form than those that it has words for.
    fn choice(&self, affinity: &Part) -> Option<&'static str> {
        let is_known = |(key, part): &(String, Part)| match key.as_str() {
            "nodeAffinity" => !part.calls(),
            key => key == "podAntiAffinity",
        };
        if !affinity.entries().iter().all(is_known) {
            return None;
        }
        affinity.get("podAntiAffinity").map_or(Some(NONE), |apart| self.way(apart))
    }

    /// The way in which pods are kept apart by host, where it is exactly one of the two.
    fn way(&self, apart: &Part) -> Option<&'static str> {
        let labels = json!({ HELPER: format!("\0{}.selectorLabels", self.app) });
        let mut term = json!({"topologyKey": HOST, "labelSelector": {"matchLabels": labels}});
        match self.kind {
            "Deployment" => term["matchLabelKeys"] = json!(["pod-template-hash"]),
            "Rollout" => term["matchLabelKeys"] = json!(["rollouts-pod-template-hash"]),
            _ => {}
        }
        let exactly = |way: &str| match way {
            "required" => json!([term]),
            _ => json!([{"weight": 100, "podAffinityTerm": term}]),
        };
        WAYS.iter().find(|(way, field)| apart.value() == json!({ *field: exactly(way) })).map(|(way, _)| *way)
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

/// The other of the two ways of keeping pods apart.
fn other_way(stated: &Part, way: &str) -> Part {
    let term = |item: &Part| item.get("podAffinityTerm").unwrap_or(item).clone();
    let stated = stated.entries().first().map(|(_, list)| list.items()).unwrap_or_default();
    let plain = |body: Body| Part { head: Vec::new(), body };
    let (comment, item): (_, fn(Part) -> Part) = match way {
        "required" => ("# Never two pods on a node; a pod that finds no free node waits.", |term| term),
        _ => ("# Pods share a node only when there is no other; a lost node then takes one pod.", |term| Part {
            head: Vec::new(),
            body: Body::Map(vec![
                ("weight".to_owned(), Part::of_value(&100.into())),
                ("podAffinityTerm".to_owned(), term),
            ]),
        }),
    };
    let list = plain(Body::List(stated.iter().map(term).map(item).collect()));
    let list = Part { head: vec![comment.to_owned()], ..list };
    let field = WAYS.iter().find(|(known, _)| *known == way).map_or("", |(_, field)| *field);
    plain(Body::Map(vec![(field.to_owned(), list)]))
}
