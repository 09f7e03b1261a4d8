//! The control plane's API, asked without a process for each question: thousands of them are put.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::Child;
use std::sync::{Mutex, PoisonError};

use serde_json::{Value, json};
use ureq::{Agent, Body, http::Response};

use crate::cluster::Cluster;

/// What speaks to the API. It ends when this is dropped, and when the process of the tests ends.
#[derive(Debug)]
pub(crate) struct Api {
    proxy: Child,
    address: String,
    agent: Agent,
    /// Where the objects of a kind stand, by group and version.
    resources: Mutex<BTreeMap<String, Value>>,
}

/// What the server answers to an object that is applied.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Answer {
    /// The object as it then is.
    Takes(Value),
    /// Another manager says otherwise of a field.
    Conflicts(String),
    /// Why it is refused, cause by cause.
    Refuses(Vec<String>),
}

impl Api {
    /// Speaks to a control plane as its administrator.
    pub(crate) fn of(cluster: &Cluster) -> Self {
        let mut proxy = cluster.proxy().spawn().expect("there is a shell");
        let mut line = String::new();
        let stdout = proxy.stdout.take().expect("it is a pipe");
        BufReader::new(stdout).read_line(&mut line).expect("it speaks UTF-8");
        let address = line.trim_end().rsplit(' ').next().expect("it says where it serves").to_owned();
        let agent = Agent::config_builder().http_status_as_error(false).build().into();
        Self { proxy, address, agent, resources: Mutex::default() }
    }

    /// The objects of a list.
    pub(crate) fn list(&self, path: &str) -> Vec<Value> {
        let url = format!("http://{}{path}", self.address);
        let mut list = read(self.agent.get(url).call().expect("the server answers"));
        // Each is of the list's kind, and does not say so.
        let kind = text(&list["kind"]);
        let kind = kind.strip_suffix("List").unwrap_or_else(|| panic!("{path}: {list}"));
        let Value::Array(mut items) = list["items"].take() else { panic!("{path}: {list}") };
        items.iter_mut().for_each(|item| item["kind"] = json!(kind));
        items
    }

    /// Applies an object as `kubectl apply --server-side` does, strictly.
    pub(crate) fn apply(&self, object: &Value) -> Answer {
        self.patch(object, "")
    }

    /// What would come of applying it.
    pub(crate) fn would_apply(&self, object: &Value) -> Answer {
        self.patch(object, "&dryRun=All")
    }

    fn patch(&self, object: &Value, how: &str) -> Answer {
        let path = self.path(object);
        let url = format!("http://{}{path}?fieldManager=kubectl&fieldValidation=Strict{how}", self.address);
        let request = self.agent.patch(url).content_type("application/apply-patch+yaml");
        let answer = read(request.send(object.to_string()).expect("the server answers"));
        if answer["kind"] != "Status" {
            return Answer::Takes(answer);
        }
        let message = answer["message"].as_str().unwrap_or_default().to_owned();
        if answer["code"] == 409 {
            return Answer::Conflicts(message);
        }
        let cause = |cause: &Value| format!("{}: {}", text(&cause["field"]), text(&cause["message"]));
        let causes: Vec<String> = answer["details"]["causes"].as_array().into_iter().flatten().map(cause).collect();
        Answer::Refuses(if causes.is_empty() { vec![message] } else { causes })
    }

    /// The path of an object.
    fn path(&self, object: &Value) -> String {
        let version = text(&object["apiVersion"]);
        let root = if version.contains('/') { format!("/apis/{version}") } else { format!("/api/{version}") };
        let mut known = self.resources.lock().unwrap_or_else(PoisonError::into_inner);
        let found = known.entry(version).or_insert_with(|| {
            let url = format!("http://{}{root}", self.address);
            read(self.agent.get(url).call().expect("the server answers"))["resources"].take()
        });
        // Its status and the like have paths of their own.
        let of_kind = |resource: &&Value| resource["kind"] == object["kind"] && !text(&resource["name"]).contains('/');
        let resource = found.as_array().into_iter().flatten().find(of_kind);
        let resource = resource.unwrap_or_else(|| panic!("the API does not know {}", object["kind"]));
        let (plural, name) = (text(&resource["name"]), text(&object["metadata"]["name"]));
        if resource["namespaced"] == json!(true) {
            format!("{root}/namespaces/{}/{plural}/{name}", text(&object["metadata"]["namespace"]))
        } else {
            format!("{root}/{plural}/{name}")
        }
    }
}

impl Drop for Api {
    fn drop(&mut self) {
        drop(self.proxy.stdin.take());
        let _ = self.proxy.wait();
    }
}

fn read(mut answer: Response<Body>) -> Value {
    let text = answer.body_mut().read_to_string().expect("it speaks UTF-8");
    serde_json::from_str(&text).expect("it speaks JSON")
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
