//! What is asked of the files: what the nearest spec says, with its presets, and `.kubewright/check.yaml`.

use std::collections::BTreeSet;
use std::path::Path;

use crate::check::{Asked, Demands, Profile};
use crate::io::{Project, STATE_FOLDER};
use crate::preset::{Layer, LayerKind, base_layers, environment_layers, over, resolve};
use crate::problem::Problem;
use crate::spec::types::KubernetesVersion;
use crate::spec::{Check, Spec, check_file};

use super::super::failure::Failure;
use super::super::session::Session;

/// The file that says what is asked, in the folder of the baseline.
const FILE: &str = "check.yaml";

/// What flags say of it, before all that files do.
#[derive(Debug, Clone, Copy)]
pub(super) struct Given {
    pub(super) profile: Option<Profile>,
    pub(super) kubernetes: Option<KubernetesVersion>,
}

/// What is asked of some files: each goes by the nearest folder above it that has a spec or a `check.yaml`.
///
/// # Errors
/// Everything that is wrong with a `check.yaml`, and with the spec of the folder that is worked in. Another spec
/// that is wrong is pointed out, and says nothing.
pub(super) fn asked(session: &Session, files: &[&str], given: Given) -> Result<Asked, Failure> {
    let mut folders: BTreeSet<&str> = BTreeSet::new();
    for file in files {
        for folder in file.rmatch_indices('/').map(|(end, _)| &file[..end]) {
            if !folders.insert(folder) {
                break;
            }
        }
    }
    let prefix = session.folder_prefix();
    let own = prefix.trim_end_matches('/');
    let mut asked = Asked::new(given.demands("", &Check::default(), None));
    let mut problems = Vec::new();
    for folder in folders.into_iter().filter(|folder| !folder.is_empty() && *folder != own).chain([own]) {
        match Folder::read(folder) {
            Ok(None) => {}
            Ok(Some(found)) => {
                if let Err(wrong) = found.say(given, &mut asked) {
                    if folder == own { problems.extend(wrong) } else { session.warn(&wrong) }
                }
            }
            Err(wrong) => problems.extend(wrong),
        }
    }
    if problems.is_empty() { Ok(asked) } else { Err(Failure::Invalid(problems)) }
}

/// A folder that says what is asked.
struct Folder {
    path: String,
    project: Project,
    /// The values of its `check.yaml`.
    said: Option<Layer>,
    spec: Option<String>,
}

impl Folder {
    fn read(path: &str) -> Result<Option<Self>, Vec<Problem>> {
        let project = Project::new(if path.is_empty() { Path::new(".") } else { Path::new(path) });
        let text = |name: &str| project.text(name).map_err(|error| vec![error.problem()]);
        let name = format!("{STATE_FOLDER}/{FILE}");
        let source = join(path, &name);
        let said = text(&name)?.map(|text| check_file(&source, &text)).transpose()?;
        let said = said.map(|values| Layer::given(LayerKind::Spec, source, values));
        let spec = text(Project::SPEC)?;
        Ok((said.is_some() || spec.is_some()).then(|| Self { path: path.to_owned(), project, said, spec }))
    }

    /// Says what is asked below the folder, and in the folders of the spec's environments.
    fn say(&self, given: Given, asked: &mut Asked) -> Result<(), Vec<Problem>> {
        let source = join(&self.path, Project::SPEC);
        let spec = self.spec.as_ref().map(|text| Spec::parse(&source, text)).transpose()?;
        let layers = match &spec {
            Some(spec) => base_layers(spec, &self.project)?.0,
            None => environment_layers(None, Spec::DEFAULT_ENVIRONMENT, None, &self.project)?.0,
        };
        asked.put(&self.path, self.demands(layers, given));
        for environment in spec.iter().flat_map(Spec::environment_names) {
            let layers = environment_layers(spec.as_ref(), &environment, None, &self.project)?.0;
            for below in ["deploy", "deploy/overlays"] {
                asked.put(join(&self.path, &format!("{below}/{environment}")), self.demands(layers.clone(), given));
            }
        }
        Ok(())
    }

    fn demands(&self, layers: Vec<Layer>, given: Given) -> Demands {
        let settings = resolve(&over(layers, self.said.as_slice())).settings;
        // What nobody says of a repository without a spec is not known.
        let kubernetes = settings.kubernetes.filter(|_| self.spec.is_some());
        given.demands(&self.path, &settings.check.unwrap_or_default(), kubernetes)
    }
}

impl Given {
    fn demands(self, folder: &str, check: &Check, kubernetes: Option<KubernetesVersion>) -> Demands {
        let kubernetes = self.kubernetes.or(check.kubernetes).or(kubernetes);
        Demands::new(folder, &Check { kubernetes, ..check.clone() }, self.profile)
    }
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}
