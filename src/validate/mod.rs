//! What must hold before anything is written: inside each document, and across them.

mod autoscalers;
mod clash;
mod fields;
mod kinds;
mod lists;
mod names;
mod pods;
mod reading;
mod references;
mod rollouts;
mod schema;
mod secrets;
mod selectors;
mod taken_out;
mod takes;
mod types;
mod unions;
mod values;

use crate::manifest::Document;
use crate::problem::Problem;

pub(crate) use kinds::{is_own_group, unserved};
pub(crate) use schema::{Misfit, Wrong, misfits};
pub(crate) use unions::HANDLERS;

/// Everything that is wrong with one environment's documents.
pub fn validate(documents: &[Document]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for document in documents {
        schema::check(document, &mut problems);
        values::check(document, &mut problems);
        pods::check(document, &mut problems);
    }
    selectors::check(documents, &mut problems);
    references::check(documents, &mut problems);
    secrets::check(documents, &mut problems);
    problems
}

/// A problem with a value of a document, at its place.
fn problem(document: &Document, path: &[&str], message: impl Into<String>) -> Problem {
    Problem::new(format!("{}: {}", document.identity, message.into())).at(Some(document.place(path)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVICE: &str = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  selector: {app: web}\n  ports: [{name: http, port: 80, targetPort: http}]\n";
    const DEPLOYMENT: &str = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec:\n      terminationGracePeriodSeconds: 30\n      containers:\n        - name: web\n          image: web:1.4.2\n          resources: {requests: {cpu: 100m, memory: 1Gi}, limits: {memory: 1Gi}}\n          securityContext: {runAsNonRoot: true, readOnlyRootFilesystem: true, allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}, seccompProfile: {type: RuntimeDefault}}\n          ports: [{name: http, containerPort: 8080}]\n          readinessProbe: {httpGet: {port: http}}\n          volumeMounts: [{name: tmp, mountPath: /tmp}]\n      volumes: [{name: tmp, emptyDir: {sizeLimit: 64Mi}}]\n";
    const AUTOSCALER: &str = "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec:\n  maxReplicas: 3\n  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}\n";
    const BUDGET: &str = "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: web}\nspec:\n  maxUnavailable: 1\n  selector: {matchLabels: {app: web}}\n";
    const INGRESS: &str = "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: web}\nspec:\n  rules:\n    - http:\n        paths:\n          - {path: /, pathType: Prefix, backend: {service: {name: web, port: {name: http}}}}\n";
    const ALL: [&str; 5] = [SERVICE, DEPLOYMENT, AUTOSCALER, BUDGET, INGRESS];

    fn problems(texts: &[String]) -> Vec<String> {
        let parse = |text: &String| Document::parse("t", "t.yaml", text.clone()).expect("a Kubernetes object");
        let documents: Vec<Document> = texts.iter().map(parse).collect();
        validate(&documents).iter().map(|problem| problem.message.clone()).collect()
    }

    #[test]
    fn documents_that_fit_together_have_no_problem() {
        assert_eq!(problems(&ALL.map(str::to_owned)), Vec::<String>::new());
    }

    #[test]
    fn every_misfit_is_found() {
        for (from, to, message) in [
            (
                "selector: {app: web}\n  ports",
                "selector: {app: other}\n  ports",
                "Service web: `spec.selector` selects no pod of this environment",
            ),
            (
                "metadata: {labels: {app: web}}",
                "metadata: {labels: {app: x}}",
                "Deployment web: `spec.selector.matchLabels` does not select its own pods",
            ),
            ("targetPort: http", "targetPort: grpc", "Service web: target port \"grpc\" is declared by no container"),
            (
                "httpGet: {port: http}",
                "httpGet: {port: x}",
                "Deployment web: readinessProbe asks port `x`, which the container does not declare",
            ),
            (
                "volumeMounts: [{name: tmp",
                "volumeMounts: [{name: x",
                "Deployment web: volume `x` is mounted and not declared",
            ),
            (
                "volumes: [",
                "volumes: [{name: tmp, emptyDir: {}}, ",
                "Deployment web: `spec.template.spec.volumes.1.name` is `tmp`, as in another item: each needs its own",
            ),
            (
                "mountPath: /tmp}",
                "mountPath: /tmp}, {name: tmp, mountPath: /tmp}",
                "Deployment web: `spec.template.spec.containers.0.volumeMounts.1.mountPath` is `/tmp`, as in another item",
            ),
            (
                "readinessProbe",
                "lifecycle: {preStop: {sleep: {seconds: 30}}}\n          readinessProbe",
                "Deployment web: preStop sleeps 30s, and the pod is killed after 30s",
            ),
            (
                "          ports",
                "          envFrom: [{configMapRef: {name: x}}]\n          ports",
                "Deployment web: ConfigMap `x` of `envFrom` is not written",
            ),
            (
                "      terminationGrace",
                "      serviceAccountName: x\n      terminationGrace",
                "Deployment web: service account `x` is not written",
            ),
            (
                "kind: Deployment, name: web}",
                "kind: Deployment, name: x}",
                "HorizontalPodAutoscaler web: what it scales is not written",
            ),
            (
                "spec:\n  selector: {matchLabels: {app: web}}\n  template",
                "spec:\n  replicas: 2\n  selector: {matchLabels: {app: web}}\n  template",
                "Deployment web: `spec.replicas` and a HorizontalPodAutoscaler would fight over the number of pods",
            ),
            (
                "  maxReplicas: 3\n",
                "  maxReplicas: 3\n  metrics: [{type: Object, object: {describedObject: {kind: HTTPRoute, name: web}, metric: {name: x}, target: {type: Value, value: \"1\"}}}]\n",
                "HorizontalPodAutoscaler web: HTTPRoute `web`, which a metric describes, is not written",
            ),
            (
                "maxUnavailable: 1",
                "maxUnavailable: 0",
                "PodDisruptionBudget web: `spec.maxUnavailable` is 0: no node could ever be drained",
            ),
            (
                "service: {name: web, port",
                "service: {name: x, port",
                "Ingress web: backend `x` is not a Service that is written",
            ),
            (
                "port: {name: http}}}",
                "port: {name: x}}}",
                "Ingress web: backend port \"x\" is not one of the Service's",
            ),
            (
                "sizeLimit: 64Mi",
                "sizeLimit: 64M",
                "Deployment web: `spec.template.spec.volumes.emptyDir.sizeLimit`: `64M` is not an amount of bytes: use `512Mi` or `2Gi`",
            ),
            (
                "sizeLimit: 64Mi",
                "sizeLimit: 64MB",
                "Deployment web: `spec.template.spec.volumes.0.emptyDir.sizeLimit` is `64MB`, which is no quantity",
            ),
            (
                "labels: {app: web}",
                "labels: {app: web, \"a b\": c}",
                "Deployment web: `spec.template.metadata.labels`: `a b` is not a label's key",
            ),
            (
                "emptyDir: {sizeLimit: 64Mi}",
                "emptyDir: {sizeLimit: 64Mi}, configMap: {name: web}",
                "Deployment web: `spec.template.spec.volumes.0` has emptyDir and configMap at once",
            ),
            (
                "readinessProbe: {httpGet: {port: http}}",
                "readinessProbe: {httpGet: {port: http}, tcpSocket: {port: http}}",
                "Deployment web: `spec.template.spec.containers.0.readinessProbe` has httpGet and tcpSocket at once",
            ),
            (
                "          ports",
                "          env: [{name: A, value: a, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}]\n          ports",
                "Deployment web: `spec.template.spec.containers.0.env.0` has value and valueFrom at once",
            ),
            (
                "spec:\n  selector: {matchLabels: {app: web}}\n  template",
                "spec:\n  strategy: {type: Recreate, rollingUpdate: {maxSurge: 1}}\n  selector: {matchLabels: {app: web}}\n  template",
                "Deployment web: `spec.strategy.rollingUpdate` is for the type RollingUpdate alone",
            ),
            (
                "kind: Ingress\nmetadata: {name: web}",
                "kind: Ingress\nmetadata: {name: web, namespace: x}",
                "Ingress x/web: its namespace differs from the other objects'",
            ),
            (
                "kind: Ingress\nmetadata: {name: web}",
                "kind: Ingress\nmetadata: {name: We}",
                "Ingress We: `metadata.name`: `We` is not a DNS name",
            ),
            (
                "maxReplicas: 3",
                "maxReplicas: 3\n  minReplica: 2",
                "HorizontalPodAutoscaler web: `spec.minReplica` is not a field of the API",
            ),
            ("  maxReplicas: 3\n", "", "HorizontalPodAutoscaler web: `spec` misses the required field `maxReplicas`"),
            (
                "port: 80,",
                "port: eighty,",
                "Service web: `spec.ports[0].port`: invalid type: string \"eighty\", expected i32",
            ),
        ] {
            let changed = ALL.map(|text| text.replacen(from, to, 1));
            assert_ne!(changed, ALL.map(str::to_owned), "{from} is in the texts");
            let found = problems(&changed);
            assert!(found.iter().any(|found| found.starts_with(message)), "{message}\n{found:#?}");
        }
    }

    #[test]
    fn two_owners_of_one_number_of_pods_are_found() {
        let scaled =
            AUTOSCALER.replace("autoscaling/v2", "keda.sh/v1alpha1").replace("HorizontalPodAutoscaler", "ScaledObject");
        let both = [DEPLOYMENT.to_owned(), AUTOSCALER.to_owned(), scaled.clone()];
        let fight = "ScaledObject web: it and HorizontalPodAutoscaler web would fight over the number of pods";
        assert_eq!(problems(&both), [fight]);
        let replicas = DEPLOYMENT.replace("spec:\n  selector", "spec:\n  replicas: 2\n  selector");
        let fight = "Deployment web: `spec.replicas` and a ScaledObject would fight over the number of pods";
        assert_eq!(problems(&[replicas, scaled]), [fight]);
    }

    #[test]
    fn an_object_that_stands_there_twice_is_found() {
        let twice = [SERVICE, DEPLOYMENT, SERVICE].map(str::to_owned);
        assert_eq!(problems(&twice), ["Service web: there are two objects of this kind and name"]);
    }
}
