//! The page that stands ready beside the app: an app of its own, put together from a few answers.

use serde_json::{Map, Value, json};

use crate::preset::{Demand, Layer, LayerKind, Resolved, Sources, resolve};
use crate::problem::Problem;
use crate::spec::types::{Duration, Name, TextType as _};
use crate::spec::{Maintenance as Asked, PeerEntry, Protocol, Settings, Share};
use crate::yaml::Node;

use super::App;
use super::build::build;
use super::ports::AppPort;
use super::report::Report;

/// What stands behind the app's name in those of the page's objects.
pub const MAINTENANCE: &str = "maintenance";

/// The web server (`stable/alpine-slim/Dockerfile` of nginx/docker-nginx-unprivileged, e26803b).
const IMAGE: &str = "nginxinc/nginx-unprivileged:1.30.4-alpine-slim";

/// Starts the server.
const START: &str = include_str!("start.sh");

/// How long clients wait where nothing is said, in seconds.
const RETRY_AFTER: u32 = 300;

const REPLICAS: u16 = 2;

/// Where the server's files stand in its container.
const FOLDER: &str = "/etc/maintenance";

/// Forms of a page, the usual one first: the end of its file's name, and its type.
const FORMS: [(&str, &str); 3] = [("html", "text/html"), ("json", "application/json"), ("txt", "text/plain")];

/// What holds for the page as it does for the app.
const SHARED: [&str; 17] = [
    "kubernetes",
    "check",
    "namespace",
    "partOf",
    "labels",
    "syncWaves",
    "pullPolicy",
    "pullSecrets",
    "priorityClass",
    "pool",
    "pools",
    "nodeSelector",
    "tolerations",
    "hostUsers",
    "host",
    "gateway",
    "ingress",
];

/// A page that stands ready.
#[derive(Debug, Clone, PartialEq)]
pub struct Maintenance {
    /// The app that serves it.
    pub page: App,
    /// Whether clients get it in place of the app.
    pub active: bool,
}

/// The page, where the spec wants one; `ports` are those of the app's Service.
pub(super) fn maintenance(
    (name, environment): (&Name, &str),
    ports: &[AppPort],
    demands: &[Demand],
    sources: &dyn Sources,
    report: &mut Report<'_>,
) -> Option<Box<Maintenance>> {
    let resolved = report.resolved();
    let settings = &resolved.settings;
    let asked = settings.maintenance.as_ref()?;
    if settings.kind.unwrap_or_default().ends() {
        return None;
    }
    let served: Vec<&AppPort> = ports.iter().filter(|port| port.protocol == Protocol::Tcp).collect();
    if served.is_empty() {
        let hint = "declare the `port`, or take `maintenance` out";
        report.problem("maintenance", "`maintenance` is set, and the app has no TCP port to show a page at", hint);
        return None;
    }
    if let Some(port) = ports.iter().find(|port| port.protocol != Protocol::Tcp && settings.host.is_none()) {
        let message = format!(
            "`maintenance` would take the Service's port `{}` away, which speaks {}: a page is for TCP alone",
            port.name,
            port.protocol.name()
        );
        report.problem("maintenance", message, "give the app a `host`, so that its route leads to the page instead");
    }
    let full = format!("{name}-{MAINTENANCE}");
    let Ok(page_name) = Name::parse(&full) else {
        let message = format!("the page's objects would be named `{full}`, which is too long");
        report.problem("maintenance", message, "give the app a shorter name");
        return None;
    };
    let end = asked.page.as_ref().and_then(|page| page.as_str().rsplit_once('.')).map_or("", |(_, end)| end);
    let (end, form) = FORMS.into_iter().find(|(known, _)| *known == end).unwrap_or(FORMS[0]);
    let config = config(asked, &served, (end, form));
    let sources = PageSources { config, sources };
    let files = (format!("{FOLDER}/nginx.conf"), format!("{FOLDER}/page.{end}"));
    let answers = answers(resolved, asked, &served, &files);
    let layer = Layer::given(LayerKind::Default, MAINTENANCE, Node::from_value(Value::Object(answers)));
    let demands: Vec<Demand> = demands.iter().copied().filter(|demand| *demand != Demand::StatedLoad).collect();
    let built = match build(&page_name, environment, &resolve(&[layer]), &demands, &sources) {
        Ok(built) => built,
        Err(problems) => {
            tell(&problems, &report.problems.clone(), |message, hint| report.problem("maintenance", message, hint));
            return None;
        }
    };
    tell(&built.warnings, &report.warnings.clone(), |message, hint| report.warning("maintenance", message, hint));
    let mut page = built.app;
    // Callers whose policies let them to the app reach the page, too.
    page.labels.known_as(name);
    // Clients come to it through what carries the app's traffic.
    page.exposure = None;
    // Also where one pod alone serves it, so that each environment has the same objects.
    page.disruption = Some(Share::Count(1));
    for file in &mut page.main.configuration.files {
        if file.source == CONFIG {
            file.source = "The server's configuration".to_owned();
        } else if file.source == PAGE {
            file.source = "The page".to_owned();
        }
    }
    Some(Box::new(Maintenance { page, active: asked.active.unwrap_or(false) }))
}

/// Hands on what the app itself does not say, too.
fn tell(found: &[Problem], known: &[Problem], mut say: impl FnMut(String, String)) {
    for problem in found.iter().filter(|one| !known.iter().any(|known| known.message == one.message)) {
        say(format!("the maintenance page: {}", problem.message), problem.hint.clone().unwrap_or_default());
    }
}

/// Everything that is said of the page's app.
fn answers(
    resolved: &Resolved,
    asked: &Asked,
    served: &[&AppPort],
    (config, page): &(String, String),
) -> Map<String, Value> {
    let values = &resolved.values;
    let mut answers: Map<String, Value> =
        SHARED.iter().filter_map(|key| Some(((*key).to_owned(), values.get(*key)?.clone()))).collect();
    let ports: Vec<Value> = served.iter().map(|port| json!({"name": port.name, "port": port.port})).collect();
    let source = asked.page.as_ref().map_or(PAGE, |page| page.as_str());
    let delay = values.get("shutdown").and_then(|shutdown| shutdown.get("delay"));
    let own = json!({
        "kind": "Deployment",
        "image": asked.image.as_ref().map_or_else(|| IMAGE.to_owned(), ToString::to_string),
        "command": ["sh", "-c", START],
        "ports": ports,
        "replicas": asked.replicas.unwrap_or(REPLICAS),
        "size": "xs",
        "runAs": {"user": 10001},
        "writable": {"/tmp": "8Mi"},
        "configFiles": {config: CONFIG, page: source},
        "health": {"readiness": "/-/maintenance/ready", "liveness": "/-/maintenance/alive", "startup": {"within": "30s"}},
        "shutdown": {"delay": delay.cloned().unwrap_or_else(|| "0s".into()), "drain": "5s"},
        "rollout": {"maxSurge": 1, "maxUnavailable": 0},
        "spread": {"hosts": "preferred", "zones": "preferred"},
        "disruption": {"maxUnavailable": 1},
        "calls": [],
    });
    answers.extend(own.as_object().cloned().unwrap_or_default());
    if let Some(callers) = callers(&resolved.settings) {
        answers.insert("calledBy".to_owned(), callers);
    }
    let excused = values.get("exceptions").and_then(|exceptions| exceptions.get("no-network-policy"));
    if let Some(reason) = excused {
        answers.insert("exceptions".to_owned(), json!({"no-network-policy": reason}));
    }
    answers
}

/// Who may call the app may see the page, at any of its ports.
fn callers(settings: &Settings) -> Option<Value> {
    let entries = settings.called_by.as_ref()?.iter().filter_map(|peer| peer.entry().ok());
    let speaks = |entry: &PeerEntry| entry.host.is_none() && entry.protocol.is_none_or(|one| one == Protocol::Tcp);
    let open = |entry: PeerEntry| PeerEntry { port: None, ports: None, ..entry };
    let open: Vec<PeerEntry> = entries.filter(speaks).map(open).collect();
    serde_json::to_value(open).ok().map(|callers| Node::from_value(callers).to_set_value())
}

/// The configuration of the server.
fn config(asked: &Asked, served: &[&AppPort], (end, form): (&str, &str)) -> String {
    let listen = |port: &&AppPort| format!("listen [::]:{} ipv6only=off default_server;", port.port);
    let listen: Vec<String> = served.iter().map(listen).collect();
    let seconds = asked.retry_after.map_or(RETRY_AFTER, Duration::seconds);
    include_str!("nginx.conf")
        .replace("LISTEN", &listen.join("\n        "))
        .replace("SECONDS", &seconds.to_string())
        .replace("TYPE", form)
        .replace("FILE", &format!("page.{end}"))
}

/// Names of the files that stand beside no spec.
const CONFIG: &str = "maintenance/.nginx.conf";
const PAGE: &str = "maintenance/.page.html";

/// The files beside the spec, and those of the page's own.
struct PageSources<'a> {
    config: String,
    sources: &'a dyn Sources,
}

impl Sources for PageSources<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        match path {
            CONFIG => Ok(self.config.clone().into_bytes()),
            PAGE => Ok(include_bytes!("page.html").to_vec()),
            path => self.sources.read(path),
        }
    }

    fn list(&self, path: &str) -> Result<Option<Vec<String>>, String> {
        if [CONFIG, PAGE].contains(&path) { Ok(None) } else { self.sources.list(path) }
    }
}
