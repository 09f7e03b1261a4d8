//! The images that apps are built in and run in, by exact version.
//!
//! Their tags are those of `library/golang`, `maven`, `gradle`, `eclipse-temurin`, `node`, `python`, `ruby`, `composer`,
//! `php`, `rust` and `debian` in docker-library/official-images, and of `README.sdk.md` and `README.aspnet.md` in
//! dotnet/dotnet-docker. Those of the jobs are of `library/rust` and `docker`; Trivy 0.72.0 is what the action of its makers
//! takes by default.

use serde::Serialize;

use crate::spec::Language;

/// The images of a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) struct Bases {
    /// The one with its compiler and tools.
    pub(super) build: &'static str,
    /// The one that the app runs in, without them.
    pub(super) run: &'static str,
}

/// The images of a language.
pub(super) fn bases(language: Language) -> Bases {
    let (build, run) = match language {
        // Without cgo a program needs nothing beside it.
        Language::Go => ("golang:1.27.0-trixie", "scratch"),
        Language::Java => ("maven:3.9.16-eclipse-temurin-25-noble", "eclipse-temurin:25.0.4_7-jre-noble"),
        Language::JavaGradle => ("gradle:9.7.1-jdk25-noble", "eclipse-temurin:25.0.4_7-jre-noble"),
        Language::Node => ("node:24.19.0-trixie", "node:24.19.0-trixie-slim"),
        Language::Python => ("python:3.14.7-trixie", "python:3.14.7-slim-trixie"),
        Language::Ruby => ("ruby:4.0.6-trixie", "ruby:4.0.6-slim-trixie"),
        Language::Php => ("composer:2.10.2", "php:8.5.9-fpm-trixie"),
        // The release of Debian that the compiler links in.
        Language::Rust => ("rust:1.98.0-slim-trixie", "debian:trixie-20260803-slim"),
        Language::Dotnet => {
            ("mcr.microsoft.com/dotnet/sdk:10.0.400-noble", "mcr.microsoft.com/dotnet/aspnet:10.0.11-noble-chiseled")
        }
    };
    Bases { build, run }
}

/// The images of the jobs of a pipeline that every app has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) struct JobBases {
    /// The one that kubewright is built in: what is built there needs no library of a system.
    rust: &'static str,
    /// Docker's command, and its daemon.
    docker: &'static str,
    docker_daemon: &'static str,
    /// What scans an image.
    trivy: &'static str,
}

/// The images of the jobs of a pipeline.
pub(super) const JOBS: JobBases = JobBases {
    rust: "rust:1.98.0-alpine3.24",
    docker: "docker:29.7.2-cli",
    docker_daemon: "docker:29.7.2-dind",
    trivy: "docker.io/aquasec/trivy:0.72.0",
};
