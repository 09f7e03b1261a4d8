//! The policies of all services of Online Boutique allow its documented calls, and nothing else.

// What the evaluator does not understand ends the test.
#![allow(clippy::panic)]

#[path = "boutique/evaluator.rs"]
mod evaluator;
#[path = "boutique/policy.rs"]
mod policy;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use k8s_openapi::api::networking::v1::NetworkPolicy;
use kubewright::generate::{Generated, Request, generate};
use kubewright::io::Project;
use kubewright::render::Engine;
use kubewright::spec::Spec;
use kubewright::tooling::components;
use kubewright::yaml::parse_documents;
use serde_json::json;

use policy::{End, allows};

/// Who calls whom, at which port: `docs/img/architecture-diagram.png` and
/// `kustomize/components/network-policies` of GoogleCloudPlatform/microservices-demo at v0.10.6.
const CALLS: [(&str, &str, u16); 17] = [
    ("loadgenerator", "frontend", 8080),
    ("frontend", "adservice", 9555),
    ("frontend", "recommendationservice", 8080),
    ("frontend", "productcatalogservice", 3550),
    ("frontend", "cartservice", 7070),
    ("frontend", "currencyservice", 7000),
    ("frontend", "shippingservice", 50051),
    ("frontend", "checkoutservice", 5050),
    ("recommendationservice", "productcatalogservice", 3550),
    ("checkoutservice", "productcatalogservice", 3550),
    ("checkoutservice", "cartservice", 7070),
    ("checkoutservice", "shippingservice", 50051),
    ("checkoutservice", "currencyservice", 7000),
    ("checkoutservice", "paymentservice", 50051),
    ("checkoutservice", "emailservice", 5000),
    // In the place of upstream's `redis-cart`.
    ("cartservice", "cartservice-valkey", 6379),
    // The gateway's proxies, by the public host.
    ("gateway", "frontend", 8080),
];

const SERVICES: usize = 11;

#[test]
fn exactly_the_documented_calls_are_allowed() {
    let shop = Shop::rendered();
    let ends: BTreeMap<&str, &End> = shop.pods.iter().map(|(name, end)| (name.as_str(), end)).collect();
    let gateway = pod("envoy-gateway-system", "envoy");
    let callers = ends.iter().map(|(name, end)| (*name, *end)).chain([("gateway", &gateway)]);
    // Every port of every service is tried at each of them, and one that nobody has.
    let ports: BTreeSet<u16> =
        CALLS.iter().map(|(.., port)| *port).chain(shop.ports.iter().copied()).chain([1]).collect();
    let mut allowed = BTreeSet::new();
    for (caller, from) in callers {
        for (callee, to) in &ends {
            for port in &ports {
                assert!(!allows(&shop.policies, from, to, *port, "UDP"), "{caller} to {callee} at {port}/UDP");
                if allows(&shop.policies, from, to, *port, "TCP") {
                    allowed.insert((caller, *callee, *port));
                }
            }
        }
    }
    // The servers of the cache follow each other.
    let among = ("cartservice-valkey", "cartservice-valkey", 6379);
    // The page that takes over from the frontend is seen by whoever may call that, and asks nobody.
    let page = ["gateway", "loadgenerator"].map(|caller| (caller, "frontend-maintenance", 8080));
    assert_eq!(allowed, CALLS.into_iter().chain([among]).chain(page).collect());
}

#[test]
fn everybody_finds_names_and_nothing_else_outside_of_the_shop() {
    let shop = Shop::rendered();
    let (dns, stranger) = (pod("kube-system", "kube-dns"), pod("elsewhere", "frontend"));
    let outside = ["203.0.113.7", "2001:db8::7", "169.254.169.254"].map(host);
    for (name, end) in &shop.pods {
        for protocol in ["UDP", "TCP"] {
            assert!(allows(&shop.policies, end, &dns, 53, protocol), "{name}: DNS by {protocol}");
        }
        for port in shop.ports.iter().copied().chain([80, 443]) {
            for other in outside.iter().chain([&stranger]) {
                assert!(!allows(&shop.policies, end, other, port, "TCP"), "{name} to {other:?} at {port}");
                assert!(!allows(&shop.policies, other, end, port, "TCP"), "{other:?} to {name} at {port}");
            }
        }
    }
}

#[test]
fn the_addresses_that_services_are_told_are_those_that_they_may_call() {
    let shop = Shop::rendered();
    let mut told = BTreeSet::new();
    for one in &shop.made {
        let variables = one.documents.iter().filter(|document| document.identity.kind == "ConfigMap");
        for value in
            variables.flat_map(|map| map.value["data"].as_object().into_iter().flatten()).map(|(_, value)| value)
        {
            let address = value.as_str().and_then(|text| text.split_once(':'));
            let Some((callee, port)) = address.filter(|(callee, _)| shop.pods.contains_key(*callee)) else { continue };
            let port = port.parse().expect("a port");
            told.insert((one.app.name.to_string(), callee.to_owned(), port));
        }
    }
    let documented = CALLS.iter().filter(|(caller, ..)| *caller != "gateway");
    let documented: BTreeSet<_> =
        documented.map(|(from, to, port)| ((*from).to_owned(), (*to).to_owned(), *port)).collect();
    assert_eq!(told, documented);
}

/// All services of the shop, rendered for production.
struct Shop {
    made: Vec<Generated>,
    policies: Vec<NetworkPolicy>,
    pods: BTreeMap<String, End>,
    ports: BTreeSet<u16>,
}

impl Shop {
    fn rendered() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/online-boutique");
        let folders =
            fs_err::read_dir(root).expect("the example is there").map(|entry| entry.expect("readable").path());
        let made: Vec<Generated> = folders.filter(|folder| folder.is_dir()).map(|folder| production(&folder)).collect();
        assert_eq!(made.len(), SERVICES);
        let (mut policies, mut pods, mut ports) = (Vec::new(), BTreeMap::new(), BTreeSet::new());
        for one in &made {
            if let Some((name, end, policy, port)) = valkey(one) {
                pods.insert(name, end);
                policies.push(policy);
                ports.insert(port);
            }
            for document in &one.documents {
                if document.identity.kind == "NetworkPolicy" {
                    policies.push(serde_json::from_value(document.value.clone()).expect("a policy"));
                }
                let Some(template) = document.pod_template() else { continue };
                let labels = serde_json::from_value(template["metadata"]["labels"].clone()).expect("labels");
                let end = End { labels, ..pod(document.identity.namespace.as_deref().expect("a namespace"), "") };
                pods.insert(document.identity.name.clone(), end);
                let containers = template["spec"]["containers"].as_array().into_iter().flatten();
                let declared = containers.flat_map(|container| container["ports"].as_array().into_iter().flatten());
                ports.extend(declared.filter_map(|port| u16::try_from(port["containerPort"].as_u64()?).ok()));
            }
        }
        Self { made, policies, pods, ports }
    }
}

/// The pods of the cache that a service rests on, with the policy that its chart makes of our values.
fn valkey(one: &Generated) -> Option<(String, End, NetworkPolicy, u16)> {
    let component = one.app.components.iter().find(|component| component.name == "valkey")?;
    let mut engine = Engine::new(Vec::new()).expect("the program's own templates");
    let files = components(&mut engine, &one.app).expect("the program's own templates");
    let values = &files["deploy/components/production/install/valkey/values.yaml"];
    let values = parse_documents("values.yaml", values).expect("values").remove(0);
    let labels = json!({"app.kubernetes.io/name": values["valkey"]["nameOverride"]});
    let rules = &values["valkey"]["networkPolicy"];
    let policy = json!({
        "metadata": {"name": component.object, "namespace": component.namespace},
        "spec": {
            "podSelector": {"matchLabels": labels},
            "policyTypes": ["Ingress", "Egress"],
            "ingress": rules["ingress"],
            "egress": rules["egress"],
        },
    });
    let labels = serde_json::from_value(labels).expect("labels");
    let end = End { labels, ..pod(&component.namespace, "") };
    let port = component.data.pods.as_ref().expect("the app connects to it").port;
    Some((component.object.clone(), end, serde_json::from_value(policy).expect("a policy"), port))
}

fn production(folder: &Path) -> Generated {
    let project = Project::new(folder);
    let text = project.spec().expect("readable").expect("a service has a spec");
    let spec = Spec::parse(Project::SPEC, &text).expect("a valid spec");
    let request = Request { name: &spec.name, spec: Some(&spec), preset: None, given: &[] };
    let made = generate(&request, &["production".to_owned()], &project);
    let mut made = made.unwrap_or_else(|error| panic!("{}: {error:#?}", folder.display()));
    made.remove(0)
}

fn pod(namespace: &str, app: &str) -> End {
    let labels = BTreeMap::from([("app.kubernetes.io/name".to_owned(), app.to_owned())]);
    End { namespace: Some(namespace.to_owned()), labels, ..host("10.244.0.7") }
}

fn host(address: &str) -> End {
    End { namespace: None, labels: BTreeMap::new(), address: address.parse().expect("an address") }
}
