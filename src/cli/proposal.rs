//! What a command would write: shown, and carried out.

use crate::generate::{Request, generate, objects, tree, warnings};
use crate::io::{Baseline, Change, Project, STATE_FOLDER, apply, conflict_changes, read_conflicts};
use crate::layout::{Tree, files_of};
use crate::merge::{FilePlan, OpenConflicts, Pending, Plan, Prefer, effects};
use crate::problem::Problem;
use crate::spec::{Layout, Spec, spec_schema};

use super::failure::Failure;
use super::report;
use super::session::{Session, plural};

/// What a run that writes shows and does.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Mode {
    /// Write nothing.
    pub(crate) dry_run: bool,
    /// Show the changed lines.
    pub(crate) diff: bool,
    /// Write nothing, and fail when something would be written.
    pub(crate) check: bool,
}

impl Mode {
    /// Whether the run touches the disk.
    pub(crate) fn writes(self) -> bool {
        !self.dry_run && !self.check
    }
}

/// A spec, and what it generates compared with the disk.
pub(crate) struct Proposal {
    pub(crate) spec: Spec,
    pub(crate) warnings: Vec<Problem>,
    /// Everything that would be written, the spec itself first where it changes.
    pub(crate) plan: Plan,
    baseline: Baseline,
    /// The objects to keep in the baseline.
    objects: Tree,
    /// The conflicts that the runs before left open.
    open: OpenConflicts,
}

impl Proposal {
    /// Generates every environment of a spec and compares it with the disk; `before` is the text of the
    /// spec that stands there, `prefer` the side that settles all conflicts.
    pub(crate) fn new(
        session: &Session,
        spec: Spec,
        before: Option<&str>,
        prefer: Option<Prefer>,
    ) -> Result<Self, Failure> {
        let request = Request { name: &spec.name, spec: Some(&spec), preset: None, given: &[] };
        let generated = generate(&request, &spec.environment_names(), &session.project)?;
        let baseline = Baseline::read(&session.project)?;
        let new = tree(&spec, &generated, &session.project)?;
        let disk = session.project.texts(new.keys().chain(baseline.files.keys()))?;
        let pending = Pending { left: baseline.left.clone(), open: read_conflicts(&session.project)? };
        let mut plan = Plan::new(&baseline.files, &disk, &new, &pending, prefer);
        let mut kept = Tree::new();
        if (baseline.layout, spec.layout()) != (Layout::Plain, Layout::Plain) {
            let objects = objects(&generated);
            let old = if baseline.layout == Layout::Plain { &baseline.files } else { &baseline.objects };
            let of_layout = |(path, effect)| (files_of(spec.layout(), path), effect);
            let found = effects(old, &objects);
            plan =
                plan.with_effects(&found.iter().map(|(path, effect)| of_layout((path, *effect))).collect::<Vec<_>>());
            if spec.layout() != Layout::Plain {
                kept = objects;
            }
        }
        if before != Some(&spec.text) {
            plan.files.insert(0, of_spec(&spec, before));
        }
        Ok(Self { warnings: warnings(&generated), spec, plan, baseline, objects: kept, open: pending.open })
    }

    /// Shows it, carries it out where the mode says so, and tells how that ended.
    pub(crate) fn settle(&self, session: &Session, mode: Mode) -> Result<(), Failure> {
        if mode.writes() {
            self.carry_out(session)?;
        }
        self.show(session, mode);
        if !self.plan.is_settled() {
            return Err(Failure::Left);
        }
        if mode.check && !self.plan.is_empty() { Err(Failure::Drift) } else { Ok(()) }
    }

    fn carry_out(&self, session: &Session) -> Result<(), Failure> {
        let write = |file: &FilePlan| {
            let change = match &file.text {
                Some(text) => Change::write(&file.path, text.clone()),
                None => Change::delete(&file.path),
            };
            // What a person saved meanwhile is not in the plan.
            change.over(file.yours.as_deref())
        };
        let mut changes: Vec<Change> = self.plan.writes().map(write).collect();
        let mut pristine = self.plan.next_baseline();
        pristine.remove(Project::SPEC);
        let Pending { left, open } = self.plan.next_pending();
        changes.extend(self.baseline.changes(&pristine, &self.objects, left, &self.spec));
        changes.extend(conflict_changes(&self.open, open));
        changes.extend(schema_change(&session.project)?);
        Ok(apply(&session.project, &changes)?)
    }

    /// Writes one file as it is generated, and forgets its edits and conflicts.
    pub(crate) fn restore(&self, session: &Session, file: &FilePlan) -> Result<(), Failure> {
        let Some(text) = &file.new else { return Ok(()) };
        let mut changes = vec![Change::write(&file.path, text.clone())];
        let (mut pristine, mut left, mut open) =
            (self.baseline.files.clone(), self.baseline.left.clone(), self.open.clone());
        pristine.insert(file.path.clone(), text.clone());
        left.remove(&file.path);
        open.remove(&file.path);
        changes.extend(self.baseline.changes(&pristine, &self.baseline.objects, left, &self.spec));
        changes.extend(conflict_changes(&self.open, open));
        Ok(apply(&session.project, &changes)?)
    }

    fn show(&self, session: &Session, mode: Mode) {
        if session.json() {
            report::print(&report::plan_json(&self.plan, &self.warnings));
            return;
        }
        if mode.diff {
            report::print_styled(&report::diff(&self.plan));
        }
        if session.common.quiet {
            report::tell(&report::undecided(&self.plan));
        }
        session.warn(&self.warnings);
        session.tell(&report::plan(&self.plan, session.common.verbose));
        let (written, left, conflicts) = (self.plan.writes().count(), self.plan.left().count(), self.plan.conflicts());
        let would = if mode.writes() { "" } else { "would be " };
        let mut counts = format!("{written} file{} {would}written", plural(written));
        if left > 0 {
            counts.push_str(&format!(", {left} left alone"));
        }
        if conflicts > 0 {
            counts.push_str(&format!(", {conflicts} conflict{}", plural(conflicts)));
        }
        let nothing = (written, left, conflicts) == (0, 0, 0);
        session.tell(&if nothing { "everything is up to date\n".to_owned() } else { counts + "\n" });
        if conflicts > 0 {
            session.tell(
                "  hint: your values stand; change one and its conflict is settled, --prefer yours settles all as they \
                 stand, --prefer new takes what is new\n",
            );
        }
        if left > 0 && !mode.diff {
            session.tell(
                "  hint: --dry-run --diff shows what each needs; take over what you want of it, and it counts as settled; \
                 `patches` of the spec keep a change for good\n  hint: --prefer yours leaves each as it is, --prefer new takes what is new\n",
            );
        }
    }
}

fn of_spec(spec: &Spec, before: Option<&str>) -> FilePlan {
    FilePlan::replacing(Project::SPEC, before, &spec.text)
}

/// Keeps the schema that editors read beside the spec.
fn schema_change(project: &Project) -> Result<Option<Change>, Failure> {
    let path = format!("{STATE_FOLDER}/schema.json");
    let text = format!("{:#}\n", spec_schema());
    Ok((project.text(&path)?.as_deref() != Some(&text)).then(|| Change::write(path, text)))
}
