//! A YAML text as a tree of parts that know their bytes, comments and blank lines included.
//!
//! The parts of a block tile it without a gap: what stands in the lines above a child is the child's, so
//! a text is changed by joining the texts of its children anew.

mod build;
mod data;
mod regions;

use std::collections::HashMap;
use std::ops::Range;

pub(crate) use data::Data;

/// The documents of a text, which tile it.
#[derive(Debug, Clone)]
pub(crate) struct Outline {
    pub(crate) documents: Vec<DocumentPart>,
}

/// A document.
#[derive(Debug, Clone)]
pub(crate) struct DocumentPart {
    /// Its bytes, from its `---` on.
    pub(crate) range: Range<usize>,
    /// Its content, below the `---`; none where it says nothing.
    pub(crate) root: Option<Child>,
}

/// An entry of a map, an item of a list, or the content of a document.
#[derive(Debug, Clone)]
pub(crate) struct Child {
    /// The key of an entry.
    pub(crate) key: Option<String>,
    /// Where the lines above it start that are its own.
    pub(crate) head: usize,
    /// Where its key, or its dash, stands.
    pub(crate) start: usize,
    /// What follows the colon, or the dash, starts here.
    pub(crate) opened: usize,
    /// Where its last line that holds more than comments ends.
    pub(crate) body: usize,
    /// Where its last line ends.
    pub(crate) end: usize,
    /// Whether nothing but spaces stands before it in its line.
    pub(crate) own_line: bool,
    pub(crate) part: Part,
}

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    /// Its bytes, without comments beside it.
    pub(crate) span: Range<usize>,
    pub(crate) form: Form,
}

/// What a value is.
#[derive(Debug, Clone)]
pub(crate) enum Form {
    /// A scalar, or an alias, which is what it stands for.
    Leaf(Data),
    Map(Block),
    List(Block),
}

/// A map's or a list's children.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    /// Whether it is written in brackets.
    pub(crate) is_flow: bool,
    /// The column of its keys or dashes, in bytes.
    pub(crate) column: usize,
    pub(crate) children: Vec<Child>,
    /// The place of each key of a map among its children.
    keys: HashMap<String, usize>,
    /// Where the comments below its last child end.
    pub(crate) end: usize,
}

impl Outline {
    /// Reads a text; none where it is not plain YAML that can be told apart line by line.
    pub(crate) fn of(text: &str) -> Option<Self> {
        build::outline(text)
    }
}

impl Part {
    pub(crate) fn data(&self) -> Data {
        match &self.form {
            Form::Leaf(data) => data.clone(),
            Form::Map(block) => Data::Map(
                block.children.iter().map(|child| (child.key.clone().unwrap_or_default(), child.part.data())).collect(),
            ),
            Form::List(block) => Data::List(block.children.iter().map(|child| child.part.data()).collect()),
        }
    }

    pub(crate) fn block(&self) -> Option<&Block> {
        match &self.form {
            Form::Leaf(_) => None,
            Form::Map(block) | Form::List(block) => Some(block),
        }
    }

    /// Its children, where it is written with lines of their own.
    pub(crate) fn lines(&self) -> Option<&Block> {
        self.block().filter(|block| !block.is_flow)
    }

    pub(crate) fn is_map(&self) -> bool {
        matches!(self.form, Form::Map(_))
    }

    pub(crate) fn is_list(&self) -> bool {
        matches!(self.form, Form::List(_))
    }
}

impl Block {
    /// The place of a key among the children of a map.
    pub(crate) fn place(&self, key: &str) -> Option<usize> {
        self.keys.get(key).copied()
    }

    fn get(&self, key: &str) -> Option<&Child> {
        self.children.get(self.place(key)?)
    }
}

impl Child {
    /// The value below a key of a map.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        self.part.block()?.get(key)
    }
}

/// The start of the line of an offset.
pub(crate) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |at| at + 1)
}

/// The end of the line of an offset, its line break included.
pub(crate) fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |found| at + found + 1)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::yaml::parse_documents;

    const TEXT: &str = "# Head.\n---\n# Of a.\na: &x 1 # one\nb:\n- x\n- |\n  s1\n\n  # s2\n- &s >- # why\n\n  t\n-   name: z\n    k: |\n      l1\n\n      # no comment\n\n# Of c.\nc:\nd: {e: f, g: [1, 2]} # flow\nh: *x\ni: !!str 12\nj: \"a\n  b\"\nk: &an\n  z: 1\n  # deeper than k\nl:\n  - - a\n    - b\n  -\n    # Of q.\n    q: r\n  # below the items\nm: >+\n  a\n\n---\n# only\n---\nx: 012\n";

    /// Every child's bytes in the order of the text, those of blocks without those of their children.
    fn tiles(child: &Child, out: &mut Vec<Range<usize>>) {
        match child.part.lines() {
            Some(block) => {
                let mut from = child.head;
                for inner in &block.children {
                    out.push(from..inner.head);
                    tiles(inner, out);
                    from = inner.end;
                }
                out.push(from..child.end);
            }
            None => out.push(child.head..child.end),
        }
    }

    #[test]
    fn the_parts_of_a_text_tile_it_and_say_what_it_says() {
        let outline = Outline::of(TEXT).expect("it can be told apart");
        let mut joined = String::new();
        for document in &outline.documents {
            let Some(root) = &document.root else {
                joined.push_str(&TEXT[document.range.clone()]);
                continue;
            };
            let mut ranges = Vec::new();
            tiles(root, &mut ranges);
            joined.push_str(&TEXT[document.range.start..root.head]);
            ranges.into_iter().for_each(|range| joined.push_str(&TEXT[range]));
        }
        assert_eq!(joined, TEXT);
        let roots = outline.documents.iter().filter_map(|document| document.root.as_ref());
        let values: Vec<_> = roots.map(|root| root.part.data().value()).collect();
        let mut expected = parse_documents("t", TEXT).expect("valid");
        // A mode in octal is kept as it stands, since readers disagree about it.
        expected[1] = json!({"x": "012"});
        assert_eq!(values, expected);
    }

    #[test]
    fn comments_belong_to_what_they_stand_above_or_inside() {
        let outline = Outline::of(TEXT).expect("it can be told apart");
        let root = outline.documents[0].root.as_ref().expect("it says something");
        let text = |key: &str| root.get(key).map(|child| &TEXT[child.head..child.end]).unwrap_or_default();
        assert_eq!(text("c"), "\n# Of c.\nc:\n");
        assert_eq!(text("k"), "k: &an\n  z: 1\n  # deeper than k\n");
        assert!(text("l").ends_with("    # Of q.\n    q: r\n  # below the items\n"), "{}", text("l"));
    }

    #[test]
    fn what_cannot_be_told_apart_is_refused() {
        for text in [
            "a: b: c",
            "? a\n: b\n",
            "a: 1\na: 2\n",
            "a: !own x\n",
            "%YAML 1.2\n---\na: 1\n",
            "a: 1\n...\n",
            "a: {{ b }}",
            "#!/bin/sh\nset -e\necho one two\n",
            "NAME='web'\nPORT='8080'\n",
        ] {
            assert!(Outline::of(text).is_none(), "{text:?}");
        }
    }
}
