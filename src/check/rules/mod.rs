//! The rules, one a file, and their registry.

mod ambiguous_yaml;
mod autoscaler_leaves_one;
mod autoscaler_stands_still;
mod autoscaler_target_missing;
mod autoscaler_without_request;
mod backend_missing;
mod bare_pod;
mod caller_cut_off;
mod capability;
mod claim_without_size;
mod cluster_admin;
mod config_key_missing;
mod config_map_missing;
mod cpu_limit_too_low;
mod default_namespace;
mod default_service_account;
mod deprecated_api;
mod disruption_budget_blocks;
mod disruption_budget_selects_nothing;
mod disruption_budgets_overlap;
mod dns_cut_off;
mod duplicate_object;
mod duplicate_variable;
mod grace_too_short;
mod host_ipc;
mod host_network;
mod host_path;
mod host_pid;
mod host_port;
mod image_without_digest;
mod image_without_version;
mod ingress_without_tls;
mod invalid_image;
mod invalid_name;
mod invalid_value;
mod job_restarts_always;
mod literal_secret;
mod liveness_before_start;
mod log_volume;
mod low_user_id;
mod memory_in_millibytes;
mod memory_limit_far_above_request;
mod memory_over_limit;
mod mixed_namespaces;
mod network_policy_selects_nothing;
mod newer_than_target;
mod no_cpu_limit;
mod no_cpu_request;
mod no_disruption_budget;
mod no_ephemeral_storage_limit;
mod no_ephemeral_storage_request;
mod no_headless_service;
mod no_history_limit;
mod no_liveness;
mod no_memory_limit;
mod no_memory_request;
mod no_network_policy;
mod no_pre_stop;
mod no_probe;
mod no_readiness;
mod no_seccomp;
mod no_spread;
mod no_start_deadline;
mod node_port;
mod overlapping_runs;
mod privilege_escalation;
mod privileged;
mod privileged_port;
mod probe_port_missing;
mod pull_policy_not_always;
mod quota_too_small;
mod recreate_behind_service;
mod removed_api;
mod replicas_and_autoscaler;
mod request_above_limit;
mod role_missing;
mod rollout_stands_still;
mod rollout_takes_all_down;
mod root;
mod same_probes;
mod secret_in_env;
mod secret_value_in_manifest;
mod selector_misses_own_pods;
mod service_account_missing;
mod service_port_missing;
mod service_selects_nothing;
mod single_writer_rolls;
mod singleton;
mod spread_blocks_rollout;
mod spread_selects_others;
mod stale_config_hash;
mod suppression_without_reason;
mod token_mounted;
mod toleration_without_selector;
mod unbounded_scratch;
mod unhealthy_pods_block_drain;
mod unknown_field;
mod unknown_kind;
mod unmasked_proc;
mod unreadable;
mod unused_suppression;
mod volume_missing;
mod wildcard_role;
mod workloads_share_pods;
mod writable_root;

use super::rule::Rule;

pub(in crate::check) use ambiguous_yaml::RULE as AMBIGUOUS_YAML;
pub(in crate::check) use suppression_without_reason::RULE as SUPPRESSION_WITHOUT_REASON;
pub(in crate::check) use unreadable::RULE as UNREADABLE;
pub(in crate::check) use unused_suppression::RULE as UNUSED_SUPPRESSION;

/// Every rule, in the order of the ids.
pub static RULES: &[&Rule] = &[
    &ambiguous_yaml::RULE,
    &autoscaler_leaves_one::RULE,
    &autoscaler_stands_still::RULE,
    &autoscaler_target_missing::RULE,
    &autoscaler_without_request::RULE,
    &backend_missing::RULE,
    &bare_pod::RULE,
    &caller_cut_off::RULE,
    &capability::RULE,
    &claim_without_size::RULE,
    &cluster_admin::RULE,
    &config_key_missing::RULE,
    &config_map_missing::RULE,
    &cpu_limit_too_low::RULE,
    &default_namespace::RULE,
    &default_service_account::RULE,
    &deprecated_api::RULE,
    &disruption_budget_blocks::RULE,
    &disruption_budget_selects_nothing::RULE,
    &disruption_budgets_overlap::RULE,
    &dns_cut_off::RULE,
    &duplicate_object::RULE,
    &duplicate_variable::RULE,
    &grace_too_short::RULE,
    &host_ipc::RULE,
    &host_network::RULE,
    &host_path::RULE,
    &host_pid::RULE,
    &host_port::RULE,
    &image_without_digest::RULE,
    &image_without_version::RULE,
    &ingress_without_tls::RULE,
    &invalid_image::RULE,
    &invalid_name::RULE,
    &invalid_value::RULE,
    &job_restarts_always::RULE,
    &literal_secret::RULE,
    &liveness_before_start::RULE,
    &log_volume::RULE,
    &low_user_id::RULE,
    &memory_in_millibytes::RULE,
    &memory_limit_far_above_request::RULE,
    &memory_over_limit::RULE,
    &mixed_namespaces::RULE,
    &network_policy_selects_nothing::RULE,
    &newer_than_target::RULE,
    &no_cpu_limit::RULE,
    &no_cpu_request::RULE,
    &no_disruption_budget::RULE,
    &no_ephemeral_storage_limit::RULE,
    &no_ephemeral_storage_request::RULE,
    &no_headless_service::RULE,
    &no_history_limit::RULE,
    &no_liveness::RULE,
    &no_memory_limit::RULE,
    &no_memory_request::RULE,
    &no_network_policy::RULE,
    &no_pre_stop::RULE,
    &no_probe::RULE,
    &no_readiness::RULE,
    &no_seccomp::RULE,
    &no_spread::RULE,
    &no_start_deadline::RULE,
    &node_port::RULE,
    &overlapping_runs::RULE,
    &privilege_escalation::RULE,
    &privileged::RULE,
    &privileged_port::RULE,
    &probe_port_missing::RULE,
    &pull_policy_not_always::RULE,
    &quota_too_small::RULE,
    &recreate_behind_service::RULE,
    &removed_api::RULE,
    &replicas_and_autoscaler::RULE,
    &request_above_limit::RULE,
    &role_missing::RULE,
    &rollout_stands_still::RULE,
    &rollout_takes_all_down::RULE,
    &root::RULE,
    &same_probes::RULE,
    &secret_in_env::RULE,
    &secret_value_in_manifest::RULE,
    &selector_misses_own_pods::RULE,
    &service_account_missing::RULE,
    &service_port_missing::RULE,
    &service_selects_nothing::RULE,
    &single_writer_rolls::RULE,
    &singleton::RULE,
    &spread_blocks_rollout::RULE,
    &spread_selects_others::RULE,
    &stale_config_hash::RULE,
    &suppression_without_reason::RULE,
    &token_mounted::RULE,
    &toleration_without_selector::RULE,
    &unbounded_scratch::RULE,
    &unhealthy_pods_block_drain::RULE,
    &unknown_field::RULE,
    &unknown_kind::RULE,
    &unmasked_proc::RULE,
    &unreadable::RULE,
    &unused_suppression::RULE,
    &volume_missing::RULE,
    &wildcard_role::RULE,
    &workloads_share_pods::RULE,
    &writable_root::RULE,
];

/// The rule of an id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.id == id)
}
