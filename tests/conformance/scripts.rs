//! What is written for other tools in every case: what shellcheck finds in the scripts, what k6 makes of the load test, and
//! an OpenTelemetry collector of what is written for one.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use kubewright::io::{Change, Project, apply};
use kubewright::layout::Tree;
use serde_json::Value;
use tempfile::TempDir;

use super::command::output;
use super::folders::{case_name, folders};
use super::tool_files;
use super::tools::Tools;

/// The files for other tools of a case, written.
pub(crate) struct Scripts {
    pub(crate) case: String,
    tree: Tree,
    folder: TempDir,
}

impl Scripts {
    /// Those of every case that has some.
    ///
    /// # Errors
    /// What is wrong with a case, or the disk.
    pub(crate) fn all() -> Result<Vec<Self>, String> {
        let all = folders().iter().map(|folder| Self::of(folder)).collect::<Result<Vec<_>, _>>()?;
        Ok(all.into_iter().filter(|scripts| !scripts.tree.is_empty()).collect())
    }

    /// Those of one case.
    pub(crate) fn of(case: &Path) -> Result<Self, String> {
        let project = Project::new(case);
        let text = project.spec().map_err(|error| error.to_string())?.ok_or("a case has a spec")?;
        let tree = tool_files::tree(&case_name(case), &text, &project)?;
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let changes: Vec<Change> = tree.iter().map(|(path, text)| Change::write(path, text.clone())).collect();
        apply(&Project::new(folder.path()), &changes).map_err(|error| error.to_string())?;
        Ok(Self { case: case_name(case), tree, folder })
    }

    /// The written files whose names end so.
    fn ending(&self, end: &str) -> Vec<PathBuf> {
        let paths = self.tree.keys().filter(|path| path.ends_with(end));
        paths.map(|path| self.folder.path().join(path)).collect()
    }

    /// What shellcheck finds, and the shell itself, and how many scripts they have read; who reads the files of a delivery
    /// reads its script.
    pub(crate) fn check(&self) -> Result<usize, String> {
        let mut scripts = self.ending(".sh");
        scripts.retain(|script| !script.ends_with("deploy/delivery/deploy.sh"));
        for script in &scripts {
            let told = |failure: String| format!("{} {}", self.case, failure);
            let mut shellcheck = Tools::installed()?.shellcheck();
            shellcheck.args(["--external-sources", "--source-path=SCRIPTDIR"]).arg(script);
            output(&mut shellcheck, "").map_err(told)?;
            output(Command::new("bash").arg("-n").arg(script), "").map_err(told)?;
        }
        Ok(scripts.len())
    }

    /// The options that k6 reads in the load test of each environment; none where there is no load test.
    pub(crate) fn options(&self) -> Result<Vec<(String, Value)>, String> {
        let load = self.folder.path().join("deploy/tests/load.js");
        if !load.exists() {
            return Ok(Vec::new());
        }
        let options = |settings: PathBuf| {
            let text = output(
                self.bash(&["set -a; . \"$0\"; exec k6 inspect --include-system-env-vars \"$1\""])?
                    .arg(&settings)
                    .arg(&load),
                "",
            )?;
            let name = settings.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            Ok((name, serde_json::from_str(&text).map_err(|error| format!("{}: {error}", self.case))?))
        };
        self.ending(".env").into_iter().map(options).collect()
    }

    /// The snippets for an OpenTelemetry collector.
    pub(crate) fn of_collector(&self) -> Vec<String> {
        self.ending(".opentelemetry.yaml").iter().filter_map(|path| fs_err::read_to_string(path).ok()).collect()
    }

    /// Runs the load test against an address, briefly, and tells what it said where it failed.
    pub(crate) fn load(&self, environment: &str, url: &str) -> Result<String, String> {
        let script = self.folder.path().join("deploy/tests/load.sh");
        let words = [environment, "--url", url, "--peak", "3", "--duration", "1s"];
        output(self.bash(&["exec \"$0\" \"$@\""])?.arg(script).args(words), "")
    }

    /// A shell that finds k6, and no setting of the caller's.
    fn bash(&self, script: &[&str]) -> Result<Command, String> {
        let programs = Tools::installed()?.go_programs();
        let mut bash = Command::new("bash");
        bash.arg("-c").args(script).env_clear().env("HOME", self.folder.path()).env("K6_NO_USAGE_REPORT", "true");
        bash.env("PATH", format!("{}:/usr/local/bin:/usr/bin:/bin", programs.display()));
        Ok(bash)
    }
}

/// What an OpenTelemetry collector says against a configuration.
pub(crate) fn collects(configuration: &str) -> Result<(), String> {
    let file = tempfile::NamedTempFile::new().map_err(|error| error.to_string())?;
    fs_err::write(file.path(), configuration).map_err(|error| error.to_string())?;
    let mut otelcol = Tools::installed()?.otelcol();
    otelcol.env("OTLP_ENDPOINT", "http://127.0.0.1:4318").arg("validate");
    output(otelcol.arg("--config").arg(format!("file:{}", file.path().display())), "").map(drop)
}

/// A server that fails each request of a number, or none, until the process ends; its address.
pub(crate) fn server(fails_each: Option<usize>) -> Result<String, String> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    thread::spawn(move || {
        for (number, stream) in listener.incoming().flatten().enumerate() {
            thread::spawn(move || {
                let mut reader = BufReader::new(&stream);
                let mut line = String::new();
                while reader.read_line(&mut line).is_ok_and(|read| read > 2) {
                    line.clear();
                }
                let fails = fails_each.is_some_and(|each| number % each == 0);
                let status = if fails { "503 Service Unavailable" } else { "200 OK" };
                let _ = write!(&stream, "HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
            });
        }
    });
    Ok(format!("http://{address}"))
}
