//! From a spec to the documents of its environments: the whole way, without touching a disk.

mod at_hand;
mod engines;
mod own_templates;
mod tools;
mod warnings;

use crate::app::{self, App, Patch};
use crate::layout::{Objects, Tree, helm, kustomize, plain};
use crate::manifest::Document;
use crate::preset::{Demand, Layer, Sources, base_layers, environment_layers, over, resolve};
use crate::problem::{Place, Problem, sorted};
use crate::render::{Engine, RenderError, Rendered, render};
use crate::spec::types::Name;
use crate::spec::{Layout, Spec};
use crate::validate::validate;

use engines::Engines;
pub use warnings::{shared_namespace, warnings};

use own_templates::point_out;

pub use tools::{renamed, tools};

/// One environment's documents.
#[derive(Debug, Clone)]
pub struct Generated {
    /// The environment's name.
    pub environment: String,
    /// The app as it was resolved.
    pub app: App,
    /// Its objects, in the order in which they are applied.
    pub documents: Vec<Document>,
    /// What deserves a second look.
    pub warnings: Vec<Problem>,
}

impl Generated {
    /// What a layout takes of it.
    pub fn objects(&self) -> Objects<'_> {
        Objects { app: &self.app, documents: &self.documents }
    }
}

/// Why nothing was generated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GenerateError {
    /// The input is wrong; everything that is.
    Invalid(Vec<Problem>),
    /// The program is wrong.
    Bug(Vec<Problem>),
}

/// What an environment is made from.
pub struct Request<'a> {
    /// The app's name.
    pub name: &'a Name,
    /// The spec, if there is one.
    pub spec: Option<&'a Spec>,
    /// The preset to start from, where the spec does not say it.
    pub preset: Option<&'a str>,
    /// Layers beside the spec: variables and flags above it, an organisation below it.
    pub given: &'a [Layer],
}

/// Generates the documents of some environments.
///
/// # Errors
/// Everything that is wrong in any of them.
pub fn generate(
    request: &Request<'_>,
    environments: &[String],
    sources: &dyn Sources,
) -> Result<Vec<Generated>, GenerateError> {
    generate_by(request, environments, sources, &mut Engines::default())
}

fn generate_by(
    request: &Request<'_>,
    environments: &[String],
    sources: &dyn Sources,
    engines: &mut Engines,
) -> Result<Vec<Generated>, GenerateError> {
    let mut generated = Vec::new();
    let mut problems: Vec<(Problem, Vec<&str>)> = Vec::new();
    for environment in environments {
        match generate_one(request, environment, sources, engines) {
            Ok(one) => generated.push(one),
            Err(GenerateError::Invalid(found)) => {
                for problem in found {
                    match problems.iter_mut().find(|(known, _)| *known == problem) {
                        Some((_, names)) => names.push(environment),
                        None => problems.push((problem, vec![environment])),
                    }
                }
            }
            Err(bug) => return Err(bug),
        }
    }
    if problems.is_empty() {
        return Ok(generated);
    }
    let placed = problems.into_iter().map(|(problem, names)| {
        // What one environment alone lacks is told where its name stands.
        let one = (names.len() < environments.len()).then(|| names[0]);
        housed(problem, request.spec, one)
    });
    Err(GenerateError::Invalid(sorted(placed.collect())))
}

/// A problem with what nobody set stands at an environment's name, else where the spec starts.
fn housed(problem: Problem, spec: Option<&Spec>, environment: Option<&str>) -> Problem {
    let (None, Some(spec)) = (&problem.place, spec) else { return problem };
    let entry = environment.and_then(|name| spec.environment(name)).and_then(|entry| entry.position);
    problem.at(Some(Place::new(&spec.source, entry.or(spec.values.position))))
}

/// The name that the base has where an environment has its own.
const BASE: &str = "base";

/// Generates the base of a spec: what it gives without any of its environments, a valid set in itself.
///
/// No environment has a say in it, so adding, removing or changing one leaves the base, and with it all
/// other environments' files, as they are. It never runs, so it warns of nothing.
///
/// # Errors
/// Everything that is wrong without the environments, told as what the top level lacks.
pub fn base(spec: &Spec, sources: &dyn Sources) -> Result<Generated, GenerateError> {
    base_by(spec, sources, &mut Engines::default())
}

fn base_by(spec: &Spec, sources: &dyn Sources, engines: &mut Engines) -> Result<Generated, GenerateError> {
    let generated = base_layers(spec, sources).map_err(GenerateError::Invalid).and_then(|(layers, demands)| {
        let request = Request { name: &spec.name, spec: Some(spec), preset: None, given: &[] };
        generate_from(&request, BASE, (&layers, &demands), sources, engines)
    });
    match generated {
        Ok(base) => Ok(Generated { warnings: Vec::new(), ..base }),
        Err(GenerateError::Invalid(problems)) => {
            let lacking = |problem: Problem| {
                let hint = problem.hint.as_ref().map(|hint| format!(": {hint}")).unwrap_or_default();
                let hint = format!("say at the top level what holds where no environment says otherwise{hint}");
                let message = format!(
                    "the layout `{}` needs a base, and without an environment {}",
                    spec.layout(),
                    problem.message
                );
                housed(Problem { message, ..problem }.hint(hint), Some(spec), None)
            };
            Err(GenerateError::Invalid(sorted(problems.into_iter().map(lacking).collect())))
        }
        Err(bug) => Err(bug),
    }
}

/// Generates every environment of a spec, and its files, as [`tree`] gives them.
///
/// # Errors
/// Everything that is wrong in any environment, or else with the files.
pub fn files(spec: &Spec, sources: &dyn Sources) -> Result<(Vec<Generated>, Tree), GenerateError> {
    let mut engines = Engines::default();
    let request = Request { name: &spec.name, spec: Some(spec), preset: None, given: &[] };
    let generated = generate_by(&request, &spec.environment_names(), sources, &mut engines)?;
    let tree = tree_by(spec, &generated, sources, &mut engines)?;
    Ok((generated, tree))
}

/// The files of a spec whose environments are generated: these in the layout that it names, and what other tools read.
///
/// # Errors
/// What is wrong with the base, where the layout has one, or with the user's templates.
pub fn tree(spec: &Spec, environments: &[Generated], sources: &dyn Sources) -> Result<Tree, GenerateError> {
    tree_by(spec, environments, sources, &mut Engines::default())
}

fn tree_by(
    spec: &Spec,
    environments: &[Generated],
    sources: &dyn Sources,
    engines: &mut Engines,
) -> Result<Tree, GenerateError> {
    let objects: Vec<Objects<'_>> = environments.iter().map(Generated::objects).collect();
    let mut tree = match spec.layout() {
        Layout::Plain => plain(&objects),
        Layout::Kustomize => kustomize(&base_by(spec, sources, engines)?.objects(), &objects),
        Layout::Helm => {
            let base = base_by(spec, sources, engines)?;
            let at_hand = at_hand::at_hand(spec, &base, sources, engines)?;
            let place = || Some(Place::new(&spec.source, spec.layout.and_then(|(_, position)| position)));
            helm(base.objects(), &at_hand, &objects).map_err(|problems| {
                GenerateError::Invalid(problems.into_iter().map(|problem| problem.at(place())).collect())
            })?
        }
    };
    tools::add(&mut tree, spec, tools::tools_by(spec, environments, sources, engines)?)?;
    Ok(tree)
}

/// The objects of some environments as plain files, whatever the layout.
pub fn objects(environments: &[Generated]) -> Tree {
    plain(&environments.iter().map(Generated::objects).collect::<Vec<_>>())
}

fn generate_one(
    request: &Request<'_>,
    environment: &str,
    sources: &dyn Sources,
    engines: &mut Engines,
) -> Result<Generated, GenerateError> {
    let (layers, demands) =
        environment_layers(request.spec, environment, request.preset, sources).map_err(GenerateError::Invalid)?;
    let layers = over(layers, request.given);
    generate_from(request, environment, (&layers, &demands), sources, engines)
}

fn generate_from(
    request: &Request<'_>,
    environment: &str,
    (layers, demands): (&[Layer], &[Demand]),
    sources: &dyn Sources,
    engines: &mut Engines,
) -> Result<Generated, GenerateError> {
    let resolved = resolve(layers);
    let built = app::build(request.name, environment, &resolved, demands, sources).map_err(GenerateError::Invalid)?;
    let loaded = engines.of(&resolved, sources)?;
    let rendered = render_valid(&mut loaded.engine, &built.app).map_err(|error| point_out(&loaded.near, error))?;
    let warnings = built.warnings.into_iter().chain(rendered.warnings).chain(loaded.warnings.clone());
    Ok(Generated {
        environment: environment.to_owned(),
        app: built.app,
        documents: rendered.documents,
        warnings: sorted(warnings.map(|warning| housed(warning, request.spec, None)).collect()),
    })
}

/// The documents of an app, valid.
fn render_valid(engine: &mut Engine, app: &App) -> Result<Rendered, GenerateError> {
    let rendered = render(engine, app)?;
    let mut problems = validate(&rendered.documents);
    if problems.is_empty() {
        return Ok(rendered);
    }
    if !app.patches.is_empty() {
        let pristine = App { patches: Vec::new(), ..app.clone() };
        let without = validate(&render(engine, &pristine)?.documents);
        if without.is_empty() {
            return Err(GenerateError::Invalid(blame_patches(&app.patches, problems)));
        }
        problems = without;
    }
    Err(if engine.is_overridden() { GenerateError::Invalid(problems) } else { GenerateError::Bug(problems) })
}

/// Problems that the patches alone make, each where a patch stands.
fn blame_patches(patches: &[Patch], problems: Vec<Problem>) -> Vec<Problem> {
    let in_patch = |place: &Place| patches.iter().any(|patch| patch.place.source == place.source);
    let blame = |problem: Problem| {
        if problem.place.as_ref().is_some_and(in_patch) {
            return problem;
        }
        let place = patches.first().map(|patch| patch.place.clone());
        problem.at(place).hint("the objects are valid without the patches; see which of them makes it so")
    };
    problems.into_iter().map(blame).collect()
}

impl From<RenderError> for GenerateError {
    fn from(error: RenderError) -> Self {
        match error {
            RenderError::User(problems) => Self::Invalid(problems),
            RenderError::Embedded(problems) => Self::Bug(problems),
        }
    }
}
