//! An app in, the text of its objects out, through Tera templates.

mod content;
mod engine;
mod language;
mod objects;
mod own_secrets;
mod patches;
mod waves;

use crate::app::App;
use crate::manifest::Document;
use crate::problem::Problem;

use objects::{Hashes, Object};
use patches::Patching;
use waves::in_wave;

pub use engine::{Engine, RenderError, Template, templates};
pub(crate) use engine::{PARTS, TOOLING};
#[cfg(feature = "cli")]
pub(crate) use language::{shell_argument, shell_word};

/// What came of an app.
#[derive(Debug, Clone, Default)]
pub struct Rendered {
    /// Its objects, in the order in which they are applied.
    pub documents: Vec<Document>,
    /// What deserves a second look.
    pub warnings: Vec<Problem>,
}

/// Renders every object of an app, and lays its patches over them.
///
/// # Errors
/// What a template does wrong, with its file and line, or a patch.
pub fn render(engine: &mut Engine, app: &App) -> Result<Rendered, RenderError> {
    let objects = objects::objects(app);
    engine.load(&objects.iter().map(|object| object.template).collect::<Vec<_>>())?;
    let mut documents = Vec::new();
    let mut hashes = Hashes::default();
    let mut patching = Patching::new(&app.patches);
    let mut secrets = Vec::new();
    for object in objects {
        let document = document(engine, app, &object, &hashes)?;
        if engine.is_own(object.template) {
            own_secrets::refuse(&document, app, &mut secrets);
        }
        let identity = document.identity.clone();
        let mut document = patching.lay_over(document, &identity, object.like);
        if object.named_by_content {
            hashes.insert(&object.file, content::hash(app.name.as_str(), &document, &documents));
            document = patching.lay_over(self::document(engine, app, &object, &hashes)?, &identity, object.like);
        }
        let configures = document.identity.kind == "ConfigMap";
        documents.push(document);
        if configures {
            hashes.configure(object.owner.unwrap_or(app), &documents);
        }
    }
    let further = own_objects(engine, app)?;
    further.iter().for_each(|document| own_secrets::refuse(document, app, &mut secrets));
    if !secrets.is_empty() {
        return Err(RenderError::User(secrets));
    }
    for document in further {
        let identity = document.identity.clone();
        let document = in_wave(app, document).map_err(RenderError::User)?;
        documents.push(patching.lay_over(document, &identity, None));
    }
    let warnings = patching.finish().map_err(RenderError::User)?;
    Ok(Rendered { documents, warnings })
}

/// An object as its template renders it.
fn document(engine: &mut Engine, app: &App, object: &Object<'_>, hashes: &Hashes) -> Result<Document, RenderError> {
    let text = engine.render(object.template, &object.context(hashes))?;
    let read = engine.read(object.template, &object.file, text).and_then(|document| in_wave(app, document));
    read.map_err(|problems| engine.blame(object.template, problems))
}

/// The objects of the user's further templates, several of which may stand in one, apart by `---`.
fn own_objects(engine: &Engine, app: &App) -> Result<Vec<Document>, RenderError> {
    let mut documents = Vec::new();
    let names = engine.further();
    if names.is_empty() {
        return Ok(documents);
    }
    let context = objects::own_context(app);
    for name in names {
        let text = engine.render(&name, &context)?;
        let source = engine.source_as_rendered(&name);
        let base = name.rsplit('/').next().unwrap_or(&name);
        let file = base.strip_suffix(".tera").unwrap_or(base);
        let lines: Vec<&str> = text.lines().collect();
        for part in lines.split(|line| line.trim_end() == "---") {
            // A condition that does not hold leaves nothing, or comments alone.
            if part.iter().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
                continue;
            }
            let text = part.join("\n").trim_matches('\n').to_owned() + "\n";
            let document = Document::parse(&source, file, text).map_err(|problems| engine.blame(&name, problems))?;
            documents.push(document);
        }
    }
    Ok(documents)
}

include!(concat!(env!("OUT_DIR"), "/embedded_templates.rs"));
