//! `kubewright render`: one environment's manifests, pristine.

use std::path::Path;

use crate::generate::{Request, generate};
use crate::io::{Change, Project, apply};
use crate::layout::{Tree, files};
use crate::preset::Layer;
use crate::problem::{Place, Problem};
use crate::spec::Spec;
use crate::spec::types::Name;

use super::args::Render;
use super::failure::Failure;
use super::given::Given;
use super::report;
use super::session::{Session, no_environment};

pub(crate) fn run(session: &Session, args: &Render, variables: &[(String, String)]) -> Result<(), Failure> {
    let spec = session.find_spec()?;
    let mut problems = Vec::new();
    let given = Given::read(&args.values, variables, &mut problems);
    // Stand-ins let the rest be judged where these two are wrong.
    let name = name(spec.as_ref(), args, session).unwrap_or_else(|problem| {
        problems.push(problem);
        "app".parse().expect("a valid name")
    });
    let environment = environment(spec.as_ref(), args).unwrap_or_else(|problem| {
        problems.push(problem);
        spec.as_ref().map_or_else(|| Spec::DEFAULT_ENVIRONMENT.to_owned(), |spec| spec.environment_names().remove(0))
    });
    let organisation = given.organisation(&session.project).unwrap_or_else(|found| {
        problems.extend(found);
        None
    });
    let layers: Vec<Layer> = organisation.into_iter().chain(given.layers(&environment, true)).collect();
    let request = Request { name: &name, spec: spec.as_ref(), preset: given.preset(None), given: &layers };
    if given.is_of_no_kind {
        return Err(Failure::Invalid(problems));
    }
    let generated = match generate(&request, &[environment], &session.project) {
        Err(crate::generate::GenerateError::Invalid(found)) => {
            problems.extend(found);
            return Err(Failure::Invalid(problems));
        }
        Err(bug) => return Err(bug.into()),
        Ok(_) if !problems.is_empty() => return Err(Failure::Invalid(problems)),
        Ok(mut generated) => generated.remove(0),
    };
    session.warn(&generated.warnings);
    let documents = &generated.documents;
    if let Some(folder) = &args.output_dir {
        return write(folder, files(documents));
    }
    if session.json() {
        let items: Vec<_> = documents.iter().map(|document| &document.value).collect();
        report::print(&format!("{:#}\n", serde_json::json!({"apiVersion": "v1", "kind": "List", "items": items})))?;
    } else {
        let texts: Vec<&str> = documents.iter().map(|document| document.text.as_str()).collect();
        report::print(&texts.join("---\n"))?;
    }
    Ok(())
}

fn name(spec: Option<&Spec>, args: &Render, session: &Session) -> Result<Name, Problem> {
    match (spec, &args.name) {
        (Some(spec), Some(name)) if spec.name.as_str() != name => {
            let problem = Problem::new(format!("the spec here is for `{}`, not for `{name}`", spec.name))
                .at(Some(Place::new(&spec.source, None)));
            Err(problem.hint("leave the name out, or work in another folder with -C"))
        }
        (Some(spec), _) => Ok(spec.name.clone()),
        (None, Some(name)) => {
            name.parse().map_err(|error: String| Problem::new(error).at(Some(Place::new("NAME", None))))
        }
        (None, None) => {
            let hint = "name the app, `kubewright render NAME --image ... --port ...`, or work in a folder with a spec";
            Err(Problem::new(format!("there is no {} and no name", session.shown(Project::SPEC))).hint(hint))
        }
    }
}

/// The environment: named, or the only one, or without a spec the preset's.
fn environment(spec: Option<&Spec>, args: &Render) -> Result<String, Problem> {
    let Some(spec) = spec else {
        let preset = args.values.preset.clone().filter(|preset| !preset.contains('.'));
        return Ok(args.env.clone().or(preset).unwrap_or_else(|| Spec::DEFAULT_ENVIRONMENT.to_owned()));
    };
    let names = spec.environment_names();
    match &args.env {
        Some(name) if names.contains(name) => Ok(name.clone()),
        Some(name) => Err(no_environment(spec, name)),
        None if names.len() == 1 => Ok(names[0].clone()),
        None => {
            let problem = Problem::new("the spec has several environments").at(Some(Place::new(&spec.source, None)));
            Err(problem.hint(format!(
                "name one: {}",
                names.iter().map(|name| format!("-e {name}")).collect::<Vec<_>>().join(" or ")
            )))
        }
    }
}

/// Writes the files into a folder, where nothing else may stand under their names.
fn write(folder: &Path, files: Tree) -> Result<(), Failure> {
    let target = Project::new(folder);
    let _lock = target.begin()?;
    let mut problems = Vec::new();
    for (path, text) in &files {
        if target.text(path)?.is_some_and(|standing| standing != *text) {
            let place = Place::new(folder.join(path).display().to_string(), None);
            problems.push(
                Problem::new("stands there already, with another content")
                    .at(Some(place))
                    .hint("remove it, or name an empty folder"),
            );
        }
    }
    if !problems.is_empty() {
        return Err(Failure::Invalid(problems));
    }
    let changes: Vec<Change> = files.into_iter().map(|(path, text)| Change::write(path, text)).collect();
    Ok(apply(&target, &changes)?)
}
