//! Peers of a NetworkPolicy: pods of the release itself are told without a label, since that follows its name.

use super::part::{Body, Part};
use super::slot::{Slot, parts};
use super::weave::Weaver;

/// What values say of a peer that is the pods of the release.
const SELF: &str = "self";

impl Weaver<'_> {
    /// Rules for one direction; none where no rule speaks of the release's own pods.
    pub(super) fn rules(&mut self, key: &str, slots: &[Slot<'_>], indent: usize) -> Option<Vec<String>> {
        let app = self.app;
        let rules: Vec<Option<Part>> = slots
            .iter()
            .map(|slot| if let Slot::Has(part) = slot { Some(map_items(part, &|rule| named(app, rule))) } else { None })
            .collect();
        let says = |slot: &Slot<'_>, rules: &Option<Part>| match (slot, rules) {
            (Slot::Has(part), Some(rules)) => !part.says(rules),
            _ => false,
        };
        let is_text = rules[0].as_ref().is_some_and(Part::calls);
        if is_text || !slots.iter().zip(&rules).any(|(slot, rules)| says(slot, rules)) {
            return None;
        }
        let name = self.fixed()?;
        self.collected.has_own_peers = true;
        let told = |rules: Part| Part {
            head: vec![format!("# {} `self: true` is the pods of this release.", sides(key))],
            ..rules
        };
        // Whoever says it first tells what it is; the base has nothing to tell of what an environment alone says.
        let say: Vec<bool> = slots.iter().zip(&rules).map(|(slot, rules)| says(slot, rules)).collect();
        let tells = |index: usize| say[index] && (index == 0 || !say[0]);
        let rules: Vec<Option<Part>> = rules
            .into_iter()
            .enumerate()
            .map(|(index, rules)| if tells(index) { rules.map(told) } else { rules })
            .collect();
        let given: Vec<Slot<'_>> =
            slots.iter().zip(&rules).map(|(slot, rules)| rules.as_ref().map_or(*slot, Slot::Has)).collect();
        self.give(&name, &given);
        let (read, pad, inner) = (self.read(&name).text, " ".repeat(indent), indent + 2);
        let mut lines = vec![
            format!("{pad}{{{{- with {read} }}}}"),
            format!("{pad}{key}:"),
            format!("{:inner$}{{{{- include \"{app}.rules\" (list . $) | trim | nindent {inner} }}}}", ""),
        ];
        // No rule at all lets nothing through, and is not the same as none that is stated.
        if parts(slots).iter().any(|part| part.items().is_empty()) {
            lines.push(format!("{pad}{{{{- else if kindIs \"slice\" {read} }}}}"));
            lines.push(format!("{pad}{key}: []"));
        }
        lines.push(format!("{pad}{{{{- end }}}}"));
        Some(lines)
    }
}

/// What the rules for one direction are about.
fn sides(key: &str) -> &'static str {
    if key == "ingress" { "Who may connect;" } else { "What the app may connect to;" }
}

/// A rule whose peers that are the app's own pods, in the policy's own namespace, say so without their label.
fn named(app: &str, rule: &Part) -> Part {
    let own = serde_json::json!({"podSelector": {"matchLabels": {"app.kubernetes.io/name": app}}});
    let peer = |peer: &Part| {
        if peer.value() != own {
            return peer.clone();
        }
        Part { head: peer.head.clone(), body: Body::Map(vec![(SELF.to_owned(), Part::of_value(&true.into()))]) }
    };
    let entry = |(key, part): &(String, Part)| {
        let is_side = ["from", "to"].contains(&key.as_str());
        (key.clone(), if is_side { map_items(part, &peer) } else { part.clone() })
    };
    match &rule.body {
        Body::Map(entries) => Part { head: rule.head.clone(), body: Body::Map(entries.iter().map(entry).collect()) },
        _ => rule.clone(),
    }
}

fn map_items(part: &Part, change: &dyn Fn(&Part) -> Part) -> Part {
    match &part.body {
        Body::List(items) => Part { head: part.head.clone(), body: Body::List(items.iter().map(change).collect()) },
        _ => part.clone(),
    }
}
