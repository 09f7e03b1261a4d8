//! What a Dockerfile says.

use super::*;
use crate::spec::Language;

fn of(text: &str) -> Image {
    image("Dockerfile", text)
}

fn port(text: &str) -> Option<u16> {
    of(text).stated.port.map(|port| port.value)
}

fn user(text: &str) -> (Option<u32>, Option<u32>) {
    let stated = of(text).stated;
    (stated.user.map(|user| user.value), stated.group.map(|group| group.value))
}

#[test]
fn the_final_stage_tells_port_and_user() {
    let text = "FROM golang:1.26 AS build\nEXPOSE 1\nUSER 1\nFROM alpine:3.23\nEXPOSE 8080\nUSER 10001:10002\n";
    let stated = of(text).stated;
    assert_eq!(stated.port, Some(Guess::new(8080, "EXPOSE 8080 in Dockerfile")));
    assert_eq!(stated.user, Some(Guess::new(10001, "USER 10001:10002 in Dockerfile")));
    assert_eq!(stated.group.map(|group| group.value), Some(10002));
}

#[test]
fn a_stage_inherits_from_the_stage_below() {
    let text = "FROM node:22 AS base\nEXPOSE 80\nENV PORT=3000\nUSER node\nFROM node:22 AS build\nUSER 5\nFROM base\nCOPY --from=build /a /a\n";
    assert_eq!((port(text), user(text)), (Some(80), (Some(1000), Some(1000))));
    assert_eq!(port(&format!("{text}EXPOSE $PORT\n")), Some(3000));
}

#[test]
fn exposes_the_first_single_tcp_port() {
    for line in [
        "EXPOSE 80",
        "EXPOSE 80/tcp 443",
        "EXPOSE 53/udp 8000-8010 80",
        "EXPOSE \"80\"",
        "EXPOSE 99999 0 80\nEXPOSE 81",
        "ENV P=80/tcp\nEXPOSE $P",
        "ARG P=80\nEXPOSE ${P:-1}",
    ] {
        assert_eq!(port(&format!("FROM scratch\n{line}\n")), Some(80), "{line}");
    }
    for line in ["EXPOSE", "EXPOSE $PORT", "ARG P\nEXPOSE $P", "EXPOSE 8000-8010", "EXPOSE 53/udp", "#EXPOSE 80"] {
        assert_eq!(port(&format!("FROM scratch\n{line}\n")), None, "{line}");
    }
}

#[test]
fn arguments_before_the_first_stage_count_where_they_are_named_again() {
    assert_eq!(port("ARG P=80\nFROM scratch\nARG P\nEXPOSE $P\n"), Some(80));
    assert_eq!(port("ARG P=80\nFROM scratch\nEXPOSE $P\n"), None);
}

#[test]
fn a_variable_or_the_command_tells_the_port_where_nothing_is_exposed() {
    for line in [
        "ENV PORT=8000",
        "ENV PORT 8000",
        "ENV ASPNETCORE_URLS=http://+:8000;https://+:8443",
        "CMD [\"uvicorn\", \"app:app\", \"--port\", \"8000\"]",
        "ENTRYPOINT [\"gunicorn\"]\nCMD [\"--bind\", \"0.0.0.0:8000\", \"app\"]",
        "ARG P=8000\nCMD serve --port $P",
    ] {
        assert_eq!(port(&format!("FROM scratch\n{line}\n")), Some(8000), "{line}");
    }
    assert_eq!(
        port("FROM scratch\nCMD serve --port 1\nENTRYPOINT [\"web\"]\n"),
        None,
        "the entrypoint takes the arguments away"
    );
}

#[test]
fn a_named_user_is_known_from_its_image_or_from_the_run_that_made_it() {
    for (text, expected) in [
        ("FROM gcr.io/distroless/static-debian13:nonroot\n", (Some(65532), Some(65532))),
        ("FROM gcr.io/distroless/static-debian13\nUSER nonroot:nonroot\n", (Some(65532), Some(65532))),
        ("FROM gcr.io/distroless/static-debian13\nUSER 65532\n", (Some(65532), Some(65532))),
        ("FROM node:22-alpine\nUSER node\n", (Some(1000), Some(1000))),
        ("FROM mcr.microsoft.com/dotnet/aspnet:9.0\nUSER $APP_UID\n", (Some(1654), Some(1654))),
        ("FROM debian\nRUN groupadd -g 2000 app && useradd -u 10001 -g app app\nUSER app\n", (Some(10001), Some(2000))),
        ("FROM debian\nRUN <<EOF\nadduser --uid 10001 app\nEOF\nUSER app\n", (Some(10001), None)),
        (
            "FROM alpine AS b\nRUN adduser -D -u 10001 app\nFROM scratch\nCOPY --from=b /etc/passwd /etc/passwd\nUSER app\n",
            (Some(10001), None),
        ),
        ("FROM scratch\nUSER 1001:0\n", (Some(1001), None)),
    ] {
        assert_eq!(user(text), expected, "{text}");
    }
}

#[test]
fn root_and_unknown_users_are_not_guessed() {
    for line in [
        "",
        "USER root",
        "USER 0",
        "USER 0:1000",
        "USER root:app",
        "USER app",
        "ARG UID\nUSER $UID",
        "USER",
        "USER 4294967296",
        "USER 10001\nUSER root",
    ] {
        assert_eq!(user(&format!("FROM ubuntu:26.04\n{line}\n")), (None, None), "{line}");
    }
    assert_eq!(user("FROM gcr.io/distroless/static:nonroot\nUSER root\n"), (None, None));
    assert_eq!(user("FROM ghcr.io/acme/base:nonroot\nUSER nonroot\n"), (None, None));
}

#[test]
fn says_why_a_named_user_has_its_number() {
    let reason = |text: &str| of(text).stated.user.map(|user| user.reason);
    assert_eq!(reason("FROM node:22\nUSER node\n").as_deref(), Some("USER node in Dockerfile, whose number is 1000"));
    let image = "FROM gcr.io/distroless/static:nonroot";
    assert_eq!(reason(image), Some(format!("{image} in Dockerfile, which runs as 65532")));
}

#[test]
fn volumes_are_writable() {
    let text = "FROM scratch\nENV D=/data\nVOLUME [\"/var/lib/web\", \"$D/\"]\nVOLUME /cache relative ../up /cache /\n";
    let paths: Vec<String> = of(text).stated.writable.into_iter().map(|path| path.value).collect();
    assert_eq!(paths, ["/var/lib/web", "/data", "/cache"]);
}

#[test]
fn the_last_health_check_counts() {
    let check = |text: &str| {
        let mut guesses = Guesses::default();
        of(text).check?.complete(&mut guesses);
        guesses.readiness
    };
    let text =
        "FROM scratch\nENV PORT=80\nHEALTHCHECK --interval=5s CMD curl -f http://localhost:${PORT}/up || exit 1\n";
    assert_eq!(check(text), Some(Guess::new("/up".to_owned(), "HEALTHCHECK in Dockerfile asks /up")));
    assert_eq!(
        check("FROM scratch\nHEALTHCHECK --retries=3 CMD [\"wget\", \"-q\", \"http://127.0.0.1/up\"]\n")
            .map(|path| path.value)
            .as_deref(),
        Some("/up")
    );
    assert_eq!(check(&format!("{text}HEALTHCHECK NONE\n")), None);
}

#[test]
fn the_final_image_tells_the_language_before_the_one_that_builds() {
    let text = "FROM node:24 AS assets\nFROM python:3.14-slim\n";
    assert_eq!(of(text).stated.language, Some(Guess::new(Language::Python, "FROM python:3.14-slim in Dockerfile")));
    let text = "FROM rust:1.95 AS build\nFROM debian:trixie-slim\n";
    assert_eq!(of(text).stated.language, None);
    assert_eq!(of(text).usual.language, Some(Guess::new(Language::Rust, "FROM rust:1.95 in Dockerfile")));
}

#[test]
fn the_base_image_tells_a_port_that_nothing_else_tells() {
    assert_eq!(of("FROM nginxinc/nginx-unprivileged:1.29\n").usual.port.map(|port| port.value), Some(8080));
    assert_eq!(port("FROM mcr.microsoft.com/dotnet/aspnet:9.0\n"), None);
    assert_eq!(port("FROM mcr.microsoft.com/dotnet/aspnet:9.0\nENV ASPNETCORE_HTTP_PORTS=5000\n"), Some(5000));
}

#[test]
fn the_label_of_its_source_tells_the_image_on_github() {
    let image = |address: &str| {
        of(&format!("FROM scratch\nLABEL a=b org.opencontainers.image.source=\"{address}\"\n"))
            .usual
            .image
            .map(|image| image.value)
    };
    assert_eq!(image("https://github.com/Acme/Web.git").as_deref(), Some("ghcr.io/acme/web"));
    assert_eq!(image("https://gitlab.com/acme/web"), None);
    assert_eq!(image("https://github.com/acme"), None);
}

#[test]
fn a_file_without_a_stage_says_nothing() {
    for text in ["", "EXPOSE 80\nUSER 1\n", "FROM\n", "FROM $UNKNOWN\nUSER nonroot\n", "\0"] {
        assert_eq!(of(text).stated.user, None, "{text:?}");
    }
}
