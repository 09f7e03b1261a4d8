//! `--rename OLD=NEW`: an environment, or the app, that has another name now.

use serde_json::{Value, json};

use crate::catalog;
use crate::generate::renamed;
use crate::io::Baseline;
use crate::layout::Tree;
use crate::merge::{AppName, Moves, Plan};
use crate::preset::builtin_names;
use crate::problem::{Place, Problem, did_you_mean};
use crate::spec::types::{EnvironmentName, Name};
use crate::spec::{ComponentName, Layout, Spec};
use crate::yaml::{Node, set_value};

use super::failure::Failure;

/// What to do where the names of components cannot be written into the spec.
const NAME_THEM: &str = "say each `components.COMPONENT.name` in kubewright.yaml by hand, then run this again";

/// What has another name now.
#[derive(Debug, Default)]
pub(crate) struct Renames {
    /// Environments: the old name and the new one.
    environments: Vec<(String, String)>,
    /// The app.
    pub(crate) app: Option<AppName>,
}

impl Renames {
    /// Reads the words, and renames in the spec what has its old name there still, comments kept. What was
    /// generated last tells which environments there were.
    ///
    /// # Errors
    /// Everything that is wrong with the words.
    pub(crate) fn read(mut spec: Spec, words: &[String], last: &Baseline) -> Result<(Spec, Self), Failure> {
        let mut renames = Self::default();
        let mut problems = Vec::new();
        for word in words {
            match renames.add(&spec, word, last) {
                Ok(None) => {}
                Ok(Some(edited)) => spec = edited,
                Err(found) => problems.extend(found),
            }
        }
        if problems.is_empty() { Ok((spec, renames)) } else { Err(Failure::Invalid(problems)) }
    }

    fn add(&mut self, spec: &Spec, word: &str, last: &Baseline) -> Result<Option<Spec>, Vec<Problem>> {
        let wrong = |message: String, hint: &str| {
            let place = Place::new(format!("--rename {word}"), None);
            vec![Problem::new(message).at(Some(place)).hint(hint)]
        };
        let Some((old, new)) = word.split_once('=').filter(|(old, new)| !old.is_empty() && !new.is_empty()) else {
            return Err(wrong("is no pair of names".to_owned(), "write the old name and the new one: staging=preview"));
        };
        let has = |name: &str| spec.environment(name).is_some();
        let is_app = |name: &str| spec.name.as_str() == name;
        let was_there = last.files.keys().any(|path| renamed(last.layout, path, old, new).is_some());
        if old == new {
            return Err(wrong("both names are the same".to_owned(), "write the old name and the new one"));
        }
        if has(old) && has(new) {
            let hint = "what is there still has not been renamed; take one of them out of the spec first";
            return Err(wrong(format!("the spec has both `{old}` and `{new}`"), hint));
        }
        if has(old) && is_app(old) {
            let hint = "rename one of them in kubewright.yaml, then run this again";
            return Err(wrong(format!("`{old}` is the name of the app and of an environment"), hint));
        }
        let by_hand = "rename it in kubewright.yaml by hand, then run this again";
        let environment = has(new) && was_there;
        let edited = if environment || is_app(new) {
            None
        } else if has(old) {
            new.parse::<EnvironmentName>().map_err(|error| wrong(error, "choose another name"))?;
            let edited = with_environment_renamed(spec, old, new);
            Some(edited.ok_or_else(|| wrong(format!("`{old}` cannot be renamed in the spec"), by_hand))?)
        } else if is_app(old) {
            new.parse::<Name>().map_err(|error| wrong(error, "choose another name"))?;
            let text = set_value(&spec.text, &["name"], &json!(new));
            Some(Spec::parse(&spec.source, &text.map_err(|error| wrong(error.to_string(), by_hand))?)?)
        } else if has(new) {
            let hint = "`kubewright regenerate` writes what the spec has";
            return Err(wrong(format!("nothing was generated for an environment `{old}`"), hint));
        } else {
            let names = spec.environment_names();
            let known = names.iter().map(String::as_str).chain([spec.name.as_str()]);
            let near = [old, new].iter().find_map(|name| did_you_mean(name, known.clone()));
            let hint = near.unwrap_or_else(|| format!("it has: {}", known.collect::<Vec<_>>().join(", ")));
            return Err(wrong(format!("neither `{old}` nor `{new}` is the app or an environment of the spec"), &hint));
        };
        if environment || has(old) {
            self.environments.push((old.to_owned(), new.to_owned()));
        } else {
            self.app = Some(AppName { old: old.to_owned(), new: new.to_owned() });
            let kept = with_data_kept(edited.as_ref().unwrap_or(spec), old, last);
            return Ok(kept
                .map_err(|()| wrong("components would lose their names, and data with them".to_owned(), NAME_THEM))?
                .or(edited));
        }
        Ok(edited)
    }

    /// The new paths of an environment's files, generated or not, with their old ones.
    pub(crate) fn moves(&self, layout: Layout, paths: &[&String]) -> Moves {
        let moved = |(old, new): &(String, String)| {
            let moved = paths.iter().filter_map(|path| Some((renamed(layout, path, old, new)?, (*path).clone())));
            moved.collect::<Vec<_>>()
        };
        self.environments.iter().flat_map(moved).collect()
    }

    /// Says which of some files stand at the old place of an environment still, since nothing carries them.
    pub(crate) fn left_behind(&self, layout: Layout, files: &[String], plan: &Plan) -> Vec<Problem> {
        let is_known =
            |path: &String| plan.files.iter().any(|file| file.path == *path || file.from.as_ref() == Some(path));
        let of = |(old, new): &(String, String)| {
            let own = files.iter().filter(|path| renamed(layout, path, old, new).is_some() && !is_known(path));
            own.map(|path| {
                let problem = Problem::new(format!("stays where `{old}` was")).at(Some(Place::new(path, None)));
                problem.hint("text files beside generated ones are carried along; move others yourself")
            })
            .collect::<Vec<_>>()
        };
        self.environments.iter().flat_map(of).collect()
    }

    /// Objects under the names that their environments have now.
    pub(crate) fn objects(&self, objects: &Tree) -> Tree {
        let path = |path: &String| {
            let new = self.environments.iter().find_map(|(old, new)| renamed(Layout::Plain, path, old, new));
            new.unwrap_or_else(|| path.clone())
        };
        objects.iter().map(|(old, text)| (path(old), text.clone())).collect()
    }
}

/// A spec that names the components with data as they were generated for the app's old name: under another name they
/// would begin empty. None where there are none.
fn with_data_kept(spec: &Spec, old: &str, last: &Baseline) -> Result<Option<Spec>, ()> {
    let components = |values: &Node| values.get("components").map(Node::to_value);
    let places = [(Vec::new(), components(&spec.values))]
        .into_iter()
        .chain(spec.environments.iter().map(|one| (vec!["environments", one.name.as_str()], components(&one.values))));
    let mut text = spec.text.clone();
    let mut named: Vec<ComponentName> = Vec::new();
    for (place, said) in places {
        for (key, said) in said.iter().filter_map(Value::as_object).flatten() {
            let Ok(component) = key.parse::<ComponentName>() else { continue };
            let name = format!("{old}-{key}");
            let is_said = named.contains(&component) || !said.is_object() || said.get("name").is_some();
            let was_made = last.files.values().any(|text| text.contains(&name));
            if catalog::component(&component).pods.is_none() || is_said || !was_made {
                continue;
            }
            text =
                set_value(&text, &[&place[..], &["components", key, "name"]].concat(), &json!(name)).map_err(drop)?;
            if place.is_empty() {
                named.push(component);
            }
        }
    }
    if text == spec.text { Ok(None) } else { Spec::parse(&spec.source, &text).map(Some).map_err(drop) }
}

/// A spec whose environment has another name; the preset that came with the old one stays.
fn with_environment_renamed(spec: &Spec, old: &str, new: &str) -> Option<Spec> {
    let environment = spec.environment(old)?;
    let position = environment.position?;
    let mut text = String::new();
    for (number, line) in (1..).zip(spec.text.split_inclusive('\n')) {
        if number == position.line {
            let at = line.char_indices().nth(usize::try_from(position.column).ok()?.checked_sub(1)?)?.0;
            let (before, rest) = line.split_at(at);
            text.push_str(before);
            text.push_str(&rest.replacen(old, new, 1));
        } else {
            text.push_str(line);
        }
    }
    if environment.preset.is_none() && builtin_names().any(|name| name == old) {
        text = set_value(&text, &["environments", new, "preset"], &json!(old)).ok()?;
    }
    let edited = Spec::parse(&spec.source, &text).ok()?;
    let names: Vec<String> =
        spec.environment_names().into_iter().map(|name| if name == old { new.to_owned() } else { name }).collect();
    (edited.environment_names() == names).then_some(edited)
}
