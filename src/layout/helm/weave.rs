//! One object of several environments, woven into one template: what they share stands in it as it is,
//! and what they do not is a value.
//!
//! Two rules hold everywhere. The chart's values follow from the base alone, and those of an environment
//! from the base and that environment; only templates look at all of them.

use super::derive::{ANALYSIS, RULES};
use super::lines::{self, escaped};
use super::name::Step;
use super::part::{Body, Part};
use super::print::{self};
use super::slot::{Slot, agreed_head, order, parts};
use super::{Collected, canary, items, page};

/// Fields that no answer of a spec decides, of objects that only some environments may have.
const NEVER_ASKED: [(&str, &str); 3] =
    [("Service", "clusterIP"), ("Service", "publishNotReadyAddresses"), ("PodMonitor", "jobLabel")];

/// Weaves one object.
pub(super) struct Weaver<'a> {
    /// The app's name, which its container has too.
    pub(super) app: &'a str,
    pub(super) kind: &'a str,
    /// What stands for the object in values.
    pub(super) key: Vec<String>,
    /// Where in the object the weaving is.
    pub(super) path: Vec<Step>,
    /// Maps of values that are certainly there, beside those of the base.
    pub(super) under: Vec<Vec<String>>,
    pub(super) collected: &'a mut Collected,
}

impl Weaver<'_> {
    /// The entries of a map.
    pub(super) fn map(&mut self, slots: &[Slot<'_>], indent: usize) -> Vec<String> {
        let keys =
            self.with_extensions(order(slots, |part| part.entries().iter().map(|(key, _)| key.clone()).collect()));
        let beside =
            parts(slots).iter().any(|part| part.entries().iter().any(|(_, part)| matches!(part.body, Body::Call(_))));
        let mut lines = Vec::new();
        for key in keys {
            let below: Vec<Slot<'_>> = slots.iter().map(|slot| slot.below(|part| part.get(&key))).collect();
            self.path.push(Step::Key(key.clone()));
            lines.extend(self.entry(&key, &below, indent, beside));
            self.path.pop();
        }
        lines
    }

    fn entry(&mut self, key: &str, slots: &[Slot<'_>], indent: usize, beside: bool) -> Vec<String> {
        self.special(key, slots, indent).unwrap_or_else(|| self.plainly_in(key, slots, indent, beside))
    }

    /// An entry without a way of its own.
    pub(super) fn plainly(&mut self, key: &str, slots: &[Slot<'_>], indent: usize) -> Vec<String> {
        self.plainly_in(key, slots, indent, false)
    }

    fn plainly_in(&mut self, key: &str, slots: &[Slot<'_>], indent: usize, beside: bool) -> Vec<String> {
        let has = parts(slots);
        let Some(first) = has.first() else { return Vec::new() };
        let calls = has.iter().any(|part| part.calls());
        // The base alone decides which values there are.
        let is_text = match slots[0] {
            Slot::Has(base) => base.calls(),
            // A strategy that names Services of the release is none, whoever has it.
            Slot::Missing | Slot::Off => calls && self.kind == "Rollout",
        };
        if let Some(name) = self.fixed().filter(|_| !is_text) {
            return self.fixed_entry(&name, key, slots, indent);
        }
        let all = !slots.iter().any(Slot::is_missing);
        let same = has.iter().all(|part| part.says(first));
        let is_settled = !matches!(slots[0], Slot::Off) || first.calls_alone() || self.is_constant(key, first, beside);
        if all && same && is_settled && self.nests(first, first) {
            return self.nested(key, slots, indent);
        }
        if all && same && is_settled {
            let part = Part { head: agreed_head(&has), body: first.body.clone() };
            return lines::entry(key, &part, indent, escaped);
        }
        let name = self.name();
        match slots[0] {
            Slot::Has(base) => self.varied(key, &name, base, slots, indent),
            Slot::Missing if calls => self.switched(key, &name, slots, indent),
            // What stands for the object has values by the names of its fields.
            Slot::Off if self.path.len() == 1 && matches!(first.body, Body::Map(_)) && all => {
                self.nested(key, slots, indent)
            }
            Slot::Off if calls => match all {
                true => self.nested(key, slots, indent),
                false => self.switched(key, &name, slots, indent),
            },
            _ => {
                self.claim(&name);
                self.give(&name, slots);
                let read = self.read(&name);
                let head = lines::head(&agreed_head(&has), indent, escaped);
                print::entry(key, &read, &has, !all || print::has_integers(&has), head, indent)
            }
        }
    }

    /// What says of an object what it is, or of a reference what it is to: no value, while all agree.
    fn is_constant(&self, key: &str, part: &Part, beside: bool) -> bool {
        if self.kind == "ConfigMap" && key == "immutable" && self.collected.configuration(&self.key, "data").is_some() {
            return true;
        }
        if NEVER_ASKED.contains(&(self.kind, key)) {
            return true;
        }
        if self.key == ["httpRouteRedirect"] && self.path.get(1) == Some(&Step::Key("rules".to_owned())) {
            return true;
        }
        if page::is_page(&self.key) || canary::is_canary(&self.key) {
            return true;
        }
        // How a new version is brought out stands in one piece.
        if self.kind == "Rollout" && self.path.get(1) == Some(&Step::Key("strategy".to_owned())) {
            return true;
        }
        // An alert is what the app has, and no setting; nor is what a new version is measured by.
        if [RULES, ANALYSIS].contains(&self.kind) {
            return true;
        }
        // What an item is told apart by.
        let is_id = |step: &Step| matches!(step, Step::Item(id) if part.text() == Some(id.as_str()));
        let above: Vec<&Step> =
            self.path.iter().rev().skip(1).skip_while(|step| step.key() == Some("metadata")).take(1).collect();
        if above.into_iter().any(is_id) {
            return true;
        }
        let by_place = |step: &Step| matches!(step, Step::Item(id) if id.parse::<usize>().is_ok());
        beside || ["apiVersion", "kind"].contains(&key) || self.path.iter().any(by_place)
    }

    /// An entry that the base has, and that some environments have otherwise.
    fn varied(&mut self, key: &str, name: &[String], base: &Part, slots: &[Slot<'_>], indent: usize) -> Vec<String> {
        let mut inner: Vec<Slot<'_>> = vec![slots[0]];
        let (mut others, mut left_out) = (Vec::new(), false);
        for (index, slot) in slots.iter().enumerate().skip(1) {
            match slot {
                Slot::Has(part) if part.says(base) || self.nests(base, part) => inner.push(*slot),
                Slot::Has(part) => {
                    inner.push(Slot::Off);
                    if part.calls() {
                        self.refuse(index, "holds names of the release");
                    }
                    self.set(index, name, part);
                    others.push(*part);
                }
                Slot::Missing => {
                    inner.push(Slot::Off);
                    left_out = true;
                    self.collected.leave_out(index, name);
                }
                Slot::Off => inner.push(Slot::Off),
            }
        }
        if left_out || !others.is_empty() {
            self.claim(name);
        }
        let read = self.read(name);
        let nested = parts(&inner).iter().any(|part| !part.says(base));
        let scalar =
            matches!(base.body, Body::Text(..)) && others.iter().all(|part| matches!(part.body, Body::Text(..)));
        if scalar && !others.is_empty() {
            let all: Vec<&Part> = others.iter().copied().chain([base]).collect();
            let head = lines::head(&agreed_head(&parts(slots)), indent, escaped);
            return print::with_default(key, &read, base, &all, left_out, head, indent);
        }
        let usual = if nested || self.nests(base, base) {
            self.nested(key, &inner, indent)
        } else {
            let part = Part { head: agreed_head(&parts(slots)), body: base.body.clone() };
            lines::entry(key, &part, indent, escaped)
        };
        print::replaced(key, &read, &others, left_out, usual, indent)
    }

    /// Whether two values are told apart below, by keys or items.
    pub(super) fn nests(&self, one: &Part, other: &Part) -> bool {
        match (&one.body, &other.body) {
            (Body::Map(_), Body::Map(_)) => true,
            (Body::List(_), Body::List(_)) => {
                items::fit(self.kind, &self.path, &[one, other], one.calls() || other.calls())
            }
            _ => false,
        }
    }

    /// An entry whose parts are told apart below.
    fn nested(&mut self, key: &str, slots: &[Slot<'_>], indent: usize) -> Vec<String> {
        let has = parts(slots);
        let mut lines = lines::head(&agreed_head(&has), indent, escaped);
        lines.push(format!("{:indent$}{}:", "", escaped(&crate::yaml::scalar(key))));
        if has.iter().all(|part| matches!(part.body, Body::List(_))) {
            lines.extend(self.list(slots, indent + 2));
        } else if has.iter().all(|part| matches!(part.body, Body::Map(_))) {
            lines.extend(self.map(slots, indent + 2));
        } else {
            self.refuse(0, "is of several kinds");
        }
        lines
    }

    /// An entry that only some environments have, and that holds names of the release.
    fn switched(&mut self, key: &str, name: &[String], slots: &[Slot<'_>], indent: usize) -> Vec<String> {
        let (open, inner) = self.switch(name, slots);
        let mut lines = vec![format!("{:indent$}{{{{- if {open} }}}}", "")];
        let has = parts(&inner);
        if let [part, ..] = has.as_slice()
            && (part.calls_alone() || !matches!(part.body, Body::Map(_) | Body::List(_)))
        {
            let part = Part { head: agreed_head(&has), body: part.body.clone() };
            lines.extend(lines::entry(key, &part, indent, escaped));
        } else {
            self.under.push(name.to_vec());
            lines.extend(self.nested(key, &inner, indent));
            self.under.pop();
        }
        lines.push(format!("{:indent$}{{{{- end }}}}", ""));
        lines
    }

    /// The condition of what only some environments have, and their slots where the base has nothing.
    pub(super) fn switch<'p>(&mut self, name: &[String], slots: &[Slot<'p>]) -> (String, Vec<Slot<'p>>) {
        let inner = slots.iter().map(|slot| if slot.is_missing() { Slot::Off } else { *slot }).collect();
        if let Some(condition) = self.collected.linked(slots) {
            return (condition, inner);
        }
        self.claim(name);
        let enabled: Vec<String> = name.iter().cloned().chain(["enabled".to_owned()]).collect();
        for (index, slot) in slots.iter().enumerate() {
            if matches!(slot, Slot::Has(_)) {
                self.collected.set_value(index, &enabled, &true.into());
            }
        }
        (self.read(&enabled).text, inner)
    }
}
