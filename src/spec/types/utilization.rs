//! The use of a request that an autoscaler aims at.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

/// A share of the request in percent, 1 to 100: beyond the request there may be nothing to use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u64")]
pub struct Utilization(u8);

impl Utilization {
    /// The percentage.
    pub fn percent(self) -> u8 {
        self.0
    }
}

impl TryFrom<u64> for Utilization {
    type Error = String;

    fn try_from(number: u64) -> Result<Self, String> {
        let percent = u8::try_from(number).ok().filter(|percent| (1..=100).contains(percent));
        percent.map(Self).ok_or_else(|| format!("`{number}` is no share of the request: use 1 to 100 percent"))
    }
}

impl JsonSchema for Utilization {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "utilization".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "integer", "minimum": 1, "maximum": 100})
    }
}
