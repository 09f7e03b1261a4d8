//! Secrets that the documents themselves make must have the keys that pods ask for.

use serde_json::Value;

use crate::manifest::Document;
use crate::problem::{Problem, did_you_mean};

use super::problem;
use super::references::{containers, list};

pub(super) fn check(documents: &[Document], problems: &mut Vec<Problem>) {
    for document in documents {
        let Some(path) = document.pod_template_path() else { continue };
        let Some(pod) = document.pod_template().and_then(|template| template.get("spec")) else { continue };
        let path = [path, &["spec"]].concat();
        for (secret, key) in wanted(pod) {
            let Some(keys) = documents.iter().find_map(|maker| keys(maker, secret)) else { continue };
            if !keys.contains(&key) {
                let message = format!("the Secret `{secret}` that is made here has no key `{key}`");
                let hint = did_you_mean(key, keys.iter().copied());
                problems.push(Problem { hint, ..problem(document, &path, message) });
            }
        }
    }
}

/// Every Secret and key that a pod cannot start without: of variables, and of volumes.
fn wanted(pod: &Value) -> Vec<(&str, &str)> {
    let variables = containers(pod).flat_map(|container| list(container, "env")).filter_map(|variable| {
        let reference = variable.pointer("/valueFrom/secretKeyRef").filter(|reference| !is_optional(reference))?;
        Some((reference["name"].as_str()?, reference["key"].as_str()?))
    });
    let volumes = || list(pod, "volumes");
    let whole = volumes().map(|volume| (&volume["secret"], "secretName"));
    let projected = volumes().flat_map(|volume| list(&volume["projected"], "sources"));
    let sources = whole.chain(projected.map(|source| (&source["secret"], "name")));
    let items = sources.filter(|(secret, _)| !is_optional(secret)).flat_map(|(secret, name)| {
        list(secret, "items").filter_map(move |item| Some((secret[name].as_str()?, item["key"].as_str()?)))
    });
    variables.chain(items).collect()
}

fn is_optional(reference: &Value) -> bool {
    reference["optional"] == true
}

/// The keys of the Secret of that name that a document is or makes; none where it does not, or where they
/// are known to the store alone.
fn keys<'a>(maker: &'a Document, secret: &str) -> Option<Vec<&'a str>> {
    let spec = &maker.value["spec"];
    let named = maker.identity.name == secret;
    let names = |value: &'a Value| value.as_object().into_iter().flatten().map(|(key, _)| key.as_str());
    match maker.identity.kind.as_str() {
        "ExternalSecret" => {
            let target = spec.pointer("/target/name").and_then(Value::as_str).unwrap_or(&maker.identity.name);
            let known = list(spec, "dataFrom").next().is_none() && spec["target"]["template"].is_null();
            let keys = || list(spec, "data").filter_map(|value| value["secretKey"].as_str()).collect();
            (target == secret && known).then(keys)
        }
        "SealedSecret" => {
            let made = &spec["template"]["data"];
            let sealed = names(&spec["encryptedData"]).chain(names(made));
            named.then(|| sealed.filter(|key| !made.get(key).is_some_and(Value::is_null)).collect())
        }
        "Secret" => named.then(|| names(&maker.value["data"]).chain(names(&maker.value["stringData"])).collect()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXTERNAL: &str = "apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: web-db}\nspec: {data: [{secretKey: password}]}\n";
    const SEALED: &str = "apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: {name: web-api}\nspec:\n  encryptedData: {token: AgA, old: AgA}\n  template: {data: {url: x, old: null}}\n";
    const POD: &str = "apiVersion: batch/v1\nkind: Job\nmetadata: {name: web}\nspec:\n  template:\n    spec:\n      containers:\n        - name: web\n          env: [{name: A, valueFrom: {secretKeyRef: {name: web-db, key: password}}}]\n      volumes:\n        - {name: a, projected: {sources: [{secret: {name: web-api, items: [{key: token, path: t}]}}]}}\n        - {name: b, secret: {secretName: web-api, items: [{key: url, path: u}]}}\n        - {name: c, secret: {secretName: elsewhere, items: [{key: any, path: a}]}}\n";

    fn problems(external: &str, pod: &str) -> Vec<String> {
        let parse = |text: &str| Document::parse("t", "t.yaml", text.to_owned()).expect("a Kubernetes object");
        let mut problems = Vec::new();
        check(&[external, SEALED, pod].map(parse), &mut problems);
        problems.into_iter().map(|problem| problem.message).collect()
    }

    #[test]
    fn every_key_that_pods_ask_for_is_made() {
        assert_eq!(problems(EXTERNAL, POD), Vec::<String>::new());
        for (key, secret) in [("password", "web-db"), ("token", "web-api"), ("url", "web-api")] {
            let pod = POD.replace(&format!("key: {key}"), "key: old");
            let message = format!("Job web: the Secret `{secret}` that is made here has no key `old`");
            assert_eq!(problems(EXTERNAL, &pod), [message]);
        }
    }

    #[test]
    fn what_the_store_alone_knows_and_what_may_be_missing_is_let_through() {
        let pod = POD.replace("key: password", "key: other");
        let whole = EXTERNAL.replace("data: [{secretKey: password}]", "dataFrom: [{extract: {key: x}}]");
        assert_eq!(problems(&whole, &pod), Vec::<String>::new());
        assert_eq!(problems(EXTERNAL, &pod.replace("key: other", "key: other, optional: true")), Vec::<String>::new());
    }
}
