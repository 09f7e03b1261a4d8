//! What configures the pods: the data of ConfigMaps, and the annotation that changes with them.

use crate::manifest::CONFIG_HASH;

use super::lines::{self, escaped};
use super::page;
use super::part::{Body, Part};
use super::slot::{Slot, agreed_head, parts};
use super::special::{quoted_of, with};
use super::weave::Weaver;

impl Weaver<'_> {
    /// Annotations of the pods: the hash of the configuration, and those that are values.
    pub(super) fn pod_annotations(&mut self, slots: &[Slot<'_>], indent: usize) -> Vec<String> {
        let pad = " ".repeat(indent);
        let has = parts(slots);
        let hash = has.iter().find_map(|part| part.get(CONFIG_HASH));
        let without: Vec<Option<Part>> = slots
            .iter()
            .map(|slot| {
                let Slot::Has(part) = slot else { return None };
                let rest: Vec<_> = part.entries().iter().filter(|(key, _)| key != CONFIG_HASH).cloned().collect();
                (!rest.is_empty()).then_some(Part { head: part.head.clone(), body: Body::Map(rest) })
            })
            .collect();
        let rest: Vec<Slot<'_>> = slots
            .iter()
            .zip(&without)
            .map(|(slot, rest)| match (slot, rest) {
                (Slot::Off, _) => Slot::Off,
                (_, Some(rest)) => Slot::Has(rest),
                _ => Slot::Missing,
            })
            .collect();
        self.give(&["podAnnotations".to_owned()], &rest);
        self.collected.usually(&["podAnnotations".to_owned()], &serde_json::json!({}));
        // A value may turn the hash on.
        if hash.is_none() && (!self.collected.is_mixed || self.collected.configurations.is_empty()) {
            let mut lines = with("annotations", ".Values.podAnnotations", indent);
            lines.splice(2..3, quoted_of(".", indent + 2));
            return lines;
        }
        let app = self.app;
        let always = slots.iter().all(|slot| matches!(slot, Slot::Has(part) if part.get(CONFIG_HASH).is_some()));
        let inner = indent + 2;
        let mut lines = Vec::new();
        if !always {
            lines.push(format!("{pad}{{{{- if or (include \"{app}.configHash\" .) .Values.podAnnotations }}}}"));
        }
        lines.push(format!("{pad}annotations:"));
        if !always {
            lines.push(format!("{:inner$}{{{{- with include \"{app}.configHash\" . }}}}", ""));
        }
        lines.extend(hash.map(|hash| lines::head(&hash.head, inner, escaped)).unwrap_or_default());
        let read = if always { format!("include \"{app}.configHash\" .") } else { ".".to_owned() };
        lines.push(format!("{:inner$}{CONFIG_HASH}: {{{{ {read} | quote }}}}", ""));
        if !always {
            lines.push(format!("{:inner$}{{{{- end }}}}", ""));
        }
        lines.extend(quoted_of(".Values.podAnnotations", inner));
        if !always {
            lines.push(format!("{pad}{{{{- end }}}}"));
        }
        lines
    }

    /// The data of a ConfigMap that configures the pods.
    pub(super) fn configuration(&mut self, key: &str, slots: &[Slot<'_>], indent: usize) -> Option<Vec<String>> {
        let name = page::files(&self.key, key).or_else(|| self.collected.configuration(&self.key, key))?;
        let app = self.app;
        self.give(&name, slots);
        let read = self.read(&name);
        let pad = " ".repeat(indent);
        let inner = indent + 2;
        let mut lines = lines::head(&agreed_head(&parts(slots)), indent, escaped);
        lines.push(format!("{pad}{key}:"));
        lines.push(format!("{:inner$}{{{{- include \"{app}.data\" {} | nindent {inner} }}}}", "", read.text));
        if slots.iter().any(Slot::is_missing) {
            lines.insert(0, format!("{pad}{{{{- if {} }}}}", read.text));
            lines.push(format!("{pad}{{{{- end }}}}"));
        }
        Some(lines)
    }
}
