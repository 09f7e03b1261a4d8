//! Rendered Kubernetes objects: text with comments, parsed value, identity.

mod breaks;
mod config_hash;
mod dashboard;
mod difference;
mod document;
mod effect;
mod list_keys;
mod overlay;
mod quantity;

pub use breaks::Break;
pub use config_hash::{CONFIG_HASH, config_hash, config_maps, configured_as, container_names};
pub use dashboard::{DASHBOARD_SUFFIX, is_dashboard};
pub use difference::{Difference, differences};
pub use document::{Document, Identity};
pub use effect::Effect;
pub use list_keys::{list_keys, same_item};
pub use overlay::{Overlaid, overlay};
pub(crate) use quantity::{millis_of_node, millis_of_value};
