//! What a merge has to say of a place, before the line of that is known.

use crate::yaml::Data;

use super::conflict::Reason;
use super::path::Step;

/// A conflict whose line is not known yet.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) path: Vec<Step>,
    pub(super) base: Option<Data>,
    pub(super) yours: Option<Data>,
    pub(super) new: Option<Data>,
    pub(super) why: Reason,
}

/// Comments that both sides changed, not alike, or that stand in what the user replaced.
#[derive(Debug, Clone)]
pub(super) struct Apart {
    pub(super) path: Vec<Step>,
    pub(super) yours: String,
    pub(super) new: String,
}
