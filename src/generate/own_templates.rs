//! The user's templates: those that stand in for ours, and those of further objects.

use strsim::damerau_levenshtein;

use crate::preset::Sources;
use crate::problem::{Place, Problem};
use crate::render::{PARTS, TOOLING, Template, templates};

use super::GenerateError;

/// How deep folders of templates may stand in each other.
const DEEPEST: usize = 8;
/// How templates' names end.
const END: &str = ".yaml.tera";

/// What stands in a folder of templates.
#[derive(Debug, Default)]
pub(super) struct OwnTemplates {
    /// The templates.
    pub(super) templates: Vec<Template>,
    /// What deserves a second look.
    pub(super) warnings: Vec<Problem>,
    /// Templates that one of ours was most likely meant by: where each stands, and which that is.
    pub(super) near: Vec<(String, String)>,
}

impl OwnTemplates {
    /// Reads a folder beside the spec.
    ///
    /// # Errors
    /// Every template that cannot be read, or would write a file of ours.
    pub(super) fn read(folder: &str, sources: &dyn Sources) -> Result<Self, Vec<Problem>> {
        let mut own = Self::default();
        let mut problems = Vec::new();
        let ours: Vec<String> = templates().map(|template| template.name).collect();
        let standing = ours.iter().filter(|name| sources.exists(&format!("{folder}/{name}"))).cloned();
        let mut names: Vec<String> = standing.collect();
        let mut further = Vec::new();
        if let Err(why) = walk(folder, "", 0, sources, &mut further) {
            problems.push(Problem::new(why).at(Some(Place::new(folder, None))));
        }
        for name in further.into_iter().filter(|name| !ours.contains(name)) {
            let place = Some(Place::new(format!("{folder}/{name}"), None));
            let near = near(&name, &ours).map(|near| format!("did you mean `{near}`?"));
            if !name.ends_with(END) || name.starts_with(TOOLING) {
                let is_note = file_name(&name).to_ascii_lowercase().starts_with("readme") || name.ends_with(".md");
                if !is_note {
                    let warning = Problem::new("is no template, and nothing comes of it").at(place);
                    let usual = if name.starts_with(TOOLING) {
                        "only the program's own files for other tools can be taken over; move others away".to_owned()
                    } else {
                        format!("a template's name ends in {END}; move other files away")
                    };
                    own.warnings.push(warning.hint(near.unwrap_or(usual)));
                }
                continue;
            }
            let is_part = name.starts_with(PARTS);
            if let Some(file) = taken(&name, &ours).filter(|_| !is_part) {
                let problem = Problem::new(format!("`{file}` is a file of the program's own templates")).at(place);
                problems.push(problem.hint(near.unwrap_or_else(|| "give the template another name".to_owned())));
                continue;
            }
            let twin = names.iter().find(|other| !is_part && file_name(other) == file_name(&name));
            if let Some(twin) = twin.filter(|twin| !twin.starts_with(PARTS)) {
                let problem = Problem::new(format!("writes the same file as `{folder}/{twin}`")).at(place);
                problems.push(problem.hint("give one of the two another name"));
                continue;
            }
            if let Some(near) = near {
                let what = if is_part { "a part" } else { "an object" };
                let warning = Problem::new(format!("is taken for the template of {what} of your own")).at(place);
                own.warnings.push(warning.hint(near.clone()));
                own.near.push((format!("{folder}/{name}"), near));
            }
            names.push(name);
        }
        for name in names {
            let source = format!("{folder}/{name}");
            let text = sources
                .read(&source)
                .and_then(|bytes| String::from_utf8(bytes).map_err(|_| "it is not UTF-8 text".to_owned()));
            match text {
                Ok(text) => own.templates.push(Template { name, text, source }),
                Err(why) => problems.push(
                    Problem::new(format!("the template cannot be read: {why}")).at(Some(Place::new(source, None))),
                ),
            }
        }
        if problems.is_empty() { Ok(own) } else { Err(problems) }
    }
}

/// Problems of templates that are taken for the user's own, with what the names were most likely meant for.
pub(super) fn point_out(near: &[(String, String)], error: GenerateError) -> GenerateError {
    let GenerateError::Invalid(problems) = error else { return error };
    let told = |problem: Problem| {
        let source = problem.place.as_ref().map(|place| place.source.as_str()).unwrap_or_default();
        let of = |(template, _): &&(String, String)| {
            source.strip_prefix(template).is_some_and(|rest| !rest.starts_with('/'))
        };
        let Some((_, near)) = near.iter().find(of) else { return problem };
        let name = format!("the template is taken for one of your own; {near}");
        let hint = problem.hint.as_ref().map_or_else(|| name.clone(), |hint| format!("{hint}; {name}"));
        problem.hint(hint)
    };
    GenerateError::Invalid(problems.into_iter().map(told).collect())
}

/// Collects the names of all files below a folder, relative to the outermost one.
fn walk(folder: &str, below: &str, depth: usize, sources: &dyn Sources, found: &mut Vec<String>) -> Result<(), String> {
    for name in sources.list(&format!("{folder}{below}"))?.into_iter().flatten() {
        let below = format!("{below}/{name}");
        if sources.list(&format!("{folder}{below}"))?.is_none() {
            found.push(below.trim_start_matches('/').to_owned());
        } else if depth < DEEPEST {
            walk(folder, &below, depth + 1, sources, found)?;
        } else {
            return Err(format!("folders stand more than {DEEPEST} deep in each other"));
        }
    }
    Ok(())
}

fn file_name(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

/// The file that a template would write, where one of ours writes it.
fn taken(name: &str, ours: &[String]) -> Option<String> {
    let stem = file_name(name).strip_suffix(END)?;
    let is_object = |name: &&String| !name.starts_with(PARTS) && !name.starts_with(TOOLING);
    let own = ours.iter().filter(is_object).map(|name| file_name(name));
    // Of one template come several files: configmap-files.yaml, service-headless.yaml, 00-namespace.yaml.
    let clashes = |ours: &str| stem == ours || stem.strip_prefix(ours).is_some_and(|rest| rest.starts_with('-'));
    let taken = own.filter_map(|name| name.strip_suffix(END)).any(clashes) || stem == "00-namespace";
    taken.then(|| format!("{stem}.yaml"))
}

/// The name of ours that a name was most likely meant for: a slip away, or in another folder.
fn near<'a>(name: &str, ours: &'a [String]) -> Option<&'a String> {
    let slip = ours.iter().find(|other| damerau_levenshtein(name, other) <= 2);
    slip.or_else(|| ours.iter().find(|other| file_name(other) == file_name(name)))
}
