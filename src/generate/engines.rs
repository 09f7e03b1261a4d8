//! The templates of each folder that a spec names, loaded once.

use crate::preset::{Resolved, Sources};
use crate::problem::Problem;
use crate::render::Engine;

use super::GenerateError;
use super::own_templates::{OwnTemplates, point_out};

/// Every folder's templates, as far as they were asked for.
#[derive(Default)]
pub(super) struct Engines(Vec<Loaded>);

/// The templates of one folder, loaded.
pub(super) struct Loaded {
    folder: Option<String>,
    /// What renders them.
    pub(super) engine: Engine,
    /// What deserves a second look.
    pub(super) warnings: Vec<Problem>,
    /// Templates that one of ours was most likely meant by.
    pub(super) near: Vec<(String, String)>,
}

impl Engines {
    /// The templates that some answers name; ours alone where they name none.
    ///
    /// # Errors
    /// A folder without templates, or templates that cannot be read.
    pub(super) fn of(&mut self, resolved: &Resolved, sources: &dyn Sources) -> Result<&mut Loaded, GenerateError> {
        let folder = resolved.settings.templates.as_ref().map(ToString::to_string);
        let index = match self.0.iter().position(|loaded| loaded.folder == folder) {
            Some(index) => index,
            None => {
                self.0.push(Loaded::read(folder, resolved, sources)?);
                self.0.len() - 1
            }
        };
        Ok(&mut self.0[index])
    }
}

impl Loaded {
    fn read(folder: Option<String>, resolved: &Resolved, sources: &dyn Sources) -> Result<Self, GenerateError> {
        let own = folder.as_deref().map(|folder| OwnTemplates::read(folder, sources)).transpose();
        let OwnTemplates { templates, warnings, near } = own.map_err(GenerateError::Invalid)?.unwrap_or_default();
        if let Some(folder) = folder.as_deref().filter(|_| templates.is_empty()) {
            let problem = Problem::new(format!("`templates` names `{folder}`, where no template stands"))
                .at(resolved.place("templates"));
            let problem = problem.hint("`kubewright template eject` writes one to start from");
            return Err(GenerateError::Invalid(vec![problem]));
        }
        let engine = Engine::new(templates).map_err(|error| point_out(&near, error.into()))?;
        Ok(Self { folder, engine, warnings, near })
    }
}
