//! Turns a few answers about an app into production-ready Kubernetes manifests per environment,
//! and keeps them current without losing a hand edit.
//!
//! Values go one way: spec, presets, app, templates, documents, layout, plan, disk.

pub mod preset;
pub mod problem;
pub mod spec;
pub mod yaml;
