//! Reads what a Dockerfile says about the image that its final stage builds.

mod accounts;
mod base;
mod lines;
mod stages;
mod state;

use super::command;
use super::healthcheck::HealthCheck;
use super::repository::Repository;
use super::{Guess, Guesses, runtime};
use crate::spec::{Language, Runtime};

use accounts::Accounts;
use base::known;
use lines::instructions;
use stages::Stages;
use state::State;

/// Variables by which frameworks take their port, and images tell it.
const PORT_VARIABLES: [&str; 5] = ["PORT", "SERVER_PORT", "HTTP_PORT", "ASPNETCORE_HTTP_PORTS", "ASPNETCORE_URLS"];

/// What a Dockerfile says, by how sure it is.
#[derive(Debug, Default)]
pub(crate) struct Image {
    /// What it states.
    pub(crate) stated: Guesses,
    /// Its health check.
    pub(crate) check: Option<HealthCheck>,
    /// What is usual for the images that it names.
    pub(crate) usual: Guesses,
}

/// Reads `Dockerfile` or `Containerfile`, else the one that a compose file names.
pub(crate) fn read(repository: &Repository, other: Option<&str>) -> Image {
    let paths: Vec<&str> = ["Dockerfile", "Containerfile"].into_iter().chain(other).collect();
    repository.first(&paths).map(|(path, text)| image(path, &text)).unwrap_or_default()
}

fn image(path: &str, text: &str) -> Image {
    let instructions = instructions(text);
    let stages = Stages::of(&instructions);
    let Some(last) = stages.all.len().checked_sub(1) else { return Image::default() };
    let line = stages.line_of(last);
    let base = known(&stages.all[line[0]].base);
    let from = without_digest(&stages.all[line[0]].base);
    let state = State::after(&stages, &line, &base);
    let (user, group) = ids(&state, &stages, base.user, from, path);
    let from_reason = format!("FROM {from} in {path}");

    let by_variable = || {
        PORT_VARIABLES.iter().filter(|name| state.sets(name)).find_map(|name| {
            let value = state.variables.get(name)?;
            // `8080;8443` and `http://+:8080;https://+:8443` name the plain port first.
            let port = command::address_port(value.split([';', ',']).next()?)?;
            Some(Guess::new(port, format!("ENV {name}={value} in {path}")))
        })
    };
    let by_command = || {
        let port = command::port(&state.command(), &|name| state.variables.get(name))?;
        Some(Guess::new(port, format!("port {port} of the command in {path}")))
    };
    let exposed = state.exposed.map(|(port, _)| Guess::new(port, format!("EXPOSE {port} in {path}")));
    let writable = state.volumes.iter().map(|volume| Guess::new(volume.clone(), format!("VOLUME {volume} in {path}")));
    let builder = stages.all.iter().rev().find_map(|stage| {
        Some(Guess::new(known(&stage.base).language?, format!("FROM {} in {path}", without_digest(&stage.base))))
    });
    let served =
        runtime::of_command(&state.command()).map(|server| runtime::guess(server, &format!("the command in {path}")));
    let based = (base.language == Some(Language::Node)).then(|| runtime::guess(Runtime::Node, &from_reason));
    Image {
        stated: Guesses {
            port: exposed.or_else(by_variable).or_else(by_command),
            user,
            group,
            language: base.language.map(|language| Guess::new(language, &from_reason)),
            runtime: served.or(based),
            writable: writable.collect(),
            ..Guesses::default()
        },
        check: state.check(&format!("HEALTHCHECK in {path}")),
        usual: Guesses {
            port: base.port.map(|port| Guess::new(port, &from_reason)),
            language: builder,
            image: state.source.map(|(source, image)| Guess::new(image, format!("image.source={source} in {path}"))),
            ..Guesses::default()
        },
    }
}

/// Nobody reads a digest in a reason.
fn without_digest(image: &str) -> &str {
    image.split('@').next().unwrap_or_default()
}

type Ids = (Option<Guess<u32>>, Option<Guess<u32>>);

/// User and group that the image runs as; none for root and for what only a running image would tell.
fn ids(state: &State, stages: &Stages, default: Option<&str>, from: &str, path: &str) -> Ids {
    let (stated, user) = match (&state.user, default) {
        (Some(user), _) => (true, user.as_deref()),
        (None, user) => (false, user),
    };
    let Some(user) = user else { return (None, None) };
    let (name, group) = user.split_once(':').map_or((user, None), |(name, group)| (name, Some(group)));
    // `COPY --from=build /etc/passwd` brings the users of another stage.
    let copied = || {
        let line = stages.line_of(state.passwd_from?);
        Some(State::after(stages, &line, &known(&stages.all[line[0]].base)).accounts)
    };
    let find = |accounts: &Accounts| {
        accounts.user(name).map(|(uid, own)| (uid, group.map_or(own, |group| accounts.group(group))))
    };
    let Some((uid, gid)) = find(&state.accounts).or_else(|| find(&copied()?)) else { return (None, None) };
    let named =
        if name.bytes().all(|b| b.is_ascii_digit()) { String::new() } else { format!(", whose number is {uid}") };
    let reason = if stated {
        format!("USER {user} in {path}{named}")
    } else {
        format!("FROM {from} in {path}, which runs as {uid}")
    };
    (Some(Guess::new(uid, &reason)), gid.filter(|gid| *gid > 0).map(|gid| Guess::new(gid, &reason)))
}

#[cfg(test)]
mod tests;
