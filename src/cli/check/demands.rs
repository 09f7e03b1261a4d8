//! What is asked of the files: what the nearest spec says, with its presets, and `.kubewright/check.yaml`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::check::{Asked, Demands, Profile, Root};
use crate::io::{Above, Project, STATE_FOLDER};
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

/// What is asked of some files: each goes by the nearest folder above it that has a spec or a `check.yaml`, and by that
/// which is worked in where none has.
///
/// # Errors
/// Everything that is wrong with a `check.yaml`, and with the spec of the folder that is worked in. Another spec
/// that is wrong is pointed out, and says nothing.
pub(super) fn asked(session: &Session, above: &Above, files: &[&str], given: Given) -> Result<Asked, Failure> {
    let mut problems = Vec::new();
    let mut said: BTreeMap<PathBuf, Said> = BTreeMap::new();
    let mut says = |folder: &Path| {
        let found = Folder::read(above, folder).and_then(|found| {
            let Some(found) = found else { return Ok(None) };
            match found.say(above, given) {
                Err(wrong) if folder != above.own => {
                    session.warn(&wrong);
                    Ok(None)
                }
                said => said.map(Some),
            }
        });
        let found = found.map_err(|wrong| problems.extend(wrong)).ok().flatten();
        let says = found.is_some();
        said.extend(found.map(|found| (folder.to_owned(), found)));
        says
    };
    // A file in the folder that is worked in is asked for first, so that what is wrong there is told in any case.
    let own = format!("{}{FILE}", above.shown(&above.own));
    let files: Vec<&str> = std::iter::once(own.as_str()).chain(files.iter().copied()).collect();
    let homes = above.nearest(&files, &mut says);
    if !problems.is_empty() {
        return Err(Failure::Invalid(problems));
    }
    let mut shown: BTreeMap<(&PathBuf, usize), BTreeSet<String>> = BTreeMap::new();
    for (file, home) in &homes {
        let home = home.as_ref().or(homes[own.as_str()].as_ref());
        if let Some((home, said)) = home.and_then(|home| said.get_key_value(home)) {
            let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
            shown.entry((home, said.part_of(above, file))).or_default().insert(folder);
        }
    }
    let mut asked = Asked::new(given.demands(Root::new(&above.own, &above.here), &Check::default(), None));
    for ((home, part), folders) in shown {
        asked.put(folders, said[home].demands[part].1.clone());
    }
    Ok(asked)
}

/// What a folder says of what is asked below it, and in the folders of its spec's environments, by their paths.
struct Said {
    demands: Vec<(PathBuf, Demands)>,
}

impl Said {
    /// What counts for a file.
    fn part_of(&self, above: &Above, file: &str) -> usize {
        let folder = above.absolute(file);
        let fits = self.demands.iter().enumerate().filter(|(_, (path, _))| folder.starts_with(path));
        fits.max_by_key(|(_, (path, _))| path.components().count()).map_or(0, |(index, _)| index)
    }
}

/// A folder that says what is asked.
struct Folder {
    path: PathBuf,
    /// The path as it is shown, with a `/` at its end, or empty.
    shown: String,
    project: Project,
    /// The values of its `check.yaml`.
    said: Option<Layer>,
    spec: Option<String>,
}

impl Folder {
    fn read(above: &Above, path: &Path) -> Result<Option<Self>, Vec<Problem>> {
        let (project, shown) = (Project::new(path), above.shown(path));
        let text = |name: &str| project.text(name).map_err(|error| vec![error.problem()]);
        let name = format!("{STATE_FOLDER}/{FILE}");
        let source = format!("{shown}{name}");
        let said = text(&name)?.map(|text| check_file(&source, &text)).transpose()?;
        let said = said.map(|values| Layer::given(LayerKind::Spec, source, values));
        let spec = text(Project::SPEC)?;
        Ok((said.is_some() || spec.is_some()).then(|| Self { path: path.to_owned(), shown, project, said, spec }))
    }

    fn say(&self, above: &Above, given: Given) -> Result<Said, Vec<Problem>> {
        let source = format!("{}{}", self.shown, Project::SPEC);
        let spec = self.spec.as_ref().map(|text| Spec::parse(&source, text)).transpose()?;
        let layers = match &spec {
            Some(spec) => base_layers(spec, &self.project)?.0,
            None => environment_layers(None, Spec::DEFAULT_ENVIRONMENT, None, &self.project)?.0,
        };
        let mut demands = vec![(self.path.clone(), self.demands(above, layers, given))];
        for environment in spec.iter().flat_map(Spec::environment_names) {
            let layers = environment_layers(spec.as_ref(), &environment, None, &self.project)?.0;
            for below in ["deploy", "deploy/overlays"] {
                let path = self.path.join(below).join(&environment);
                demands.push((path, self.demands(above, layers.clone(), given)));
            }
        }
        Ok(Said { demands })
    }

    fn demands(&self, above: &Above, layers: Vec<Layer>, given: Given) -> Demands {
        let settings = resolve(&over(layers, self.said.as_slice())).settings;
        // What nobody says of a repository without a spec is not known.
        let kubernetes = settings.kubernetes.filter(|_| self.spec.is_some());
        given.demands(Root::new(&self.path, &above.here), &settings.check.unwrap_or_default(), kubernetes)
    }
}

impl Given {
    fn demands(self, root: Root, check: &Check, kubernetes: Option<KubernetesVersion>) -> Demands {
        let kubernetes = self.kubernetes.or(check.kubernetes).or(kubernetes);
        Demands::new(root, &Check { kubernetes, ..check.clone() }, self.profile)
    }
}
