//! The presets: those that come with the program, and a user's own beside the spec.

use crate::problem::{Place, Problem, nearest};
use crate::spec::check_settings;
use crate::yaml::{self, Node, NodeValue};

use super::PRESETS;

/// Files beside the spec, read on demand.
pub trait Sources {
    /// Reads a file; the path is relative to the spec's folder.
    ///
    /// # Errors
    /// Why the file cannot be read, in words.
    fn read(&self, path: &str) -> Result<Vec<u8>, String>;

    /// Reads a file that may stand above the spec's folder too, as values that several apps share do.
    ///
    /// # Errors
    /// Why the file cannot be read, in words.
    fn read_anywhere(&self, path: &str) -> Result<Vec<u8>, String> {
        self.read(path)
    }

    /// The names of what stands in a folder, hidden entries left out, in their order; none where no
    /// folder stands at the path.
    ///
    /// # Errors
    /// Why the folder cannot be read, in words.
    fn list(&self, path: &str) -> Result<Option<Vec<String>>, String> {
        let _ = path;
        Ok(None)
    }

    /// Whether something stands at a path, readable or not.
    fn exists(&self, path: &str) -> bool {
        self.read(path).is_ok()
    }
}

/// An environment's opinions: values, and what it points out.
#[derive(Debug, Clone)]
pub struct Preset {
    /// Its name, or its path.
    pub name: String,
    /// The file it came from, as shown to the user.
    pub source: String,
    /// The file's text, whose comments are the reasons of the values.
    pub text: String,
    /// What it is for, in one line.
    pub description: String,
    /// What it points out when an answer falls short.
    pub demands: Vec<Demand>,
    /// Whether its environments serve real users, where it says so: answers that size or expose the
    /// app are meant for those.
    pub production: Option<bool>,
    /// The values.
    pub values: Node,
}

/// Something that a preset points out when an answer falls short of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Demand {
    /// Two replicas or more, or an exception.
    TwoReplicas,
    /// The image by digest.
    Digest,
    /// Secrets as files, never as variables.
    SecretFiles,
    /// User and group above 10000.
    HighUid,
    /// A namespace that is named, so that nothing lands in `default`.
    Namespace,
    /// A cpu limit.
    CpuLimit,
    /// The registry asked at every start.
    AlwaysPull,
    /// Pods that are kept apart.
    Spread,
    /// Callers and callees by name.
    NamedPeers,
    /// Annotations that tell linters what they cannot see.
    Exemptions,
    /// The stated load carried, or an exception: follows from `production: true`.
    StatedLoad,
}

impl Demand {
    const ALL: [(&'static str, Self); 10] = [
        ("two-replicas", Self::TwoReplicas),
        ("digest", Self::Digest),
        ("secret-files", Self::SecretFiles),
        ("high-uid", Self::HighUid),
        ("namespace", Self::Namespace),
        ("cpu-limit", Self::CpuLimit),
        ("always-pull", Self::AlwaysPull),
        ("spread", Self::Spread),
        ("named-peers", Self::NamedPeers),
        ("exemptions", Self::Exemptions),
    ];
}

/// The names of the presets that come with the program.
pub fn builtin_names() -> impl Iterator<Item = &'static str> {
    PRESETS.iter().filter_map(|(file, _)| file.strip_suffix(".yaml"))
}

/// Loads a preset and all that it extends, lowest first.
///
/// # Errors
/// An unknown name, an unreadable file, a circle, or what is wrong inside a file.
pub fn load(name: &str, place: Option<&Place>, sources: &dyn Sources) -> Result<Vec<Preset>, Vec<Problem>> {
    let mut chain: Vec<Preset> = Vec::new();
    let mut next = Some((name.to_owned(), place.cloned()));
    while let Some((name, place)) = next.take() {
        if chain.iter().any(|preset| preset.name == name) {
            return Err(vec![
                Problem::new(format!("preset `{name}` extends itself")).at(place).hint("remove one `extends`"),
            ]);
        }
        let (source, text) = find(&name, place.as_ref(), sources).map_err(|problem| vec![problem])?;
        let values = yaml::parse(&source, &text)?;
        let (preset, extends) = read(&name, source, text, values, Vec::new())?;
        chain.push(preset);
        next = extends;
    }
    chain.reverse();
    Ok(chain)
}

/// Whether environments that start from a preset serve real users. One that cannot be loaded does not.
pub fn is_production(name: &str, sources: &dyn Sources) -> bool {
    serves_real_users(&load(name, None, sources).unwrap_or_default())
}

/// What the nearest of a chain of presets says of it, lowest first.
pub(super) fn serves_real_users(chain: &[Preset]) -> bool {
    chain.iter().rev().find_map(|preset| preset.production).unwrap_or_default()
}

fn find(name: &str, place: Option<&Place>, sources: &dyn Sources) -> Result<(String, String), Problem> {
    if let Some((file, text)) = PRESETS.iter().find(|(file, _)| file.strip_suffix(".yaml") == Some(name)) {
        return Ok((format!("preset {}", file.trim_end_matches(".yaml")), (*text).to_owned()));
    }
    if !name.ends_with(".yaml") && !name.ends_with(".yml") {
        let own = Some(format!("presets/{name}.yaml")).filter(|path| sources.exists(path));
        let near = own.as_deref().or_else(|| nearest(name, builtin_names()));
        let near = near.map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
        let names: Vec<&str> = builtin_names().collect();
        let problem = Problem::new(format!("there is no preset `{name}`")).at(place.cloned());
        return Err(problem.hint(format!(
            "{near}valid: {}, or the path of a preset beside the spec, ending in .yaml",
            names.join(", ")
        )));
    }
    read_file("preset", name, place, sources).map(|text| (name.to_owned(), text))
}

/// The text of a file beside the spec, or above it.
pub(super) fn read_file(
    what: &str,
    path: &str,
    place: Option<&Place>,
    sources: &dyn Sources,
) -> Result<String, Problem> {
    let unreadable = |why: String| {
        Problem::new(format!("{what} `{path}` cannot be read: {why}"))
            .at(place.cloned())
            .hint("the path is relative to the spec's folder")
    };
    let bytes = sources.read_anywhere(path).map_err(unreadable)?;
    String::from_utf8(bytes).map_err(|_| unreadable("it is not UTF-8 text".to_owned()))
}

type Extends = Option<(String, Option<Place>)>;

/// Reads the values of a file; `problems` are those that it has as a whole.
pub(super) fn read(
    name: &str,
    source: String,
    text: String,
    mut values: Node,
    mut problems: Vec<Problem>,
) -> Result<(Preset, Extends), Vec<Problem>> {
    let mut take_text = |key: &str| match values.take(key) {
        None => None,
        Some((_, Node { value: NodeValue::String(text), position })) => {
            Some((text, Some(Place::new(&source, position))))
        }
        Some((_, node)) => {
            problems.push(Problem::new(format!("`{key}` must be a text")).at(Some(Place::new(&source, node.position))));
            None
        }
    };
    let extends = take_text("extends");
    let description = take_text("description").map(|(text, _)| text).unwrap_or_default();
    let production = match values.take("production") {
        None => None,
        Some((_, Node { value: NodeValue::Bool(production), .. })) => Some(production),
        Some((_, node)) => {
            let problem = Problem::new("`production` is neither true nor false");
            problems.push(problem.at(Some(Place::new(&source, node.position))));
            None
        }
    };
    let mut demands = Vec::new();
    if let Some((_, node)) = values.take("demands") {
        let items =
            if let NodeValue::List(items) = &node.value { items.as_slice() } else { std::slice::from_ref(&node) };
        for item in items {
            let known = Demand::ALL.iter().find(|(id, _)| item.value == NodeValue::String((*id).to_owned()));
            match known {
                Some((_, demand)) => demands.push(*demand),
                None => {
                    let ids: Vec<&str> = Demand::ALL.iter().map(|(id, _)| *id).collect();
                    let problem =
                        Problem::new("`demands` holds something unknown").at(Some(Place::new(&source, item.position)));
                    problems.push(problem.hint(format!("valid: {}", ids.join(", "))));
                }
            }
        }
    }
    problems.extend(check_settings(&source, &values).err().into_iter().flatten());
    if problems.is_empty() {
        Ok((Preset { name: name.to_owned(), source, text, description, demands, production, values }, extends))
    } else {
        Err(problems)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct One(&'static str);

    impl Sources for One {
        fn read(&self, path: &str) -> Result<Vec<u8>, String> {
            if path == "mine.yaml" { Ok(self.0.into()) } else { Err("no such file".into()) }
        }
    }

    fn names(name: &str, own: &'static str) -> Result<Vec<String>, String> {
        load(name, None, &One(own))
            .map(|chain| chain.into_iter().map(|preset| preset.name).collect())
            .map_err(|problems| problems[0].to_string())
    }

    #[test]
    fn every_builtin_preset_is_valid_and_says_what_it_is_for() {
        for name in builtin_names() {
            let chain = load(name, None, &One("")).expect(name);
            assert!(!chain.last().expect("itself").description.is_empty(), "{name}");
        }
    }

    #[test]
    fn a_users_preset_extends_one_of_ours() {
        assert_eq!(
            names("mine.yaml", "extends: staging\nreplicas: 5\n"),
            Ok(vec!["production".into(), "staging".into(), "mine.yaml".into()])
        );
    }

    #[test]
    fn the_nearest_preset_that_says_so_tells_whether_an_environment_serves_real_users() {
        let real = |own| is_production("mine.yaml", &One(own));
        assert!(real("extends: hardened\n"));
        assert!(!real("extends: staging\n"));
        assert!(real("extends: staging\nproduction: true\n"));
        assert!(!real("replicas: 1\n"));
    }

    #[test]
    fn a_circle_an_unknown_name_and_a_bad_value_are_refused() {
        assert!(names("mine.yaml", "extends: mine.yaml\n").expect_err("circle").contains("extends itself"));
        assert!(names("prodution", "").expect_err("unknown").contains("did you mean `production`?"));
        assert!(names("mine.yaml", "replicas: -1\n").expect_err("bad").starts_with("mine.yaml:1:11"));
        assert!(names("mine.yaml", "production: 1\n").expect_err("bad").contains("neither true nor false"));
    }
}
