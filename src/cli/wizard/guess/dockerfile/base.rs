//! What well-known base images bring along.
//!
//! Each fact comes from the image's own source, named beside it; nothing is assumed of other images.

use crate::spec::Language;

/// A user of an image: name, uid, gid.
pub(crate) type User = (&'static str, u32, u32);

/// What an image brings along.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Known {
    /// Users that its `/etc/passwd` holds, without root.
    pub(crate) users: Vec<User>,
    /// The user that it runs as, where that is not root.
    pub(crate) user: Option<&'static str>,
    /// The port that it listens on.
    pub(crate) port: Option<u16>,
    /// Variables that it sets.
    pub(crate) environment: &'static [(&'static str, &'static str)],
    /// The language that it runs or builds.
    pub(crate) language: Option<Language>,
}

/// Registries that hold Docker's official images under the same names.
const MIRRORS: [&str; 7] = [
    "docker.io/",
    "index.docker.io/",
    "registry-1.docker.io/",
    "public.ecr.aws/docker/",
    "mirror.gcr.io/",
    "registry.hub.docker.com/",
    "library/",
];

/// alpine-baselayout's and Debian base-passwd's passwd; Ubuntu and the official language images build on them.
const NOBODY: User = ("nobody", 65534, 65534);
/// Debian base-passwd's passwd.master.
const WWW_DATA: User = ("www-data", 33, 33);
/// docker-library/php, Dockerfile-linux.template: `adduser -u 82 -D -S -G www-data www-data` (group 82 is Alpine's).
const WWW_DATA_ALPINE: User = ("www-data", 82, 82);
/// nodejs/docker-node, Dockerfile-*.template: `adduser -u 1000 -G node`, `useradd --uid 1000 --gid node`.
const NODE: User = ("node", 1000, 1000);
/// nginx/docker-nginx and docker-nginx-unprivileged: `--gid 101 nginx`, `--uid 101 nginx`.
const NGINX: User = ("nginx", 101, 101);
/// GoogleContainerTools/distroless, common/variables.bzl and common/BUILD.bazel: NONROOT = 65532.
const NONROOT: User = ("nonroot", 65532, 65532);
/// dotnet/dotnet-docker, src/runtime-deps/8.0 and later: `groupadd --gid=$APP_UID app`, `useradd --uid=$APP_UID`.
const APP: User = ("app", 1654, 1654);
/// The same files.
const DOTNET: &[(&str, &str)] = &[("APP_UID", "1654"), ("ASPNETCORE_HTTP_PORTS", "8080")];

/// What is known of an image reference.
pub(crate) fn known(reference: &str) -> Known {
    let reference = reference.split('@').next().unwrap_or_default();
    let reference = MIRRORS.iter().fold(reference, |name, mirror| name.strip_prefix(mirror).unwrap_or(name));
    let start = reference.rfind('/').map_or(0, |slash| slash + 1);
    let (last, tag) = reference[start..].split_once(':').unwrap_or((&reference[start..], ""));
    let repository = &reference[..start + last.len()];
    let alpine = tag.contains("alpine");
    let mut known = Known { language: language(repository, last), ..Known::default() };
    match repository {
        "node" => known.users = vec![NODE, NOBODY],
        "alpine" | "debian" | "ubuntu" | "python" | "ruby" | "golang" | "rust" => known.users = vec![NOBODY],
        "php" => {
            known.users = vec![if alpine { WWW_DATA_ALPINE } else { WWW_DATA }, NOBODY];
            // Dockerfile-linux.template: the Apache variant has `EXPOSE 80`.
            known.port = tag.contains("apache").then_some(80);
        }
        "nginx" => (known.users, known.port) = (vec![NGINX], Some(80)),
        "nginxinc/nginx-unprivileged" | "ghcr.io/nginx/nginx-unprivileged" | "ghcr.io/nginxinc/nginx-unprivileged" => {
            (known.users, known.user, known.port) = (vec![NGINX], Some("nginx"), Some(8080));
        }
        // 8.0 brought the user, and 8080 in place of 80.
        _ if repository.starts_with("mcr.microsoft.com/dotnet/") && major(tag) >= 8 => {
            (known.users, known.environment) = (vec![APP], DOTNET);
            known.user = tag.contains("chiseled").then_some("app");
            known.port = (last == "aspnet").then_some(8080);
        }
        // Also behind a pull-through cache: registry.example.com/gcr.io/distroless/...
        _ if repository[..start].ends_with("gcr.io/distroless/") => {
            known.users = vec![NONROOT, NOBODY];
            known.user = tag.split('-').any(|part| part == "nonroot").then_some("nonroot");
        }
        _ => {}
    }
    known
}

fn major(tag: &str) -> u32 {
    tag.split(['.', '-']).next().and_then(|major| major.parse().ok()).unwrap_or_default()
}

/// The language that an image's name tells: `python:3.14-slim`, `gcr.io/distroless/nodejs24-debian13`.
fn language(repository: &str, last: &str) -> Option<Language> {
    if repository.starts_with("mcr.microsoft.com/dotnet/") {
        return Some(Language::Dotnet);
    }
    match last.split(|c: char| c.is_ascii_digit()).next()?.trim_end_matches('-') {
        "golang" => Some(Language::Go),
        "node" | "nodejs" | "bun" => Some(Language::Node),
        "python" => Some(Language::Python),
        "ruby" => Some(Language::Ruby),
        "php" => Some(Language::Php),
        "rust" => Some(Language::Rust),
        "java" | "openjdk" | "eclipse-temurin" | "amazoncorretto" | "maven" | "gradle" => Some(Language::Java),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_an_official_image_behind_any_mirror() {
        for reference in [
            "node:22",
            "docker.io/library/node:22-alpine",
            "public.ecr.aws/docker/library/node:22",
            "node@sha256:abc",
            "node",
        ] {
            assert_eq!(known(reference).users[0], NODE, "{reference}");
        }
        for reference in ["acme/node:22", "ghcr.io/acme/node", "localhost:5000/node", ""] {
            assert_eq!(known(reference).users, [], "{reference}");
        }
    }

    #[test]
    fn a_distroless_image_runs_as_nonroot_only_where_its_tag_says_so() {
        assert_eq!(known("gcr.io/distroless/static-debian13:nonroot").user, Some("nonroot"));
        assert_eq!(known("cache.acme.io/gcr.io/distroless/base:debug-nonroot").user, Some("nonroot"));
        assert_eq!(known("gcr.io/distroless/static").user, None);
        assert_eq!(known("ghcr.io/acme/app:nonroot"), Known::default());
    }

    #[test]
    fn dotnet_has_its_user_since_8() {
        assert_eq!(known("mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled").user, Some("app"));
        assert_eq!(known("mcr.microsoft.com/dotnet/aspnet:8.0").port, Some(8080));
        assert_eq!(known("mcr.microsoft.com/dotnet/aspnet:6.0").users, []);
    }

    #[test]
    fn php_numbers_its_user_by_the_distribution() {
        assert_eq!(known("php:8.5-fpm-alpine").users[0], ("www-data", 82, 82));
        assert_eq!(known("php:8.5-apache").users[0], ("www-data", 33, 33));
    }
}
