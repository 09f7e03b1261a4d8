//! Turns a few answers about an app into production-ready Kubernetes manifests per environment,
//! and keeps them current without losing a hand edit.
//!
//! Values go one way: spec, presets, app, templates, documents, layout, plan, disk.

pub mod app;
pub mod catalog;
pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
pub mod generate;
pub mod graph;
pub mod io;
pub mod layout;
pub mod manifest;
pub mod merge;
pub mod preset;
pub mod problem;
pub mod render;
pub mod spec;
pub mod tooling;
pub mod validate;
pub mod yaml;
