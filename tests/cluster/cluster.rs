//! A control plane with simulated nodes, built where it is not yet, and gone with whoever holds it.

use std::io::{self, BufRead, BufReader, Write};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

use serde_json::Value;

use crate::namespace::{Namespace, namespace_object};

/// A control plane that runs. It ends when this is dropped, and when the process of the tests ends,
/// however that happens: its input is a pipe that nobody holds any more.
#[derive(Debug)]
pub(crate) struct Cluster {
    program: PathBuf,
    kubeconfig: PathBuf,
    supervisor: Child,
}

/// How everything is applied.
pub(crate) const APPLY: [&str; 4] = ["apply", "--server-side", "--validate=strict", "--warnings-as-errors"];

/// What a program said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) succeeded: bool,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Cluster {
    /// One that the tests share, with three nodes in three zones; each test keeps to namespaces of its own,
    /// and leaves the nodes alone.
    pub(crate) fn shared() -> &'static Self {
        static SHARED: OnceLock<Cluster> = OnceLock::new();
        SHARED.get_or_init(|| Self::boot(3))
    }

    /// One for the caller alone, with so many nodes.
    #[track_caller]
    pub(crate) fn boot(nodes: u16) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let built = built().unwrap_or_else(|failure| panic!("{failure}"));
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let folder = folder(built, std::process::id(), number);
        let mut up = Command::new(built.join("cluster"));
        up.args(["up", "--nodes", &nodes.to_string()]);
        up.arg("--folder").arg(&folder).arg("--crds").arg(built.join("crds"));
        let mut supervisor =
            up.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("what was built can be started");
        let mut line = String::new();
        let stdout = supervisor.stdout.take().expect("it is a pipe");
        BufReader::new(stdout).read_line(&mut line).expect("it speaks UTF-8");
        assert!(!line.is_empty(), "the control plane did not boot; its last words stand above");
        Self { program: built.join("cluster"), kubeconfig: line.trim_end().into(), supervisor }
    }

    /// A namespace that enforces a Pod Security Standard; gone when it is dropped.
    pub(crate) fn namespace(&self, name: &str, level: &str) -> Namespace<'_> {
        self.create(&[namespace_object(name, level)]);
        Namespace::new(self, name)
    }

    /// Creates objects.
    #[track_caller]
    pub(crate) fn create(&self, objects: &[Value]) {
        self.must(&["create", "--filename", "-"], &stream(objects));
    }

    /// Applies objects, each of which names its namespace, as a careful user does: by the server, strictly,
    /// every warning an error.
    pub(crate) fn apply(&self, objects: &str) -> Said {
        self.kubectl(&[&APPLY[..], &["--filename", "-"]].concat(), objects)
    }

    /// Runs kubectl, which must succeed, and returns what it printed.
    #[track_caller]
    pub(crate) fn must(&self, arguments: &[&str], input: &str) -> String {
        let said = self.kubectl(arguments, input);
        assert!(said.succeeded, "kubectl {}: {}", arguments.join(" "), said.stderr);
        said.stdout
    }

    /// What `kubectl get` finds.
    #[track_caller]
    pub(crate) fn get(&self, arguments: &[&str]) -> Value {
        let printed = self.must(&[&["get", "--output", "json"], arguments].concat(), "");
        serde_json::from_str(&printed).expect("kubectl prints JSON")
    }

    /// Runs kubectl on an input.
    pub(crate) fn kubectl(&self, arguments: &[&str], input: &str) -> Said {
        Said::of(&mut self.command(arguments), input)
    }

    /// Runs helm.
    pub(crate) fn helm(&self, arguments: &[&str]) -> Said {
        Said::of(self.part("helm").args(arguments), "")
    }

    /// Runs a program that finds the cluster, and no setting of the caller's but what is set here.
    pub(crate) fn run(&self, program: &Path, set: impl FnOnce(&mut Command)) -> Said {
        let mut command = Command::new(program);
        set(self.settle(&mut command));
        Said::of(&mut command, "")
    }

    /// What was built; its first word names the part that runs, such as kubectl.
    pub(crate) fn program(&self) -> &Path {
        &self.program
    }

    /// kubectl of the control plane's version, with no setting of the caller's.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.part("kubectl");
        command.args(arguments);
        command
    }

    /// What hands every request on to the API, until its input ends; first it says where.
    pub(crate) fn proxy(&self) -> Command {
        let mut command = attached(&self.program);
        self.settle(&mut command).args(["kubectl", "proxy", "--port=0"]).stderr(Stdio::inherit());
        command
    }

    /// A part of what was built, which finds the cluster and no setting of the caller's.
    fn part(&self, name: &str) -> Command {
        let mut command = Command::new(&self.program);
        self.settle(&mut command).arg(name);
        command
    }

    fn settle<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        let folder = self.kubeconfig.parent().expect("it lies in a folder");
        command.env_clear().env("HOME", folder).env("KUBECONFIG", &self.kubeconfig).env("GOGC", "400");
        command.stdout(Stdio::piped()).stderr(Stdio::piped())
    }
}

impl Said {
    /// What a program says of an input.
    fn of(command: &mut Command, input: &str) -> Self {
        let mut child = command.stdin(Stdio::piped()).spawn().expect("it can be started");
        let mut stdin = child.stdin.take().expect("it is a pipe");
        // Whoever does not read its input says why in what it prints.
        let _ = stdin.write_all(input.as_bytes());
        drop(stdin);
        let output = child.wait_with_output().expect("it ends");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end().to_owned();
        Self { succeeded: output.status.success(), stdout: text(&output.stdout), stderr: text(&output.stderr) }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.supervisor.stdin.take());
        let _ = self.supervisor.wait();
    }
}

/// Where a process of the tests keeps the state of its control planes.
pub(crate) fn folder(built: &Path, process: u32, number: u32) -> PathBuf {
    built.with_file_name(format!("run-{process}-{number}"))
}

/// The folder of what was built, by the first test that asks.
pub(crate) fn built() -> Result<&'static Path, String> {
    static BUILT: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let build = || {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("it lies in the target folder");
        let failed = |error| format!("`tests/cluster/build` could not be run: {error}");
        let output = finished(&mut build(target)).map_err(failed)?;
        if !output.status.success() {
            return Err("the control plane could not be built: what is wrong stands above".to_owned());
        }
        Ok(PathBuf::from(String::from_utf8_lossy(&output.stdout).trim_end()))
    };
    BUILT.get_or_init(build).as_deref().map_err(Clone::clone)
}

/// What builds the control plane below a target folder, until its input ends.
pub(crate) fn build(target: &Path) -> Command {
    let mut command = attached(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cluster/build"));
    // What it says while it builds is shown as it says it.
    command.env("CARGO_TARGET_DIR", target).stdout(Stdio::piped()).stderr(Stdio::inherit());
    command
}

/// A program that ends, with all that it started, when its input does: that is a pipe, and whoever holds it may be killed.
/// It is a group of its own, so it does not hear Ctrl-C before that.
fn attached(program: &Path) -> Command {
    const SHELL: &str = r#"exec 3<&0; { read -r _ <&3; kill -KILL 0; } >/dev/null 2>&1 & exec "$@" </dev/null 3<&-"#;
    let mut command = Command::new("/bin/sh");
    command.args(["-c", SHELL, "sh"]).arg(program).stdin(Stdio::piped()).process_group(0);
    command
}

/// What comes of an attached program that is let finish.
pub(crate) fn finished(attached: &mut Command) -> io::Result<Output> {
    let mut child = attached.spawn()?;
    let _held = child.stdin.take();
    child.wait_with_output()
}

/// Objects as a stream. A `List` would not be judged by the server but by kubectl itself.
pub(crate) fn stream(objects: &[Value]) -> String {
    objects.iter().map(|object| format!("{object}\n---\n")).collect()
}

/// What comes, within some minutes.
#[track_caller]
pub(crate) fn eventually<T>(mut seen: impl FnMut() -> Option<T>) -> T {
    for _ in 0..400 {
        if let Some(seen) = seen() {
            return seen;
        }
        thread::sleep(Duration::from_millis(300));
    }
    panic!("it never came");
}
