//! Edits that people make, drawn at random, on the lines of rendered manifests.

use std::ops::Range;

/// An edit of a text's lines.
#[derive(Debug, Clone)]
pub(super) struct Edit {
    /// The lines of the block that it is about.
    pub(super) block: Range<usize>,
    kind: Kind,
    /// What tells its texts from those of other edits.
    mark: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    SetValue,
    Delete,
    InsertBelow,
    CommentAbove,
    CommentBeside,
    Quote,
}

/// What tells objects and items apart: another value would be another item.
const NAMES: &[&str] = &[
    "name",
    "namespace",
    "kind",
    "apiVersion",
    "mountPath",
    "containerPort",
    "port",
    "protocol",
    "key",
    "operator",
    "effect",
    "topologyKey",
    "whenUnsatisfiable",
    "ip",
    "type",
    "host",
    "path",
    "pathType",
    "sectionName",
    "parentRefs",
];
/// Lists of whose items' fields the API takes one.
const CHOICES: &[&str] = &["env", "volumes", "envFrom", "valueFrom"];

impl Edit {
    /// The edit that two random numbers stand for; none where the line does not take it.
    pub(super) fn draw(lines: &[&str], at: usize, kind: usize, mark: usize) -> Option<Self> {
        let start = at % lines.len();
        let kinds =
            [Kind::SetValue, Kind::Delete, Kind::InsertBelow, Kind::CommentAbove, Kind::CommentBeside, Kind::Quote];
        let kind = kinds[kind % kinds.len()];
        let line = lines[start];
        let content = line.trim_start().trim_start_matches("- ");
        let key = content.split_once(':').map(|(key, _)| key).filter(|key| !key.contains([' ', '"', '#']))?;
        let indent = column(line);
        let end = (start + 1..lines.len())
            .find(|at| column(lines[*at]) <= indent || lines[*at].starts_with("---"))
            .unwrap_or(lines.len());
        let block = start..end;
        let is_item = line.trim_start().starts_with("- ");
        let value = content[key.len() + 1..].trim();
        let is_plain = !value.is_empty() && value.chars().all(|c| c.is_ascii_alphanumeric() || "./-".contains(c));
        let around = around(lines, start);
        let fits = match kind {
            Kind::SetValue => is_plain && !NAMES.contains(&key),
            Kind::Quote => {
                is_plain
                    && value.starts_with(|c: char| c.is_ascii_alphabetic())
                    && !matches!(value, "true" | "false" | "null")
            }
            Kind::Delete => key != "metadata" && (is_item || !NAMES.contains(&key)),
            Kind::InsertBelow => indent > 0 && !is_item && !around.iter().any(|name| CHOICES.contains(name)),
            Kind::CommentAbove => true,
            Kind::CommentBeside => is_plain || value.is_empty(),
        };
        let in_rows =
            around.iter().any(|name| ["ingress", "egress", "rules", "metrics", "matchExpressions"].contains(name));
        // A row that is another one now is none of those that were.
        let fits = fits && !(in_rows && matches!(kind, Kind::SetValue | Kind::Delete | Kind::InsertBelow));
        fits.then_some(Self { block, kind, mark })
    }

    pub(super) fn is_apart(&self, other: &Self) -> bool {
        let (one, two) = (&self.block, &other.block);
        // A comment or a value inside what the other deletes is an edit of the same thing.
        one.end <= two.start || two.end <= one.start || !self.reaches(other) && !other.reaches(self)
    }

    /// Whether it touches all lines of its block.
    fn reaches(&self, other: &Self) -> bool {
        self.kind == Kind::Delete
            || self.block.start == other.block.start
            || self.kind == Kind::InsertBelow && other.kind == Kind::InsertBelow
    }

    /// What it does to its lines: some texts in the place of each line of the block.
    fn applied(&self, line: &str, at: usize) -> Vec<String> {
        let Self { block, kind, mark } = self;
        let indent = column(line);
        let first = at == block.start;
        let own = vec![line.to_owned()];
        match kind {
            Kind::Delete => Vec::new(),
            Kind::SetValue if first => {
                let at = line.find(": ").expect("a value");
                vec![format!("{}: changed{mark}", &line[..at])]
            }
            Kind::Quote if first => {
                let at = line.find(": ").expect("a value");
                vec![format!("{}: \"{}\"", &line[..at], &line[at + 2..])]
            }
            Kind::CommentAbove if first => vec![format!("{:indent$}# above {mark}", ""), line.to_owned()],
            Kind::CommentBeside if first => vec![format!("{line} # beside {mark}")],
            _ => own,
        }
    }

    pub(super) fn says(&self) -> Option<String> {
        let mark = self.mark;
        match self.kind {
            Kind::SetValue => Some(format!("changed{mark}")),
            Kind::InsertBelow => Some(format!("inserted{mark}")),
            Kind::CommentAbove => Some(format!("# above {mark}")),
            Kind::CommentBeside => Some(format!("# beside {mark}")),
            Kind::Delete | Kind::Quote => None,
        }
    }
}

/// The text with the edits in it.
pub(super) fn apply(lines: &[&str], edits: &[&Edit]) -> String {
    let mut text = String::new();
    for (at, line) in lines.iter().enumerate() {
        let mut now = vec![(*line).to_owned()];
        for edit in edits.iter().filter(|edit| edit.block.contains(&at)) {
            now = now
                .iter()
                .flat_map(|line| {
                    if line.trim_start().starts_with("# above") { vec![line.clone()] } else { edit.applied(line, at) }
                })
                .collect();
        }
        now.iter().for_each(|line| text.push_str(&format!("{line}\n")));
        for edit in edits.iter().filter(|edit| edit.kind == Kind::InsertBelow && edit.block.end == at + 1) {
            let indent = column(lines[edit.block.start]);
            text.push_str(&format!("{:indent$}inserted{}: 1\n", "", edit.mark));
        }
    }
    text
}

/// Where the content of a line starts; blank lines and comments belong to what is below them.
fn column(line: &str) -> usize {
    if line.trim().is_empty() { usize::MAX } else { line.len() - line.trim_start().len() }
}

/// The keys that a line stands below.
fn around<'a>(lines: &[&'a str], at: usize) -> Vec<&'a str> {
    let mut indent = column(lines[at]);
    let mut keys = Vec::new();
    for line in lines[..at].iter().rev() {
        if line.starts_with("---") {
            break;
        }
        if column(line) < indent && !line.trim_start().starts_with('#') {
            indent = column(line);
            keys.extend(line.trim_start().trim_start_matches("- ").split(':').next());
        }
    }
    keys
}
