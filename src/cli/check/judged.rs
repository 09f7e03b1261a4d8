//! The run of all rules over texts, on all cores.

use std::collections::HashSet;
use std::sync::Arc;
use std::{io, thread};

use crate::check::{Asked, Audit, Contents, Kustomized, Link, Report, Set, links, read, unreadable};
use crate::problem::Problem;

use super::inputs::Text;
use super::known::KnownFiles;

/// What a run came to.
pub(super) struct Judged {
    pub(super) report: Report,
    pub(super) templates: usize,
    /// Every object: its file and its name.
    pub(super) objects: Vec<(Arc<str>, String)>,
    /// Who refers to whom, where a picture is wanted.
    pub(super) links: Vec<Link>,
    /// How many findings are known, once they are taken out.
    pub(super) known: usize,
    /// Entries of known findings that nothing is found of any more.
    pub(super) stale: Vec<Problem>,
    /// That kustomizations were walked, and not built.
    pub(super) unbuilt: Option<Problem>,
    /// What was too much to look at whole.
    pub(super) passed_over: Vec<String>,
}

impl Judged {
    pub(super) fn of(texts: &[Text], asked: &Asked, with_picture: bool) -> Self {
        let parts = in_parallel(texts, |texts| {
            let read = |Text { file, text, .. }: &Text| match text {
                Ok(text) => read(file, text),
                Err(problem) => unreadable(file, problem.clone()),
            };
            texts.iter().map(read).collect::<Vec<Contents>>()
        });
        let Contents { objects, findings, templates, generated, kustomized, .. } =
            Contents::joined(parts.into_iter().flatten());
        let unbuilt = unbuilt(&kustomized);
        let set = Set::new(&objects).with_generated(&generated).with_kustomized(&kustomized);
        let audit = Audit::new(&set, asked);
        let mut report = Report::of(findings, asked);
        in_parallel(&objects, |objects| audit.judge(objects)).into_iter().for_each(|part| report.join(part));
        let (mut names, mut linked) = (Vec::new(), Vec::new());
        if with_picture {
            names = objects.iter().map(|object| (object.file.clone(), object.identity.to_string())).collect();
            linked = links(&set, &objects);
        }
        let (report, passed_over) = (report.sorted(), set.passed_over());
        Self { report, templates, objects: names, links: linked, known: 0, stale: Vec::new(), unbuilt, passed_over }
    }

    /// Takes out what is known.
    pub(super) fn sift(&mut self, known: &KnownFiles) {
        let sifted = known.sift(std::mem::take(&mut self.report.findings));
        self.report.findings = sifted.findings;
        (self.known, self.stale) = (sifted.known, sifted.stale);
    }

    /// What was too much to look at whole, as it is told to people.
    pub(super) fn limits(&self) -> Option<Problem> {
        let many = self.passed_over.len();
        let first = self.passed_over.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join("; ");
        let others = if many > NAMED { format!("; and {} others", many - NAMED) } else { String::new() };
        let problem = Problem::new(format!("not all was looked at: {first}{others}"));
        (many > 0).then(|| problem.hint("check a part at a time: `kubewright check FOLDER`"))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.report.objects == 0 && self.report.findings.is_empty() && self.templates == 0
    }
}

/// That kustomizations are judged by their files; those that others build on, and components, come with these.
fn unbuilt(kustomized: &[Kustomized]) -> Option<Problem> {
    let built_on: HashSet<&str> = kustomized.iter().flat_map(|one| &one.resources).map(String::as_str).collect();
    let tops = kustomized.iter().filter(|one| !one.is_component && !built_on.contains(one.folder.as_str()));
    let tops: Vec<&str> = tops.map(|one| if one.folder.is_empty() { "." } else { one.folder.as_str() }).collect();
    let first = tops.first()?;
    let told = match tops.len() {
        1 => format!("1 kustomization is judged by its files, and not built: {first}"),
        count if count <= NAMED => {
            format!("{count} kustomizations are judged by their files, and not built: {}", tops.join(", "))
        }
        count => format!(
            "{count} kustomizations are judged by their files, and not built: {} and others",
            tops[..NAMED].join(", ")
        ),
    };
    let hint = format!("name the folder, to judge what kustomize makes of it: `kubewright check {first}`");
    Some(Problem::new(told).hint(hint))
}

/// The most of a kind that are told by their names.
const NAMED: usize = 5;

/// Bytes of stack for each: texts are read 64 levels deep, and each level takes a lot of it in a debug build.
const STACK: usize = 16 << 20;

/// The same work on parts of some things, on all cores; what comes of it, in their order.
pub(super) fn in_parallel<'t, T: Sync, R: Send>(things: &'t [T], work: impl Fn(&'t [T]) -> R + Sync) -> Vec<R> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let part = things.len().div_ceil(cores).max(1);
    thread::scope(|scope| {
        let work = &work;
        let spawn = |part| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, move || work(part));
        let workers: Vec<_> = things.chunks(part).map(spawn).collect();
        let done = |worker: io::Result<thread::ScopedJoinHandle<'_, R>>| {
            worker.expect("there is room for a thread").join().expect("no rule panics")
        };
        workers.into_iter().map(done).collect()
    })
}
