//! What brings clients from outside the cluster to the app.

use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::types::{Entries, LabelKey, Name, NamespaceName, ObjectName};

/// The Gateway that a route binds to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Gateway {
    /// Name of the Gateway.
    pub name: Option<ObjectName>,
    /// Its namespace; the app's own when left out.
    pub namespace: Option<NamespaceName>,
    /// Name of its https listener; `https` when left out.
    pub section: Option<Name>,
    /// Name of its http listener, to write a route that redirects to https.
    pub redirect_section: Option<Name>,
    /// Namespace of the proxies' pods, which `calledBy` must let in; the Gateway's when left out.
    pub proxy_namespace: Option<NamespaceName>,
}

impl FromStr for Gateway {
    type Err = String;

    /// Reads `NAMESPACE/NAME`, or a name alone.
    fn from_str(text: &str) -> Result<Self, String> {
        let (namespace, name) = text.split_once('/').map_or((None, text), |(namespace, name)| (Some(namespace), name));
        let namespace = namespace.map(str::parse).transpose()?;
        Ok(Self { name: Some(name.parse()?), namespace, ..Self::default() })
    }
}

/// The Ingress, for clusters without a Gateway.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Ingress {
    /// Name of the IngressClass.
    pub class: Option<ObjectName>,
    /// Secret with the certificate; `<name>-tls` when left out.
    pub tls_secret: Option<ObjectName>,
    /// Further annotations, such as the issuer that cert-manager should ask.
    pub annotations: Option<Entries<LabelKey, String>>,
    /// Namespace of the controller's pods; needed when `calledBy` is set.
    pub proxy_namespace: Option<NamespaceName>,
}
