//! What the library makes of a spec, and whether its problems and texts are fit to be read.

use kubewright::generate::{GenerateError, Generated, Request, generate};
use kubewright::preset::Sources;
use kubewright::problem::Problem;
use kubewright::render::{Engine, templates};
use kubewright::spec::Spec;
use kubewright::tooling::components;
use kubewright::yaml::parse_documents;
use serde_json::{Map, Value, json};

/// Files beside the spec: presets, one template, contents by their number, and a sealed Secret of any name
/// everywhere else.
pub(crate) struct Beside<'a>(pub(crate) &'a [Vec<u8>]);

impl Sources for Beside<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let service = templates().find(|template| template.name == "core/service.yaml.tera");
        match path {
            path if path.ends_with("/core/service.yaml.tera") => Ok(service.expect("there is one").text.into_bytes()),
            path if path.ends_with(".tera") => Err("there is no such file".to_owned()),
            path if path.ends_with(".org.yaml") => Ok("partOf: acme\n".into()),
            path if path.ends_with(".yaml") => Ok("extends: production\n".into()),
            path => Ok(path.parse().ok().and_then(|number: usize| self.0.get(number).cloned()).unwrap_or_else(sealed)),
        }
    }
}

/// A Secret that is sealed for any name in any namespace: a key of 1024 bits and what is sealed with it.
fn sealed() -> Vec<u8> {
    let metadata = r#"{name: any, annotations: {sealedsecrets.bitnami.com/cluster-wide: "true"}}"#;
    let value = "A".repeat(193);
    format!(
        "apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: {metadata}\nspec: {{encryptedData: {{key: AIA{value}}}}}\n"
    )
    .into_bytes()
}

/// Everything that a spec generates, with no bug among the problems.
pub(crate) fn made(spec: &str) -> Result<Vec<Generated>, Vec<Problem>> {
    made_beside(spec, &[])
}

fn made_beside(spec: &str, contents: &[Vec<u8>]) -> Result<Vec<Generated>, Vec<Problem>> {
    let spec = Spec::parse("kubewright.yaml", spec)?;
    let environments: Vec<String> = spec.environments.iter().map(|environment| environment.name.to_string()).collect();
    let request = Request { name: &spec.name, spec: Some(&spec), preset: None, given: &[] };
    generate(&request, &environments, &Beside(contents)).map_err(|error| match error {
        GenerateError::Invalid(problems) => problems,
        // Without a place, so that it is no refusal.
        GenerateError::Bug(problems) => {
            problems.iter().map(|problem| Problem::new(format!("a bug: {problem}"))).collect()
        }
    })
}

pub(crate) fn texts_of(made: &[Generated]) -> Vec<String> {
    made.iter().flat_map(|one| &one.documents).map(|document| document.text.clone()).collect()
}

/// What YAML does not print, or what turns the text around it on a screen.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}' | '\u{2028}' | '\u{2029}')
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The files of the components of what was made.
///
/// # Errors
/// What a template of the program does wrong.
pub(crate) fn components_of(made: &[Generated]) -> Result<Vec<(String, String)>, String> {
    let mut files = Vec::new();
    for one in made.iter().filter(|one| !one.app.components.is_empty()) {
        let mut engine = Engine::new(Vec::new()).map_err(|error| format!("{error:?}"))?;
        files.extend(components(&mut engine, &one.app).map_err(|error| format!("{error:?}"))?);
    }
    Ok(files)
}

/// The values of all objects, whose texts every reader and every terminal takes as they are.
///
/// # Errors
/// A line with a character that YAML does not print, or that turns the text around it.
pub(crate) fn values(made: &[Generated]) -> Result<Vec<Value>, String> {
    let mut values = Vec::new();
    let printable =
        |file: &str, text: &str| match text.split('\n').find(|line| line.contains(|c| c != '\t' && is_hidden(c))) {
            Some(line) => Err(format!("{file}: not printable: {line:?}")),
            None => Ok(()),
        };
    for document in made.iter().flat_map(|one| &one.documents) {
        printable(&document.file, &document.text)?;
        values.push(document.value.clone());
    }
    for (file, text) in components_of(made)? {
        printable(&file, &text)?;
        if file.ends_with(".sh") {
            continue;
        }
        values.extend(parse_documents(&file, &text).map_err(|problem| problem.to_string())?);
    }
    Ok(values)
}

/// Whether every problem says in which line it is, none comes from a spec that was written wrong, and
/// none of `least` places was forgotten.
///
/// # Errors
/// The problem that does not.
pub(crate) fn placed(problems: &[Problem], least: usize) -> Result<(), String> {
    let lost = problems.iter().find(|problem| problem.place.as_ref().is_none_or(|place| place.position.is_none()));
    let unwritable =
        |problem: &&Problem| problem.message.contains("readable as YAML") || problem.message.contains("unquoted");
    match lost.or(problems.iter().find(unwritable)) {
        Some(problem) => Err(format!("refused without a line, or misread: {problem}")),
        None if problems.is_empty() => Err("refused without a word".to_owned()),
        None if problems.len() < least => Err(format!("{} of {least} places refuse it: {problems:?}", problems.len())),
        None => Ok(()),
    }
}

/// Whether the contents of files arrive in the ConfigMap, as text or as bytes.
///
/// # Errors
/// The ConfigMap, where they do not.
pub(crate) fn arrives(contents: &[Vec<u8>]) -> Result<(), String> {
    let files: Map<String, Value> =
        (0..contents.len()).map(|number| (format!("/etc/file{number}"), number.to_string().into())).collect();
    let spec = json!({
        "version": 1, "kubernetes": "1.35", "name": "web", "image": "web:1", "port": 8080,
        "environments": {"production": {}}, "configFiles": files,
    });
    let made = made_beside(&spec.to_string(), contents).map_err(|problems| format!("{problems:?}"))?;
    let values = values(&made)?;
    let map = values.iter().find(|value| value["kind"] == "ConfigMap").ok_or("there is no ConfigMap")?;
    for (number, content) in contents.iter().enumerate() {
        let key = format!("file{number}");
        let (data, binary) = (map["data"][&key].as_str(), map["binaryData"][&key].as_str());
        let arrived = match std::str::from_utf8(content) {
            Ok(text) => data == Some(text) && binary.is_none(),
            Err(_) => binary.and_then(decoded).as_ref() == Some(content) && data.is_none(),
        };
        if !arrived {
            return Err(format!("{content:?} has become {data:?} or {binary:?}"));
        }
    }
    Ok(())
}

/// Base64, read back letter by letter.
fn decoded(text: &str) -> Option<Vec<u8>> {
    let alphabet: Vec<u8> = (b'A'..=b'Z').chain(b'a'..=b'z').chain(b'0'..=b'9').chain(*b"+/").collect();
    let mut bytes = Vec::new();
    for chunk in text.trim_end_matches('=').as_bytes().chunks(4) {
        let digits: Option<Vec<usize>> =
            chunk.iter().map(|letter| alphabet.iter().position(|known| known == letter)).collect();
        let number = digits?.iter().chain(&[0; 3]).take(4).fold(0u32, |number, digit| number << 6 | *digit as u32);
        bytes.extend(number.to_be_bytes().iter().skip(1).take(chunk.len() - 1));
    }
    Some(bytes)
}
