//! What of a canary goes with the route that splits its requests: where the values turn that on, the Rollout moves it, and
//! the second Service is there.

use super::collected::Collected;
use super::lines::{self, escaped};
use super::part::Part;
use super::slot::{Slot, agreed_head, parts};
use super::weave::Weaver;

/// When the route is there.
const ROUTE: &str = "(.Values.httpRoute).enabled";

/// The condition of the second Service, where it is there exactly where the route is.
pub(super) fn condition(kind: &str, rest: &str, has: &[Option<Part>], collected: &Collected) -> Option<String> {
    let follows = has.iter().zip(&collected.hosts).all(|(part, host)| part.is_some() == host.is_some());
    (kind == "Service" && rest == "canary" && follows).then(|| ROUTE.to_owned())
}

impl Weaver<'_> {
    /// A field of a canary that is there exactly where the route is, or exactly where it is not; none where it is
    /// something else.
    pub(super) fn by_route(&self, key: &str, slots: &[Slot<'_>], indent: usize) -> Option<Vec<String>> {
        let has = parts(slots);
        let first = has.first()?;
        // The route that a base has at hand is none of its own.
        let others = || slots.iter().zip(&self.collected.hosts).skip(1);
        let fits = |with: bool| {
            others().all(|(slot, host)| match slot {
                Slot::Off => true,
                Slot::Missing => host.is_some() != with,
                Slot::Has(_) => host.is_some() == with,
            })
        };
        let word = match slots[0] {
            Slot::Missing if fits(true) => "if",
            Slot::Has(_) if slots.iter().any(Slot::is_missing) && fits(false) => "if not",
            _ => return None,
        };
        if !has.iter().all(|part| part.says(first)) {
            return None;
        }
        let part = Part { head: agreed_head(&has), body: first.body.clone() };
        let pad = " ".repeat(indent);
        let mut lines = vec![format!("{pad}{{{{- {word} {ROUTE} }}}}")];
        lines.extend(lines::entry(key, &part, indent, escaped));
        lines.push(format!("{pad}{{{{- end }}}}"));
        Some(lines)
    }
}
