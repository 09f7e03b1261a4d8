//! An app in, the text of its objects out, through Tera templates.

mod engine;
mod objects;

use serde_json::Value;
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
        let text = engine.render(object.template, &object.context)?;
        // Lines of what was rendered are not lines of the template.
        let source = format!("{} (as rendered)", engine.source(object.template));
        let read = |text| {
            Document::parse(&source, &object.file, text).map_err(|problems| engine.blame(object.template, problems))
        };
        let document = read(text)?;
        documents.push(match &object.renamed {
            None => document,
            Some(renamed) => read(engine.render(object.template, &renamed(&content_hash(&document.value)))?)?,
        });
    }
    Ok(documents)
}

/// Eight hexadecimal digits that change with a value, and not with the comments beside it.
fn content_hash(value: &Value) -> String {
    Sha256::digest(value.to_string().as_bytes()).iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

include!(concat!(env!("OUT_DIR"), "/embedded_templates.rs"));
