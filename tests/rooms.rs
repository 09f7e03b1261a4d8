//! Holds the direction of imports between the rooms of `src/`, and where effects may happen.

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms, each of which may use only those before it. The thin binary stands above all.
const ROOMS: [&str; 18] = [
    "problem", "yaml", "spec", "catalog", "preset", "app", "manifest", "render", "validate", "check", "graph",
    "layout", "tooling", "merge", "generate", "io", "cli", "main",
];

/// The rooms that may touch disk, variables, clock and terminal.
const EDGE: [&str; 3] = ["io", "cli", "main"];

/// The longest file, without its tests.
const LINES: usize = 300;

#[test]
fn every_room_has_its_place_in_the_order() {
    let unknown: Vec<String> = sources()
        .into_iter()
        .map(|source| source.room())
        .filter(|room| !ROOMS.contains(&room.as_str()) && room != "lib")
        .collect();
    assert!(unknown.is_empty(), "a new room needs a place in ROOMS: {unknown:?}");
}

#[test]
fn rooms_use_only_rooms_below_them() {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| source.room() != "lib") {
        let room = source.room();
        let rank = |room: &str| ROOMS.iter().position(|name| *name == room);
        for (line, used) in source.rooms_used() {
            if used != room && rank(&used) >= rank(&room) {
                wrong.push(format!("{}:{line}: `{room}` may not use `{used}`", source.name));
            }
        }
    }
    assert!(wrong.is_empty(), "imports go one way, {}:\n{}", ROOMS.join(" < "), wrong.join("\n"));
}

#[test]
fn only_the_edge_touches_disk_variables_clock_and_terminal() {
    const EFFECTS: [&[&str]; 12] = [
        &["std", "fs"],
        &["std", "env"],
        &["std", "time"],
        &["std", "process"],
        &["std", "net", "TcpStream"],
        &["std", "net", "TcpListener"],
        &["std", "net", "UdpSocket"],
        &["std", "thread"],
        &["std", "io", "stdin"],
        &["std", "io", "stdout"],
        &["std", "io", "stderr"],
        &["fs_err"],
    ];
    const MACROS: [&str; 4] = ["println", "print", "eprintln", "eprint"];
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| !EDGE.contains(&source.room().as_str())) {
        let tokens = source.tokens();
        for (line, path) in paths(&tokens) {
            if EFFECTS
                .iter()
                .any(|effect| path.iter().map(String::as_str).take(effect.len()).eq(effect.iter().copied()))
            {
                wrong.push(format!("{}:{line}: {}", source.name, path.join("::")));
            }
        }
        for pair in tokens.windows(2) {
            if MACROS.contains(&pair[0].text.as_str()) && pair[1].text == "!" {
                wrong.push(format!("{}:{}: {}!", source.name, pair[0].line, pair[0].text));
            }
        }
    }
    assert!(wrong.is_empty(), "effects belong to {}:\n{}", EDGE.join(", "), wrong.join("\n"));
}

#[test]
fn every_file_says_in_its_first_line_what_it_owns() {
    let silent: Vec<String> =
        sources().into_iter().filter(|source| !source.text.starts_with("//! ")).map(|source| source.name).collect();
    assert!(silent.is_empty(), "these files start without a `//!` line:\n{}", silent.join("\n"));
}

#[test]
fn no_file_is_longer_than_a_reader_can_hold() {
    let mut long = Vec::new();
    for source in sources() {
        let code = source.text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let lines = code.lines().count();
        if lines > LINES && !source.name.ends_with("/tests.rs") {
            long.push(format!("{}: {lines} lines without its tests", source.name));
        }
    }
    assert!(long.is_empty(), "files above {LINES} lines hold more than one thing; take one out:\n{}", long.join("\n"));
}

#[test]
fn the_reader_of_imports_sees_nested_braces_and_climbs() {
    let text = r#"
        use crate::{yaml::{self, Node}, io, preset::resolve as fold}; // use crate::cli;
        use super::super::{render, merge::{Plan}};
        fn f() { let _ = "crate::cli"; let c = '"'; crate::spec::types::shown(&c); super::labels::f(); }
        mod tests { use super::*; use super::super::super::validate; use super::super::render; }
    "#;
    let source = Source { name: "src/app/build.rs".to_owned(), text: text.to_owned() };
    let used: Vec<String> = source.rooms_used().into_iter().map(|(_, room)| room).collect();
    assert_eq!(used, ["yaml", "yaml", "io", "preset", "render", "merge", "spec", "validate"]);
}

/// A file of `src/`.
struct Source {
    name: String,
    text: String,
}

/// A word or a sign of the code, without comments and the insides of texts.
struct Token {
    line: usize,
    text: String,
    /// How many modules of the file's own it stands in.
    depth: usize,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    collect(&root.join("src"), &mut files);
    files.sort();
    let source = |path: PathBuf| Source {
        name: path.strip_prefix(root).expect("below the root").to_string_lossy().replace('\\', "/"),
        text: fs::read_to_string(&path).expect("the file is readable"),
    };
    files.into_iter().map(source).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder is readable") {
        let path = entry.expect("the entry is readable").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}

impl Source {
    /// The module's path: `src/app/build.rs` is `app`, `build`.
    fn module(&self) -> Vec<&str> {
        let path = self.name.trim_start_matches("src/").trim_end_matches(".rs");
        path.trim_end_matches("/mod").split('/').collect()
    }

    fn room(&self) -> String {
        self.module()[0].to_owned()
    }

    /// Every room that the file names, with the line.
    fn rooms_used(&self) -> Vec<(usize, String)> {
        let tokens = self.tokens();
        let mut used = Vec::new();
        for (line, path) in paths(&tokens) {
            let climbs = path.iter().filter(|part| *part == "super").count();
            let depth =
                tokens.iter().find(|token| token.line == line && token.text == path[0]).map_or(0, |token| token.depth);
            let from_root = match path[0].as_str() {
                "crate" | "kubewright" => 1,
                "super" if climbs == self.module().len() + depth => climbs,
                _ => continue,
            };
            used.extend(path.get(from_root).map(|room| (line, room.clone())));
        }
        used
    }

    fn tokens(&self) -> Vec<Token> {
        let mut tokens: Vec<Token> = Vec::new();
        let mut chars = self.text.chars().peekable();
        let (mut line, mut braces, mut modules): (usize, usize, Vec<usize>) = (1, 0, Vec::new());
        while let Some(c) = chars.next() {
            match c {
                '\n' => line += 1,
                '/' if chars.peek() == Some(&'/') => while chars.next_if(|c| *c != '\n').is_some() {},
                '"' => {
                    let raw = tokens.last().is_some_and(|token| token.text == "r" || token.text == "#");
                    let hashes = tokens.iter().rev().take_while(|token| token.text == "#").count();
                    let mut run = None;
                    while let Some(c) = chars.next() {
                        line += usize::from(c == '\n');
                        run = match (c, run) {
                            ('\\', None) if !raw => chars.next().and(None),
                            ('"', _) => Some(0),
                            ('#', Some(seen)) => Some(seen + 1),
                            _ => None,
                        };
                        if run == Some(if raw { hashes } else { 0 }) {
                            break;
                        }
                    }
                }
                '\'' => {
                    // A character, or a lifetime, which has no second quote.
                    let ahead: Vec<char> = chars.clone().take(2).collect();
                    if ahead.first() == Some(&'\\') {
                        chars.nth(1);
                        while chars.next_if(|c| *c != '\'').is_some() {}
                        chars.next();
                    } else if ahead.get(1) == Some(&'\'') {
                        chars.nth(1);
                    }
                }
                c if c.is_whitespace() => {}
                c => {
                    let word = |c: &char| c.is_alphanumeric() || *c == '_';
                    let mut text = String::from(c);
                    while word(&c)
                        && let Some(c) = chars.next_if(word)
                    {
                        text.push(c);
                    }
                    match text.as_str() {
                        "{" => {
                            let opens = tokens.iter().rev().nth(1).is_some_and(|token| token.text == "mod");
                            modules.extend(opens.then_some(braces));
                            braces += 1;
                        }
                        "}" => {
                            braces = braces.saturating_sub(1);
                            modules.retain(|module| *module < braces);
                        }
                        _ => {}
                    }
                    tokens.push(Token { line, text, depth: modules.len() });
                }
            }
        }
        tokens
    }
}

/// Every path of the code with its line, those in braces written out.
fn paths(tokens: &[Token]) -> Vec<(usize, Vec<String>)> {
    let mut found = Vec::new();
    let mut index = 0;
    while index < tokens.len() {
        let starts =
            is_word(&tokens[index]) && !(index > 1 && tokens[index - 1].text == ":" && tokens[index - 2].text == ":");
        index = if starts { path(tokens, index, &[], tokens[index].line, &mut found) } else { index + 1 };
    }
    found
}

/// Reads a path that starts at `index` below `prefix`, and says where it ends.
fn path(
    tokens: &[Token],
    mut index: usize,
    prefix: &[String],
    line: usize,
    found: &mut Vec<(usize, Vec<String>)>,
) -> usize {
    let mut parts = prefix.to_vec();
    let text = |index: usize| tokens.get(index).map_or("", |token| token.text.as_str());
    loop {
        if text(index) == "{" && parts.len() > prefix.len() || text(index) == "{" && !prefix.is_empty() {
            index += 1;
            while index < tokens.len() && text(index) != "}" {
                index = if text(index) == "," { index + 1 } else { path(tokens, index, &parts, line, found) };
            }
            return index + 1;
        }
        parts.push(text(index).to_owned());
        index += 1;
        if text(index) == ":"
            && text(index + 1) == ":"
            && (text(index + 2) == "{" || tokens.get(index + 2).is_some_and(is_word))
        {
            index += 2;
            continue;
        }
        // `as name` inside braces belongs to the item before it.
        while !prefix.is_empty() && index < tokens.len() && !matches!(text(index), "," | "}") {
            index += 1;
        }
        if parts.len() > 1 {
            found.push((line, parts));
        }
        return index;
    }
}

fn is_word(token: &Token) -> bool {
    token.text.starts_with(|c: char| c.is_alphabetic() || c == '_')
}
