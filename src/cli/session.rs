//! What every command starts from: the project, the answers' environment, how to report.

use crate::generate::{Generated, Request, generate, tree, warnings};
use crate::io::{Baseline, Change, Project, apply, recover};
use crate::merge::Plan;
use crate::problem::{Place, Problem, nearest};
use crate::spec::Spec;

use super::args::{Common, Format};
use super::failure::Failure;
use super::report;

/// A command's surroundings.
pub(crate) struct Session {
    pub(crate) project: Project,
    pub(crate) common: Common,
}

/// What a run that regenerates shows and does.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Mode {
    /// Write nothing.
    pub(crate) dry_run: bool,
    /// Show the changed lines.
    pub(crate) diff: bool,
    /// Write nothing, and fail when something would be written.
    pub(crate) check: bool,
}

impl Session {
    pub(crate) fn new(common: Common) -> Self {
        Self { project: Project::new(&common.directory), common }
    }

    pub(crate) fn json(&self) -> bool {
        self.common.output == Format::Json
    }

    /// Says something to the user, unless that is not wanted.
    pub(crate) fn tell(&self, text: &str) {
        if !self.common.quiet && !self.json() {
            report::tell(text);
        }
    }

    /// The spec, if there is one.
    pub(crate) fn find_spec(&self) -> Result<Option<Spec>, Failure> {
        let Some(text) = self.project.spec()? else { return Ok(None) };
        Spec::parse(&self.shown(Project::SPEC), &text).map(Some).map_err(Failure::Invalid)
    }

    /// The spec, which must be there.
    pub(crate) fn spec(&self) -> Result<Spec, Failure> {
        self.find_spec()?.ok_or_else(|| {
            let problem = Problem::new("there is no spec").at(Some(Place::new(self.shown(Project::SPEC), None)));
            Failure::invalid(problem.hint("`kubewright new` writes one; -C names another folder"))
        })
    }

    /// A file's path as the user would type it.
    pub(crate) fn shown(&self, relative: &str) -> String {
        if self.common.directory.as_os_str() == "." {
            relative.to_owned()
        } else {
            self.project.path(relative).display().to_string()
        }
    }

    /// Takes the lock, finishes what a killed run left, and hands the lock over.
    pub(crate) fn begin(&self) -> Result<crate::io::Lock, Failure> {
        let lock = self.project.lock()?;
        recover(&self.project)?;
        Ok(lock)
    }

    /// Generates every environment of a spec.
    pub(crate) fn generate(&self, spec: &Spec) -> Result<Vec<Generated>, Failure> {
        let request = Request { name: &spec.name, spec: Some(spec), preset: None, given: &[] };
        Ok(generate(&request, &environments(spec), &self.project)?)
    }

    /// Compares what a spec generates with what is on disk, shows the plan and carries it out.
    /// `changes` come with it: the spec itself, where it was edited.
    pub(crate) fn regenerate(&self, spec: &Spec, mut changes: Vec<Change>, mode: Mode) -> Result<(), Failure> {
        let generated = self.generate(spec)?;
        let baseline = Baseline::read(&self.project)?;
        let new = tree(&generated);
        let disk = self.project.texts(new.keys().chain(baseline.files.keys()))?;
        let plan = Plan::new(&baseline.files, &disk, &new);
        let warnings = warnings(&generated);
        let spec_changes = !changes.is_empty();
        if !mode.check && !mode.dry_run {
            let write = |(path, text): (&str, Option<&str>)| match text {
                Some(text) => Change::write(path, text.to_owned()),
                None => Change::delete(path),
            };
            changes.extend(plan.writes().map(write));
            changes.extend(baseline.changes(&plan.next_baseline(), &spec.text));
            changes.extend(self.schema_change()?);
            apply(&self.project, &changes)?;
        }
        self.show(&plan, spec_changes, &warnings, mode);
        let left = plan.left().next().is_some();
        match (left, mode.check && !plan.is_empty()) {
            (true, _) => Err(Failure::Left),
            (false, true) => Err(Failure::Drift),
            (false, false) => Ok(()),
        }
    }

    /// Keeps the schema beside the spec that editors read.
    pub(crate) fn schema_change(&self) -> Result<Option<Change>, Failure> {
        let path = format!("{}/schema.json", crate::io::STATE_FOLDER);
        let text = format!("{:#}\n", crate::spec::spec_schema());
        Ok((self.project.text(&path)?.as_deref() != Some(&text)).then(|| Change::write(path, text)))
    }

    fn show(&self, plan: &Plan, spec_changes: bool, warnings: &[Problem], mode: Mode) {
        if self.json() {
            report::print(&report::plan_json(plan, warnings));
            return;
        }
        if mode.diff {
            report::print_styled(&report::diff(plan));
        }
        self.tell(&report::warnings(warnings));
        if spec_changes {
            self.tell(&format!("  update    {}\n", Project::SPEC));
        }
        self.tell(&report::plan(plan, self.common.verbose));
        let written = plan.writes().count() + usize::from(spec_changes);
        let left = plan.left().count();
        let would = if mode.dry_run || mode.check { "would be " } else { "" };
        let summary = match (written, left) {
            (0, 0) => "everything is up to date\n".to_owned(),
            (written, 0) => format!("{written} file{} {would}written\n", plural(written)),
            (written, left) => format!("{written} file{} {would}written, {left} left alone\n", plural(written)),
        };
        self.tell(&summary);
        if left > 0 && !mode.diff {
            self.tell(
                "  hint: --dry-run --diff shows what each needed; take it over by hand, or delete the file's edits\n",
            );
        }
    }
}

pub(crate) fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// The environments of a spec; one that names none runs in production.
pub(crate) fn environments(spec: &Spec) -> Vec<String> {
    if spec.environments.is_empty() {
        return vec!["production".to_owned()];
    }
    spec.environments.iter().map(|environment| environment.name.to_string()).collect()
}

/// The problem of naming an environment that the spec does not have.
pub(crate) fn no_environment(spec: &Spec, name: &str) -> Problem {
    let names = environments(spec);
    let hint = nearest(name, names.iter().map(String::as_str))
        .map_or_else(|| format!("it has: {}", names.join(", ")), |near| format!("did you mean `{near}`?"));
    Problem::new(format!("the spec has no environment `{name}`")).at(Some(Place::new(&spec.source, None))).hint(hint)
}
