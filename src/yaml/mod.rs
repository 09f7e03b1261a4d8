//! YAML as text and as values: read with places, written so that every reader agrees.

mod ambiguous;
mod edit;
mod line_ends;
mod lines;
mod node;
mod outline;
mod put;
mod quick;
mod raw;
mod read;
mod rewrite;
mod splice;
mod stream;
mod syntax;
mod write;

pub use edit::{EditError, remove_value, set_value};
pub use node::{Node, NodeValue};
pub use put::put_value;
pub use read::{parse, parse_documents, parse_object};
pub use rewrite::{SameItem, rewrite};
pub use stream::{StreamPart, stream_parts};
pub use write::{block, inline, scalar};

pub(crate) use line_ends::{LineEnds, plain};
pub(crate) use lines::{content_end, is_flow, place};
pub(crate) use outline::{Block, Child, Data, DocumentPart, Form, Outline, Part, line_end, line_start};
pub(crate) use write::{document, is_hidden};
