//! What a preset points out where an answer falls short of it.

use crate::preset::Demand;
use crate::spec::{Apart, PullPolicy, Settings, join_key};

use super::report::Report;

/// The highest user id that nodes and images commonly give to somebody else.
const COMMON_UID: u32 = 10_000;

/// Every answer that falls short of what the presets ask for.
pub(super) fn check(settings: &Settings, serves: bool, demands: &[Demand], report: &mut Report<'_>) {
    check_container(settings, demands, report);
    for demand in demands {
        match demand {
            // Said where the number of pods is settled, and where the load is counted.
            Demand::TwoReplicas | Demand::StatedLoad => {}
            Demand::Digest | Demand::SecretFiles | Demand::HighUid | Demand::CpuLimit | Demand::AlwaysPull => {}
            Demand::Namespace => namespace(settings, report),
            Demand::Spread => spread(settings, report),
            Demand::NamedPeers => named_peers(settings, serves, report),
            // Written as annotations, not said.
            Demand::Exemptions => {}
        }
    }
}

/// What is asked of each container.
pub(super) fn check_container(settings: &Settings, demands: &[Demand], report: &mut Report<'_>) {
    for demand in demands {
        match demand {
            Demand::Digest => digest(settings, report),
            Demand::SecretFiles => secret_files(settings, report),
            Demand::HighUid => high_uid(settings, report),
            Demand::CpuLimit => cpu_limit(settings, report),
            Demand::AlwaysPull => always_pull(settings, report),
            _ => {}
        }
    }
}

fn digest(settings: &Settings, report: &mut Report<'_>) {
    if settings.image.as_ref().is_some_and(|image| image.digest.is_none() || image.tag.is_none()) {
        report.warning(
            "image",
            "the preset asks for the image by tag and digest",
            "append the digest that your registry reports: `...:tag@sha256:...`",
        );
    }
}

fn secret_files(settings: &Settings, report: &mut Report<'_>) {
    let secrets = settings.secrets.iter().flat_map(|secrets| secrets.iter());
    for (name, _) in secrets.filter(|(_, source)| source.env == Some(true)) {
        report.warning(
            &join_key(&["secrets", name.as_str()]),
            format!("the preset asks for secrets as files; this one becomes the variable {name}"),
            format!("say `env: false` and read the file that {name}_FILE names"),
        );
    }
}

fn high_uid(settings: &Settings, report: &mut Report<'_>) {
    let run_as = settings.run_as.clone().unwrap_or_default();
    for (key, what, id) in [("runAs.user", "user", run_as.user), ("runAs.group", "group", run_as.group)] {
        if id.is_some_and(|id| id.get() <= COMMON_UID) {
            report.warning(
                key,
                format!("the preset asks for a {what} above {COMMON_UID}"),
                "build the image so that any user can run it, and use 10001",
            );
        }
    }
}

fn namespace(settings: &Settings, report: &mut Report<'_>) {
    if settings.namespace.as_ref().is_none_or(|namespace| namespace.as_str() == "default") {
        report.warning("namespace", "the preset asks for a namespace of the app's own", "say `namespace: shop`");
    }
}

fn cpu_limit(settings: &Settings, report: &mut Report<'_>) {
    let limit = settings.resources.as_ref().and_then(|resources| resources.cpu_limit);
    if limit == Some(crate::spec::types::CpuLimit::None) {
        report.warning("resources.cpuLimit", "the preset asks for a cpu limit", "leave it out to have it computed");
    }
}

fn always_pull(settings: &Settings, report: &mut Report<'_>) {
    if settings.pull_policy.is_some_and(|policy| policy != PullPolicy::Always) {
        report.warning("pullPolicy", "the preset asks for `pullPolicy: Always`", "leave it out");
    }
}

fn spread(settings: &Settings, report: &mut Report<'_>) {
    let kind = settings.kind.unwrap_or_default();
    let spread = settings.spread.clone().unwrap_or_default();
    for (key, apart) in [("spread.hosts", spread.hosts), ("spread.zones", spread.zones)] {
        if kind.scales() && apart.unwrap_or(Apart::None) == Apart::None {
            report.warning(key, "the preset asks for pods that are kept apart", format!("leave `{key}` out"));
        }
    }
}

fn named_peers(settings: &Settings, serves: bool, report: &mut Report<'_>) {
    let open = [("calls", true, settings.calls.is_none()), ("calledBy", serves, settings.called_by.is_none())];
    let open: Vec<&str> = open.iter().filter(|(_, matters, open)| *matters && *open).map(|(key, ..)| *key).collect();
    if !open.is_empty() {
        let keys = open.join("` and `");
        report.warning(
            open[0],
            format!("the preset asks for named peers; without `{keys}` the network is open that way"),
            "name them: `calls: [shop/cart:7070]`, `calledBy: [shop/frontend]`, or `[]` for nobody",
        );
    }
}
