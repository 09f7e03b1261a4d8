//! The names of objects, as each kind takes them.

use crate::spec::types::{dns_label, is_dns_name, shown};

/// Kinds whose names are DNS labels (<https://kubernetes.io/docs/concepts/overview/working-with-objects/names/>).
const LABELS: [(&str, &str); 3] = [("", "Namespace"), ("", "Service"), ("apps", "StatefulSet")];
/// The most characters of a CronJob's name, to which its Jobs add eleven
/// (<https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/>).
const OF_CRON_JOB: usize = 52;
/// The group whose names need only be a part of a path.
const RBAC: &str = "rbac.authorization.k8s.io";
/// Groups whose names have forms of their own, as has IPAddress.
const OWN_FORM: [&str; 2] = ["certificates.k8s.io", "internal.apiserver.k8s.io"];
/// What the groups end in that OpenShift's own server holds, by rules of its own: an ImageStream may be `web_x`.
const OPENSHIFT: &str = ".openshift.io";

/// Why the API does not take the name of an object. A custom resource's is a DNS name, as most are
/// (`pkg/registry/customresource/validator.go` of `k8s.io/apiextensions-apiserver`).
pub(super) fn wrong_name(group: &str, kind: &str, name: &str) -> Option<String> {
    if group == RBAC {
        let is_part = !["", ".", ".."].contains(&name) && !name.contains(['/', '%']);
        return (!is_part).then(|| format!("{} is not a name: use neither `/` nor `%`", shown(name)));
    }
    if OWN_FORM.contains(&group) || (group, kind) == ("networking.k8s.io", "IPAddress") || group.ends_with(OPENSHIFT) {
        return None;
    }
    if LABELS.contains(&(group, kind)) {
        return dns_label(&format!("a {kind}'s name"), name, 63, false).err();
    }
    if (group, kind) == ("batch", "CronJob") && name.len() > OF_CRON_JOB {
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
            ("networking.k8s.io", "IPAddress", "fd00::1", ""),
            ("image.openshift.io", "ImageStream", "web_x", ""),
            ("example.com", "Widget", "web.x", "Web_X"),
        ] {
            assert_eq!(wrong_name(group, kind, good), None, "{kind} {good}");
            assert_eq!(wrong_name(group, kind, bad).is_some(), !bad.is_empty(), "{kind} {bad}");
        }
    }
}
