//! The names of objects, as each kind takes them.

use crate::spec::types::{dns_label, is_dns_name, shown};

use super::kinds::is_own_group;

/// Kinds whose names are DNS labels (<https://kubernetes.io/docs/concepts/overview/working-with-objects/names/>).
const LABELS: [(&str, &str); 3] = [("", "Namespace"), ("", "Service"), ("apps", "StatefulSet")];
/// The most characters of a CronJob's name, to which its Jobs add eleven
/// (<https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/>).
const OF_CRON_JOB: usize = 52;
/// Kinds whose names need only be a part of a path: those of RBAC; and those that have a form of their own.
const FREE: [&str; 3] = ["rbac.authorization.k8s.io", "certificates.k8s.io", "internal.apiserver.k8s.io"];

/// Why the API does not take the name of an object; none of a custom resource, about which its server decides.
pub(super) fn wrong_name(group: &str, kind: &str, name: &str) -> Option<String> {
    if !is_own_group(group) {
        return None;
    }
    if FREE.contains(&group) || kind == "IPAddress" {
        let is_part = !["", ".", ".."].contains(&name) && !name.contains(['/', '%']);
        let of_rbac = group == FREE[0];
        return (of_rbac && !is_part).then(|| format!("{} is not a name: use neither `/` nor `%`", shown(name)));
    }
    if LABELS.contains(&(group, kind)) {
        return dns_label(&format!("a {kind}'s name"), name, 63, false).err();
    }
    if kind == "CronJob" && name.len() > OF_CRON_JOB {
        return Some(format!(
            "{} has {} characters, and a CronJob's name at most {OF_CRON_JOB}",
            shown(name),
            name.len()
        ));
    }
    let why = || format!("{} is not a DNS name: use lower-case letters, digits, dashes and dots inside", shown(name));
    (!is_dns_name(name, 253)).then(why)
}

#[cfg(test)]
mod tests {
    use super::wrong_name;

    #[test]
    fn each_kind_takes_its_own_names() {
        for (group, kind, good, bad) in [
            ("apps", "Deployment", "web.x", "Web_X"),
            ("", "Service", "1web", "web.x"),
            ("", "ConfigMap", "kube-root-ca.crt", "web/x"),
            ("apps", "StatefulSet", "web", "web.x"),
            ("batch", "CronJob", "nightly", "a-name-that-leaves-no-room-for-what-its-runs-are-named"),
            ("rbac.authorization.k8s.io", "ClusterRole", "system:Node_X", "a/b"),
            ("example.com", "Widget", "Web_X", ""),
        ] {
            assert_eq!(wrong_name(group, kind, good), None, "{kind} {good}");
            assert_eq!(wrong_name(group, kind, bad).is_some(), group != "example.com", "{kind} {bad}");
        }
    }
}
