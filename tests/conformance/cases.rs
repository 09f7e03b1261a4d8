//! Every case and example, rendered for each of its environments by the real binary, and a few random
//! specs, rendered by the library.

use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use kubewright::generate::Generated;
use kubewright::yaml::parse_documents;
use serde_json::Value;

use crate::made::made;
use crate::random::RandomSpec;
use crate::tape::tape_of;

use super::command::output;
use super::folders::folders;

/// Random specs that are judged beside the cases, always the same ones.
pub(crate) const RANDOM_SPECS: u64 = 12;

/// The target of a spec that names none, which is the program's own default.
const DEFAULT_TARGET: &str = "1.35";

/// One environment of one case, rendered.
#[derive(Debug)]
pub(crate) struct Rendering {
    /// The case's folder, from the root of the repository.
    pub(crate) case: String,
    /// The environment; empty for a spec without any.
    pub(crate) env: String,
    /// The oldest Kubernetes that must accept it, such as `1.35`.
    pub(crate) target: String,
    /// What `render` printed.
    pub(crate) text: String,
    /// What kubewright's own parser reads in it.
    pub(crate) objects: Vec<Value>,
}

impl Rendering {
    /// All of them, in the order of their names.
    ///
    /// # Errors
    /// Every case that does not render.
    pub(crate) fn all() -> Result<&'static [Self], String> {
        static ALL: OnceLock<Result<Vec<Rendering>, String>> = OnceLock::new();
        ALL.get_or_init(render_all).as_deref().map_err(Clone::clone)
    }

    /// The name under which failures are reported.
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.case, self.env)
    }
}

fn render_all() -> Result<Vec<Rendering>, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut rendered, mut failures) = (Vec::new(), Vec::new());
    for case in &folders() {
        let name = case.strip_prefix(root).unwrap_or(case).display().to_string();
        match render_case(case, &name, &case.join("kubewright.yaml")) {
            Ok(case) => rendered.extend(case),
            Err(failure) => failures.push(format!("{name}: {failure}")),
        }
    }
    rendered.extend((0..RANDOM_SPECS).flat_map(render_random));
    if failures.is_empty() { Ok(rendered) } else { Err(failures.join("\n")) }
}

/// What the library makes of the random spec of a number.
fn render_random(number: u64) -> Vec<Rendering> {
    let spec = RandomSpec::valid(&tape_of(number));
    let made = made(&spec.text()).expect("the spec is valid");
    let rendering = |one: Generated| Rendering {
        case: format!("random spec {number}"),
        env: one.environment,
        target: one.app.kubernetes.to_string(),
        text: one.documents.iter().map(|document| document.text.as_str()).collect::<Vec<_>>().join("---\n"),
        objects: one.documents.into_iter().map(|document| document.value).collect(),
    };
    made.into_iter().map(rendering).collect()
}

fn render_case(folder: &Path, case: &str, spec: &Path) -> Result<Vec<Rendering>, String> {
    let spec = parse(&fs_err::read_to_string(spec).map_err(|error| error.to_string())?)?
        .into_iter()
        .next()
        .unwrap_or_default();
    let environments = match &spec["environments"] {
        Value::Object(environments) if !environments.is_empty() => environments.keys().cloned().collect(),
        _ => vec![String::new()],
    };
    environments
        .into_iter()
        .map(|env| {
            let target =
                [&spec["environments"][&env]["kubernetes"], &spec["kubernetes"]].into_iter().find_map(Value::as_str);
            let target = target.unwrap_or(DEFAULT_TARGET).to_owned();
            let text = render(folder, &env)?;
            let objects = parse(&text)?;
            if objects.is_empty() {
                return Err(format!("`render -e {env}` printed no object"));
            }
            Ok(Rendering { case: case.to_owned(), env, target, text, objects })
        })
        .collect()
}

fn render(folder: &Path, env: &str) -> Result<String, String> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kubewright"));
    // A KUBEWRIGHT_* variable of the caller's would be an answer.
    command.env_clear().arg("-C").arg(folder).arg("render");
    if !env.is_empty() {
        command.args(["-e", env]);
    }
    output(&mut command, "")
}

fn parse(text: &str) -> Result<Vec<Value>, String> {
    parse_documents("-", text).map_err(|problem| problem.to_string())
}
