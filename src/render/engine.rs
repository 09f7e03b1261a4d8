//! Tera, set up so that no value can change the structure of what it stands in.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;
use tera::{Context, ErrorKind, Kwargs, State, Tera};

use crate::manifest::Document;
use crate::problem::{Place, Position, Problem};
use crate::yaml;

use super::TEMPLATES;
use super::language::{Language, exec_form};

/// The deepest indentation that a template may ask for, in spaces.
const DEEPEST: usize = 200;

/// A template: its name below `templates/`, and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Its name, such as `apps/deployment.yaml.tera`.
    pub name: String,
    /// Its text.
    pub text: String,
    /// Where it stands, as shown to the user: a path, or `template` and its name.
    pub source: String,
}

/// The templates that come with the program.
pub fn templates() -> impl Iterator<Item = Template> {
    TEMPLATES.iter().map(|(name, text)| Template {
        name: (*name).to_owned(),
        text: (*text).to_owned(),
        source: format!("template {name}"),
    })
}

/// Why rendering failed, and whose template it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RenderError {
    /// A template of the user is wrong: invalid input.
    User(Vec<Problem>),
    /// A template of the program is wrong: a bug.
    Embedded(Vec<Problem>),
}

/// The folder of the parts that templates are made of: what Tera calls components.
pub(crate) const PARTS: &str = "parts/";

/// The folder of the templates of what is no object: files that other tools read.
pub(crate) const TOOLING: &str = "tooling/";

/// The template engine. The user's templates are loaded at once, with all parts, of which they may use
/// any; a template of the program when it is first rendered, with the parts in it, since an app needs few
/// of them. Each language has an engine of its own, since an engine knows one way to escape.
pub struct Engine {
    teras: BTreeMap<Language, Tera>,
    /// The user's templates: their names, and where they stand.
    overridden: Vec<(String, String)>,
    /// The objects that were read last, by their files.
    read: HashMap<String, Document>,
}

impl Engine {
    /// An engine with the program's templates, and the user's in place of those of the same name.
    ///
    /// # Errors
    /// A template that cannot be read, with its line.
    pub fn new(own: Vec<Template>) -> Result<Self, RenderError> {
        let overridden: Vec<(String, String)> =
            own.iter().map(|template| (template.name.clone(), template.source.clone())).collect();
        let mut engine = Self { teras: BTreeMap::new(), overridden, read: HashMap::new() };
        let parts = engine.embedded(|name| !own.is_empty() && name.starts_with(PARTS));
        engine.add(parts.into_iter().chain(own.into_iter().map(|template| (template.name, template.text))))?;
        Ok(engine)
    }

    /// Loads the templates that some objects need, and the parts in them, and in those.
    pub(crate) fn load(&mut self, wanted: &[&str]) -> Result<(), RenderError> {
        let is_new = |name: &str| !self.knows(name);
        let mut missing = self.embedded(|name| wanted.contains(&name) && is_new(name));
        let mut read = 0;
        while read < missing.len() {
            let text = &missing[read].1;
            let known = |name: &str| missing.iter().any(|(known, _)| known == name);
            let inside = self.embedded(|name| is_new(name) && !known(name) && uses(text, name));
            missing.extend(inside);
            read += 1;
        }
        if missing.is_empty() { Ok(()) } else { self.add(missing) }
    }

    /// Whether a template is loaded.
    fn knows(&self, name: &str) -> bool {
        self.teras.values().any(|tera| tera.contains_template(name))
    }

    /// The program's templates that the user has not taken over.
    fn embedded(&self, wanted: impl Fn(&str) -> bool) -> Vec<(String, String)> {
        let own = |name: &str| self.overridden.iter().any(|(own, _)| own == name);
        let found = TEMPLATES.iter().filter(|(name, _)| wanted(name) && !own(name));
        found.map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    }

    fn add(&mut self, templates: impl IntoIterator<Item = (String, String)>) -> Result<(), RenderError> {
        let mut of_languages: BTreeMap<Language, Vec<(String, String)>> = BTreeMap::new();
        for (name, text) in templates {
            of_languages.entry(Language::of(&name)).or_default().push((name, text));
        }
        for (language, templates) in of_languages {
            let tera = self.teras.entry(language).or_insert_with(|| tera(language));
            let added = tera.add_raw_templates(templates);
            added.map_err(|error| self.explain("", &error))?;
        }
        Ok(())
    }

    /// Renders one template.
    ///
    /// # Errors
    /// What the template does wrong, with its file and line.
    pub(crate) fn render(&self, name: &str, context: &Context) -> Result<String, RenderError> {
        let tera = self.teras.get(&Language::of(name)).expect("a template is loaded before it is rendered");
        let mut text = tera.render(name, context).map_err(|error| self.explain(name, &error))?;
        text.truncate(text.trim_end().len());
        text.push('\n');
        Ok(text)
    }

    /// Reads what a template rendered. Most objects of an app are alike in all environments, and reading takes longer
    /// than rendering, so what says the same as the last of its file is not read again.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub(crate) fn read(&mut self, template: &str, file: &str, text: String) -> Result<Document, Vec<Problem>> {
        if let Some(known) = self.read.get(file).filter(|known| known.text == text) {
            return Ok(known.clone());
        }
        let document = Document::parse(&self.source_as_rendered(template), file, text)?;
        self.read.insert(file.to_owned(), document.clone());
        Ok(document)
    }

    /// Renders a template that stands in a data file of the program.
    ///
    /// # Errors
    /// What the template does wrong, with its line.
    pub(crate) fn render_data(&mut self, name: &str, text: &str, context: &Context) -> Result<String, RenderError> {
        let name = format!("{name}.yaml.tera");
        if !self.knows(&name) {
            self.add([(name.clone(), text.to_owned())])?;
        }
        self.render(&name, context)
    }

    /// The user's templates of further objects: those whose name is none of ours.
    pub(crate) fn further(&self) -> Vec<String> {
        let ours = |name: &str| TEMPLATES.iter().any(|(ours, _)| *ours == name);
        let names = self.overridden.iter().map(|(name, _)| name);
        let is_further = |name: &&String| !name.starts_with(PARTS) && !name.starts_with(TOOLING) && !ours(name);
        names.filter(is_further).cloned().collect()
    }

    /// Whether any template is the user's.
    pub fn is_overridden(&self) -> bool {
        !self.overridden.is_empty()
    }

    /// Where a template stands, as shown to the user; one of ours names the user's parts in it.
    pub(crate) fn source(&self, template: &str) -> String {
        if let Some((_, source)) = self.overridden.iter().find(|(name, _)| name == template) {
            return source.clone();
        }
        let parts = self.overridden.iter().filter(|(name, _)| name.starts_with(PARTS));
        let with: Vec<&str> = parts.map(|(_, source)| source.as_str()).collect();
        if with.is_empty() {
            format!("template {template}")
        } else {
            format!("template {template} with {}", with.join(", "))
        }
    }

    /// Where what a template rendered stands: its lines are not those of the template.
    pub(crate) fn source_as_rendered(&self, template: &str) -> String {
        format!("{} (as rendered)", self.source(template))
    }

    /// Blames whoever owns a template for problems of its output; a part may be in any.
    pub(crate) fn blame(&self, template: &str, problems: Vec<Problem>) -> RenderError {
        if self.is_own(template) { RenderError::User(problems) } else { RenderError::Embedded(problems) }
    }

    /// Whether a template, or a part that may be in it, is the user's.
    pub(crate) fn is_own(&self, template: &str) -> bool {
        self.overridden.iter().any(|(name, _)| name == template || name.starts_with(PARTS))
    }

    fn explain(&self, template: &str, error: &tera::Error) -> RenderError {
        let (name, position, message) = match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let span = report.span();
                let position = Position { line: span.start_line as u64, column: span.start_col as u64 + 1 };
                (report.filename().to_owned(), Some(position), report.message().to_owned())
            }
            other => (template.to_owned(), None, other.to_string()),
        };
        let place = Place::new(self.source(&name), position);
        self.blame(&name, vec![Problem::new(message).at(Some(place))])
    }
}

/// An engine that escapes as a language asks for.
fn tera(language: Language) -> Tera {
    let mut tera = Tera::new();
    tera.autoescape_on(vec![".tera"]);
    tera.set_escape_fn(language.escape_fn());
    tera.register_filter("yaml", yaml_filter);
    tera.register_filter("inline", |value: &tera::Value, _: Kwargs, _: &State<'_>| safe(&yaml::inline(&plain(value))));
    tera.register_filter("block", |text: &str, kwargs: Kwargs, _: &State<'_>| -> tera::TeraResult<tera::Value> {
        Ok(safe(&yaml::block(text, indent(&kwargs, 2)?)))
    });
    tera.register_filter("exec_form", |words: Vec<String>, _: Kwargs, _: &State<'_>| safe(&exec_form(&words)));
    tera.register_filter("nested", |text: &str, kwargs: Kwargs, _: &State<'_>| -> tera::TeraResult<tera::Value> {
        Ok(safe(&nested(text, indent(&kwargs, 0)?)))
    });
    tera.register_filter("comment", |text: &str, _: Kwargs, _: &State<'_>| safe(&comment(text)));
    tera
}

/// Whether a template has a part in it, `<probe ... />`, which stands in a file of its name.
fn uses(text: &str, template: &str) -> bool {
    let name = template.strip_prefix(PARTS).and_then(|name| name.strip_suffix(".yaml.tera"));
    name.is_some_and(|name| text.contains(&format!("<{name} ")))
}

/// A map or list in block style, to stand at `indent` spaces.
// Tera's filters take their arguments by value.
#[allow(clippy::needless_pass_by_value)]
fn yaml_filter(value: &tera::Value, kwargs: Kwargs, _: &State<'_>) -> tera::TeraResult<tera::Value> {
    let indent = indent(&kwargs, 0)?;
    Ok(safe(yaml::document(&plain(value), indent).trim_start_matches(' ')))
}

/// A text as the rest of a comment's line: nothing in it can end the line or hide.
fn comment(text: &str) -> String {
    text.chars().map(|c| if yaml::is_hidden(c) { ' ' } else { c }).collect()
}

/// A YAML text that was rendered before, each further line of it at `indent` more spaces.
fn nested(text: &str, indent: usize) -> String {
    let space = " ".repeat(indent);
    let line = |line: &str| if line.is_empty() { String::new() } else { format!("{space}{line}") };
    text.lines().map(line).collect::<Vec<_>>().join("\n").trim_start().to_owned()
}

/// The filters' argument `indent`, in spaces.
fn indent(kwargs: &Kwargs, usual: usize) -> tera::TeraResult<usize> {
    let indent = kwargs.get::<usize>("indent")?.unwrap_or(usual);
    if indent <= DEEPEST { Ok(indent) } else { Err(tera::Error::message(format!("`indent` is above {DEEPEST}"))) }
}

fn plain(value: &tera::Value) -> Value {
    serde_json::to_value(value).unwrap_or(Value::Null)
}

fn safe(text: &str) -> tera::Value {
    tera::Value::safe_string(text)
}
