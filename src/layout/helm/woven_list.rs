//! Lists that are woven item by item.

use super::items;
use super::lines::{self, escaped};
use super::name::Step;
use super::page;
use super::part::{Body, Part};
use super::print::{LEFT_OUT, guarded};
use super::slot::{Slot, agreed_head, order, parts};
use super::weave::Weaver;

/// An item of a list.
pub(super) struct Item {
    /// When it is there; none where it always is.
    pub(super) condition: Option<String>,
    pub(super) lines: Vec<String>,
}

impl Item {
    fn always(lines: Vec<String>) -> Self {
        Self { condition: None, lines }
    }

    /// One that is there where a condition holds, which a word opens.
    fn under(word: &str, condition: String, lines: Vec<String>, indent: usize) -> Self {
        let alone = condition.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(&condition);
        let lines = guarded(&format!("{word} {alone}"), lines, indent);
        Self { condition: Some(condition), lines }
    }
}

impl Weaver<'_> {
    /// The items of a list.
    pub(super) fn list(&mut self, slots: &[Slot<'_>], indent: usize) -> Vec<String> {
        let items = self.items(slots, indent);
        if items.is_none() {
            self.refuse(0, "stands in another order");
        }
        items.into_iter().flatten().flat_map(|item| item.lines).collect()
    }

    /// The items of a list, one by one; none where not all have them in one order.
    pub(super) fn items(&mut self, slots: &[Slot<'_>], indent: usize) -> Option<Vec<Item>> {
        let (kind, path) = (self.kind, self.path.clone());
        let ids = |part: &Part| items::ids(kind, &path, part);
        let order = order(slots, ids);
        if !items::keeps_order(&order, &parts(slots).iter().map(|part| ids(part)).collect::<Vec<_>>()) {
            return None;
        }
        let mut items = Vec::new();
        for id in order {
            let below: Vec<Slot<'_>> =
                slots.iter().map(|slot| slot.below(|part| items::find(kind, &path, part, &id))).collect();
            self.path.push(Step::Item(id));
            items.push(self.item(&below, indent));
            self.path.pop();
        }
        Some(items)
    }

    fn item(&mut self, slots: &[Slot<'_>], indent: usize) -> Item {
        let has = parts(slots);
        let Some(first) = has.first() else { return Item::always(Vec::new()) };
        let missing = slots.iter().any(Slot::is_missing);
        let same = has.iter().all(|part| part.says(first));
        if !missing && same && matches!(slots[0], Slot::Has(_)) && matches!(first.body, Body::Map(_)) {
            return Item::always(self.nested_item(slots, indent));
        }
        let is_text = !matches!(slots[0], Slot::Off) || first.calls_alone();
        if !missing && same && (is_text || page::is_page(&self.key) && !self.is_container()) {
            let part = Part { head: agreed_head(&has), body: first.body.clone() };
            return Item::always(lines::item(&part, indent, escaped));
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
                let condition = format!("ne ({} | toString) \"{LEFT_OUT}\"", read.text);
                Item::under("if", condition, self.nested_item(&inner, indent), indent)
            }
            Slot::Has(_) => Item::always(self.nested_item(slots, indent)),
            _ if !calls && !self.is_container() => {
                self.claim(&name);
                self.give(&name, slots);
                let line = format!("{:indent$}{{{{- toYaml (list .) | nindent {indent} }}}}", "");
                Item::under("with", self.read(&name).text, vec![line], indent)
            }
            Slot::Off if !missing => Item::always(self.nested_item(slots, indent)),
            _ => {
                let (open, inner) = self.switch(&name, slots);
                self.under.push(name);
                let lines = self.nested_item(&inner, indent);
                self.under.pop();
                Item::under("if", open, lines, indent)
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
