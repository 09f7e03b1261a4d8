//! What a component's data file says.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};

use crate::spec::types::{Cpu, Memory, ObjectName, shown};

/// What holds of an app or of the options, and may stand where an option is needed: somebody reads the app's metrics; its
/// Ingress has a certificate; a Gateway carries its host; its charts are installed along with it, and so is what the whole
/// cluster shares; there are several `instances`.
pub const CONDITIONS: [&str; 5] = ["monitored", "certificate", "gateway", "installed", "several"];

/// A third-party component: its charts, what they are told, and what it and the app know of each other.
///
/// Texts below `facts`, `pods` and `alerts` may hold `{name}`, the name of what is made for the app, `{namespace}`, and any
/// option in braces.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Component {
    /// What it is, and whose.
    pub title: String,
    /// What is made of it, in a sentence.
    pub about: String,
    /// The namespace that its project documents for its operator; none where it runs beside the app.
    pub namespace: Option<String>,
    /// What a person can choose.
    #[serde(default)]
    pub options: IndexMap<String, Opt>,
    /// Its charts, in the order in which they are installed.
    #[serde(default)]
    pub charts: Vec<Chart>,
    /// What its project publishes in place of a chart.
    pub kustomization: Option<Kustomization>,
    /// What the app can be told.
    #[serde(default)]
    pub facts: IndexMap<String, Fact>,
    /// What the app is told where nobody says otherwise: variable -> fact.
    #[serde(default)]
    pub variables: IndexMap<String, String>,
    /// The pods that the app connects to.
    pub pods: Option<Pods>,
    /// The connections that it allows.
    pub connections: Option<Connections>,
    /// When somebody is told of it.
    #[serde(default)]
    pub alerts: Vec<Alert>,
    /// The objects that are made for the app.
    #[serde(default)]
    pub manifests: Vec<Manifest>,
}

/// Something that a person can choose.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Opt {
    /// What it is.
    pub about: String,
    /// What may be said.
    pub kind: OptionKind,
    /// What holds where nobody chooses; without one it is left out.
    pub default: Option<String>,
    /// What holds where no real users are served, in place of `default`.
    pub elsewhere: Option<String>,
    /// What it means that nothing holds where real users are served; that is told.
    pub without: Option<String>,
}

/// The form of an option's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OptionKind {
    /// A whole number from 1.
    Count,
    /// An amount of memory or of disk, such as 20Gi.
    Memory,
    /// An amount of cpu, such as 500m.
    Cpu,
    /// The name of an object.
    Name,
    /// One line of any text.
    Text,
}

/// A chart, as its project publishes it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Chart {
    /// Its name in the repository.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The repository, beginning with `https://` or `oci://`.
    pub repository: String,
    /// Where the version and the values were read.
    pub source: String,
    /// Options and conditions without which it is left out.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Its values: a template.
    pub values: String,
}

/// A kustomization in a project's repository, and the manifest that each release makes of it. It names its own namespace.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Kustomization {
    /// Name of the Deployment in it.
    pub name: String,
    /// The tag of the release.
    pub version: String,
    /// The repository, beginning with `https://`.
    pub repository: String,
    /// The folder in it.
    pub path: String,
    /// The image that it names.
    pub image: String,
    /// The tag of the image that the release has.
    pub tag: String,
    /// The address of the release's manifest.
    pub manifest: String,
    /// Where all this was read.
    pub source: String,
}

/// Something that the app can be told: a key of a Secret, or a plain value.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Fact {
    /// Name of the Secret.
    pub secret: Option<String>,
    /// Key in it.
    pub key: Option<String>,
    /// The value, where it is none to hide.
    pub value: Option<String>,
    /// Options without which there is no such fact.
    #[serde(default)]
    pub needs: Vec<String>,
}

/// The pods that the app connects to.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Pods {
    /// Their labels.
    pub labels: IndexMap<String, String>,
    /// Their port.
    pub port: u16,
}

/// When somebody is told of the component.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Alert {
    /// Its name.
    pub name: String,
    /// Options and conditions without which it is left out.
    #[serde(default)]
    pub needs: Vec<String>,
    /// What must be so.
    pub expr: String,
    /// For how long, in Prometheus' notation.
    pub lasts: String,
    /// How much it matters.
    pub severity: Severity,
    /// What is the matter, in a sentence.
    pub summary: String,
    /// What it means, and where to look first.
    pub description: String,
}

/// How much an alert matters, in the words of kube-prometheus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Users notice: somebody is woken.
    Critical,
    /// It can wait until somebody is at work.
    Warning,
}

/// The connections that a component allows.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Connections {
    /// The option that says how many.
    pub option: String,
    /// How many of them are not for the app.
    pub reserved: u32,
}

/// An object that is made for the app.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Manifest {
    /// The end of its file's name, such as `cluster`.
    pub file: String,
    /// Options and conditions without which it is left out.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Its text: a template.
    pub template: String,
}

impl OptionKind {
    /// Its form in words, with an example.
    pub fn words(self) -> &'static str {
        match self {
            Self::Count => "a whole number from 1, such as 3",
            Self::Memory => "an amount such as 20Gi",
            Self::Cpu => "an amount of cpu such as 500m or 2",
            Self::Name => "the name of an object, such as fast-ssd",
            Self::Text => "one line of text",
        }
    }

    /// Why a text is no such value.
    pub fn refusal(self, text: &str) -> Option<String> {
        match self {
            Self::Count => {
                let counts = text.parse::<u32>().is_ok_and(|count| count > 0);
                (!counts).then(|| format!("{} is not {}", shown(text), self.words()))
            }
            Self::Memory => text.parse::<Memory>().err(),
            Self::Cpu => text.parse::<Cpu>().err(),
            Self::Name => text.parse::<ObjectName>().err(),
            Self::Text => {
                let whole = !text.trim().is_empty() && !text.chars().any(char::is_control);
                (!whole).then(|| format!("it must be {}", self.words()))
            }
        }
    }

    /// A valid text as templates see it.
    pub fn value(self, text: &str) -> Value {
        match self {
            Self::Count => text.parse::<u32>().map_or(Value::Null, |count| Value::Number(Number::from(count))),
            _ => text.into(),
        }
    }
}
