//! Value types: a value that exists is valid. Each is parsed from text once, at the edge.

mod address;
mod amount;
mod command;
mod duration;
mod entries;
mod field;
mod git;
mod image;
mod image_version;
mod latency;
mod link;
mod metric;
mod module;
mod name;
mod network;
mod objective;
mod path;
mod pattern;
mod quantity;
mod reason;
mod request_share;
mod resource;
mod scalar;
mod schedule;
mod target;
mod trigger;
mod user;
mod utilization;
mod version;
mod volume;

pub use address::HttpAddress;
pub use amount::{Amount, Tolerance};
pub use command::{CommandLine, CommandWord};
pub use duration::Duration;
pub use entries::{Entries, Ordered};
pub use field::FieldPath;
pub use git::{BranchName, GitRepository, RepositoryFolder};
pub use image::Image;
pub use image_version::{ImageDigest, ImageTag};
pub use latency::Latency;
pub use link::{ClusterAddress, Link};
pub use metric::{ApiVersion, MetricName};
pub use module::ModuleName;
pub use name::{
    DataKey, EnvironmentName, LabelKey, LabelValue, Name, NamespaceName, ObjectName, PortName, VariableName,
};
pub(crate) use name::{dns_label, is_dns_label, is_dns_name, shown};
pub use network::{Cidr, Host, Port, PortRange};
pub use objective::Objective;
pub use path::{ContainerPath, HttpPath, NodePath, SourcePath};
pub use pattern::Pattern;
pub use quantity::{Cpu, CpuLimit, Memory};
pub use reason::Reason;
pub use request_share::RequestShare;
pub use resource::{ApiGroup, ObjectKind, ResourceName};
pub use scalar::ConfigValue;
pub use schedule::{CronSchedule, TimeZone};
pub use target::BuildTarget;
pub use trigger::{Parameter, TriggerType};
pub use user::UserId;
pub use utilization::Utilization;
pub use version::KubernetesVersion;
pub use volume::MountedVolume;

/// A type whose values are written as one string of a stated form.
pub(crate) trait TextType: Sized {
    /// The schema's `format`, by which a bad value finds its checker.
    const FORMAT: &'static str;
    /// What the form is, with an example; part of the schema and of messages.
    const WHAT: &'static str;
    /// A pattern for editors, where one says it well.
    const PATTERN: Option<&'static str> = None;

    /// Whether a number may stand for the text that it is written as, as in `cpu: 2`.
    const TAKES_NUMBERS: bool = false;

    /// Parses the text; the error says what is wrong and how to mend it.
    fn parse(text: &str) -> Result<Self, String>;
}

/// Implements serde, schema, `FromStr` and `Display` for [`TextType`]s.
macro_rules! text_types {
    ($($type:ty),+ $(,)?) => {
        $(
            impl std::str::FromStr for $type {
                type Err = String;
                fn from_str(text: &str) -> Result<Self, String> {
                    <Self as TextType>::parse(text)
                }
            }
            impl<'de> serde::Deserialize<'de> for $type {
                fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    let text = if <Self as TextType>::TAKES_NUMBERS {
                        <$crate::spec::types::ConfigValue as serde::Deserialize>::deserialize(deserializer)?.to_string()
                    } else {
                        <String as serde::Deserialize>::deserialize(deserializer)?
                    };
                    <Self as TextType>::parse(&text).map_err(serde::de::Error::custom)
                }
            }
            impl serde::Serialize for $type {
                fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    serializer.collect_str(self)
                }
            }
            impl schemars::JsonSchema for $type {
                fn inline_schema() -> bool {
                    true
                }
                fn schema_name() -> std::borrow::Cow<'static, str> {
                    <Self as TextType>::FORMAT.into()
                }
                fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                    let taken: &[&str] = if <Self as TextType>::TAKES_NUMBERS { &["string", "number"] } else { &["string"] };
                    let taken = if let [one] = taken { serde_json::json!(one) } else { serde_json::json!(taken) };
                    let mut schema = schemars::json_schema!({
                        "type": taken,
                        "description": <Self as TextType>::WHAT,
                        "format": <Self as TextType>::FORMAT,
                    });
                    if let Some(pattern) = <Self as TextType>::PATTERN {
                        schema.insert("pattern".to_owned(), pattern.into());
                    }
                    schema
                }
            }
        )+

        /// Checks a text against the type that a schema's `format` names; `None` when it is fine.
        pub(crate) fn check_format(format: &str, text: &str) -> Option<String> {
            match format {
                $(<$type as TextType>::FORMAT => <$type as TextType>::parse(text).err(),)+
                _ => None,
            }
        }
    };
}

text_types!(
    Amount,
    ApiGroup,
    ApiVersion,
    BranchName,
    BuildTarget,
    Cidr,
    ClusterAddress,
    CommandLine,
    CommandWord,
    ContainerPath,
    Cpu,
    CpuLimit,
    CronSchedule,
    DataKey,
    Duration,
    EnvironmentName,
    FieldPath,
    GitRepository,
    Host,
    HttpAddress,
    HttpPath,
    Image,
    ImageDigest,
    ImageTag,
    KubernetesVersion,
    LabelKey,
    LabelValue,
    Latency,
    Link,
    Memory,
    MetricName,
    ModuleName,
    MountedVolume,
    Name,
    NamespaceName,
    NodePath,
    ObjectKind,
    ObjectName,
    Parameter,
    Pattern,
    super::peer_text::PeerText,
    PortName,
    PortRange,
    Reason,
    RepositoryFolder,
    RequestShare,
    ResourceName,
    super::component_name::ComponentName,
    super::component_name::FactName,
    super::component_name::OptionName,
    super::rule_id::RuleId,
    SourcePath,
    TimeZone,
    Tolerance,
    TriggerType,
    VariableName,
);

/// Implements `Display` and `as_str` for types that keep their text.
macro_rules! kept_text {
    ($($type:ident),+ $(,)?) => {
        $(
            impl std::fmt::Display for $type {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str(&self.0)
                }
            }
            impl $type {
                /// The text as it was given.
                pub fn as_str(&self) -> &str {
                    &self.0
                }
            }
        )+
    };
}
pub(crate) use kept_text;
