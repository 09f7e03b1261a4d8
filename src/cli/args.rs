//! The command line: only its form, no meaning.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::check::CheckArgs;
use super::format::Format;
use super::maintenance::MaintenanceArgs;
use super::merge_args::{MergeFile, Regenerate, Restore};
use super::preset::PresetArgs;
use super::template::TemplateArgs;
use super::values::Values;

/// Turns a few answers about an app into production-ready Kubernetes manifests per environment,
/// and keeps them current without losing a hand edit.
#[derive(Debug, Parser)]
#[command(name = "kubewright", version, propagate_version = true, max_term_width = 100)]
#[command(
    after_help = "Exit codes: 0 done or clean, 1 findings, drift under --check or too little capacity, 2 invalid input, 3 conflicts are left, or a file was left alone that needed a change, 70 a bug, 74 disk or lock, 130 interrupted."
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) common: Common,
    #[command(subcommand)]
    pub(crate) command: Subcommands,
}

/// What every command takes.
#[derive(Debug, Clone, Args)]
pub(crate) struct Common {
    /// Work in this folder instead of the current one
    #[arg(short = 'C', long, global = true, value_name = "DIR", default_value = ".", hide_default_value = true)]
    pub(crate) directory: PathBuf,
    /// Format of what is printed
    #[arg(short, long, global = true, value_enum, default_value_t = Format::Text)]
    pub(crate) output: Format,
    /// Say less: only warnings, what is wrong, and edited files that are deleted
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
    /// Say more: also the files that stay as they are
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub(crate) verbose: bool,
    /// When to use colour
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto)]
    pub(crate) color: Color,
}

/// A file that has a JSON Schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaOf {
    /// kubewright.yaml
    Spec,
    /// .kubewright/check.yaml
    Check,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Subcommands {
    /// Ask about an app, then write its spec and its manifests
    ///
    /// On a terminal a few questions are asked, each with a default and its reason; without one (or
    /// with --yes) the flags are the answers, and all that is missing is listed at once. Nothing is
    /// written before the summary is confirmed, and no file is overwritten that kubewright did not
    /// write. At the end the same answers are printed as one command for scripts.
    ///
    /// Flags that size or expose the app (--replicas, --size, --host and their kin) speak of the
    /// environments that start from the production preset; --set ENV:KEY=VALUE speaks of any one.
    New(New),
    /// Print one environment's manifests, touching nothing
    ///
    /// Reads the spec, or takes the same answers as flags with no spec at all. What is printed is
    /// pristine: hand edits of the files below deploy/ are not in it.
    Render(Render),
    /// Change the spec, keeping its comments, then regenerate
    Set(Set),
    /// Show a page in place of the app while it is worked on, or the app again
    ///
    /// Says `maintenance.active` in the spec and regenerates: the traffic alone moves, and `off` gives every file
    /// back as it was. The page stands ready where the spec has it: `kubewright set maintenance={}`.
    Maintenance(MaintenanceArgs),
    Add(super::add::Add),
    /// Bring the manifests up to date with the spec, the presets and the templates
    ///
    /// A file that you have not touched is renewed. What is new comes into one that you have edited, in
    /// place: your values, comments and formatting stay. Where both changed the same value, yours stays,
    /// and the conflict is told, with exit code 3, at every run until you change the value or settle it
    /// with --prefer, --interactive or --markers. A file or an object that you have deleted stays deleted,
    /// and is named.
    Regenerate(Regenerate),
    /// Say what of the manifests is edited, deleted, added, out of date or in conflict
    Status,
    /// Give one file back as it is generated, and forget its edits
    Restore(Restore),
    /// Merge three files: what changed between BASE and NEW goes into YOURS
    ///
    /// The merge of `regenerate`, for any files: Kubernetes objects, kustomizations and values by their
    /// values, edited in place; everything else line by line. Where both sides changed the same, yours
    /// stays, and it is said, with exit code 3. Made to be a merge driver of git (%O %A %B --out %A) and a
    /// mergetool.
    #[command(name = "merge-file")]
    MergeFile(MergeFile),
    /// Say how two environments differ in meaning
    ///
    /// Compares the pristine objects of both, by kind and name: the fields that differ, and what going
    /// from the first to the second does to what runs. Hand edits are not in it.
    Compare(Compare),
    /// Judge any manifests against the production checklist
    ///
    /// Reads files, folders (what .gitignore names is passed over), and stdin as `-`; the current folder
    /// when nothing is named. Each finding says where, what is wrong, and how to mend it; an object that is
    /// to depart from a rule says so, and why, in its annotation `kubewright.dev/ignore.RULE`.
    ///
    /// Exit code 1 when something is found that --fail-on counts.
    Check(CheckArgs),
    /// Say where a value comes from, and why; or what a rule of `check` demands
    Explain(Explain),
    /// Count whether the pods carry the load that the spec states
    ///
    /// Workers at every moment (the fewest pods, a rollout, a rollout while a node is gone, the most
    /// pods), memory of one pod, connections to the database. Exit code 1 when anything falls short and
    /// no exception says why, 2 when the spec states no load.
    Capacity(CapacityArgs),
    /// Show what is generated and how it hangs together
    ///
    /// Which object refers to which, by name or by selector, also to what is not generated and has to be in
    /// the cluster: as a tree, or with -o mermaid, dot, svg or json. It shows what would
    /// be generated; edits by hand are not in it.
    Graph(GraphArgs),
    /// List the presets, show one, or take one over
    Preset(PresetArgs),
    /// List the templates, show one, or take one over
    Template(TemplateArgs),
    /// Print the JSON Schema of kubewright.yaml, or of .kubewright/check.yaml
    Schema {
        /// The file
        #[arg(value_enum, default_value_t = SchemaOf::Spec)]
        of: SchemaOf,
    },
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// Arguments of `new`.
#[derive(Debug, Args)]
pub(crate) struct New {
    /// Name of the app; asked for on a terminal when left out
    pub(crate) name: Option<String>,
    /// An environment; may be repeated [default: development, staging, production]
    #[arg(short, long, value_name = "ENV")]
    pub(crate) env: Vec<String>,
    /// Ask nothing: take the flags, and the defaults for the rest
    #[arg(short, long)]
    pub(crate) yes: bool,
    /// Show what would be written, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) values: Values,
}

/// Arguments of `render`.
#[derive(Debug, Args)]
pub(crate) struct Render {
    /// Name of the app, where there is no spec
    pub(crate) name: Option<String>,
    /// The environment; may be left out where there is only one
    #[arg(short, long, value_name = "ENV")]
    pub(crate) env: Option<String>,
    /// Write one file an object into this folder instead
    #[arg(long, value_name = "DIR")]
    pub(crate) output_dir: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) values: Values,
}

/// Arguments of `set`.
#[derive(Debug, Args)]
pub(crate) struct Set {
    /// What to set; a dot in a key is written `\.`, lists and maps as JSON
    #[arg(value_name = "KEY=VALUE")]
    pub(crate) assignments: Vec<String>,
    /// Set it for this environment only; may be repeated
    #[arg(short, long, value_name = "ENV")]
    pub(crate) env: Vec<String>,
    /// Take a key out of the spec; may be repeated
    #[arg(long, value_name = "KEY")]
    pub(crate) unset: Vec<String>,
    /// Show what would happen, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Show the changed lines
    #[arg(long)]
    pub(crate) diff: bool,
    #[command(flatten)]
    pub(crate) values: Values,
}

/// Arguments of `compare`.
#[derive(Debug, Args)]
pub(crate) struct Compare {
    /// The environment to come from
    #[arg(value_name = "ENV")]
    pub(crate) from: String,
    /// The environment to go to
    #[arg(value_name = "OTHER")]
    pub(crate) to: String,
}

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// A key of the spec, such as `replicas` or `shutdown.drain`, or a rule of `check`, such as `no-memory-limit`
    pub(crate) key: String,
    /// The environment; all of the spec's when left out
    #[arg(short, long, value_name = "ENV")]
    pub(crate) env: Option<String>,
}

/// Arguments of `capacity`.
#[derive(Debug, Args)]
pub(crate) struct CapacityArgs {
    /// An environment; may be repeated; all that state a load when left out
    #[arg(short, long, value_name = "ENV")]
    pub(crate) env: Vec<String>,
}

/// Arguments of `graph`.
#[derive(Debug, Args)]
pub(crate) struct GraphArgs {
    /// An environment; may be repeated; all of the spec's when left out
    #[arg(short, long, value_name = "ENV")]
    pub(crate) env: Vec<String>,
}
