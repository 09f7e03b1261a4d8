//! Guesses answers from what lies in the repository.

mod command;
mod compose;
mod dockerfile;
mod dotenv;
mod healthcheck;
mod jvm;
mod manifests;
mod naming;
mod procfile;
mod repository;
mod runtime;
mod spring;
mod toml;
mod variables;
mod xml;

use crate::preset::Sources;
use crate::spec::Language;

use naming::valid_name;
use repository::Repository;

/// A guessed answer and where it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Guess<T> {
    /// The answer, valid for its key of the spec.
    pub(crate) value: T,
    /// Where it was read, as shown to the user: `EXPOSE 8080 in Dockerfile`.
    pub(crate) reason: String,
}

/// What could be guessed; `None` where no file says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Guesses {
    /// Name of the app.
    pub(crate) name: Option<Guess<String>>,
    /// Port that the app listens on.
    pub(crate) port: Option<Guess<u16>>,
    /// Numeric user id of the image, never 0.
    pub(crate) user: Option<Guess<u32>>,
    /// Numeric group id of the image, never 0.
    pub(crate) group: Option<Guess<u32>>,
    /// Language that the app is written in.
    pub(crate) language: Option<Guess<Language>>,
    /// Runtime whose settings follow the limits, where it is sure.
    pub(crate) runtime: Option<Guess<String>>,
    /// Http path that answers whether the app can serve.
    pub(crate) readiness: Option<Guess<String>>,
    /// Http path that answers whether the app still lives.
    pub(crate) liveness: Option<Guess<String>>,
    /// Time span that the app needs to start, such as `120s`.
    pub(crate) startup: Option<Guess<String>>,
    /// Registry and repository of the image, without a tag.
    pub(crate) image: Option<Guess<String>>,
    /// Paths that the app writes to.
    pub(crate) writable: Vec<Guess<String>>,
}

impl<T> Guess<T> {
    /// A guess; what a terminal would act upon is taken out of the reason, which quotes the files.
    pub(crate) fn new(value: T, reason: impl AsRef<str>) -> Self {
        let harmless = |c: &char| {
            !c.is_control() && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        Self { value, reason: reason.as_ref().chars().filter(harmless).take(160).collect() }
    }
}

impl Guesses {
    /// Takes over what is still missing here.
    fn fill(&mut self, other: Self) {
        self.name = self.name.take().or(other.name);
        self.port = self.port.take().or(other.port);
        // The group belongs to the user that it was read with.
        if self.user.is_none() {
            (self.user, self.group) = (other.user, other.group);
        }
        self.language = self.language.take().or(other.language);
        self.runtime = self.runtime.take().or(other.runtime);
        self.readiness = self.readiness.take().or(other.readiness);
        self.liveness = self.liveness.take().or(other.liveness);
        self.startup = self.startup.take().or(other.startup);
        self.image = self.image.take().or(other.image);
        for path in other.writable {
            if self.writable.iter().all(|known| known.value != path.value) {
                self.writable.push(path);
            }
        }
    }
}

/// Guesses what the files of a repository say; `folder` is its name or path.
///
/// Files are read as text, at most 1 MiB of each, and nothing is run. The surest source wins: what
/// an image states, then what a manifest states, then what is usual for them.
pub(crate) fn guess(folder: &str, sources: &dyn Sources) -> Guesses {
    let repository = Repository::new(sources);
    let folder = folder.trim_end_matches(['/', '\\']).rsplit(['/', '\\']).next().unwrap_or_default();
    let compose = compose::read(&repository);
    let image = dockerfile::read(&repository, compose.dockerfile.as_deref());
    let spring = spring::read(&repository);

    let mut guesses = spring.probes;
    for part in [image.stated, compose.stated, spring.port, procfile::read(&repository)] {
        guesses.fill(part);
    }
    manifests::read(folder, &repository).into_iter().for_each(|part| guesses.fill(part));
    guesses.fill(dotenv::read(&repository));
    for check in [image.check, compose.check].into_iter().flatten() {
        check.complete(&mut guesses);
    }
    guesses.fill(image.usual);
    guesses.fill(spring.usual);
    let language = guesses.language.as_ref();
    guesses.runtime = guesses.runtime.or_else(|| runtime::of_language(language?, &repository));
    guesses.name = guesses.name.or_else(|| valid_name(folder).map(|name| Guess::new(name, "the folder's name")));
    guesses
}

#[cfg(test)]
mod tests;
