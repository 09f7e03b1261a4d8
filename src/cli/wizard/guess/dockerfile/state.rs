//! What the instructions of a stage, and of those it stands on, leave behind.

use std::collections::BTreeSet;

use crate::spec::types::ContainerPath;

use super::super::healthcheck::HealthCheck;
use super::super::naming::{valid_port, valid_repository};
use super::super::variables::Variables;
use super::accounts::Accounts;
use super::base::Known;
use super::lines::{Instruction, words};
use super::stages::{Stages, arguments, pairs};

/// More volumes than any image declares.
const MOST_VOLUMES: usize = 32;

/// What is known after the last instruction.
#[derive(Debug, Default)]
pub(crate) struct State {
    /// What `ENV` and `ARG` set.
    pub(crate) variables: Variables,
    /// The users and groups.
    pub(crate) accounts: Accounts,
    /// The first port that the last exposing stage exposes, and the number of that stage.
    pub(crate) exposed: Option<(u16, usize)>,
    /// The last `USER`; its text is `None` where a variable in it is unknown.
    pub(crate) user: Option<Option<String>>,
    /// The paths of `VOLUME`.
    pub(crate) volumes: Vec<String>,
    /// The stage that `/etc/passwd` was copied from.
    pub(crate) passwd_from: Option<usize>,
    /// The source's address in the image's labels, and the image that GitHub's registry keeps for it.
    pub(crate) source: Option<(String, String)>,
    health: String,
    entrypoint: String,
    arguments: String,
    set: BTreeSet<String>,
}

impl State {
    /// Goes through a line of stages, the first one first.
    pub(crate) fn after(stages: &Stages, line: &[usize], base: &Known) -> Self {
        let mut state = Self { accounts: Accounts::of(&base.users), ..Self::default() };
        for (name, value) in base.environment {
            state.variables.set(name, Some((*value).to_owned()));
        }
        for stage in line {
            stages.all[*stage].body.iter().for_each(|instruction| state.step(instruction, *stage, stages));
        }
        state
    }

    fn step(&mut self, Instruction { keyword, rest, script }: &Instruction, stage: usize, stages: &Stages) {
        match keyword.as_str() {
            "ARG" => {
                for (name, default) in arguments(rest) {
                    let value =
                        default.map_or_else(|| stages.globals.get(name), |default| self.variables.expand(default));
                    self.variables.set_argument(name, value);
                }
            }
            "ENV" => {
                // All values of one line see the variables as they were before it.
                let values: Vec<_> =
                    pairs(rest).into_iter().map(|(name, value)| (name, self.variables.expand(value))).collect();
                for (name, value) in values {
                    self.set.extend(super::PORT_VARIABLES.contains(&name).then(|| name.to_owned()));
                    self.variables.set(name, value);
                }
            }
            "EXPOSE" => self.expose(rest, stage),
            "USER" => self.user = Some(self.variables.expand(rest)),
            "VOLUME" => self.declare_volumes(rest),
            "RUN" => {
                self.accounts.learn(rest, &self.variables);
                self.accounts.learn(script, &self.variables);
            }
            "COPY" if rest.contains("/etc/passwd") => {
                let from = rest.split_whitespace().find_map(|word| word.strip_prefix("--from="));
                self.passwd_from = from.and_then(|from| stages.find(from)).filter(|from| *from < stage);
            }
            "LABEL" => {
                let labels = pairs(rest)
                    .into_iter()
                    .filter(|(name, _)| name.trim_matches('"') == "org.opencontainers.image.source");
                for address in labels.filter_map(|(_, value)| self.variables.expand(value)) {
                    self.source = github_image(&address).map(|image| (address, image));
                }
            }
            "HEALTHCHECK" => self.health = command_line(rest),
            "ENTRYPOINT" => {
                // A new entrypoint takes the arguments of the image below away.
                (self.entrypoint, self.arguments) = (command_line(rest), String::new());
            }
            "CMD" => self.arguments = command_line(rest),
            _ => {}
        }
    }

    fn expose(&mut self, rest: &str, stage: usize) {
        if self.exposed.is_some_and(|(_, of)| of == stage) {
            return;
        }
        let expanded =
            words(rest).into_iter().filter_map(|word| self.variables.expand(word)).collect::<Vec<_>>().join(" ");
        let port = expanded.split_whitespace().find_map(|word| valid_port(word.strip_suffix("/tcp").unwrap_or(word)));
        self.exposed = port.map(|port| (port, stage)).or(self.exposed);
    }

    fn declare_volumes(&mut self, rest: &str) {
        let json: Option<Vec<String>> = serde_json::from_str(rest).ok();
        let paths = json.unwrap_or_else(|| words(rest).into_iter().map(str::to_owned).collect());
        for path in paths.iter().filter_map(|path| self.variables.expand(path)) {
            let Ok(path) = path.trim_end_matches('/').parse::<ContainerPath>() else { continue };
            if self.volumes.len() < MOST_VOLUMES && !self.volumes.iter().any(|known| *known == path.as_str()) {
                self.volumes.push(path.to_string());
            }
        }
    }

    /// Whether the Dockerfile itself sets this variable of the port.
    pub(crate) fn sets(&self, name: &str) -> bool {
        self.set.contains(name)
    }

    /// The command that the container runs.
    pub(crate) fn command(&self) -> String {
        format!("{} {}", self.entrypoint, self.arguments)
    }

    /// The last health check.
    pub(crate) fn check(&self, place: &str) -> Option<HealthCheck> {
        HealthCheck::find(&self.health, place, &|name| self.variables.get(name))
    }
}

/// The words of a command in either form: `["a", "b"]` or `a b`.
fn command_line(rest: &str) -> String {
    let json = rest.find('[').and_then(|start| serde_json::from_str::<Vec<String>>(&rest[start..]).ok());
    json.map_or_else(|| rest.to_owned(), |words| words.join(" "))
}

/// The image in GitHub's registry, which finds an image's repository by this label.
fn github_image(address: &str) -> Option<String> {
    let path = address.strip_prefix("https://github.com/")?.trim_end_matches('/');
    let path = path.strip_suffix(".git").unwrap_or(path).to_ascii_lowercase();
    valid_repository(&format!("ghcr.io/{path}")).filter(|_| path.matches('/').count() == 1)
}
