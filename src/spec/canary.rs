//! A new version that gets a share of the requests before all of them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::types::{Image, ImageDigest, ImageTag, RequestShare};

/// A second version beside the app, and the share of the requests that its HTTPRoute gives it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Canary {
    /// Image of the new version, where it is none of the app's own repository.
    pub image: Option<Image>,
    /// Tag of the new version, in the repository of the app's image.
    pub tag: Option<ImageTag>,
    /// Digest of the new version, in the repository of the app's image.
    pub digest: Option<ImageDigest>,
    /// Share of the requests that it gets, such as 10%; none when left out, so that it stands ready first.
    pub weight: Option<RequestShare>,
    /// Pods of the new version; its share of the most that the app has, rounded up, when left out.
    pub replicas: Option<u16>,
}
