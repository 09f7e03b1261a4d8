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
    /// The same path where no other value has it, since what is shown of two items may be the same:
    /// `spec.template.spec.containers[name="web"].image`.
    pub place: String,
    /// The value of the last generation; none where it has none. Lines are a text.
    pub base: Option<Value>,
    /// The user's value.
    pub yours: Option<Value>,
    /// The value of the new generation.
    pub new: Option<Value>,
    /// What each side did.
    pub why: Reason,
    /// Why each side says so, as far as that is known.
    pub reasons: Reasons,
}

/// Why each side says so: the comments beside a value, without their signs, and what brought the new one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reasons {
    /// The user's own comment.
    pub yours: Option<String>,
    /// That of the new generation.
    pub new: Option<String>,
    /// What is another than at the last generation, such as the spec or kubewright's version.
    pub cause: Option<String>,
}

/// A comment that both sides changed, not alike, or that stands in what the user replaced. The user's stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentNote {
    /// The line of the merged text, from 1, where what it is about stands.
    pub line: u64,
    /// The path of what it is about, as that of a conflict.
    pub path: String,
    /// The user's.
    pub yours: String,
    /// That of the new generation.
    pub new: String,
}

impl Conflict {
    /// Whether its sides are lines of the text, and not values.
    pub(in crate::merge) fn is_of_lines(&self) -> bool {
        self.path.is_empty() && matches!(self.why, Reason::Lines | Reason::Twice | Reason::NotInPlace)
    }
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
    /// Aliases of the user's stand for what changed upstream, or it is put together by a merge key.
    Anchored,
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
            Self::Anchored => "changed upstream, and bound to another place by an anchor of yours",
            Self::BothReordered => "put into another order by you and upstream",
            Self::Commented => "commented by you and replaced or deleted upstream",
            Self::Lines => "the same lines changed by you and upstream",
            Self::Twice => "new upstream, and brought to another place by you already",
            Self::NotInPlace => "cannot be changed in place; anchors, or an unusual form, stand in the way",
        })
    }
}
