//! Presets and layers: who sets which value, and why.

mod catalog;
mod layer;
mod organisation;
mod reason;
mod resolve;

pub use catalog::{Demand, Preset, Sources, builtin_names, is_production, load};
pub use layer::{Layer, LayerKind, base_layers, environment_layers, over};
pub use organisation::organisation;
pub use reason::reason_at;
pub use resolve::{Origin, Resolved, resolve};

include!(concat!(env!("OUT_DIR"), "/embedded_presets.rs"));
