//! What follows from the limits, runtime by runtime.

use crate::app::{Content, build};
use crate::preset::{Sources, environment_layers, resolve};
use crate::spec::Spec;

struct Nothing;

impl Sources for Nothing {
    fn read(&self, _: &str) -> Result<Vec<u8>, String> {
        Err("no such file".into())
    }
}

const HEAD: &str = "version: 1\nname: web\nimage: web:1\nport: 8080\nshutdown: {drain: 30s}\n";

fn built(answers: &str) -> Result<crate::app::App, String> {
    let spec = Spec::parse("kubewright.yaml", &format!("{HEAD}{answers}")).map_err(|found| format!("{found:?}"))?;
    let (layers, demands) = environment_layers(Some(&spec), "production", None, &Nothing).expect("layers");
    let built = build(&spec.name, "production", &resolve(&layers), &demands, &Nothing);
    built.map(|built| built.app).map_err(|problems| problems[0].to_string())
}

/// The variables as lines.
fn variables(answers: &str) -> Vec<String> {
    let app = built(answers).expect("valid answers");
    app.main.configuration.variables.iter().map(|(name, value)| format!("{name}={value}")).collect()
}

/// The only file's text.
fn file(answers: &str) -> String {
    let app = built(answers).expect("valid answers");
    match app.main.configuration.files.as_slice() {
        [one] => match &one.content {
            Content::Text(text) => format!("{}\n{text}", one.path),
            Content::Binary(_) => "binary".to_owned(),
        },
        files => format!("{} files", files.len()),
    }
}

#[test]
fn go_gets_nine_tenths_of_the_memory_and_the_cpus_of_its_limit() {
    let go = |resources: &str| variables(&format!("runtime: go\nresources: {resources}\n"));
    assert_eq!(go("{memory: 512Mi, cpu: 250m}"), ["GOMAXPROCS=1", "GOMEMLIMIT=460MiB"]);
    assert_eq!(go("{memory: 1Gi, cpuLimit: 1500m}"), ["GOMAXPROCS=2", "GOMEMLIMIT=921MiB"]);
    assert_eq!(go("{memory: 512Mi, memoryLimit: 2Gi, cpuLimit: none}"), ["GOMEMLIMIT=1843MiB"]);
}

#[test]
fn java_and_node_leave_a_quarter_beside_the_heap() {
    assert_eq!(
        variables("runtime: java\n"),
        ["JAVA_TOOL_OPTIONS=-XX:MaxRAMPercentage=75.0 -XX:+ExitOnOutOfMemoryError"]
    );
    assert_eq!(variables("runtime: node\nsize: medium\n"), ["NODE_OPTIONS=--max-old-space-size=384"]);
}

#[test]
fn gunicorn_follows_the_stated_workers_else_the_cpus_else_the_memory() {
    let gunicorn = |more: &str| variables(&format!("runtime: gunicorn\nsize: medium\n{more}"));
    let rest = "--worker-tmp-dir=/dev/shm --graceful-timeout=30";
    assert_eq!(gunicorn(""), [format!("GUNICORN_CMD_ARGS=--workers=3 {rest}")]);
    assert_eq!(gunicorn("resources: {cpuLimit: \"3\"}\n"), [format!("GUNICORN_CMD_ARGS=--workers=7 {rest}")]);
    let bounded = "resources: {cpuLimit: \"3\"}\nload: {memoryPerWorker: 100Mi, baseMemory: 50Mi}\n";
    assert_eq!(gunicorn(bounded), [format!("GUNICORN_CMD_ARGS=--workers=4 {rest}")]);
    assert_eq!(gunicorn("load: {workersPerReplica: 24}\n"), [format!("GUNICORN_CMD_ARGS=--workers=24 {rest}")]);
    assert_eq!(
        gunicorn("load: {workersPerReplica: 24, workersPerProcess: 8}\n"),
        [format!("GUNICORN_CMD_ARGS=--workers=3 --threads=8 {rest}")]
    );
}

#[test]
fn workers_that_are_no_whole_number_of_processes_are_refused() {
    let odd = built("runtime: gunicorn\nload: {workersPerReplica: 25, workersPerProcess: 4}\n").expect_err("odd");
    assert!(odd.contains("25 workers are no whole number of processes with 4 each"), "{odd}");
    let useless = built("runtime: go\nload: {workersPerReplica: 24, workersPerProcess: 4}\n").expect_err("useless");
    assert!(useless.contains("has no meaning here"), "{useless}");
}

#[test]
fn uvicorn_has_a_process_for_each_cpu_and_stops_in_time() {
    let stop = "UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN=30".to_owned();
    assert_eq!(
        variables("runtime: uvicorn\nresources: {cpuLimit: \"2\"}\n"),
        [stop.clone(), "WEB_CONCURRENCY=2".into()]
    );
    let stated = "runtime: uvicorn\nload: {workersPerReplica: 400, workersPerProcess: 100}\n";
    assert_eq!(variables(stated), [stop, "WEB_CONCURRENCY=4".into()]);
}

#[test]
fn puma_has_three_threads_a_process_where_that_leaves_none_over() {
    let puma = |load: &str| variables(&format!("runtime: puma\nload: {load}\n"));
    let lines = |processes, threads| {
        [
            format!("PUMA_MAX_THREADS={threads}"),
            format!("RAILS_MAX_THREADS={threads}"),
            format!("WEB_CONCURRENCY={processes}"),
        ]
    };
    assert_eq!(puma("{}"), lines(0, 3));
    assert_eq!(puma("{workersPerReplica: 6}"), lines(2, 3));
    assert_eq!(puma("{workersPerReplica: 4}"), lines(2, 2));
    assert_eq!(puma("{workersPerReplica: 5}"), lines(5, 1));
    assert_eq!(puma("{workersPerReplica: 10, workersPerProcess: 5}"), lines(2, 5));
}

#[test]
fn php_fpm_has_as_many_children_as_the_memory_holds() {
    let php = |load: &str| file(&format!("runtime: php-fpm\nsize: medium\nload: {load}\n"));
    assert!(php("{}").starts_with("/usr/local/etc/php-fpm.d/zz-kubewright.conf\n[global]\n"));
    assert!(php("{}").contains("\npm.max_children = 4\n"), "{}", php("{}"));
    assert!(php("{memoryPerWorker: 40Mi, baseMemory: 32Mi}").contains("\npm.max_children = 12\n"));
    assert!(php("{workersPerReplica: 9}").contains("\npm.max_children = 9\n"));
}

#[test]
fn nginx_counts_the_cpus_of_the_container_and_two_connections_a_request() {
    let nginx = |more: &str| file(&format!("runtime: nginx\n{more}"));
    let usual = nginx("");
    assert!(usual.starts_with("/etc/nginx/nginx.conf\n"), "{usual}");
    assert!(usual.contains("\nworker_processes 1;\n") && usual.contains(" worker_connections 1024;\n"), "{usual}");
    let busy = nginx("resources: {cpuLimit: \"2\"}\nload: {workersPerReplica: 3000}\n");
    assert!(busy.contains("\nworker_processes 2;\n") && busy.contains(" worker_connections 3000;\n"), "{busy}");
}

#[test]
fn what_the_spec_says_itself_wins() {
    let app =
        built("runtime: go\nconfig: {GOMEMLIMIT: 100MiB}\nsecrets: {GOMAXPROCS: {secret: a, key: b, env: true}}\n");
    let configuration = app.expect("valid answers").main.configuration;
    assert_eq!(configuration.variables["GOMEMLIMIT"], "100MiB");
    assert!(!configuration.variables.contains_key("GOMAXPROCS"), "a Secret says it");
    assert_eq!(configuration.reason("GOMEMLIMIT"), ["The spec's own, which wins; `runtime: go` would say 460MiB."]);
}

#[test]
fn workers_that_only_the_runtime_decides_are_counted() {
    let capacity = |answers: &str| built(answers).expect("valid answers").capacity.expect("a load is stated");
    let python = capacity("runtime: gunicorn\nload: {peakConcurrency: 6}\n");
    assert_eq!((python.workers_per_replica, python.enough()), (Some(3), true));
    let short = built("runtime: gunicorn\nload: {peakConcurrency: 7}\n").expect_err("2 pods x 3 workers");
    assert!(short.contains("2 pods x 3 workers = 6"), "{short}");
    let go = built("runtime: go\nload: {peakConcurrency: 7}\n").expect_err("no number of workers");
    assert!(go.contains("`load.workersPerReplica` is not"), "{go}");
}
