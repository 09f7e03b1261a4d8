//! `kubewright capacity`, and what is refused for want of it.

use serde_json::Value;

use crate::project::{Project, SPEC};

fn with_load(production: &str) -> String {
    SPEC.replace("production: {}", &format!("production: {production}"))
}

#[test]
fn shows_every_moment_with_its_verdict() {
    Project::new("web")
        .spec(&with_load(
            "{replicas: 4, load: {peakConcurrency: 75, workersPerReplica: 25, memoryPerWorker: 12Mi, baseMemory: 64Mi, \
             database: {maxConnections: 60, reserved: 10, connectionsPerReplica: 10}}}",
        ))
        .args(["capacity"])
        .stdout(
            "production: enough
                                  replicas  workers     peak  headroom
  at the minimum                         4      100       75       +25  enough
  during a rollout                       4      100       75       +25  enough
  during a rollout, one node gone        3       75       75        +0  enough
  at the maximum                         4      100       75       +25  enough
  memory of a pod: 25 x 12Mi + 64Mi = 364Mi of 512Mi  enough
  connections: 5 pods x 10 = 50 of 50 (60, 10 reserved)  enough
  assumed: no node holds two pods of one version: the scheduler prefers it where nodes have room
  assumed: a pod that leaves has closed its connections before yet another new one opens its own: a start takes longer than the drain
",
        )
        .stderr_is("staging: no load is stated\n")
        .success();
}

#[test]
fn too_little_is_exit_code_1_and_by_exception_0() {
    let short = "{load: {peakConcurrency: 51, workersPerReplica: 25}";
    Project::new("web")
        .spec(&with_load(&format!("{short}}}")))
        .args(["capacity", "-e", "production", "-q"])
        .stdout_contains("production: short\n")
        .code(1)
        .spec(&with_load(&format!("{short}, exceptions: {{under-capacity: a queue stands before it}}}}")))
        .args(["capacity", "-e", "production"])
        .stdout_contains("production: short, by exception\n  under-capacity: a queue stands before it\n")
        .success();
}

#[test]
fn without_a_load_it_says_what_to_state() {
    for arguments in [&["capacity"][..], &["capacity", "-e", "staging"]] {
        Project::new("web")
            .spec(SPEC)
            .args(arguments.iter().copied())
            .stderr_contains("no load is stated, so there is nothing to count\n  hint: say what is asked of all pods")
            .code(2);
    }
    Project::new("web")
        .spec(SPEC)
        .args(["capacity", "-e", "prod"])
        .stderr_contains("the spec has no environment `prod`\n  hint: it has: staging, production")
        .code(2);
}

#[test]
fn json_has_the_documented_shape() {
    let load = "{autoscaling: {min: 2, max: 4}, load: {peakConcurrency: 60, workersPerReplica: 25}}";
    let (_, json) = Project::new("web").spec(&with_load(load)).args(["capacity", "-o", "json"]).json(1);
    let one = &json["environments"][0];
    assert_eq!(
        (&json["version"], &one["environment"], &one["enough"]),
        (&1.into(), &"production".into(), &false.into())
    );
    assert_eq!((&one["replicasNeeded"], &one["excepted"]), (&4.into(), &Value::Null));
    let phase = |index: usize| {
        let phase = &one["phases"][index];
        (phase["phase"].as_str().unwrap_or_default(), phase["workers"].as_u64(), phase["headroom"].as_i64())
    };
    assert_eq!(phase(0), ("minimum", Some(50), Some(-10)));
    assert_eq!(phase(2), ("rollout-without-a-node", Some(25), Some(-35)));
    assert_eq!(phase(3), ("maximum", Some(100), Some(40)));
}

#[test]
fn production_is_refused_and_staging_is_warned_of() {
    let load = "load: {peakConcurrency: 60, workersPerReplica: 25}\n";
    let short = "production: a peak of 60 requests at the same moment is more than the pods carry during a rollout, one node gone: 2 pods x 25 workers = 50\n  hint: the least that would do is `replicas: 4`";
    let project = Project::new("web").spec(&format!("{SPEC}{load}"));
    let project = project.args(["regenerate"]).stderr_contains(short).code(2);
    let project = project.args(["set", "replicas=3", "-e", "production"]).stderr_contains(short).code(2);
    let project = project
        .args(["set", "replicas=4", "-e", "production"])
        .stderr_contains("warning: kubewright.yaml:11:8: staging: a peak of 60 requests")
        .success();
    project.args(["render", "-e", "production", "--replicas", "2"]).stderr_contains("1 pod x 25 workers = 25").code(2);
}

#[test]
fn new_refuses_a_production_that_cannot_carry_its_peak() {
    let words = "new web --yes --image ghcr.io/acme/web:1.4.2 --port 8080 --readiness /readyz --liveness /livez \
                 --runtime gunicorn --peak-concurrency 60 --workers-per-replica 25 --memory-per-worker 12Mi";
    let arguments = || words.split_whitespace();
    let project = Project::new("web")
        .args(arguments())
        .stderr_contains("2 pods x 25 workers = 50\n  hint: the least that would do is `replicas: 4`")
        .code(2);
    project
        .args(arguments().chain(["--replicas", "4"]))
        .stderr_contains("18 files written")
        .success()
        .file_contains("kubewright.yaml", "  production:\n    replicas: 4\n    load:\n      peakConcurrency: 60\n")
        .file_contains("deploy/production/configmap.yaml", "  GUNICORN_CMD_ARGS: \"--workers=25 ")
        .file_contains("deploy/staging/configmap.yaml", "  GUNICORN_CMD_ARGS: \"--workers=3 ");
}

#[test]
fn explain_tells_what_follows_from_the_limits() {
    Project::new("web")
        .spec(&format!("{SPEC}runtime: go\n"))
        .args(["explain", "config.GOMEMLIMIT", "-e", "production"])
        .stdout_contains("production: config.GOMEMLIMIT = \"460MiB\"\n  set by  computation\n  because `runtime` asks for it: 90 % of the memory limit 512Mi")
        .success();
}

#[test]
fn memory_of_processes_that_nobody_measured_is_unknown_and_never_enough() {
    let project = Project::new("web")
        .spec(&with_load("{runtime: puma, replicas: 4, load: {peakConcurrency: 20, workersPerReplica: 12}}"))
        .args(["capacity", "-e", "production"])
        .stdout_contains("production: enough, memory unknown\n")
        .stdout_contains(
            "  memory of a pod: 4 processes, 128Mi of 512Mi for each  unknown: say `load.memoryPerWorker`\n",
        )
        .success();
    let project = project
        .args(["render", "-e", "production"])
        .stdout_contains("WEB_CONCURRENCY: \"4\"")
        .stderr_contains("the memory of 4 processes is not stated, so nothing says whether 128Mi for each, of the limit 512Mi, will do")
        .success();
    project
        .spec(&with_load("{runtime: puma, load: {peakConcurrency: 400, workersPerReplica: 30}}"))
        .args(["render", "-e", "production"])
        .stderr_contains("the least that would do is `replicas: 15`; or say why")
        .code(2);
}
