//! Where users add to what a chart has of its own: fields of pods, variables, volumes, labels.

use super::derive::HELPER;
use super::lines::{self, escaped};
use super::name::{Step, template_path};
use super::part::{Body, Part};
use super::slot::{Slot, agreed_head, parts};
use super::special::with;
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
        if !self.runs_app() {
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

    /// Variables of the app, and further ones.
    pub(super) fn env(&mut self, slots: &[Slot<'_>], indent: usize) -> Vec<String> {
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
    pub(super) fn extended(&mut self, key: &str, extra: &str, slots: &[Slot<'_>], indent: usize) -> Vec<String> {
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

    /// The labels of every object, and those by which this one is selected; none where they are of another form.
    pub(super) fn further_labels(&mut self, key: &str, slots: &[Slot<'_>], indent: usize) -> Option<Vec<String>> {
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
}

/// An expression as one word among others.
fn grouped(expression: &str) -> String {
    let is_one = !expression.contains(' ') || expression.starts_with('(') && expression.ends_with(')');
    if is_one { expression.to_owned() } else { format!("({expression})") }
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
