//! The maintenance page, served by the real nginx with the configuration as it is generated.

use std::fs::File;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;
use ureq::{Agent, Body, http::Response};

use super::cases::Rendering;
use super::command::output;
use super::tools::Tools;
use super::{none, or_fail, say};

/// The files of a page.
#[derive(Clone)]
pub(crate) struct Page {
    /// The case and the environment that it is of.
    pub(crate) name: String,
    files: Vec<(String, String)>,
    /// What starts its server.
    script: String,
    /// The paths that its probes ask for.
    probes: Vec<String>,
    /// The ports of its container.
    ports: Vec<u64>,
}

impl Page {
    /// The pages of all cases.
    pub(crate) fn all() -> Result<Vec<Self>, String> {
        Rendering::all()?.iter().filter_map(|rendering| Self::of(rendering).transpose()).collect()
    }

    /// The page of a case, where it has one.
    fn of(rendering: &Rendering) -> Result<Option<Self>, String> {
        let find = |kind: &str, end: &str| {
            let named = |object: &&Value| object["metadata"]["name"].as_str().is_some_and(|name| name.ends_with(end));
            rendering.objects.iter().filter(|object| object["kind"] == kind).find(named)
        };
        let Some(deployment) = find("Deployment", "-maintenance") else { return Ok(None) };
        let lacks = |what: &str| format!("{}: the page has no {what}", rendering.name());
        let data = find("ConfigMap", "-maintenance-files").and_then(|map| map["data"].as_object());
        let text = |(name, text): (&String, &Value)| Some((name.clone(), text.as_str()?.to_owned()));
        let files = data.and_then(|data| data.iter().map(text).collect()).ok_or_else(|| lacks("files"))?;
        let container = &deployment["spec"]["template"]["spec"]["containers"][0];
        let probes = ["startupProbe", "readinessProbe", "livenessProbe"];
        let path = |probe: &&str| container[*probe]["httpGet"]["path"].as_str().map(str::to_owned);
        let probes = probes.iter().filter_map(path).collect();
        let ports = container["ports"].as_array().into_iter().flatten();
        let ports = ports.filter_map(|port| port["containerPort"].as_u64()).collect();
        let script = match container["command"].as_array().map(Vec::as_slice) {
            Some([shell, flag, script]) if shell == "sh" && flag == "-c" => script.as_str(),
            _ => None,
        };
        let script = script.ok_or_else(|| lacks("script in `sh -c SCRIPT`"))?.to_owned();
        Ok(Some(Self { name: rendering.name(), files, script, probes, ports }))
    }

    /// The same page, with a slip in its files or in what starts its server.
    pub(crate) fn with_slip(&self, part: &str, slip: &str) -> Self {
        let mut page = self.clone();
        page.files.iter_mut().for_each(|(_, text)| *text = text.replace(part, slip));
        page.script = page.script.replace(part, slip);
        assert!(page.files != self.files || page.script != self.script, "{}: `{part}` stands there", self.name);
        page
    }

    /// After how many seconds clients are told to come back, as it is configured.
    pub(crate) fn retry_after(&self) -> Option<&str> {
        self.configuration().split("Retry-After ").nth(1)?.split(' ').next()
    }

    /// What is wrong with what clients and probes are told, on nodes with IPv6 and without.
    pub(crate) fn judge(&self) -> Result<Vec<String>, String> {
        Ok([self.judge_on("/proc/net/if_inet6", true)?, self.judge_on("/proc/net/none", false)?].concat())
    }

    fn judge_on(&self, sign_of_ipv6: &str, has_ipv6: bool) -> Result<Vec<String>, String> {
        let (server, page) = self.serve(sign_of_ipv6)?;
        let seconds = self.retry_after().ok_or_else(|| format!("{}: no Retry-After is configured", self.name))?;
        let form = match self.files.iter().map(|(name, _)| name.as_str()).find(|name| *name != "nginx.conf") {
            Some("page.html") => "text/html",
            Some("page.json") => "application/json",
            Some("page.txt") => "text/plain",
            other => return Err(format!("{}: {other:?} is the page", self.name)),
        };
        let mut wrong = Vec::new();
        let mut told = |what: &str, response: Result<Response<Body>, String>, code: u16, body: &str| {
            let mut response = match response {
                Ok(response) => response,
                Err(error) => return wrong.push(format!("{}: {what}: {error}", self.name)),
            };
            let header = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok());
            let heads = (header("retry-after"), header("cache-control"));
            let is_typed = code != 503 || header("content-type").is_some_and(|own| own.starts_with(form));
            let is_said = response.status() == code && heads == (Some(seconds), Some("no-store")) && is_typed;
            let is_read = response.body_mut().read_to_string().is_ok_and(|read| read == body);
            if !is_said || !is_read {
                wrong.push(format!("{}: {what}: {response:?}", self.name));
            }
        };
        let (agent, failed) = (server.agent(), |error: ureq::Error| error.to_string());
        let mut others = Vec::new();
        for port in &server.ports {
            let url = |path: &str| format!("http://127.0.0.1:{port}{path}");
            for path in ["/", "/index.html", "/api/v1/orders?id=1", "/-/maintenance", "/-/maintenance/page"] {
                told(path, agent.get(url(path)).call().map_err(failed), 503, &page);
            }
            // As the script asks.
            let by_ipv6 = agent.get(format!("http://[::1]:{port}/")).call().map_err(failed);
            if has_ipv6 {
                told("/ by IPv6", by_ipv6, 503, &page);
            } else if by_ipv6.is_ok() {
                others.push(format!("{}: it listens for IPv6 on a node without", self.name));
            }
            let large = vec![b'x'; 4 << 20];
            told("POST", agent.post(url("/upload")).send(&large).map_err(failed), 503, &page);
            told("DELETE", agent.delete(url("/api")).call().map_err(failed), 503, &page);
            let since = agent.get(url("/")).header("If-Modified-Since", "Fri, 01 Jan 2100 00:00:00 GMT");
            told("If-Modified-Since", since.call().map_err(failed), 503, &page);
            told("HEAD", agent.head(url("/")).call().map_err(failed), 503, "");
            for path in &self.probes {
                told(path, agent.get(url(path)).call().map_err(failed), 200, "");
            }
            let told = json!({"status": 503, "retryAfter": seconds, "cacheControl": "no-store", "body": page});
            let by_http2 = by_http2(&url(""));
            if by_http2 != Ok(json!([told, told])) {
                others.push(format!("{}: by HTTP/2: {by_http2:?}", self.name));
            }
        }
        wrong.extend(others);
        if self.probes.len() != 3 {
            wrong.push(format!("{}: three probes are asked", self.name));
        }
        if server.ports.is_empty() || server.ports.len() != self.ports.len() {
            wrong.push(format!("{}: it listens on {} of the ports {:?}", self.name, server.ports.len(), self.ports));
        }
        Ok(wrong)
    }

    fn configuration(&self) -> &str {
        self.files.iter().find(|(name, _)| name == "nginx.conf").map_or("", |(_, text)| text)
    }

    /// Starts nginx on free ports, with the files where the configuration looks for them; and the text of the page.
    fn serve(&self, sign_of_ipv6: &str) -> Result<(Server, String), String> {
        let failed = |error: std::io::Error| error.to_string();
        let folder = TempDir::new().map_err(failed)?;
        let root = folder.path().display().to_string();
        let mut configuration = self.configuration().replace(" /tmp/", &format!(" {root}/"));
        configuration = configuration.replace(" /etc/maintenance/", &format!(" {root}/"));
        let mut ports = Vec::new();
        for declared in self.configuration().split("listen [::]:").skip(1) {
            let declared = declared.split(' ').next().unwrap_or_default();
            let free = TcpListener::bind("[::]:0").and_then(|listener| listener.local_addr()).map_err(failed)?.port();
            configuration = configuration.replace(&format!("[::]:{declared} "), &format!("[::]:{free} "));
            ports.push(free);
        }
        let mut page = String::new();
        for (name, text) in &self.files {
            let text = if name == "nginx.conf" { &configuration } else { text };
            fs_err::write(folder.path().join(name), text).map_err(failed)?;
            if name != "nginx.conf" {
                page.clone_from(text);
            }
        }
        let script = self.script.replace("/proc/net/if_inet6", sign_of_ipv6);
        let script = script
            .replace(" /etc/maintenance/", &format!(" {root}/"))
            .replace("/tmp/nginx", &format!("{root}/v4-nginx"));
        let process = start(&script, folder.path())?;
        let server = Server { process, ports, folder };
        server.wait()?;
        Ok((server, page))
    }
}

/// What callers are told that speak HTTP/2 alone, without TLS.
fn by_http2(address: &str) -> Result<Value, String> {
    let told = output(Tools::installed()?.node("http2.mjs").arg(address), "")?;
    serde_json::from_str(&told).map_err(|error| format!("{error}: {told}"))
}

fn start(script: &str, folder: &Path) -> Result<Child, String> {
    let log = File::create(folder.join("log")).map_err(|error| error.to_string())?;
    let nginx = Tools::installed()?.nginx();
    let words: Vec<&str> =
        std::iter::once(nginx.get_program()).chain(nginx.get_args()).filter_map(std::ffi::OsStr::to_str).collect();
    // One process, which ends when it is killed.
    let script = script.replace("exec nginx ", &format!("exec {} -g 'master_process off;' ", words.join(" ")));
    let mut shell = Command::new("sh");
    shell.args(["-c", &script]).stderr(log).spawn().map_err(|error| error.to_string())
}

/// A server that ends with the test.
struct Server {
    process: Child,
    ports: Vec<u16>,
    folder: TempDir,
}

impl Server {
    fn agent(&self) -> Agent {
        let config = Agent::config_builder().http_status_as_error(false).timeout_global(Some(Duration::from_secs(20)));
        config.build().into()
    }

    /// Until every port answers.
    fn wait(&self) -> Result<(), String> {
        let end = Instant::now() + Duration::from_secs(20);
        let answers = |port: &u16| self.agent().get(format!("http://127.0.0.1:{port}/")).call().is_ok();
        while !self.ports.iter().all(answers) {
            if Instant::now() > end {
                let log = fs_err::read_to_string(self.folder.path().join("log")).unwrap_or_default();
                return Err(format!("nginx does not answer: {log}"));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A failure means that it has ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn nginx_answers_all_but_the_probes_with_the_maintenance_page_and_503() {
    let pages = or_fail(Page::all());
    say(&format!("{} pages", pages.len()));
    assert!(pages.len() > 2, "{} pages", pages.len());
    none(&pages.iter().flat_map(|page| or_fail(page.judge())).collect::<Vec<_>>());
    let seconds = |name: &str| pages.iter().find(|page| page.name == name).and_then(Page::retry_after);
    assert_eq!(seconds("tests/cases/maintenance staging"), Some("300"), "what nobody says");
    assert_eq!(seconds("tests/cases/maintenance production"), Some("1800"), "30m");
}

#[test]
fn a_slip_in_a_maintenance_page_is_told() {
    let pages = or_fail(Page::all());
    let page = pages.iter().find(|page| page.name == "tests/cases/maintenance staging").expect("it has a page");
    for (part, slip) in [
        ("return 503;", "return 500;"),
        (" always;", ";"),
        ("http2 on;", ""),
        ("client_max_body_size 0;", ""),
        ("error_page 404 =503 /-/maintenance/page;", ""),
        ("default_type text/html;", "default_type text/plain;"),
        ("location = /-/maintenance/alive", "location = /-/maintenance/live"),
        ("s/listen", "s/lissen"),
    ] {
        assert_ne!(or_fail(page.with_slip(part, slip).judge()), [""; 0], "`{slip}` in place of `{part}`");
    }
}
