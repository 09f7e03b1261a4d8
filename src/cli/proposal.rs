//! What a command would write: shown, and carried out.

use std::collections::BTreeSet;

use crate::generate::{Generated, files, objects, shared_namespace, warnings};
use crate::io::{Baseline, Change, Project, Rebuilt, STATE_FOLDER, apply, conflict_changes, read_conflicts};
use crate::layout::{Tree, files_of};
use crate::manifest::Effect;
use crate::merge::{Choice, Disk, FilePlan, OpenConflicts, Pending, Plan, Prefer, effects};
use crate::problem::{Place, Problem};
use crate::spec::{Layout, Spec, spec_schema};

use super::failure::Failure;
use super::mode::Mode;
use super::prompt::Prompter;
use super::rename::Renames;
use super::session::{Session, plural};
use super::unserved::unserved;
use super::{report, settle};

/// What a person says of a write beside the spec.
#[derive(Debug, Default)]
pub(crate) struct Said {
    /// The side that settles all conflicts.
    pub(crate) prefer: Option<Prefer>,
    /// What has another name now.
    pub(crate) renames: Renames,
    /// Make a baseline anew that is lost or damaged.
    pub(crate) rebuild: bool,
    /// The last generation, where it was read already.
    pub(crate) last: Option<Baseline>,
}

/// A spec, and what it generates compared with the disk.
pub(crate) struct Proposal {
    pub(crate) spec: Spec,
    pub(crate) warnings: Vec<Problem>,
    /// The environments whose clients get the maintenance page.
    pub(crate) maintained: Vec<String>,
    /// The Services that no pod would serve while that is so.
    pub(crate) unserved: Vec<Problem>,
    /// Everything that would be written, the spec itself first where it changes.
    pub(crate) plan: Plan,
    baseline: Baseline,
    /// The objects to keep in the baseline.
    objects: Tree,
    /// The conflicts that the runs before left open.
    open: OpenConflicts,
    /// Whether there were conflicts before anybody was asked about them, of this run or of those before.
    had_conflicts: bool,
    /// That environments share a namespace, which is worth a word where that is new.
    pub(crate) shared: Option<Problem>,
    /// What changes of objects do to what runs, where the files are not what is applied.
    effects: Option<Vec<(Vec<String>, Effect)>>,
}

impl Proposal {
    /// Generates every environment of a spec and compares it with the disk; `before` is the text of the
    /// spec that stands there.
    pub(crate) fn new(session: &Session, spec: Spec, before: Option<&str>, said: Said) -> Result<Self, Failure> {
        let Said { prefer, renames, rebuild, last } = said;
        let project = &session.project;
        let mut effects_of_objects = None;
        let (generated, new) = files(&spec, project)?;
        let objects = objects(&generated);
        let mut warnings = warnings(&generated);
        let is_maintained = |one: &&Generated| one.app.maintenance.as_ref().is_some_and(|one| one.active);
        let maintained: Vec<&Generated> = generated.iter().filter(is_maintained).collect();
        let shared = shared_namespace(&generated);
        warnings.extend(shared.clone().filter(|_| before.is_none()));
        let baseline = if rebuild {
            let disk = project.generated(new.keys())?;
            let rebuilt = Baseline::rebuild(project, &disk, (spec.layout(), &new, &objects))?;
            warnings.extend(of_rebuilt(&rebuilt));
            rebuilt.baseline
        } else {
            last.map_or_else(|| Baseline::read(project), Ok)?
        };
        let paths: BTreeSet<&String> = new.keys().chain(baseline.files.keys()).collect();
        let mut disk = project.generated(paths.iter().copied())?;
        if baseline.is_empty() && !rebuild && before.is_some() {
            check_first(&disk, &new)?;
        }
        disk.beside = project.beside(&paths)?;
        let known: Vec<&String> = baseline.files.keys().chain(disk.beside.keys()).collect();
        let moves = renames.moves(baseline.layout, &known);
        let cause = baseline.cause(&spec);
        let choice = Choice { prefer, moves, name: renames.app.clone(), cause };
        let pending = Pending { left: baseline.left.clone(), open: read_conflicts(project)? };
        let mut plan = Plan::new(&baseline.files, &disk, &new, &pending, &choice);
        if !choice.moves.is_empty() {
            let below = project.files_below("deploy")?;
            warnings.extend(renames.left_behind(baseline.layout, &below, &plan));
        }
        let without_pods = |one: &&Generated| unserved(&plan, &spec, &one.environment, one.app.exposure.is_some());
        let unserved: Vec<Problem> = maintained.iter().flat_map(without_pods).collect();
        warnings.extend(unserved.clone());
        let maintained = maintained.into_iter().map(|one| one.environment.clone()).collect();
        let mut kept = Tree::new();
        if (baseline.layout, spec.layout()) != (Layout::Plain, Layout::Plain) {
            let old = if baseline.layout == Layout::Plain { &baseline.files } else { &baseline.objects };
            let of_layout = |(path, effect)| (files_of(spec.layout(), path), effect);
            let found = effects(&renames.objects(old), &objects);
            let found: Vec<_> = found.iter().map(|(path, effect)| of_layout((path, *effect))).collect();
            plan.set_effects(&found);
            effects_of_objects = Some(found);
            if spec.layout() != Layout::Plain {
                kept = objects;
            }
        }
        if before != Some(&spec.text) {
            plan.files.insert(0, of_spec(&spec, before));
        }
        let open = pending.open;
        let had_conflicts = !open.is_empty() || plan.conflicts() > 0;
        Ok(Self {
            shared,
            warnings,
            maintained,
            unserved,
            spec,
            plan,
            baseline,
            objects: kept,
            open,
            had_conflicts,
            effects: effects_of_objects,
        })
    }

    /// Asks what becomes of the conflicts.
    pub(crate) fn ask(&mut self, prompter: &mut dyn Prompter) -> Result<(), Failure> {
        settle::ask(&mut self.plan, prompter)?;
        if let Some(effects) = &self.effects {
            self.plan.set_effects(effects);
        }
        Ok(())
    }

    /// Shows it, carries it out where the mode says so, and tells how that ended.
    pub(crate) fn settle(&self, session: &Session, mode: Mode) -> Result<(), Failure> {
        if mode.writes() {
            self.carry_out(session)?;
        }
        self.show(session, mode)?;
        if !self.plan.is_settled() {
            return Err(Failure::Left);
        }
        if mode.check && !self.plan.is_empty() { Err(Failure::Drift) } else { Ok(()) }
    }

    fn carry_out(&self, session: &Session) -> Result<(), Failure> {
        let mut changes: Vec<Change> = self.plan.writes().flat_map(change).collect();
        let pristine = self.plan.next_baseline();
        let Pending { left, open } = self.plan.next_pending();
        changes.extend(self.baseline.changes(&pristine, &self.objects, left, &self.spec));
        changes.extend(conflict_changes(&self.open, open));
        changes.extend(schema_change(&session.project)?);
        Ok(apply(&session.project, &changes)?)
    }

    /// Writes a file as it is generated, and forgets its edits and conflicts.
    pub(crate) fn restore(&self, session: &Session, file: &FilePlan, text: &str) -> Result<(), Failure> {
        let path = file.path.as_str();
        let write = Change::write(path, text.to_owned());
        // What cannot be read cannot be compared either.
        let mut changes = vec![if file.is_unread() { write } else { write.over(file.yours.as_deref()) }];
        let (mut pristine, mut left, mut open) =
            (self.baseline.files.clone(), self.baseline.left.clone(), self.open.clone());
        pristine.insert(path.to_owned(), text.to_owned());
        left.remove(path);
        open.remove(path);
        changes.extend(self.baseline.changes(&pristine, &self.baseline.objects, left, &self.spec));
        changes.extend(conflict_changes(&self.open, open));
        Ok(apply(&session.project, &changes)?)
    }

    fn show(&self, session: &Session, mode: Mode) -> Result<(), Failure> {
        if session.json() {
            return report::print(&report::plan_json(&self.plan, &self.warnings));
        }
        if mode.diff {
            report::print_styled(&report::diff(&self.plan))?;
        }
        if session.common.quiet {
            report::tell(&report::urgent(&self.plan));
        }
        session.warn(&self.warnings);
        session.tell(&report::plan(&self.plan, session.common.verbose));
        session.tell(&report::outcome(&self.plan, mode, self.had_conflicts));
        Ok(())
    }
}

/// What is changed on disk for a file. What a person saved meanwhile is not in the plan, and stops it.
fn change(file: &FilePlan) -> Vec<Change> {
    let yours = file.yours.as_deref();
    match (&file.text, &file.from) {
        (Some(text), None) => vec![Change::write(&file.path, text.clone()).over(yours)],
        (Some(text), Some(from)) => {
            let moved = Change::write(&file.path, text.clone()).like(from).over(file.covers.as_deref());
            vec![moved, Change::delete(from).over(yours)]
        }
        (None, _) => vec![Change::delete(&file.path).over(yours)],
    }
}

/// A first generation finds none of its files: where it finds half of them, they come from one before.
fn check_first(disk: &Disk, new: &Tree) -> Result<(), Failure> {
    let (standing, all) = (disk.files.len() + disk.unread.len(), new.len());
    let is_as_generated = disk.unread.is_empty() && disk.files.iter().all(|(path, text)| new.get(path) == Some(text));
    if standing * 2 < all || is_as_generated {
        return Ok(());
    }
    let problem = Problem::new(format!("the baseline is missing, and {standing} of {all} files stand already"));
    let hint = "take `.kubewright` back from version control; else `kubewright regenerate --rebuild-baseline` compares \
                each file with what is generated";
    Err(Failure::invalid(problem.at(Some(Place::new(format!("{STATE_FOLDER}/baseline.json"), None))).hint(hint)))
}

/// Says which files a rebuilt baseline does not know.
fn of_rebuilt(rebuilt: &Rebuilt) -> Option<Problem> {
    let count = rebuilt.unknown.len();
    let names = rebuilt.unknown.join(", ");
    let problem = Problem::new(format!(
        "what was last generated of {count} file{} is not known: {names}; every difference from what is generated now \
         is told as a conflict",
        plural(count)
    ));
    let hint = rebuilt.version.as_ref().map_or_else(
        || "settle each by hand, or all with --prefer yours or --prefer new".to_owned(),
        |version| format!("kubewright {version}, with the spec as it was then, makes all of it anew"),
    );
    (count > 0).then(|| problem.hint(hint))
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
