//! What becomes of comments: which of them come in, which go with a value, and which are told.

use crate::yaml::Child;

use super::comments::{all, apart, has_more, inner, left};
use super::merger::Sides;
use super::write::Writer;

/// What becomes of new comments inside a value.
#[derive(Debug)]
pub(super) enum Inside {
    /// There are none.
    Nothing,
    /// They come in with the new text of the value, which stands as it was.
    Come,
    /// They are told, with the user's, since the user made something else of the value or of its comments.
    Told([String; 2]),
}

impl Writer<'_> {
    /// Whether the user wrote comments inside a value that a replacement of it would lose.
    pub(super) fn loses_comments(&self, base: &Child, yours: &Child, new: &Child) -> bool {
        let kept = [inner(self.base, base), inner(self.new, new)].concat();
        has_more(&inner(self.yours, yours), &kept)
    }

    /// What becomes of the comments that upstream put inside a child whose value it left as it was, or changed as the
    /// user did.
    pub(super) fn comments_inside(&self, sides: Sides<'_>) -> Inside {
        let Some(base) = sides.base.filter(|_| !self.own_comments) else { return Inside::Nothing };
        let sides_of = [(self.base, base), (self.yours, sides.yours), (self.new, sides.new)];
        let Some(told) = left(sides_of) else { return Inside::Nothing };
        let is_as_it_was = base.part.data() == sides.yours.part.data();
        if is_as_it_was && !self.loses_comments(base, sides.yours, sides.new) {
            return Inside::Come;
        }
        Inside::Told(told)
    }

    /// The comments to a child and inside it, to which upstream put some, where the user no longer has it.
    pub(super) fn comments_gone(&self, base: &Child, new: &Child) -> Option<String> {
        let [was, is] = [&self.base[base.head..base.end], &self.new[new.head..new.end]];
        (!self.own_comments && has_more(is, was)).then(|| all(is).join("\n"))
    }

    /// The comments of a child that both sides changed, not alike: the user's, and the new ones.
    pub(super) fn comments_apart(&self, sides: Sides<'_>) -> Option<[String; 2]> {
        let base = sides.base.filter(|_| !self.own_comments)?;
        apart([(self.base, base), (self.yours, sides.yours), (self.new, sides.new)])
    }

    /// Whether the user wrote comments to a value that the last generation did not have there.
    pub(super) fn has_own_comments(&self, base: &Child, yours: &Child) -> bool {
        has_more(&self.yours[yours.head..yours.end], &self.base[base.head..base.end])
    }
}
