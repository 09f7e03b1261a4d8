//! Edits that people make, drawn at random, on the lines of rendered manifests.

use std::ops::Range;

/// An edit of a text's lines.
#[derive(Debug, Clone)]
pub(super) struct Edit {
    /// The lines of the block that it is about.
    pub(super) block: Range<usize>,
    /// The lines that tell, together, what the edited thing is: those of a rule or of a text, where it is in one.
    whole: Range<usize>,
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
    /// Gives an object another name.
    Rename,
    /// Puts an object into another namespace.
    Namespace,
    /// Puts a copy of an object, under another name, below it.
    Copy,
}

const KINDS: [Kind; 9] = [
    Kind::SetValue,
    Kind::Delete,
    Kind::InsertBelow,
    Kind::CommentAbove,
    Kind::CommentBeside,
    Kind::Quote,
    Kind::Rename,
    Kind::Namespace,
    Kind::Copy,
];

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
/// Lists of rules that nothing names: one that says something else is another one.
const ROWS: &[&str] = &["ingress", "egress", "rules", "metrics", "matchExpressions"];

impl Edit {
    /// The edit that two random numbers stand for; none where the line does not take it.
    pub(super) fn draw(lines: &[&str], at: usize, kind: usize, mark: usize) -> Option<Self> {
        let kind = KINDS[kind % KINDS.len()];
        let start = match kind {
            Kind::Rename => of_object(lines, at % lines.len(), "  name: ")?,
            Kind::Namespace => of_object(lines, at % lines.len(), "  namespace: ")?,
            Kind::Copy => of_object(lines, at % lines.len(), "  name: ").and(document(lines, at % lines.len()))?.start,
            _ => at % lines.len(),
        };
        let line = lines[start];
        let content = line.trim_start().trim_start_matches("- ");
        let key = content.split_once(':').map(|(key, _)| key).filter(|key| !key.contains([' ', '"', '#']));
        let block = match kind {
            Kind::Copy => document(lines, start)?,
            Kind::Delete => with_comments(lines, block(lines, start)),
            _ => block(lines, start),
        };
        let above = above(lines, start);
        let names: Vec<&str> = above.iter().map(|at| name(lines[*at])).collect();
        let scalar = above.iter().find(|at| opens_scalar(lines[**at]));
        let row = above.iter().rev().find(|at| {
            let below = above.iter().filter(|above| above < at).max();
            lines[**at].trim_start().starts_with("- ") && below.is_some_and(|list| ROWS.contains(&name(lines[*list])))
        });
        let is_item = line.trim_start().starts_with("- ");
        let is_row = is_item && names.first().is_some_and(|list| ROWS.contains(list));
        let of_row = row.copied().or(is_row.then_some(start));
        let whole = scalar.copied().or(of_row).map_or_else(|| block.clone(), |at| self::block(lines, at));
        let value = key.map(|key| content[key.len() + 1..].trim()).unwrap_or_default();
        let is_plain = !value.is_empty() && value.chars().all(|c| c.is_ascii_alphanumeric() || "./-".contains(c));
        let fits = match kind {
            // A line of a text is one of its characters alone.
            Kind::SetValue if scalar.is_some() => is_plain,
            Kind::Copy => true,
            _ if scalar.is_some() || key.is_none() => false,
            Kind::SetValue => is_plain && (!NAMES.contains(&key?) || of_row.is_some()),
            Kind::Rename | Kind::Namespace => is_plain,
            Kind::Quote => {
                is_plain
                    && value.starts_with(|c: char| c.is_ascii_alphabetic())
                    && !matches!(value, "true" | "false" | "null")
            }
            Kind::Delete => key? != "metadata" && (is_item || !NAMES.contains(&key?) || of_row.is_some()),
            Kind::InsertBelow => line.starts_with(' ') && !is_item && !names.iter().any(|name| CHOICES.contains(name)),
            Kind::CommentAbove => true,
            Kind::CommentBeside => is_plain || value.is_empty(),
        };
        fits.then_some(Self { block, whole, kind, mark })
    }

    pub(super) fn is_apart(&self, other: &Self) -> bool {
        let is_outside = |one: &Range<usize>, two: &Range<usize>| one.end <= two.start || two.end <= one.start;
        let is_of_object = |edit: &Self| matches!(edit.kind, Kind::Rename | Kind::Copy | Kind::Namespace);
        // A copy of what has another name is as like to that as what was copied.
        if is_of_object(self) && is_of_object(other) {
            return is_outside(&self.block, &other.block);
        }
        if self.changes() && other.changes() && !is_outside(&self.whole, &other.whole) && self.is_part(other) {
            return false;
        }
        // A comment or a value inside what the other deletes is an edit of the same thing.
        is_outside(&self.block, &other.block) || !self.reaches(other) && !other.reaches(self)
    }

    /// Whether either is about a part of something that is another thing with it.
    fn is_part(&self, other: &Self) -> bool {
        self.whole != self.block || other.whole != other.block
    }

    /// Whether it changes a value.
    fn changes(&self) -> bool {
        matches!(self.kind, Kind::SetValue | Kind::Delete | Kind::InsertBelow)
    }

    /// Whether it touches all lines of its block.
    fn reaches(&self, other: &Self) -> bool {
        self.kind == Kind::Delete
            || self.block.start == other.block.start
            || self.kind == Kind::InsertBelow && other.kind == Kind::InsertBelow
    }

    /// What it does to its lines: some texts in the place of each line of the block.
    fn applied(&self, line: &str, at: usize) -> Vec<String> {
        let Self { block, kind, mark, .. } = self;
        let indent = column(line);
        let first = at == block.start;
        let own = vec![line.to_owned()];
        match kind {
            Kind::Delete => Vec::new(),
            Kind::SetValue | Kind::Rename | Kind::Namespace if first => {
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

    /// What it puts below its block.
    fn below(&self, lines: &[&str]) -> String {
        let mark = self.mark;
        match self.kind {
            Kind::InsertBelow => format!("{:1$}inserted{mark}: 1\n", "", column(lines[self.block.start])),
            Kind::Copy => {
                let name = of_object(lines, self.block.start, "  name: ").expect("it has a name");
                let copied = |at: usize| {
                    if at == name { format!("  name: changed{mark}\n") } else { format!("{}\n", lines[at]) }
                };
                let head = if lines[self.block.start].starts_with("---") { "" } else { "---\n" };
                head.to_owned() + &self.block.clone().map(copied).collect::<String>()
            }
            _ => String::new(),
        }
    }

    pub(super) fn says(&self) -> Option<String> {
        let mark = self.mark;
        match self.kind {
            Kind::SetValue | Kind::Rename | Kind::Namespace | Kind::Copy => Some(format!("changed{mark}")),
            Kind::InsertBelow => Some(format!("inserted{mark}")),
            Kind::CommentAbove => Some(format!("# above {mark}")),
            Kind::CommentBeside => Some(format!("# beside {mark}")),
            Kind::Delete | Kind::Quote => None,
        }
    }

    /// How many documents it adds.
    pub(super) fn documents(&self) -> usize {
        usize::from(self.kind == Kind::Copy)
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
        let mut ending: Vec<&&Edit> = edits.iter().filter(|edit| edit.block.end == at + 1).collect();
        ending.sort_by_key(|edit| edit.documents());
        ending.iter().for_each(|edit| text.push_str(&edit.below(lines)));
    }
    text
}

/// Where the content of a line starts; blank lines and comments belong to what is below them.
fn column(line: &str) -> usize {
    if line.trim().is_empty() { usize::MAX } else { line.len() - line.trim_start().len() }
}

/// The lines of the block that a line starts.
fn block(lines: &[&str], start: usize) -> Range<usize> {
    let indent = column(lines[start]);
    let ends = |at: &usize| column(lines[*at]) <= indent || lines[*at].starts_with("---");
    start..(start + 1..lines.len()).find(ends).unwrap_or(lines.len())
}

/// A block with the comments above it, which go where it goes.
fn with_comments(lines: &[&str], block: Range<usize>) -> Range<usize> {
    let is_comment = |line: &str| line.trim_start().starts_with('#');
    let above = lines[..block.start].iter().rev().take_while(|line| is_comment(line)).count();
    block.start - above..block.end
}

/// The lines of the document of a line.
fn document(lines: &[&str], at: usize) -> Option<Range<usize>> {
    let start = (0..=at).rev().find(|at| lines[*at].starts_with("---")).unwrap_or_default();
    let end = (start + 1..lines.len()).find(|at| lines[*at].starts_with("---")).unwrap_or(lines.len());
    (at < end).then_some(start..end)
}

/// The line of the metadata of the object around a line that starts like this.
fn of_object(lines: &[&str], at: usize, head: &str) -> Option<usize> {
    let document = document(lines, at)?;
    let metadata = document.clone().find(|at| lines[*at].starts_with("metadata:"))?;
    block(lines, metadata).find(|at| lines[*at].starts_with(head))
}

/// The lines that a line stands below, from the nearest on.
fn above(lines: &[&str], at: usize) -> Vec<usize> {
    let mut indent = column(lines[at]);
    let mut found = Vec::new();
    for (at, line) in lines[..at].iter().enumerate().rev() {
        if line.starts_with("---") {
            break;
        }
        if column(line) < indent && !line.trim_start().starts_with('#') {
            indent = column(line);
            found.push(at);
        }
    }
    found
}

/// The key of a line.
fn name(line: &str) -> &str {
    line.trim_start().trim_start_matches("- ").split(':').next().unwrap_or_default()
}

/// Whether the lines below a line are those of a text.
fn opens_scalar(line: &str) -> bool {
    line.ends_with(": |") || line.ends_with(": |-") || line.ends_with(": >") || line.ends_with(": >-")
}
