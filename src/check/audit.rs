//! The run of all rules over all objects.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use crate::validate::{Misfit, Wrong, misfits};

use super::asked::Asked;
use super::finding::{Edit, Finding};
use super::hits::{Hit, Hits};
use super::object::Object;
use super::placeholder::is_placeholder;
use super::pod::Pod;
use super::rule::{Check, Profile, Rule, Severity};
use super::score::{Score, Tally};
use super::set::Set;
use super::suppression::Suppressions;

/// A run of the rules over a set of objects.
#[derive(Debug)]
pub struct Audit<'a> {
    set: &'a Set<'a>,
    asked: &'a Asked,
}

/// What a run found.
#[derive(Debug, Default)]
pub struct Report {
    /// The findings, in the order of their places once it is [`Report::sorted`].
    pub findings: Vec<Finding>,
    /// How many findings are suppressed, with a reason.
    pub suppressed: usize,
    /// How many objects were judged.
    pub objects: usize,
    /// How many of them each profile was asked of.
    pub profiles: BTreeMap<Profile, usize>,
    tally: Tally,
}

impl<'a> Audit<'a> {
    /// A run over a set, of what is asked of it.
    pub fn new(set: &'a Set<'a>, asked: &'a Asked) -> Self {
        Self { set, asked }
    }

    /// Judges some of the objects of the set. Parts may be judged at the same time, and their reports joined.
    pub fn judge(&self, objects: &'a [Object]) -> Report {
        let mut report = Report { objects: objects.len(), ..Report::default() };
        objects.iter().for_each(|object| self.judge_object(object, &mut report));
        report
    }

    fn judge_object(&self, object: &'a Object, report: &mut Report) {
        let pod = Pod::of(object, self.set);
        let misfits = OnceCell::new();
        let mut suppressions = Suppressions::of(object);
        let demands = self.asked.of(&object.file);
        let weights = demands.of_object(object);
        *report.profiles.entry(demands.profile()).or_default() += 1;
        for (rule, severity) in weights.rules() {
            let mut hits = Hits::default();
            match (rule.check, &pod) {
                (Check::Container(check), Some(pod)) => {
                    pod.containers.iter().for_each(|container| check(container, pod, &mut hits));
                }
                (Check::Pod(check), Some(pod)) => check(pod, &mut hits),
                (Check::Object(kinds, check), _)
                    if kinds.is_empty() || kinds.contains(&object.identity.kind.as_str()) =>
                {
                    check(object, self.set, &mut hits);
                }
                (Check::Versioned(check), _) if let Some(target) = demands.target() => check(object, target, &mut hits),
                (Check::Api(wrong), _) => {
                    let misfits = misfits.get_or_init(|| self.misfits(object));
                    for misfit in misfits.iter().filter(|misfit| wrong.contains(&misfit.wrong)) {
                        let hit = hits.say(misfit.path.clone(), misfit.message.clone());
                        misfit.hint.iter().for_each(|hint| _ = hit.fix(hint));
                    }
                }
                _ => continue,
            }
            let found = hits.0.len();
            if found > 0 && suppressions.suppress(rule) {
                report.suppressed += found;
                hits.0.clear();
            }
            report.tally.count(rule, hits.0.is_empty());
            report.add(object, (rule, severity), hits);
        }
        for (rule, hits) in suppressions.judge(&weights) {
            if let Some(severity) = weights.of_rule(rule.id) {
                report.add(object, (rule, severity), hits);
            }
        }
    }
}

impl Audit<'_> {
    /// What the API says of an object, but for what kustomize, or whoever fills it in, may mend.
    fn misfits(&self, object: &Object) -> Vec<Misfit> {
        let mut misfits = misfits(&object.api_version, &object.identity.kind, &object.node.to_value());
        misfits.retain(|misfit| match misfit.wrong {
            Wrong::Field => true,
            Wrong::Missing => !self.set.is_kustomized(object),
            Wrong::Name | Wrong::Value => {
                let key = misfit.path.last().map(String::as_str);
                ![key, object.text_at(&misfit.path)].into_iter().flatten().any(is_placeholder)
            }
        });
        // A number is told as it is written, and not as what is left of it once it is read.
        for misfit in &mut misfits {
            if let Some((read, written)) = object.rounded_at(&misfit.path) {
                let floats = format!("floating point `{read}`");
                misfit.message =
                    misfit.message.replace(&floats, &format!("number `{written}`")).replace(&read, written);
            }
        }
        misfits
    }
}

impl Report {
    /// What was found while texts were read.
    pub fn of(findings: Vec<Finding>, asked: &Asked) -> Self {
        let weighed = findings.into_iter().filter_map(|finding| {
            let weights = asked.of(&finding.file).weights(&finding.file, finding.object.as_deref());
            let severity = weights.of_rule(finding.rule.id)?;
            Some(Finding { severity, ..finding })
        });
        Self { findings: weighed.collect(), ..Self::default() }
    }

    /// Adds what another part of the run found.
    pub fn join(&mut self, other: Self) {
        self.findings.extend(other.findings);
        self.suppressed += other.suppressed;
        self.objects += other.objects;
        other.profiles.into_iter().for_each(|(profile, count)| *self.profiles.entry(profile).or_default() += count);
        self.tally.add(&other.tally);
    }

    /// The score of each item of the checklist that was judged at all.
    pub fn scores(&self) -> Vec<Score> {
        self.tally.scores()
    }

    /// Puts the findings in the order of their places, those of one object together.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        self.findings.sort_by(|one, other| {
            let key = |finding: &Finding| (finding.position, finding.rule.id);
            one.file.cmp(&other.file).then_with(|| key(one).cmp(&key(other)))
        });
        self
    }

    /// Forgets where in some files the findings stand: a line of what a tool renders is none of the file.
    pub fn forget_places(&mut self, is_rendered: impl Fn(&str) -> bool) {
        self.findings.iter_mut().filter(|one| is_rendered(&one.file)).for_each(|one| one.position = None);
    }

    fn add(&mut self, object: &Object, (rule, severity): (&'static Rule, Severity), hits: Hits) {
        let within: Vec<String> = object.items.iter().flat_map(|item| ["items".to_owned(), item.to_string()]).collect();
        for Hit { path, message, fix, edit } in hits.0 {
            let edit = edit.map(|(path, value, safe)| {
                let path = within.iter().cloned().chain(path).collect();
                Edit { document: object.document, path, value, safe }
            });
            self.findings.push(Finding {
                rule,
                severity,
                file: object.file.clone(),
                position: object.position(&path),
                object: Some(object.identity.to_string()),
                field: object.field(&path),
                path,
                message,
                fix: fix.unwrap_or_else(|| rule.fix.to_owned()),
                edit,
            });
        }
    }
}
