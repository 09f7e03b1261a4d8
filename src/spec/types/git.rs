//! Where a repository is, and its branches.

use super::name::shown;
use super::{TextType, kept_text};

/// A repository of git that can be cloned by https or ssh.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GitRepository(String);

/// A branch of a repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BranchName(String);

/// A folder of a repository, from its root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepositoryFolder(String);

kept_text!(GitRepository, BranchName, RepositoryFolder);

impl TextType for GitRepository {
    const FORMAT: &'static str = "git-repository";
    const WHAT: &'static str = "a git repository such as https://github.com/acme/web.git";

    fn parse(text: &str) -> Result<Self, String> {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("ssh://"));
        let plain = |c: char| c.is_ascii_alphanumeric() || "-._~/:@%+".contains(c);
        let is_address = rest.is_some_and(|rest| {
            let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
            // A password has no place in a file that is committed.
            let password =
                host.split_once('@').is_some_and(|(user, _)| user.contains(':') || text.starts_with("https"));
            host.starts_with(|c: char| c.is_ascii_alphanumeric()) && !path.is_empty() && !password
        });
        if is_address && text.len() <= 500 && text.chars().all(plain) {
            return Ok(Self(text.to_owned()));
        }
        Err(format!(
            "{} is not a git repository: write it as `https://github.com/acme/web.git` or \
             `ssh://git@github.com/acme/web.git`, without a password",
            shown(text)
        ))
    }
}

impl TextType for BranchName {
    const FORMAT: &'static str = "branch-name";
    const WHAT: &'static str = "a branch such as main";

    fn parse(text: &str) -> Result<Self, String> {
        // Within what git check-ref-format allows, what a shell and a pattern of a CI leave as it is.
        let part = |part: &str| {
            let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
            !part.is_empty() && !part.starts_with('.') && !part.ends_with(".lock") && part.chars().all(plain)
        };
        let valid = text.len() <= 200
            && !text.starts_with('-')
            && !text.ends_with('.')
            && !text.contains("..")
            && text.split('/').all(part);
        if valid {
            return Ok(Self(text.to_owned()));
        }
        Err(format!("{} is not a branch: use letters, digits, `.`, `_`, `-` and `/`, such as `main`", shown(text)))
    }
}

impl TextType for RepositoryFolder {
    const FORMAT: &'static str = "repository-folder";
    const WHAT: &'static str = "a folder of the repository such as services/web";

    fn parse(text: &str) -> Result<Self, String> {
        let part = |part: &str| {
            let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
            !matches!(part, "" | "." | "..") && part.chars().all(plain)
        };
        if text.len() <= 500 && text.split('/').all(part) {
            return Ok(Self(text.to_owned()));
        }
        Err(format!(
            "{} is not a folder of the repository: write it from the root, such as `services/web`, with letters, digits, \
             `.`, `_`, `-` and `/`",
            shown(text)
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repository_can_be_cloned_and_holds_no_password() {
        for text in
            ["https://github.com/acme/web.git", "ssh://git@git.example.com:2222/acme/web", "https://example.com/a%20b"]
        {
            assert!(GitRepository::parse(text).is_ok(), "{text}");
        }
        for text in [
            "",
            "https://",
            "https://github.com",
            "https://github.com/",
            "http://github.com/acme/web",
            "https://me:secret@github.com/acme/web",
            "https://token@github.com/acme/web",
            "ssh://git:secret@github.com/acme/web",
            "https://a/b c",
            "https://a/$(id)",
            "https://a/{{x}}",
            "acme/web",
        ] {
            assert!(GitRepository::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_branch_is_one_that_git_knows_and_no_pattern() {
        for text in ["main", "release/1.4", "a_b-c"] {
            assert!(BranchName::parse(text).is_ok(), "{text}");
        }
        for text in ["", "-f", "a..b", "a.", ".a", "a//b", "/a", "a/", "a.lock", "a b", "*", "a~1", "a:b", "ä", "a\n"]
        {
            assert!(BranchName::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_folder_of_a_repository_is_below_its_root() {
        for text in ["web", "services/web", "a.b/c_d-e"] {
            assert!(RepositoryFolder::parse(text).is_ok(), "{text}");
        }
        for text in ["", "/web", "web/", "./web", "a/../b", "a//b", "a b", "{{x}}", "a\\b"] {
            assert!(RepositoryFolder::parse(text).is_err(), "{text:?}");
        }
    }
}
