//! What a write would do: the last generation, the user's files and the new generation compared.

mod action;
mod config_hash;
mod file;
mod input;
mod left;
mod moves;
mod names;
mod objects;
mod open;
mod placement;
mod plan;
mod settle;
mod sides;
mod text;
mod two_way;

pub use action::{Action, Unread};
pub use file::FilePlan;
pub use input::{Choice, Disk, Pending};
pub use left::{Left, LeftFiles};
pub use moves::Moves;
pub use names::AppName;
pub use open::{OpenConflict, OpenConflicts, Round};
pub use plan::{Plan, effects, sha256};
pub use settle::Decision;
pub use sides::mark;
pub use text::{CommentNote, Conflict, Merged, Prefer, Reason, Reasons, first_marker, merge};
pub use two_way::agreed;
