//! A rule: what it demands, why, how to meet it, and the code that judges.

use crate::spec::IGNORE;
use crate::spec::types::KubernetesVersion;
pub use crate::spec::{Profile, Severity};
use crate::validate::Wrong;

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
    /// Every object, beside the oldest version of the clusters; nothing where none is said.
    Versioned(fn(&Object, KubernetesVersion, &mut Hits)),
    /// Every object beside what the API says of its kind: what is wrong in one of these ways.
    Api(&'static [Wrong]),
    /// Nothing: it is found while texts are read, or suppressions weighed.
    Elsewhere,
}
