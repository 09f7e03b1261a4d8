//! A Job: its name follows from its spec, which it cannot change.

use super::name::Step;
use super::part::{Body, Part};
use super::slot::Slot;
use super::weave::Weaver;

impl Weaver<'_> {
    /// A Job, whose name follows from its spec.
    pub(super) fn job(&mut self, slots: &[Slot<'_>]) -> Vec<String> {
        let app = self.app;
        let specs: Vec<Slot<'_>> = slots.iter().map(|slot| slot.below(|part| part.get("spec"))).collect();
        self.path.push(Step::Key("spec".to_owned()));
        let spec = self.map(&specs, 0);
        self.path.pop();
        let without = |part: &Part| {
            let rest = part.entries().iter().filter(|(key, _)| key != "spec").cloned().collect();
            Part { head: part.head.clone(), body: Body::Map(rest) }
        };
        let others: Vec<Option<Part>> =
            slots.iter().map(|slot| if let Slot::Has(part) = slot { Some(without(part)) } else { None }).collect();
        let others: Vec<Slot<'_>> = others.iter().map(|part| part.as_ref().map_or(Slot::Off, Slot::Has)).collect();
        let mut lines = vec![format!("{{{{- define \"{app}.jobSpec\" -}}}}")];
        lines.extend(spec);
        lines.push("{{- end }}".to_owned());
        lines.extend(self.map(&others, 0));
        lines.push("spec:".to_owned());
        lines.push(format!("  {{{{- include \"{app}.jobSpec\" . | nindent 2 }}}}"));
        lines
    }
}
