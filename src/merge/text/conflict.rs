//! What a merge could not decide, as a value.

use std::fmt;

use serde_json::Value;

/// A place that both sides changed in ways that do not go together. The user's value stays there.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    /// The line of the merged text, from 1, where the user's value stands, or what is nearest to it.
    pub line: u64,
    /// Its path, such as `spec.template.spec.containers[web].image`, after the object where a file holds
    /// several; empty where the whole text is meant.
    pub path: String,
    /// The value of the last generation; none where it has none. Lines are a text.
    pub base: Option<Value>,
    /// The user's value.
    pub yours: Option<Value>,
    /// The value of the new generation.
    pub new: Option<Value>,
    /// What each side did.
    pub why: Reason,
}

/// What each side did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Both changed the value.
    BothChanged,
    /// Both added it, not alike.
    BothAdded,
    /// The user deleted what changed upstream.
    YoursDeleted,
    /// The user changed what was deleted upstream.
    NewDeleted,
    /// Each chose another of several fields of which the API takes one.
    OneOf,
    /// Both put the items into another order.
    BothReordered,
    /// A comment of the user's stands where the value goes or is written anew.
    Commented,
    /// Both changed the same lines.
    Lines,
    /// Lines that come in new, and that the user brought there himself.
    Twice,
    /// The text cannot be changed in place: anchors, or a form that cannot be told apart.
    NotInPlace,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BothChanged => "changed by you and upstream",
            Self::BothAdded => "added by you and upstream, not alike",
            Self::YoursDeleted => "deleted by you and changed upstream",
            Self::NewDeleted => "changed by you and deleted upstream",
            Self::OneOf => "you and upstream chose different fields of which one is taken",
            Self::BothReordered => "put into another order by you and upstream",
            Self::Commented => "commented by you and replaced or deleted upstream",
            Self::Lines => "the same lines changed by you and upstream",
            Self::Twice => "new upstream, and brought to another place by you already",
            Self::NotInPlace => "cannot be changed in place; anchors, or an unusual form, stand in the way",
        })
    }
}
