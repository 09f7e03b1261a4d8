//! Who owns the number of pods, how it changes hands, and what about it deserves a second look.

use crate::project::{Project, SPEC};

const CPU: &str = "autoscaling: {max: 9}\n";
const KEDA: &str = "autoscaling: {max: 9, keda: {triggers: [{type: cron, metadata: {start: 0 6 * * *}}]}}\n";

fn spec(more: &str) -> String {
    format!("{SPEC}{more}")
}

/// What `render` of a spec with these keys warns about in production.
#[track_caller]
fn warnings(more: &str) -> String {
    Project::new("web").spec(&spec(more)).args(["render", "-e", "production"]).outcome().1.stderr
}

#[test]
fn the_number_of_pods_changes_hands_with_the_steps_for_it() {
    let (project, told) = Project::generated().spec(&spec(CPU)).args(["regenerate"]).outcome();
    let dropped = "update    deploy/production/deployment.yaml  breaking: applied as it is, it goes down to 1 pod";
    assert!(told.stderr.contains(dropped), "{}", told.stderr);
    let (project, told) = project.spec(&spec(KEDA)).args(["regenerate"]).outcome();
    let removed = "delete    deploy/production/horizontalpodautoscaler.yaml  breaking: `kubectl apply` leaves it, and it \
                   fights with whoever comes next: delete it first";
    assert!(told.stderr.contains(removed), "{}", told.stderr);
    assert!(told.stderr.contains("create    deploy/production/scaledobject.yaml\n"), "{}", told.stderr);
    assert!(told.stderr.contains("scaledobject.keda.sh/transfer-hpa-ownership"), "{}", told.stderr);
    let (_, told) = project.spec(SPEC).args(["regenerate"]).outcome();
    let removed = "delete    deploy/production/scaledobject.yaml  breaking: `kubectl apply` leaves it, and it fights";
    assert!(told.stderr.contains(removed), "{}", told.stderr);
}

#[test]
fn explains_what_holds_where_nobody_says_it() {
    let autoscaling = "autoscaling: {max: 9, behavior: {scaleDown: {stabilizationWindow: 10m}}}\n";
    Project::new("web")
        .spec(&spec(autoscaling))
        .args(["explain", "autoscaling.behavior", "-e", "production"])
        .stdout_contains("autoscaling.behavior = {scaleDown: {stabilizationWindow: 10m}}\n  set by  spec")
        .stdout_contains(
            "autoscaling.behavior.scaleUp.stabilizationWindow = 0s\n  set by  computation\n  because nobody states it: a peak",
        )
        .stdout_contains("autoscaling.behavior.scaleDown.policies = [{percent: 50, period: 1m}]\n  set by  computation\n")
        .success();
    let last = "autoscaling: {min: 0, max: 9, keda: {cooldown: 1m, triggers: [{type: cron, metadata: {}}]}}\n";
    Project::new("web")
        .spec(&spec(last))
        .args(["explain", "autoscaling.keda.pollingInterval", "-e", "production"])
        .stdout_contains("production: autoscaling.keda.pollingInterval = 30s\n  set by  computation\n")
        .success();
    Project::new("web")
        .spec(&spec(last))
        .args(["explain", "autoscaling.keda.cooldown", "-e", "production"])
        .stdout_contains("production: autoscaling.keda.cooldown = 1m\n  set by  spec")
        .success();
}

#[test]
fn points_out_what_cannot_be_known_to_be_wrong() {
    for (more, warning) in [
        (
            "autoscaling: {min: 0, max: 9, keda: {triggers: [{type: cron, metadata: {}}]}}\n",
            "`autoscaling.min` (0) is no pod at all: whoever connects then gets no answer, and starts none",
        ),
        (
            "autoscaling: {max: 9, keda: {triggers: [{type: rabitmq, metadata: {}}]}}\n",
            "KEDA 2.21 knows no trigger `rabitmq`\n  hint: did you mean `rabbitmq`?",
        ),
        (
            "autoscaling: {max: 9, keda: {cooldown: 1m, triggers: [{type: cron, metadata: {}}]}}\n",
            "`cooldown` is left out: it has a meaning only where the last pod can go",
        ),
        (
            "autoscaling: {max: 9, keda: {triggers: [{type: rabbitmq, metadata: {hostFromEnv: AMQP_URL}}]}}\n",
            "`hostFromEnv` of trigger `rabbitmq` names the variable AMQP_URL, which the app does not have",
        ),
        (
            "autoscaling: {max: 9, keda: {triggers: [{type: cron, metadata: {}}], authentications: {mq: {host: {secret: mq, key: uri}}}}}\n",
            "no trigger uses authentication `mq`",
        ),
        (
            "autoscaling: {max: 9, metrics: [{containerResource: {container: proxy, cpu: 60}}]}\n",
            "the pods have no container `proxy`, unless the cluster adds it",
        ),
    ] {
        let told = warnings(more);
        assert!(told.starts_with("warning: ") && told.contains(warning), "{more}{told}");
    }
    let older = spec("autoscaling: {max: 9, behavior: {scaleUp: {tolerance: 5%}}}\n").replace("1.35", "1.34");
    let told = Project::new("web").spec(&older).args(["render", "-e", "production"]).outcome().1;
    let warning = "`tolerance` is left out: it needs Kubernetes 1.35, and the oldest cluster has 1.34";
    assert!(told.stderr.contains(warning) && !told.stdout.contains("tolerance"), "{}", told.stderr);
}

#[test]
fn a_trigger_is_set_as_json() {
    Project::new("web")
        .spec(&spec("autoscaling: {max: 9}\n"))
        .args(["set", r#"autoscaling.keda.triggers=[{"type": "cron", "metadata": {"desiredReplicas": 4}}]"#])
        .stderr_contains("create    deploy/production/scaledobject.yaml\n")
        .success()
        .file_contains("deploy/production/scaledobject.yaml", "desiredReplicas: \"4\"\n");
}
