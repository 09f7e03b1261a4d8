//! What a write would do: the last generation, the user's files and the new generation compared.

mod plan;

pub use plan::{Action, FilePlan, Left, LeftFiles, Plan, sha256};
