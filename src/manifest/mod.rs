//! Rendered Kubernetes objects: text with comments, parsed value, identity.

mod document;
mod effect;

pub use document::{Document, Identity};
pub use effect::{Break, Effect};
