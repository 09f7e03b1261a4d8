//! The users and groups of an image: those it came with, and those that a `RUN` makes.

use std::collections::BTreeMap;

use super::super::variables::Variables;
use super::base::User;
use super::lines::words;

/// More users than any image makes.
const MOST: usize = 1000;
/// More words than any call of these tools has.
const LONGEST: usize = 100;
/// The largest id that Kubernetes takes (`validation.IsValidUserID`).
const LARGEST: u32 = 2_147_483_647;

/// Numbers of users and groups by name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Accounts {
    users: BTreeMap<String, (u32, Option<u32>)>,
    groups: BTreeMap<String, u32>,
}

impl Accounts {
    /// The users that a base image came with.
    pub(crate) fn of(users: &[User]) -> Self {
        let mut accounts = Self::default();
        for (name, uid, gid) in users {
            accounts.users.insert((*name).to_owned(), (*uid, Some(*gid)));
            accounts.groups.insert((*name).to_owned(), *gid);
        }
        accounts
    }

    /// Learns from `useradd`, `adduser`, `groupadd` and `addgroup` in a script with stated numbers.
    pub(crate) fn learn(&mut self, script: &str, variables: &Variables) {
        let words = words(script);
        for (at, word) in words.iter().enumerate() {
            let tool = word.rsplit('/').next().unwrap_or_default();
            if matches!(tool, "useradd" | "adduser" | "groupadd" | "addgroup")
                && self.users.len() + self.groups.len() < MOST
            {
                self.make(tool, &Call::read(&words[at + 1..], tool, variables));
            }
        }
    }

    fn make(&mut self, tool: &str, call: &Call) {
        let Some(name) = (if tool.ends_with("add") { call.names.last() } else { call.names.first() }) else { return };
        if tool.contains("group") {
            if let Some(gid) = call.group.as_deref().and_then(valid_id) {
                self.groups.insert(name.clone(), gid);
            }
        } else if let Some(uid) = call.user.as_deref().and_then(valid_id) {
            let gid = call.group.as_deref().and_then(|group| self.group(group));
            self.users.insert(name.clone(), (uid, gid));
        }
    }

    /// A user's number and group by name or number; none for root.
    pub(crate) fn user(&self, name: &str) -> Option<(u32, Option<u32>)> {
        let by_number = |uid| (uid, self.users.values().find(|(known, _)| *known == uid).and_then(|(_, gid)| *gid));
        let found = valid_id(name).map(by_number).or_else(|| self.users.get(name).copied());
        found.filter(|(uid, _)| *uid > 0)
    }

    /// A group's number by name or number.
    pub(crate) fn group(&self, name: &str) -> Option<u32> {
        valid_id(name).or_else(|| self.groups.get(name).copied())
    }
}

fn valid_id(text: &str) -> Option<u32> {
    text.parse().ok().filter(|id| *id <= LARGEST && text.bytes().all(|b| b.is_ascii_digit()))
}

/// How one of the tools was called.
#[derive(Debug, Default)]
struct Call {
    user: Option<String>,
    group: Option<String>,
    names: Vec<String>,
}

impl Call {
    fn read(words: &[&str], tool: &str, variables: &Variables) -> Self {
        let mut call = Self::default();
        let mut words = words.iter().take(LONGEST).take_while(|word| !matches!(**word, "&&" | "||" | "|" | ";" | "\\"));
        while let Some(word) = words.next() {
            let (word, ends) = word.strip_suffix(';').map_or((*word, false), |word| (word, true));
            let (flag, mut value) = split_flag(word, tool);
            if !ends && value.is_none() && takes_value(flag, tool) {
                value = words.next().copied();
            }
            // A value that the script itself computes is unknown.
            let value = value.and_then(|value| variables.expand(value.trim_end_matches(';')));
            match flag {
                "" => call.names.extend(variables.expand(word)),
                "-u" | "--uid" => call.user = value,
                // adduser's -g is a comment in BusyBox, and its -G the group.
                "-g" if tool != "adduser" => call.group = value,
                "-G" if tool == "adduser" => call.group = value,
                "--gid" | "--ingroup" => call.group = value,
                _ => {}
            }
            if ends || call.names.len() > 2 {
                break;
            }
        }
        call
    }
}

/// The flag of a word, and its value where the same word holds it: `--uid=1`, `-u1`, and of `-rmu` the `-u`.
fn split_flag<'w>(word: &'w str, tool: &str) -> (&'w str, Option<&'w str>) {
    if word.starts_with("--") {
        return word.split_once('=').map_or((word, None), |(flag, value)| (flag, Some(value)));
    }
    let Some(letters) = word.strip_prefix('-').filter(|letters| letters.is_ascii()) else { return ("", None) };
    for (at, letter) in letters.char_indices() {
        let flag = FLAGS.iter().find(|flag| flag.ends_with(letter)).copied().filter(|flag| takes_value(flag, tool));
        if let Some(flag) = flag {
            return (flag, Some(&letters[at + 1..]).filter(|value| !value.is_empty()));
        }
    }
    ("-", None)
}

/// Short flags that take a value in one of the tools.
const FLAGS: [&str; 10] = ["-u", "-g", "-G", "-d", "-h", "-s", "-c", "-k", "-b", "-e"];

fn takes_value(flag: &str, tool: &str) -> bool {
    match flag {
        "-h" => tool == "adduser",
        "--uid" | "--gid" | "--ingroup" | "--home" | "--home-dir" | "--shell" | "--gecos" | "--comment"
        | "--groups" | "--base-dir" | "--skel" => true,
        flag => FLAGS.contains(&flag),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn app(script: &str) -> Option<(u32, Option<u32>)> {
        let mut variables = Variables::default();
        variables.set_argument("UID", Some("10001".to_owned()));
        let mut accounts = Accounts::default();
        accounts.learn(script, &variables);
        accounts.user("app")
    }

    #[test]
    fn learns_the_number_of_a_user_in_every_common_spelling() {
        for script in [
            "useradd -u 10001 app",
            "apk add curl && adduser -D -H -u 10001 app",
            "set -eux; useradd --system --uid=10001 app; mkdir /x",
            "adduser --disabled-password --gecos \"App User\" --uid \"${UID}\" app && chown app /app",
            "useradd -rmu 10001 -s /bin/false app",
            "/usr/sbin/useradd -u10001 app",
            "adduser -u 10001 -g 'the app' app",
        ] {
            assert_eq!(app(script), Some((10001, None)), "{script}");
        }
    }

    #[test]
    fn learns_the_group_by_number_or_name() {
        for script in [
            "groupadd -g 2000 web && useradd -u 10001 -g web app",
            "addgroup -S -g 2000 web; adduser -u 10001 -G web -S app",
            "useradd --uid 10001 --gid 2000 app",
        ] {
            assert_eq!(app(script), Some((10001, Some(2000))), "{script}");
        }
    }

    #[test]
    fn learns_nothing_from_what_has_no_stated_number() {
        for script in [
            "",
            "useradd app",
            "adduser -D app",
            "useradd -u $NEXT app",
            "useradd -u 0 app",
            "useradd -u 99999999999 app",
            "useradd -u",
            "useradd -u 10001",
            "useradd -u 10001 web",
        ] {
            assert_eq!(app(script), None, "{script}");
        }
    }
}
