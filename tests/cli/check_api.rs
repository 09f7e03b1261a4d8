//! What the API refuses is a finding: kinds, names and values; what another API may take, or somebody fills in, is none.

use serde_json::Value;

use crate::project::Project;

const WEB: &str = "apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: web:1.4.2
          imagePullPolicy: IfNotPresent
          ports: [{name: http, containerPort: 8080, protocol: TCP}]
          resources: {requests: {memory: 64Mi}}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  type: ClusterIP
  selector: {app: web}
  ports: [{port: 80, targetPort: http}]
";
const CHECK: [&str; 5] = ["check", "--profile", "recommended", "-o", "json"];

/// The rule, the line and the next step of each finding about a text.
fn told(text: &str) -> Vec<(String, u64, String)> {
    let (_, outcome) = Project::new("web").file("web.yaml", text).args(CHECK).outcome();
    let report: Value = serde_json::from_str(&outcome.stdout).expect("a report");
    let one = |finding: &Value| {
        let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
        (text("rule"), finding["line"].as_u64().unwrap_or_default(), text("fix"))
    };
    report["findings"].as_array().expect("a list").iter().map(one).collect()
}

#[test]
fn a_number_beyond_64_bits_is_told_as_it_is_written() {
    for (from, to) in [
        ("replicas: 2", "replicas: 99999999999999999999"),
        ("containerPort: 8080", "containerPort: 123456789012345678901234567"),
        ("labels: {app: web}}\nspec", "labels: {app: 123456789012345678901234}}\nspec"),
    ] {
        let text = WEB.replacen(from, to, 1);
        let (_, outcome) = Project::new("web").file("web.yaml", text).args(CHECK).outcome();
        let report: Value = serde_json::from_str(&outcome.stdout).expect("a report");
        let findings = report["findings"].as_array().expect("a list").iter();
        let refused = findings.filter(|finding| finding["rule"] == "invalid-value");
        let messages: Vec<&str> = refused.filter_map(|finding| finding["message"].as_str()).collect();
        let digits: String = to.chars().filter(char::is_ascii_digit).collect();
        assert!(
            !messages.is_empty() && messages.iter().all(|one| one.contains(&format!("`{digits}`"))),
            "{messages:?}"
        );
        assert!(!messages.iter().any(|one| one.contains("e+")), "{messages:?}");
    }
}

#[test]
fn what_the_api_refuses_is_told_at_its_line_with_what_was_meant() {
    assert_eq!(told(WEB), []);
    for (from, to, rule, line, fix) in [
        ("kind: Deployment", "kind: deployment", "unknown-kind", 2, "did you mean `Deployment`?"),
        ("apps/v1", "app/v1", "unknown-kind", 1, "write `apiVersion: apps/v1`"),
        ("type: ClusterIP", "type: ClusterIpp", "invalid-value", 21, "did you mean `ClusterIP`?"),
        ("containerPort: 8080", "containerPort: 99999", "invalid-value", 14, "write a value that the field takes"),
        ("targetPort: http", "targetPort: \"8080\"", "invalid-value", 23, "write the number without quotes: 8080"),
        ("replicas: 2", "replicas: \"three\"", "invalid-value", 5, "write a value that the field takes"),
        ("IfNotPresent", "ifNotPresent", "invalid-value", 13, "did you mean `IfNotPresent`?"),
        ("memory: 64Mi", "memory: 64MB", "invalid-value", 15, "write a value that the field takes"),
        (
            "metadata: {name: web}",
            "metadata: {name: Web_X}",
            "invalid-name",
            19,
            "write a name of the form that is told",
        ),
        (
            "labels: {app: web}}\nspec",
            "labels: {app: a b}}\nspec",
            "invalid-name",
            3,
            "write a name of the form that is told",
        ),
        (
            "ports: [{port: 80,",
            "ports: [{port: 81}, {port: 80,",
            "invalid-value",
            23,
            "write a value that the field takes",
        ),
        ("image: web:1.4.2", "image: Web:1.4.2", "invalid-image", 12, "write it as `registry/repository:tag`"),
        ("{app: web}\n  ports", "{on: web}\n  ports", "ambiguous-yaml", 22, "write \"on\""),
    ] {
        let text = WEB.replacen(from, to, 1);
        assert_ne!(text, WEB, "{from} is in the text");
        let told = told(&text);
        assert!(told.contains(&(rule.to_owned(), line, fix.to_owned())), "{to}: {told:?}");
    }
}

#[test]
fn hosts_paths_and_ranges_have_the_form_that_the_api_takes() {
    let of = |kind: &str, version: &str, spec: &str| {
        told(&format!("apiVersion: {version}\nkind: {kind}\nmetadata: {{name: web}}\nspec:\n{spec}"))
    };
    let counted = |found: Vec<(String, u64, String)>| -> Vec<u64> {
        found.into_iter().filter(|(rule, ..)| rule == "invalid-value").map(|(_, line, _)| line).collect()
    };
    let backend = "backend: {service: {name: web, port: {number: 80}}}";
    let ingress = format!(
        "  tls:\n    - hosts: [a.example.com,\n        https://a.example.com]\n  rules:\n    - host: 10.0.0.1\n      http:\n        paths:\n          - {{path: a, pathType: Prefix, {backend}}}\n          - {{path: /a, pathType: Prefix, {backend}}}\n"
    );
    assert_eq!(counted(of("Ingress", "networking.k8s.io/v1", &ingress)), [7, 9, 12]);
    let policy = "  podSelector: {}\n  egress:\n    - to:\n        - ipBlock: {cidr: 10.0.0.0/33}\n        - ipBlock: {cidr: 10.0.0.0/8, except: [11.0.0.0/8]}\n        - {}\n";
    assert_eq!(counted(of("NetworkPolicy", "networking.k8s.io/v1", policy)), [8, 9, 10]);
    let budget = "  maxUnavailable: 1\n  minAvailable: 1\n  selector: {matchLabels: {app: web}}\n";
    assert_eq!(counted(of("PodDisruptionBudget", "policy/v1", budget)), [4]);
    let route = "  hostnames: [web.example.com, \"*.example.com\",\n    web.example.com:443]\n";
    assert_eq!(counted(of("HTTPRoute", "gateway.networking.k8s.io/v1", route)), [6]);
    let pod = "  containers: []\n";
    assert_eq!(counted(of("Pod", "v1", pod)), [5]);
}

#[test]
fn everything_that_is_wrong_with_an_object_is_told_at_once() {
    let text = WEB
        .replace("replicas: 2", "replicas: two")
        .replace("containerPort: 8080", "containerPort: http")
        .replacen("labels: {app: web}}\n    spec", "labels: {app.kubernetes.io/version: 1.4, app: web}}\n    spec", 1)
        .replace("IfNotPresent", "Sometimes")
        .replace("type: ClusterIP", "type: [ClusterIP]\n  sessionAfinity: None");
    let told = told(&text).into_iter().map(|(rule, line, _)| (rule, line));
    let wanted = [
        ("invalid-value", 5),
        ("invalid-value", 8),
        ("invalid-value", 13),
        ("invalid-value", 14),
        ("invalid-value", 21),
        ("unknown-field", 22),
    ];
    assert_eq!(told.collect::<Vec<_>>(), wanted.map(|(rule, line)| (rule.to_owned(), line)));
}

#[test]
fn what_another_api_may_take_and_what_somebody_fills_in_is_none() {
    let custom = "apiVersion: example.com/v1\nkind: deployment\nmetadata: {name: web}\nspec: {type: ClusterIpp, replicas: three}\n";
    assert_eq!(told(custom), []);
    let named = custom.replace("name: web", "name: Web_X, labels: {\"a b\": c}");
    let wrong = ("invalid-name".to_owned(), 3, "write a name of the form that is told".to_owned());
    assert_eq!(told(&named), [wrong.clone(), wrong]);
    let filled = WEB.replace("replicas: 2", "replicas: ${REPLICAS}").replace("type: ClusterIP", "type: <type>");
    assert_eq!(told(&filled.replacen("name: web,", "name: \"${NAME}\",", 1)), []);
    let removed =
        "apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: {name: web}\nspec: {maxUnavailable: 1}\n";
    assert!(!told(removed).iter().any(|(rule, ..)| rule == "unknown-kind"), "it was served once");
}
