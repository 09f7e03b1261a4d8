//! The page that clients get while the app is worked on.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::types::{Duration, Image, SourcePath};

/// A page that stands ready beside the app, and whether it is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Maintenance {
    /// Whether clients get the page in place of the app; `kubewright maintenance on` and `off` say it.
    pub active: Option<bool>,
    /// File of the page beside the spec, HTML unless its name ends with .json or .txt; a plain page when left out.
    pub page: Option<SourcePath>,
    /// After which time clients are told to come back; 5m when left out.
    pub retry_after: Option<Duration>,
    /// Image with nginx 1.25.1 or newer, `sh` and `sed`, that serves the page; nginx-unprivileged when left out.
    pub image: Option<Image>,
    /// Pods that serve the page; 2 when left out.
    pub replicas: Option<u16>,
}
