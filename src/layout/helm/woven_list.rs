//! Lists that are woven item by item.

use super::items;
use super::lines::{self, escaped};
use super::name::Step;
use super::part::{Body, Part};
use super::print::LEFT_OUT;
use super::slot::{Slot, agreed_head, order, parts};
use super::weave::Weaver;

impl Weaver<'_> {
    /// The items of a list.
    pub(super) fn list(&mut self, slots: &[Slot<'_>], indent: usize) -> Vec<String> {
        let (kind, path) = (self.kind, self.path.clone());
        let ids = |part: &Part| items::ids(kind, &path, part);
        let order = order(slots, ids);
        if !items::keeps_order(&order, &parts(slots).iter().map(|part| ids(part)).collect::<Vec<_>>()) {
            self.refuse(0, "stands in another order");
        }
        let mut lines = Vec::new();
        for id in order {
            let below: Vec<Slot<'_>> =
                slots.iter().map(|slot| slot.below(|part| items::find(kind, &path, part, &id))).collect();
            self.path.push(Step::Item(id));
            lines.extend(self.item(&below, indent));
            self.path.pop();
        }
        lines
    }

    fn item(&mut self, slots: &[Slot<'_>], indent: usize) -> Vec<String> {
        let has = parts(slots);
        let Some(first) = has.first() else { return Vec::new() };
        let missing = slots.iter().any(Slot::is_missing);
        let same = has.iter().all(|part| part.value() == first.value());
        if !missing && same && matches!(slots[0], Slot::Has(_)) && matches!(first.body, Body::Map(_)) {
            return self.nested_item(slots, indent);
        }
        if !missing && same && (!matches!(slots[0], Slot::Off) || first.calls_alone()) {
            return lines::item(&Part { head: agreed_head(&has), body: first.body.clone() }, indent, escaped);
        }
        let calls = has.iter().any(|part| part.calls());
        let name = self.name();
        match slots[0] {
            Slot::Has(_) if missing => {
                self.claim(&name);
                for (index, _) in slots.iter().enumerate().filter(|(_, slot)| slot.is_missing()) {
                    self.collected.leave_out(index, &name);
                }
                let read = self.read(&name);
                let inner: Vec<Slot<'_>> =
                    slots.iter().map(|slot| if slot.is_missing() { Slot::Off } else { *slot }).collect();
                let mut lines =
                    vec![format!("{:indent$}{{{{- if ne ({} | toString) \"{LEFT_OUT}\" }}}}", "", read.text)];
                lines.extend(self.nested_item(&inner, indent));
                lines.push(format!("{:indent$}{{{{- end }}}}", ""));
                lines
            }
            Slot::Has(_) => self.nested_item(slots, indent),
            _ if !calls && !self.is_container() => {
                self.claim(&name);
                self.give(&name, slots);
                let read = self.read(&name);
                let mut lines = vec![format!("{:indent$}{{{{- with {} }}}}", "", read.text)];
                lines.push(format!("{:indent$}{{{{- toYaml (list .) | nindent {indent} }}}}", ""));
                lines.push(format!("{:indent$}{{{{- end }}}}", ""));
                lines
            }
            Slot::Off if !missing => self.nested_item(slots, indent),
            _ => {
                let (open, inner) = self.switch(&name, slots);
                self.under.push(name);
                let mut lines = vec![format!("{:indent$}{{{{- if {open} }}}}", "")];
                lines.extend(self.nested_item(&inner, indent));
                lines.push(format!("{:indent$}{{{{- end }}}}", ""));
                self.under.pop();
                lines
            }
        }
    }

    /// Whether this is a container of a pod, whose fields have names of their own.
    fn is_container(&self) -> bool {
        let list = self.path.iter().rev().nth(1).and_then(Step::key);
        list.is_some_and(|list| ["containers", "initContainers"].contains(&list))
    }

    fn nested_item(&mut self, slots: &[Slot<'_>], indent: usize) -> Vec<String> {
        let head = lines::head(&agreed_head(&parts(slots)), indent, escaped);
        let entries = self.map(slots, indent + 2);
        head.into_iter().chain(lines::dashed(entries, indent)).collect()
    }
}
