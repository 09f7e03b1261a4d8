//! `deploy/delivery/deploy.sh` where it deploys: what works stays, what does not is taken back.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::cluster::{Cluster, Said};
use crate::namespace::Namespace;

const SCRIPT: &str = "deploy/delivery/deploy.sh";
const GOOD: &str = "ghcr.io/acme/web:2.0.0@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const BAD: &str = "ghcr.io/acme/web:3.0.0@sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

/// A repository with an app that is delivered to a namespace of the shared cluster.
struct Repository {
    folder: TempDir,
    namespace: Namespace<'static>,
    workload: &'static str,
}

impl Repository {
    /// One whose spec says some keys more, its workload one that is waited for only for a moment.
    fn new(namespace: &str, workload: &'static str, keys: &str) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let namespace = Cluster::shared().namespace(namespace, "restricted");
        let spec = format!(
            "version: 1\nkubernetes: \"1.37\"\nname: web\nimage: ghcr.io/acme/web:1.4.2\nport: 8080\nnamespace: {}\n\
             health: {{readiness: /readyz, liveness: /livez}}\n{keys}environments: {{production: {{}}}}\n",
            namespace.name
        );
        let repository = Self { folder, namespace, workload };
        repository.write("app/kubewright.yaml", &spec);
        for tool in ["kubectl", "helm"] {
            let program = Cluster::shared().program().display();
            repository.write(&format!("bin/{tool}"), &format!("#!/bin/sh\nexec '{program}' {tool} \"$@\"\n"));
        }
        let kubewright = env!("CARGO_BIN_EXE_kubewright");
        repository.write("bin/kubewright", &format!("#!/bin/sh\nexec '{kubewright}' \"$@\"\n"));
        repository.must("kubewright regenerate --quiet");
        repository.must(&format!("sed -i 's/timeout=[0-9][0-9]*/timeout=20/' {SCRIPT}"));
        repository
    }

    fn path(&self, relative: &str) -> PathBuf {
        self.folder.path().join(relative)
    }

    fn write(&self, relative: &str, text: &str) {
        let path = self.path(relative);
        fs::create_dir_all(path.parent().expect("below the folder")).expect("folders can be made");
        fs::write(&path, text).expect("the file can be written");
        fs::set_permissions(path, Permissions::from_mode(0o755)).expect("it is ours");
    }

    /// Runs a line in the spec's folder.
    fn run(&self, line: &str) -> Said {
        let path = format!("{}:/usr/local/bin:/usr/bin:/bin", self.path("bin").display());
        Cluster::shared().run(Path::new("bash"), |shell| {
            shell.args(["-c", line]).current_dir(self.path("app")).env("PATH", path);
            for who in ["AUTHOR", "COMMITTER"] {
                shell.env(format!("GIT_{who}_NAME"), "ci").env(format!("GIT_{who}_EMAIL"), "ci@example.com");
            }
        })
    }

    #[track_caller]
    fn must(&self, line: &str) -> String {
        let said = self.run(line);
        assert!(said.succeeded, "{line}: {}{}", said.stdout, said.stderr);
        said.stdout
    }

    /// The image that runs.
    fn image(&self) -> String {
        let path = "jsonpath={.spec.template.spec.containers[0].image}";
        self.namespace.must(&["get", self.workload, "--output", path])
    }

    /// Deploys what works, and then what finds no node.
    fn deploys_what_works_and_takes_back_what_does_not(&self, told: &str) {
        self.must(&format!("bash {SCRIPT} production"));
        self.must(&format!("bash {SCRIPT} production {GOOD}"));
        assert_eq!(self.image(), GOOD);
        self.must("kubewright set --quiet nodeSelector.disk=none");
        let said = self.run(&format!("bash {SCRIPT} production {BAD}"));
        assert!(!said.succeeded && said.stderr.contains(told), "{}{}", said.stdout, said.stderr);
        assert_eq!(self.image(), GOOD);
        let selector = "jsonpath={.spec.template.spec.nodeSelector}";
        assert_eq!(self.namespace.must(&["get", self.workload, "--output", selector]), "");
    }
}

#[test]
fn kubectl_goes_back_to_the_revision_that_ran() {
    let keys = "delivery: {deploy: pipeline}\n";
    let repository = Repository::new("delivery-plain", "deployment/web", keys);
    repository.deploys_what_works_and_takes_back_what_does_not("production runs revision 2 again");
}

#[test]
fn kubectl_goes_back_to_the_revision_of_a_statefulset_in_an_overlay() {
    let keys = "kind: StatefulSet\nlayout: kustomize\ndelivery: {deploy: pipeline}\n";
    let repository = Repository::new("delivery-overlay", "statefulset/web", keys);
    repository.deploys_what_works_and_takes_back_what_does_not("production runs revision 2 again");
}

#[test]
fn helm_goes_back_to_the_revision_that_was_deployed() {
    let keys = "layout: helm\ndelivery: {deploy: pipeline}\n";
    let repository = Repository::new("delivery-chart", "deployment/web", keys);
    repository.deploys_what_works_and_takes_back_what_does_not("production runs revision 2 again");
}

#[test]
fn helm_goes_back_to_the_revision_of_a_statefulset() {
    let keys = "kind: StatefulSet\nlayout: helm\ndelivery: {deploy: pipeline}\n";
    let repository = Repository::new("delivery-chart-set", "statefulset/web", keys);
    repository.deploys_what_works_and_takes_back_what_does_not("production runs revision 2 again");
}

#[test]
fn a_commit_that_does_not_come_to_the_cluster_is_reverted() {
    let keys = "delivery: {deploy: argo-cd, repository: https://github.com/acme/web.git}\n";
    let repository = Repository::new("delivery-commit", "deployment/web", keys);
    let git = "git init --quiet -b main && git add --all && git commit --quiet -m start && \
               git clone --quiet --bare . ../origin.git && git remote add origin ../origin.git";
    repository.must(git);
    // In the place of Argo CD: what is pushed is applied.
    repository.write(
        "origin.git/hooks/post-receive",
        "#!/bin/sh\ngit archive main deploy/production | tar -x -C .. && kubectl apply -f ../deploy/production\n",
    );
    repository.must(&format!("bash {SCRIPT} production {GOOD}"));
    assert_eq!(repository.image(), GOOD);
    fs::remove_file(repository.path("origin.git/hooks/post-receive")).expect("it is there");
    let said = repository.run(&format!("bash {SCRIPT} production {BAD}"));
    assert!(!said.succeeded && said.stderr.contains("its commit is reverted"), "{}{}", said.stdout, said.stderr);
    let log = repository.must("git -C ../origin.git log --format=%s main");
    let subjects: Vec<&str> = log.lines().collect();
    assert_eq!(
        subjects,
        [
            &*format!("Revert \"Deploy {BAD} to production [skip ci]\""),
            &*format!("Deploy {BAD} to production [skip ci]"),
            &*format!("Deploy {GOOD} to production [skip ci]"),
            "start"
        ]
    );
    repository.must("kubewright regenerate --check --quiet");
    assert!(repository.must("cat kubewright.yaml").contains(GOOD));
}
