//! An app in, the text of its objects out, through Tera templates.

mod engine;
mod objects;

use sha2::{Digest as _, Sha256};

use crate::app::App;
use crate::manifest::Document;

pub use engine::{Engine, RenderError, Template, templates};

/// Renders every object of an app, in the order in which they are applied.
///
/// # Errors
/// What a template does wrong, with its file and line.
pub fn render(engine: &mut Engine, app: &App) -> Result<Vec<Document>, RenderError> {
    let objects = objects::objects(app);
    engine.load(&objects.iter().map(|object| object.template).collect::<Vec<_>>())?;
    let mut documents = Vec::new();
    for object in objects {
        let mut text = engine.render(object.template, &object.context)?;
        if let Some(renamed) = &object.renamed {
            text = engine.render(object.template, &renamed(&content_hash(&text)))?;
        }
        // Lines of what was rendered are not lines of the template.
        let source = format!("{} (as rendered)", engine.source(object.template));
        let document =
            Document::parse(&source, &object.file, text).map_err(|problems| engine.blame(object.template, problems))?;
        documents.push(document);
    }
    Ok(documents)
}

/// Eight hexadecimal digits that change with a text.
fn content_hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

include!(concat!(env!("OUT_DIR"), "/embedded_templates.rs"));
