//! `kubewright template`: the templates that come with the program, and taking one over.

use std::fmt::Write as _;

use clap::{Args, Subcommand};
use serde_json::json;

use crate::problem::{Problem, nearest};
use crate::render::{Template, templates};

use super::eject;
use super::failure::Failure;
use super::report;
use super::session::Session;

/// Arguments of `template`.
#[derive(Debug, Args)]
pub(crate) struct TemplateArgs {
    #[command(subcommand)]
    pub(crate) command: TemplateCommands,
}

#[derive(Debug, Subcommand)]
pub(crate) enum TemplateCommands {
    /// List the templates that come with kubewright
    List,
    /// Print a template
    Show {
        /// Its name, such as `apps/deployment.yaml.tera`
        name: String,
    },
    /// Copy a template beside the spec, to be edited
    Eject {
        /// Its name, such as `apps/deployment.yaml.tera`
        name: String,
        /// Folder for it, relative to the spec's
        #[arg(long, value_name = "DIR", default_value = "templates")]
        templates: String,
    },
}

pub(crate) fn run(session: &Session, command: &TemplateCommands) -> Result<(), Failure> {
    match command {
        TemplateCommands::List => {
            let names: Vec<String> = templates().map(|template| template.name).collect();
            if session.json() {
                report::print(&format!("{:#}\n", json!({"version": 1, "templates": names})))?;
            } else {
                report::print(&names.iter().fold(String::new(), |mut lines, name| {
                    let _ = writeln!(lines, "{name}");
                    lines
                }))?;
            }
            Ok(())
        }
        TemplateCommands::Show { name } => {
            report::print(&find(name)?.text)?;
            Ok(())
        }
        TemplateCommands::Eject { name, templates } => take_over(session, &find(name)?, templates),
    }
}

fn find(name: &str) -> Result<Template, Failure> {
    let all: Vec<Template> = templates().collect();
    all.iter().find(|template| template.name == name).cloned().ok_or_else(|| {
        let near = nearest(name, all.iter().map(|template| template.name.as_str()));
        let hint = near.map_or_else(
            || "`kubewright template list` names them".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        Failure::invalid(Problem::new(format!("there is no template `{name}`")).hint(hint))
    })
}

/// Copies a template beside the spec, where it stands in for ours once the spec names the folder.
fn take_over(session: &Session, template: &Template, folder: &str) -> Result<(), Failure> {
    // The spec must be there before a lock is made beside it.
    let spec = session.spec()?;
    let folder = eject::path("--templates", folder.trim_end_matches('/'))?;
    let next = spec.values.get("templates").is_none().then(|| format!("kubewright set templates={folder}"));
    eject::write(session, &format!("{folder}/{}", template.name), template.text.clone(), next.as_deref())
}
