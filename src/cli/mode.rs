//! What a run that writes shows and does.

/// What a run that writes shows and does.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Mode {
    /// Write nothing.
    pub(crate) dry_run: bool,
    /// Show the changed lines.
    pub(crate) diff: bool,
    /// Write nothing, and fail when something would be written.
    pub(crate) check: bool,
    /// Conflicts stand between markers.
    pub(crate) markers: bool,
}

impl Mode {
    /// Whether the run touches the disk.
    pub(crate) fn writes(self) -> bool {
        !self.dry_run && !self.check
    }
}
