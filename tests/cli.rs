//! The real program: words in; stdout, stderr, exit code and the bytes on disk out.

#![cfg(feature = "cli")]

#[path = "cli/add.rs"]
mod add;
#[path = "cli/bad.rs"]
mod bad;
#[path = "cli/baseline.rs"]
mod baseline;
#[path = "cli/canary.rs"]
mod canary;
#[path = "cli/capacity.rs"]
mod capacity;
#[path = "cli/check.rs"]
mod check;
#[path = "cli/check_api.rs"]
mod check_api;
#[path = "cli/check_asked.rs"]
mod check_asked;
#[path = "cli/check_config_hash.rs"]
mod check_config_hash;
#[path = "cli/check_fix.rs"]
mod check_fix;
#[path = "cli/check_formats.rs"]
mod check_formats;
#[path = "cli/check_inputs.rs"]
mod check_inputs;
#[path = "cli/check_known.rs"]
mod check_known;
#[path = "cli/check_limits.rs"]
mod check_limits;
#[path = "cli/check_reads.rs"]
mod check_reads;
#[path = "cli/compare.rs"]
mod compare;
#[path = "cli/conflicts.rs"]
mod conflicts;
#[path = "cli/delivery.rs"]
mod delivery;
#[cfg(unix)]
#[path = "cli/deploy_tests.rs"]
mod deploy_tests;
#[path = "cli/determinism.rs"]
mod determinism;
#[path = "cli/disk.rs"]
mod disk;
#[path = "cli/drift.rs"]
mod drift;
#[path = "cli/explain.rs"]
mod explain;
#[path = "cli/formats.rs"]
mod formats;
#[path = "cli/graph.rs"]
mod graph;
#[path = "cli/killed.rs"]
mod killed;
#[path = "cli/layout.rs"]
mod layout;
#[path = "cli/maintenance.rs"]
mod maintenance;
#[path = "cli/markers.rs"]
mod markers;
#[path = "cli/merge_file.rs"]
mod merge_file;
#[path = "cli/new.rs"]
mod new;
#[path = "cli/new_command.rs"]
mod new_command;
#[path = "cli/organisation.rs"]
mod organisation;
#[path = "cli/preset.rs"]
mod preset;
#[path = "cli/project.rs"]
mod project;
#[path = "cli/readme.rs"]
mod readme;
#[path = "cli/refused.rs"]
mod refused;
#[path = "cli/regenerate.rs"]
mod regenerate;
#[path = "cli/rename.rs"]
mod rename;
#[path = "cli/render.rs"]
mod render;
#[path = "cli/render_spec.rs"]
mod render_spec;
#[path = "cli/run.rs"]
mod run;
#[path = "cli/scaling.rs"]
mod scaling;
#[path = "cli/schema.rs"]
mod schema;
#[path = "cli/set.rs"]
mod set;
#[path = "cli/set_environments.rs"]
mod set_environments;
#[path = "cli/status.rs"]
mod status;
#[path = "cli/templates.rs"]
mod templates;
#[path = "cli/tooling.rs"]
mod tooling;
