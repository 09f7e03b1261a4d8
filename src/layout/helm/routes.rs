//! What carries a host's traffic follows the Service and the route that the values speak of.

use super::slot::Slot;
use super::special::with;
use super::weave::Weaver;

impl Weaver<'_> {
    /// The hosts of a redirect: those of the route itself, where a value does not name others.
    pub(super) fn redirected(&mut self, key: &str, slots: &[Slot<'_>], indent: usize) -> Vec<String> {
        let [own, of_route] = ["httpRouteRedirect", "httpRoute"].map(|of| [of.to_owned(), "hostnames".to_owned()]);
        let differs = |index: usize| match slots[index] {
            Slot::Has(part) if Some(part.value()) != self.collected.hosts[index] => Some((index, part)),
            _ => None,
        };
        let others: Vec<_> = (0..slots.len()).filter_map(differs).collect();
        match others.first() {
            Some((0, _)) => self.give(&own, slots),
            _ => others.into_iter().for_each(|(index, part)| self.set(index, &own, part)),
        }
        self.collected.schema.note(&own, &serde_json::json!([]));
        let hosts = format!("default {} {}", self.read(&of_route).text, self.read(&own).text);
        with(key, &hosts, indent)
    }

    /// Whether each has the number of its Service's port.
    pub(super) fn is_port(&self, slots: &[Slot<'_>]) -> bool {
        slots.iter().zip(&self.collected.ports).all(|(slot, port)| match slot {
            Slot::Has(part) => Some(part.value()) == *port,
            Slot::Missing => false,
            Slot::Off => true,
        })
    }
}
