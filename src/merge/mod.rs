//! What a write would do: the last generation, the user's files and the new generation compared.

mod plan;
mod text;

pub use plan::{Action, FilePlan, Left, LeftFiles, Plan, effects, sha256};
pub use text::{Conflict, Merged, Prefer, Reason, merge};
