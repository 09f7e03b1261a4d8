//! What is asked of each object: the rules, and how much each weighs.

use std::borrow::Cow;
use std::collections::HashMap;

use globset::{GlobBuilder, GlobMatcher};

use crate::spec::types::{Entries, KubernetesVersion, Pattern, Reason};
use crate::spec::{Check, CheckOverride, RuleId};

use super::object::Object;
use super::root::Root;
use super::rule::{Profile, Rule, Severity};
use super::rules::RULES;

/// What is asked of the files of each folder.
#[derive(Debug, Default)]
pub struct Asked {
    folders: HashMap<String, usize>,
    demands: Vec<Demands>,
    elsewhere: Demands,
}

/// What is asked of the files of one folder, and of those below it.
#[derive(Debug, Clone)]
pub struct Demands {
    /// The mildest profile that all of them are asked to meet.
    profile: Profile,
    target: Option<KubernetesVersion>,
    weights: Weights,
    overrides: Vec<Override>,
    /// What their paths are relative to.
    root: Root,
}

/// How much each rule weighs, in the order of [`RULES`]; none where it is not asked for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Weights(Vec<Option<Severity>>);

/// What differs for some files and objects.
#[derive(Debug, Clone)]
struct Override {
    paths: Option<Vec<GlobMatcher>>,
    objects: Option<Vec<GlobMatcher>>,
    says: CheckOverride,
}

impl Asked {
    /// What is asked of files of which nothing else is said.
    pub fn new(elsewhere: Demands) -> Self {
        Self { folders: HashMap::new(), demands: Vec::new(), elsewhere }
    }

    /// Says what is asked of the files in some folders, as those are shown.
    pub fn put(&mut self, folders: impl IntoIterator<Item = String>, demands: Demands) {
        self.folders.extend(folders.into_iter().map(|folder| (folder, self.demands.len())));
        self.demands.push(demands);
    }

    /// What is asked of a file.
    pub(super) fn of(&self, file: &str) -> &Demands {
        let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
        self.folders.get(folder).map_or(&self.elsewhere, |index| &self.demands[*index])
    }
}

impl Default for Demands {
    fn default() -> Self {
        Self::new(Root::default(), &Check::default(), None)
    }
}

impl Demands {
    /// Reads what is asked below a folder, to which the paths in it are relative. A profile that is given goes
    /// before all that is said.
    pub fn new(root: Root, check: &Check, given: Option<Profile>) -> Self {
        let profile = given.or(check.profile).unwrap_or(Profile::Production);
        let mut weights = Weights::of(profile);
        weights.change(check.select.as_deref(), check.ignore.as_ref(), check.severity.as_ref());
        let overrides = check.overrides.iter().flatten();
        let overrides = overrides.map(|says| Override {
            paths: says.paths.as_deref().map(of_paths),
            objects: says.objects.as_deref().map(of_names),
            says: CheckOverride { profile: says.profile.filter(|_| given.is_none()), ..says.clone() },
        });
        Self { profile, target: check.kubernetes, weights, overrides: overrides.collect(), root }
    }

    /// The profile that all are asked to meet but for what differs.
    pub(super) fn profile(&self) -> Profile {
        self.profile
    }

    /// The oldest version of the clusters, where it is said.
    pub(super) fn target(&self) -> Option<KubernetesVersion> {
        self.target
    }

    /// What is asked of an object of a file, or of a text of it that is none.
    pub(super) fn weights(&self, file: &str, object: Option<&str>) -> Cow<'_, Weights> {
        let fits = |patterns: &Option<Vec<GlobMatcher>>, name: Option<&str>| {
            let any =
                |patterns: &Vec<GlobMatcher>| patterns.iter().any(|one| name.is_some_and(|name| one.is_match(name)));
            patterns.as_ref().is_none_or(any)
        };
        let mut weights = Cow::Borrowed(&self.weights);
        if self.overrides.is_empty() {
            return weights;
        }
        let file = self.root.relative(file);
        for one in &self.overrides {
            if fits(&one.paths, Some(&file)) && fits(&one.objects, object) {
                let weights = weights.to_mut();
                let says = &one.says;
                if let Some(profile) = says.profile {
                    *weights = Weights::of(profile);
                }
                weights.change(says.select.as_deref(), says.ignore.as_ref(), says.severity.as_ref());
            }
        }
        weights
    }

    /// What is asked of an object.
    pub(super) fn of_object(&self, object: &Object) -> Cow<'_, Weights> {
        if self.overrides.is_empty() {
            return Cow::Borrowed(&self.weights);
        }
        self.weights(&object.file, Some(&object.identity.to_string()))
    }
}

impl Weights {
    /// The rules of a profile, each as it weighs by itself.
    fn of(profile: Profile) -> Self {
        Self(RULES.iter().map(|rule| (rule.profile <= profile).then_some(rule.severity)).collect())
    }

    fn change(
        &mut self,
        select: Option<&[RuleId]>,
        ignore: Option<&Entries<RuleId, Reason>>,
        severity: Option<&Entries<RuleId, Severity>>,
    ) {
        for (index, rule) in select.into_iter().flatten().filter_map(found) {
            self.0[index].get_or_insert(rule.severity);
        }
        for (id, severity) in severity.into_iter().flat_map(|map| map.iter()) {
            found(id).into_iter().for_each(|(index, _)| self.0[index] = self.0[index].map(|_| *severity));
        }
        for (index, _) in ignore.into_iter().flat_map(|map| map.keys()).filter_map(found) {
            self.0[index] = None;
        }
    }

    /// The rules that are asked for, each with what it weighs.
    pub(super) fn rules(&self) -> impl Iterator<Item = (&'static Rule, Severity)> + '_ {
        RULES.iter().zip(&self.0).filter_map(|(rule, severity)| Some((*rule, (*severity)?)))
    }

    /// How much a rule weighs; none where it is not asked for.
    pub(super) fn of_rule(&self, id: &str) -> Option<Severity> {
        let index = RULES.binary_search_by_key(&id, |rule| rule.id).ok()?;
        self.0[index]
    }
}

fn found(id: &RuleId) -> Option<(usize, &'static Rule)> {
    let index = RULES.binary_search_by_key(&id.as_str(), |rule| rule.id).ok()?;
    Some((index, RULES[index]))
}

/// Files and folders by their paths; what stands in a folder that fits, fits as well.
fn of_paths(patterns: &[Pattern]) -> Vec<GlobMatcher> {
    let forms = patterns.iter().flat_map(|pattern| {
        let path = pattern.as_str().trim_start_matches("./").trim_end_matches('/');
        [format!("{path}/**"), path.to_owned()]
    });
    matchers(forms, true)
}

/// Objects by the names that reports give them.
fn of_names(patterns: &[Pattern]) -> Vec<GlobMatcher> {
    matchers(patterns.iter().map(|pattern| pattern.as_str().to_owned()), false)
}

fn matchers(forms: impl Iterator<Item = String>, by_folder: bool) -> Vec<GlobMatcher> {
    let matcher = |form: String| {
        let glob = GlobBuilder::new(&form).literal_separator(by_folder).build();
        glob.expect("patterns are valid").compile_matcher()
    };
    forms.map(matcher).collect()
}
