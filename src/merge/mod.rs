//! What a write would do: the last generation, the user's files and the new generation compared.

mod config_hash;
mod file;
mod left;
mod moves;
mod names;
mod objects;
mod open;
mod placement;
mod plan;
mod text;
mod two_way;

pub use file::{Action, FilePlan, Unread};
pub use left::{Left, LeftFiles};
pub use moves::Moves;
pub use names::AppName;
pub use open::{OpenConflict, OpenConflicts, Round};
pub use plan::{Choice, Disk, Pending, Plan, effects, sha256};
pub use text::{Conflict, Merged, Prefer, Reason, merge, take};
pub use two_way::agreed;
