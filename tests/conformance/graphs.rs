//! The pictures of `graph`, read by the tools that draw them: they say what its JSON says.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use super::command::output;
use super::folders::folders;
use super::tools::Tools;

/// What a graph holds: the labels of its objects, and of both ends of each reference with its own.
#[derive(Debug, PartialEq, Eq)]
struct Said {
    objects: Vec<String>,
    links: Vec<[String; 3]>,
}

impl Said {
    fn new(mut objects: Vec<String>, mut links: Vec<[String; 3]>) -> Self {
        objects.sort();
        links.sort();
        Self { objects, links }
    }

    /// What the JSON of `graph` says, of all environments.
    fn of_json(told: &Value) -> Self {
        let (mut objects, mut links) = (Vec::new(), Vec::new());
        for environment in told["environments"].as_array().into_iter().flatten() {
            let titles: Vec<String> = environment["objects"].as_array().into_iter().flatten().map(title).collect();
            for link in environment["links"].as_array().into_iter().flatten() {
                let end = |key: &str| titles[link[key].as_u64().unwrap_or_default() as usize].clone();
                links.push([end("from"), text(&link["relation"]), end("to")]);
            }
            objects.extend(titles);
        }
        Self::new(objects, links)
    }

    fn of_reader(told: &Value) -> Self {
        let links = told["links"].as_array().into_iter().flatten();
        let link = |link: &Value| [text(&link[0]), text(&link[1]), text(&link[2])];
        Self::new(texts(&told["objects"]), links.map(link).collect())
    }
}

/// Where pictures of all cases and examples say something else than their JSON, and how many objects they show.
pub(crate) fn judge() -> Result<(usize, Vec<String>), String> {
    let (mut expected, mut read, mut drawn) = (Vec::new(), String::new(), String::new());
    for case in folders() {
        let picture = |format: &str| graph(&case, format);
        let told: Value = serde_json::from_str(&picture("json")?).map_err(|error| error.to_string())?;
        expected.push((case.display().to_string(), Said::of_json(&told)));
        for format in ["mermaid", "dot"] {
            read += &format!("{}\n", json!({"format": format, "text": picture(format)?}));
        }
        drawn += &format!("{}\n", json!({"text": picture("svg")?}));
    }
    let tools = Tools::installed()?;
    let read = answers(&output(&mut tools.node("graphs.mjs"), &read)?)?;
    let drawn = answers(&output(&mut tools.python("pictures.py"), &drawn)?)?;
    assert_eq!((read.len(), drawn.len()), (2 * expected.len(), expected.len()), "every picture is read");
    let mut failures = Vec::new();
    for (((case, said), pictures), frames) in expected.iter().zip(read.chunks(2)).zip(&drawn) {
        for (format, told) in ["mermaid", "dot"].iter().zip(pictures) {
            let told = Said::of_reader(told);
            if told != *said {
                failures.push(format!("{case} {format}: {told:#?}\nis not\n{said:#?}"));
            }
        }
        let mut titles = texts(&frames["objects"]).iter().map(|title| title.replace(" · ", " ")).collect::<Vec<_>>();
        let mut wanted = said.objects.iter().map(|title| in_frame(title)).collect::<Vec<_>>();
        titles.sort();
        wanted.sort();
        if titles != wanted {
            failures.push(format!("{case} svg: {titles:#?}\nis not\n{wanted:#?}"));
        }
        // References between the same two share an arrow; environments have objects of the same names.
        let (ends, arrows): (BTreeSet<_>, _) = (
            said.links.iter().map(|[from, _, to]| (from, to)).collect(),
            frames["arrows"].as_u64().unwrap_or_default(),
        );
        if (arrows as usize) < ends.len() || arrows as usize > said.links.len() {
            failures.push(format!("{case} svg: {arrows} arrows for {} references", said.links.len()));
        }
    }
    Ok((expected.iter().map(|(_, said)| said.objects.len()).sum(), failures))
}

fn graph(case: &Path, format: &str) -> Result<String, String> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kubewright"));
    output(command.env_clear().arg("-C").arg(case).args(["graph", "-o", format]), "")
}

fn answers(printed: &str) -> Result<Vec<Value>, String> {
    printed.lines().map(|line| serde_json::from_str(line).map_err(|error| error.to_string())).collect()
}

/// The label of an object in Mermaid and DOT.
fn title(object: &Value) -> String {
    let (kind, name) = (text(&object["kind"]), text(&object["name"]));
    let namespace = object["namespace"].as_str().map(|namespace| format!("{namespace}/")).unwrap_or_default();
    format!("{kind} {namespace}{name}{}", note(object))
}

fn note(object: &Value) -> &'static str {
    match object["origin"].as_str() {
        Some("made") => " (made in the cluster)",
        Some("elsewhere") => " (not generated)",
        _ => "",
    }
}

/// The same label as a frame shows it: where the object comes from stands behind the kind.
fn in_frame(title: &str) -> String {
    let Some((object, note)) = title.split_once(" (") else { return title.to_owned() };
    let (kind, name) = object.split_once(' ').unwrap_or((object, ""));
    format!("{kind} {} {name}", note.trim_end_matches(')'))
}

fn texts(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().map(text).collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
