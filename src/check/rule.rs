//! A rule: what it demands, why, how to meet it, and the code that judges.

use std::fmt;

use crate::spec::IGNORE;

use super::hits::Hits;
use super::object::Object;
use super::pod::{Container, Pod};
use super::set::Set;

/// One demand of the checklist on manifests.
#[derive(Debug)]
pub struct Rule {
    /// Its id, which stands in reports and suppressions, and never changes: names what is wrong.
    pub id: &'static str,
    /// What holds where nothing is found, as a statement.
    pub name: &'static str,
    /// The item of the checklist, from 1 to 24.
    pub item: u8,
    /// How much a finding weighs.
    pub severity: Severity,
    /// The mildest profile that asks for it.
    pub profile: Profile,
    /// What is looked at.
    pub what: &'static str,
    /// The failure that it prevents.
    pub why: &'static str,
    /// How to mend a finding.
    pub fix: &'static str,
    /// Manifests with exactly one finding of this rule.
    pub bad: &'static str,
    /// The same without.
    pub good: &'static str,
    /// Where the demand comes from.
    pub sources: &'static [&'static str],
    /// The code that judges.
    pub(super) check: Check,
}

impl Rule {
    /// The annotation by which an object departs from it, with the reason as its value.
    pub fn annotation(&self) -> String {
        format!("{IGNORE}{}", self.id)
    }
}

/// What a rule looks at, and the code that does.
#[derive(Debug, Clone, Copy)]
pub(super) enum Check {
    /// Every container of every pod, those that run before and beside the main ones among them.
    Container(fn(&Container<'_>, &Pod<'_>, &mut Hits)),
    /// Every workload that runs pods.
    Pod(fn(&Pod<'_>, &mut Hits)),
    /// Every object of some kinds; all where none is named.
    Object(&'static [&'static str], fn(&Object, &Set<'_>, &mut Hits)),
    /// Nothing: it is found while texts are read, or suppressions weighed.
    Elsewhere,
}

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth a second look; what is right depends on the app.
    Warning,
    /// An outage, a refusal by the server, or an open door, sooner or later.
    Error,
}

/// How much is asked for; each profile asks for all that the one before it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Profile {
    /// What no manifest should have, in whatever cluster.
    Recommended,
    /// What an app in production needs.
    Production,
    /// What the strictest linters ask for as well.
    Strict,
}

impl Severity {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl Profile {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Recommended => "recommended",
            Self::Production => "production",
            Self::Strict => "strict",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
