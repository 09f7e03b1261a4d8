//! The objects of a chart: the same one in the base and in environments is one template.

use std::collections::BTreeSet;

use crate::manifest::{Document, Identity, is_dashboard};

use super::canary;
use super::collected::{Collected, Main};
use super::config::{self, Configuration};
use super::derive::{Release, is_workload};
use super::key;
use super::page;
use super::part::Part;
use super::slot::Slot;
use super::steered;
use super::table::{Known, is_reserved, known};
use super::weave::Weaver;

/// One object, in the base and in each environment that has it.
pub(super) struct Object<'a> {
    /// The template's file.
    pub(super) file: String,
    pub(super) kind: &'a str,
    /// Its name without the app's; whole where it does not start with that.
    pub(super) rest: String,
    /// Whether its name ends with a hash of its content.
    pub(super) is_hashed: bool,
    /// Whether its name starts with the app's.
    pub(super) is_own: bool,
    /// What stands for it in values.
    pub(super) key: Vec<String>,
    /// Its parts in the base and in each environment.
    pub(super) parts: Vec<Option<Part>>,
    /// Whether the base has it at hand, but switched off.
    pub(super) is_off: bool,
}

/// Every object, those of the base first, each where it is applied.
pub(super) fn objects<'a>(
    app: &str,
    releases: &[Release<'_>],
    sets: &[&'a [Document]],
    at_hand: &[Document],
    [has_page, has_canary]: [bool; 2],
) -> Vec<Object<'a>> {
    let mut order: Vec<(&'a Document, Vec<Option<&'a Document>>)> = Vec::new();
    let same = |one: &Document, other: &Document| {
        let (Identity { group, kind, .. }, stem) = (&one.identity, Release::stem(app, one));
        *group == other.identity.group
            && *kind == other.identity.kind
            && (kind == "Namespace" || stem == Release::stem(app, other))
    };
    for (index, documents) in sets.iter().enumerate() {
        let mut at = 0;
        for document in *documents {
            match order.iter().position(|(known, _)| same(known, document)) {
                Some(found) => {
                    order[found].1[index] = Some(document);
                    at = found + 1;
                }
                None => {
                    let mut found = vec![None; sets.len()];
                    found[index] = Some(document);
                    order.insert(at, (document, found));
                    at += 1;
                }
            }
        }
    }
    let object = |(first, found): (&'a Document, Vec<Option<&'a Document>>)| {
        let identity = &first.identity;
        let name = Release::stem(app, first);
        let rest = key::rest(app, name);
        let is_off = found[0].is_some_and(|one| at_hand.iter().any(|other| other.identity == one.identity));
        let parts = found.into_iter().zip(releases).map(|(document, release)| Some(release.parts(document?))).collect();
        let of_page = rest.filter(|_| has_page).and_then(|rest| page::key(&identity.kind, rest));
        let of_canary = rest.filter(|_| has_canary).and_then(|rest| canary::key(&identity.kind, rest));
        let key = match of_page.or(of_canary) {
            Some(key) => key,
            None if is_dashboard(&first.value) => vec!["dashboard".to_owned()],
            None => key::of(&identity.kind, rest.unwrap_or(name), rest.is_some()),
        };
        let file = first.file.strip_prefix("00-").unwrap_or(&first.file).to_owned();
        Object {
            file,
            kind: &identity.kind,
            is_own: rest.is_some(),
            is_hashed: name != identity.name,
            rest: rest.unwrap_or(name).to_owned(),
            key,
            parts,
            is_off,
        }
    };
    let mut objects: Vec<Object<'a>> = order.into_iter().map(object).collect();
    let mut taken: BTreeSet<Vec<String>> = BTreeSet::new();
    for object in &mut objects {
        let free = |key: &Vec<String>| {
            let is_word = key.len() == 1
                && !page::is_page(key)
                && !canary::is_canary(key)
                && known(object.kind).is_none()
                && !object.kind.ends_with("Map");
            !(taken.contains(key) || is_word && is_reserved(&key[0]))
        };
        // A Role and its binding have one switch.
        if object.kind != "RoleBinding" && !free(&object.key) {
            let file: String = object.file.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
            object.key = vec!["objects".to_owned(), format!("{file}-{}", taken.len())];
        }
        taken.insert(object.key.clone());
    }
    objects
}

/// The ConfigMaps that configure the pods.
pub(super) fn configurations(
    app: &str,
    is_mixed: bool,
    sets: &[&[Document]],
    objects: &[Object<'_>],
) -> Vec<Configuration> {
    let is_one = |object: &&Object<'_>| {
        object.kind == "ConfigMap"
            && config::key(&object.rest).as_ref() == Some(&object.key)
            && sets.iter().any(|documents| {
                let names = documents.iter().filter(|document| document.identity.kind == "ConfigMap");
                let own = format!("{app}-{}", object.rest);
                let names: Vec<&str> = names
                    .filter(|document| Release::stem(app, document) == own)
                    .map(|document| document.identity.name.as_str())
                    .collect();
                config::is_used(documents, &names)
            })
    };
    let configuration = |object: &Object<'_>| {
        let binary = object.parts.iter().flatten().any(|part| part.get("binaryData").is_some());
        let call = format!("{{{{ include \"{app}.fullname\" . }}}}-{}", object.rest);
        let has = object.parts.iter().map(Option::is_some).collect();
        let call = if is_mixed { config::mixed_name(app, &object.rest) } else { call };
        let mut one = Configuration {
            rest: object.rest.clone(),
            key: object.key.clone(),
            call,
            condition: String::new(),
            has,
            binary,
        };
        let read = |field: &str| super::print::Read::of(&one.value(field), &|_| false).text;
        one.condition = if binary { format!("or {} {}", read("data"), read("binaryData")) } else { read("data") };
        one
    };
    objects.iter().filter(is_one).map(configuration).collect()
}

/// What the weaver has to know before it starts.
pub(super) fn survey(app: &str, objects: &[Object<'_>], collected: &mut Collected) {
    let sets = collected.values.len();
    collected.mains = vec![Main::default(); sets];
    collected.autoscaled = vec![false; sets];
    // The base alone decides which value there is.
    let service = objects.iter().find(|object| object.key == ["service"]).and_then(|object| object.parts[0].as_ref());
    if let Some([port]) = service.and_then(|service| service.at(&["spec", "ports"])).map(Part::items) {
        collected.port = port.get("name").and_then(Part::text).map(str::to_owned);
    }
    collected.ports = vec![None; sets];
    collected.hosts = vec![None; sets];
    collected.is_there = vec![false; sets];
    collected.has_service = objects.iter().any(|object| object.key == ["service"] && object.parts[0].is_some());
    for object in objects {
        let scales = ["HorizontalPodAutoscaler", "ScaledObject"].contains(&object.kind);
        if scales {
            let known = known(object.kind);
            let known = object.parts[0]
                .is_some()
                .then(|| format!(".Values.{}.enabled", object.key[0]))
                .or_else(|| known.map(|_| format!("(.Values.{}).enabled", object.key[0])));
            collected.autoscalers.extend(known);
        }
        for (index, part) in object.parts.iter().enumerate() {
            let Some(part) = part else { continue };
            collected.autoscaled[index] |= scales && !(index == 0 && object.is_off);
            collected.is_there[index] = true;
            if object.key == ["service"] {
                let ports = part.at(&["spec", "ports"]).map(Part::items).unwrap_or_default();
                let named = |port: &&Part| port.get("name").and_then(Part::text) == collected.port.as_deref();
                collected.ports[index] = ports.iter().find(named).and_then(|port| port.get("port")).map(Part::value);
            }
            if object.key == ["httpRoute"] {
                collected.hosts[index] = part.at(&["spec", "hostnames"]).map(Part::value);
            }
            if is_workload(object.kind) && !page::is_page(&object.key) {
                let path: Vec<&str> =
                    super::name::template_path(object.kind).iter().copied().chain(["spec", "containers"]).collect();
                let containers = part.at(&path).map(Part::items).unwrap_or_default();
                let main = containers.iter().find(|one| one.get("name").and_then(Part::text) == Some(app));
                let text = |field: &str| main.and_then(|main| main.get(field)?.text()).map(str::to_owned);
                collected.mains[index] = Main { image: text("image"), pull_policy: text("imagePullPolicy") };
            }
        }
    }
}

impl Object<'_> {
    /// The object's template by its file, and that of the canary's own beside it; their values go where they are
    /// collected.
    pub(super) fn templates(&self, app: &str, collected: &mut Collected) -> Vec<(String, String)> {
        let slots: Vec<Slot<'_>> = self.parts.iter().map(|part| part.as_ref().map_or(Slot::Off, Slot::Has)).collect();
        let is_canary = canary::is_canary(&self.key);
        let condition = if is_canary { Some(canary::several()) } else { self.condition(collected) };
        let under = if self.parts[0].is_none() { vec![self.key.clone()] } else { Vec::new() };
        let under = match under {
            _ if self.is_configuration(collected) => Vec::new(),
            under if page::is_page(&self.key) || is_canary => under.iter().map(|key| key[..1].to_vec()).collect(),
            under => under,
        };
        let mut weaver =
            Weaver { app, kind: self.kind, key: self.key.clone(), path: Vec::new(), under, collected: &mut *collected };
        let mut lines = match self.is_hashed && self.kind == "Job" {
            true => weaver.job(&slots),
            false => weaver.map(&slots, 0),
        };
        let twin = canary::beside(app, self, &mut lines, condition.as_deref(), collected);
        if let Some(condition) = condition {
            lines.insert(0, format!("{{{{- if {condition} }}}}"));
            lines.push("{{- end }}".to_owned());
        }
        [(self.file.clone(), lines.join("\n") + "\n")].into_iter().chain(twin).collect()
    }

    /// Whether it has the app's own name.
    pub(super) fn is_apps(&self) -> bool {
        self.is_own && self.rest.is_empty()
    }

    fn is_configuration(&self, collected: &Collected) -> bool {
        collected.configurations.iter().any(|one| self.kind == "ConfigMap" && one.key == self.key)
    }

    /// When the object is there; none where it always is.
    fn condition(&self, collected: &mut Collected) -> Option<String> {
        let everywhere = self.parts.iter().all(Option::is_some);
        if self.is_configuration(collected) {
            let one = collected.configurations.iter().find(|one| one.key == self.key)?;
            return (!everywhere).then(|| one.condition.clone());
        }
        let known: Option<&Known> = known(self.kind).filter(|known| self.key[0].starts_with(known.key));
        let switch = known.map_or("enabled", |known| known.switch);
        if page::is_page(&self.key) && self.key.len() > 1 {
            return Some(page::condition(self.kind));
        }
        if let Some(condition) = steered::condition(self.kind, &self.rest, &self.parts, collected) {
            return Some(condition);
        }
        let always = page::is_page(&self.key) || known.is_some_and(|known| known.always);
        let name: Vec<String> = self.key.iter().cloned().chain([switch.to_owned()]).collect();
        let in_base = self.parts[0].is_some() && !self.is_off;
        if always && self.parts[0].is_some() {
            collected.set_value(0, &name, &in_base.into());
        }
        for (index, part) in self.parts.iter().enumerate().skip(1) {
            if part.is_some() != in_base {
                collected.set_value(index, &name, &part.is_some().into());
            }
        }
        let words: Vec<String> = name.iter().map(|word| super::print::quoted(word)).collect();
        let words = words.join(" ");
        match (self.parts[0].is_some(), always, everywhere) {
            (true, true, _) => Some(super::print::Read::of(&name, &|_| true).text),
            (true, false, true) => None,
            (true, false, false) => Some(format!("dig {words} true .Values.AsMap")),
            (false, ..) => Some(super::print::Read::of(&name, &|_| false).text),
        }
    }
}
