//! The number of a user or a group.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

/// The number of a user or a group, 0 to 2147483647, which is the largest that the API takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u64")]
pub struct UserId(u32);

const LARGEST: u32 = 2_147_483_647;

impl UserId {
    /// The number.
    pub fn get(self) -> u32 {
        self.0
    }
}

impl TryFrom<u64> for UserId {
    type Error = String;

    fn try_from(number: u64) -> Result<Self, String> {
        let id = u32::try_from(number).ok().filter(|id| *id <= LARGEST);
        id.map(Self).ok_or_else(|| format!("`{number}` is not a user or group: use 0 to {LARGEST}"))
    }
}

impl JsonSchema for UserId {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "userId".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "integer", "minimum": 0, "maximum": LARGEST})
    }
}
