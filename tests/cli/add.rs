//! `kubewright add`: a component in the spec, and everything that follows.

use std::os::unix::fs::PermissionsExt as _;

use crate::project::{Project, SPEC};

fn shop() -> Project {
    Project::new("web").spec(&SPEC.replace("name: web\n", "name: web\nnamespace: shop # its own\n")).generate()
}

#[test]
fn writes_how_it_is_installed_what_is_made_of_it_and_what_the_app_is_told() {
    shop()
        .args(["add", "postgresql", "storage=50Gi", "--as", "flux", "-q"])
        .stderr_contains("secret DATABASE_URL is mounted as the file /etc/secrets/DATABASE_URL")
        .success()
        .file_contains("kubewright.yaml", "namespace: shop # its own\n")
        .file_contains(
            "kubewright.yaml",
            "components:\n  postgresql:\n    as: flux\n    options:\n      storage: 50Gi\n",
        )
        .file_contains("deploy/components/production/install/postgresql.yaml", "kind: HelmRelease\n")
        .file_contains("deploy/components/production/resources/postgresql-cluster.yaml", "size: 50Gi\n")
        .file_contains("deploy/production/deployment.yaml", "name: web-postgresql-app\n")
        .args(["regenerate", "--check", "-q"])
        .stderr_contains("nothing is backed up")
        .success();
}

#[test]
fn says_what_to_do_next() {
    shop()
        .args(["add", "valkey"])
        .stderr_contains("as deploy/components/ENV/install/valkey/Chart.yaml says at its head\n")
        .success();
    shop()
        .args(["add", "keda", "--as", "argo-cd"])
        .stderr_contains("kubectl apply -f deploy/components/ENV/install/keda.yaml\n")
        .success();
}

#[test]
fn what_has_no_chart_is_installed_by_a_script_that_can_be_run() {
    let script = "deploy/components/production/install/rabbitmq.sh";
    let project = shop().args(["add", "rabbitmq"]);
    let project = project.stderr_contains("install   deploy/components/ENV/install/rabbitmq.sh\n").success();
    let mode = std::fs::metadata(project.path(script)).expect("it is there").permissions().mode();
    assert_eq!(mode & 0o111, 0o111, "{mode:o}");
    project
        .file_contains(script, "releases/download/v2.22.3/cluster-operator.yml'\n")
        .no_file("deploy/components/production/install/rabbitmq")
        .args(["set", "components.rabbitmq.as=flux", "secrets.AMQP_URL.env=true", "-q"])
        .success()
        .no_file(script)
        .file_contains("deploy/components/production/install/rabbitmq.yaml", "kind: GitRepository\n")
        .args(["set", "components.rabbitmq.as=none", "-q"])
        .success()
        .no_file("deploy/components/production/install/rabbitmq.yaml");
}

#[test]
fn adds_it_to_one_environment() {
    shop()
        .args(["add", "valkey", "-e", "production", "-q"])
        .success()
        .file_contains("deploy/production/configmap.yaml", "VALKEY_ADDR: web-valkey:6379\n")
        .no_file("deploy/staging/configmap.yaml")
        .no_file("deploy/components/staging");
}

#[test]
fn changes_an_option_of_one_that_is_there_and_never_forgets_the_others() {
    shop()
        .args(["add", "valkey", "storage=5Gi", "-q"])
        .success()
        .args(["add", "valkey"])
        .writes_nothing()
        .stderr_contains("the spec has the component `valkey` already")
        .code(2)
        .args(["add", "valkey", "memory=1Gi", "-q"])
        .success()
        .file_contains("kubewright.yaml", "storage: 5Gi\n      memory: 1Gi\n");
}

#[test]
fn refuses_what_does_not_fit_and_writes_nothing() {
    shop()
        .args(["add", "valkey", "storage"])
        .writes_nothing()
        .stderr_contains("is not of the form OPTION=VALUE")
        .code(2);
    shop().args(["add", "mysql"]).writes_nothing().stderr_contains("possible values: argo-rollouts, ").code(2);
    shop().args(["add", "valkey", "storage=much"]).writes_nothing().stderr_contains("`storage`").code(2);
    shop().args(["add", "valkey", "--dry-run", "-q"]).writes_nothing().success();
}

#[test]
fn keeps_edits_of_its_files_and_follows_a_renamed_environment() {
    let cluster = |environment: &str| format!("deploy/components/{environment}/resources/postgresql-cluster.yaml");
    shop()
        .args(["add", "postgresql", "-q"])
        .stderr_contains("nothing is backed up, so what is deleted by mistake is gone")
        .success()
        .edit(&cluster("staging"), "instances: 1", "instances: 2 # until June")
        .edit("kubewright.yaml", "  staging: {}", "  preview: {preset: staging}")
        .args(["regenerate", "--rename", "staging=preview", "-q"])
        .stderr_contains("nothing is backed up")
        .success()
        .file_contains(&cluster("preview"), "instances: 2 # until June\n")
        .no_file(&cluster("staging"));
}

#[test]
fn its_files_go_with_it() {
    shop()
        .args(["add", "valkey", "-q"])
        .success()
        .args(["set", "--unset", "components", "-q"])
        .success()
        .no_file("deploy/components");
}

#[test]
fn says_that_data_go_with_a_database() {
    shop()
        .args(["add", "postgresql", "-q"])
        .stderr_contains("nothing is backed up")
        .success()
        .args(["set", "--unset", "components.postgresql"])
        .stderr_contains("whoever prunes deletes it")
        .success();
}

#[test]
fn data_keep_their_name_when_the_app_gets_another() {
    let cluster = "deploy/components/production/resources/postgresql-cluster.yaml";
    shop()
        .args(["add", "postgresql", "--as", "argo-cd", "-q"])
        .stderr_contains("nothing is backed up")
        .success()
        .file_contains(cluster, "sync-options: \"Prune=false,Delete=false,SkipDryRunOnMissingResource=true\"\n")
        .file_contains(cluster, "kustomize.toolkit.fluxcd.io/prune: disabled\n")
        .args(["add", "valkey", "-e", "production", "-q"])
        .stderr_contains("nothing is backed up")
        .success()
        .args(["regenerate", "--rename", "web=store", "-q"])
        .stderr_contains("nothing is backed up")
        .success()
        .file_contains("kubewright.yaml", "    name: web-postgresql\n")
        .file_contains("kubewright.yaml", "name: web-valkey")
        .file_contains(cluster, "\n  name: web-postgresql\n")
        .file_contains("deploy/components/production/install/valkey/values.yaml", "fullnameOverride: web-valkey\n")
        .file_contains("deploy/production/deployment.yaml", "name: web-postgresql-app\n")
        .file_contains("deploy/production/deployment.yaml", "\n  name: store\n")
        .args(["regenerate", "--rename", "web=store", "--check", "-q"])
        .stderr_contains("nothing is backed up")
        .success();
}

#[test]
fn takes_labels_of_the_app_and_of_its_monitor_that_share_a_key() {
    shop()
        .args(["set", "labels.release=shop", "metrics.monitor.labels.release=prometheus", "-q"])
        .success()
        .args(["add", "postgresql", "-q"])
        .stderr_contains("nothing is backed up")
        .success()
        .file_contains("deploy/components/production/resources/postgresql-podmonitor.yaml", "release: prometheus\n");
}

#[test]
fn explains_what_the_app_is_told() {
    shop()
        .args(["add", "valkey", "-q"])
        .success()
        .args(["explain", "config.VALKEY_ADDR", "-e", "production"])
        .stdout_contains(
            "production: config.VALKEY_ADDR = \"web-valkey:6379\"\n  set by  component valkey (kubewright.yaml:",
        )
        .success();
}
