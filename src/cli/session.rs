//! What every command starts from: the project, the answers' environment, how to report.

use std::io::IsTerminal as _;

use crate::io::{Lock, Project, Recovered, last_version};
use crate::problem::{Place, Problem, nearest};
use crate::spec::Spec;

use super::args::Common;
use super::failure::Failure;
use super::format::Format;
use super::report;

/// A command's surroundings.
pub(crate) struct Session {
    pub(crate) project: Project,
    pub(crate) common: Common,
}

impl Session {
    pub(crate) fn new(common: Common) -> Self {
        Self { project: Project::new(&common.directory), common }
    }

    pub(crate) fn json(&self) -> bool {
        self.common.output == Format::Json
    }

    /// Whether there is someone who can be asked.
    pub(crate) fn is_interactive(&self) -> bool {
        !self.json() && std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
    }

    /// Says something to the user, unless that is not wanted.
    pub(crate) fn tell(&self, text: &str) {
        if !self.common.quiet && !self.json() {
            report::tell(text);
        }
    }

    /// Says what deserves a second look, which is no chatter: `--quiet` keeps it.
    pub(crate) fn warn(&self, warnings: &[Problem]) {
        if !self.json() {
            report::tell(&report::warnings(warnings));
        }
    }

    /// The spec, if there is one.
    pub(crate) fn find_spec(&self) -> Result<Option<Spec>, Failure> {
        let Some(text) = self.project.spec()? else { return Ok(None) };
        let parsed = Spec::parse(&self.shown(Project::SPEC), &text);
        parsed.map(Some).map_err(|problems| match (problems.as_slice(), last_version(&self.project)) {
            ([problem], Some(version)) if Spec::is_newer(&text) => {
                let hint = format!("install kubewright {version} or a newer one, which generated last here");
                Failure::invalid(problem.clone().hint(hint))
            }
            _ => Failure::Invalid(problems),
        })
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
            let path = if relative == "." { self.common.directory.clone() } else { self.project.path(relative) };
            path.display().to_string()
        }
    }

    /// Takes the lock, settles what a killed run left and says so, and hands the lock over.
    pub(crate) fn begin(&self) -> Result<Lock, Failure> {
        let (lock, recovered) = self.project.begin()?;
        match recovered {
            None => {}
            Some(Recovered::Finished) => self.tell("an earlier run was stopped while it wrote; it is finished now\n"),
            Some(Recovered::TakenBack(edited)) => {
                self.tell("an earlier run was stopped while it wrote; what it had written is taken back\n");
                edited.iter().for_each(|path| self.tell(&format!("  {path} was edited since, and is left as it is\n")));
            }
        }
        Ok(lock)
    }
}

pub(crate) fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// Whether the spec has every one of some environments.
///
/// # Errors
/// Those that it does not have.
pub(crate) fn check_environments(spec: &Spec, names: &[String]) -> Result<(), Failure> {
    let known = spec.environment_names();
    let unknown = names.iter().filter(|name| !known.contains(name));
    let problems: Vec<Problem> = unknown.map(|name| no_environment(spec, name)).collect();
    if problems.is_empty() { Ok(()) } else { Err(Failure::Invalid(problems)) }
}

/// The problem of naming an environment that the spec does not have.
pub(crate) fn no_environment(spec: &Spec, name: &str) -> Problem {
    let names = spec.environment_names();
    let hint = nearest(name, names.iter().map(String::as_str))
        .map_or_else(|| format!("it has: {}", names.join(", ")), |near| format!("did you mean `{near}`?"));
    Problem::new(format!("the spec has no environment `{name}`")).at(Some(Place::new(&spec.source, None))).hint(hint)
}
