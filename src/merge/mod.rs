//! What a write would do: the last generation, the user's files and the new generation compared.

mod config_hash;
mod file;
mod left;
mod open;
mod plan;
mod text;

pub use file::{Action, FilePlan};
pub use left::{Left, LeftFiles};
pub use open::{OpenConflict, OpenConflicts, Round};
pub use plan::{Pending, Plan, effects, sha256};
pub use text::{Conflict, Merged, Prefer, Reason, merge, take};
