//! What is asked of the app at its busiest, and what one pod can carry.

use std::num::NonZeroU32;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::types::Memory;

/// The peak, and what one pod carries of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Load {
    /// Requests that are worked on at the same moment, over all pods, at the busiest time.
    #[schemars(range(min = 1, max = 4_294_967_295_u32))]
    pub peak_concurrency: Option<NonZeroU32>,
    /// Requests that one pod works on at the same moment: its processes times the threads of each.
    #[schemars(range(min = 1, max = 4_294_967_295_u32))]
    pub workers_per_replica: Option<NonZeroU32>,
    /// How many of them one process of the pod works on; what the runtime usually has when left out.
    #[schemars(range(min = 1, max = 4_294_967_295_u32))]
    pub workers_per_process: Option<NonZeroU32>,
    /// Memory that each worker takes at its busiest.
    pub memory_per_worker: Option<Memory>,
    /// Memory that a pod takes before its first request; none is counted when left out.
    pub base_memory: Option<Memory>,
    /// The database whose connections all pods share.
    pub database: Option<DatabaseLoad>,
}

/// A database's connections.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct DatabaseLoad {
    /// Connections that the database allows.
    #[schemars(range(min = 1, max = 4_294_967_295_u32))]
    pub max_connections: Option<NonZeroU32>,
    /// Connections of those that are not for this app: operators, backups, other apps.
    #[schemars(range(max = 4_294_967_295_u32))]
    pub reserved: Option<u32>,
    /// Connections that one pod opens at most: the size of its pool.
    #[schemars(range(min = 1, max = 4_294_967_295_u32))]
    pub connections_per_replica: Option<NonZeroU32>,
    /// Connections that each worker opens, where there is no pool for the whole pod.
    #[schemars(range(min = 1, max = 4_294_967_295_u32))]
    pub connections_per_worker: Option<NonZeroU32>,
}
