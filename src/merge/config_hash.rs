//! The hash that rolls the pods when their configuration changes, of what will stand on disk.

use serde_json::Value;

use crate::manifest::{CONFIG_HASH, Identity, config_hash, configured_as, container_names};
use crate::yaml::{parse_documents, scalar};

/// Whether a text has a hash of its configuration.
pub(super) fn has_hash(text: &str) -> bool {
    text.contains(&format!("{CONFIG_HASH}: "))
}

/// A generated text with the hashes that are counted from the objects that will stand; none where those are the ones that
/// were generated, or none of them carries one.
pub(super) fn rehashed(text: &str, objects: &[(Identity, Value)]) -> Option<String> {
    let mark = format!("{CONFIG_HASH}: ");
    let carriers = parse_documents("", text).unwrap_or_default();
    let mut carriers = carriers.iter().filter(|value| value.to_string().contains(CONFIG_HASH));
    let lines = text.split_inclusive('\n').map(|line| {
        let Some((before, _)) = line.split_once(&mark) else { return line.to_owned() };
        let identity = carriers.next().and_then(|carrier| Identity::of(carrier).ok());
        let counted = counted(identity.as_ref(), objects);
        counted.map_or_else(|| line.to_owned(), |counted| format!("{before}{mark}{}\n", scalar(&counted)))
    });
    Some(lines.collect()).filter(|rehashed| rehashed != text)
}

/// The hash of the ConfigMaps of a workload, or where none is named of the first that carries it.
fn counted(workload: Option<&Identity>, objects: &[(Identity, Value)]) -> Option<String> {
    let template = |(identity, value): &(Identity, Value)| {
        let path = identity.pod_template_path()?;
        path.iter().try_fold(value, |value, key| value.get(*key)).cloned()
    };
    let carries = |template: &Value| template.pointer("/metadata/annotations")?.get(CONFIG_HASH).map(|_| ());
    let own = objects.iter().filter(|(identity, _)| workload.is_none_or(|workload| workload == identity));
    let template = own.filter_map(template).find(|template| carries(template).is_some())?;
    let label = |key: &str| template.pointer(&format!("/metadata/labels/app.kubernetes.io~1{key}"))?.as_str();
    let containers = container_names(template.get("spec")?);
    let app = configured_as(label("instance")?, label("name"), &containers);
    let config_map = |name: &str| {
        let found = objects.iter().find(|(identity, _)| identity.kind == "ConfigMap" && identity.name == name);
        found.map(|(_, value)| value)
    };
    config_hash(app, &containers, config_map)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PODS: &str = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    metadata:\n      labels: {app.kubernetes.io/instance: web}\n      annotations:\n        kubewright.dev/config-hash: \"0123456789012345\"\n    spec: {containers: [{name: web}]}\n";
    const CONFIG: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web-config}\ndata:\n  A: a\n";

    fn hashed(pods: &str, config: &str) -> Option<String> {
        let texts = [pods, config].into_iter().flat_map(|text| parse_documents("", text).expect("YAML"));
        let objects: Vec<_> = texts.map(|value| (Identity::of(&value).expect("an object"), value)).collect();
        rehashed(pods, &objects)
    }

    #[test]
    fn an_edit_of_what_a_config_map_holds_is_another_hash() {
        let [one, other] = ["b", "c"].map(|value| hashed(PODS, &CONFIG.replace("A: a", &format!("A: {value}"))));
        assert!(one.is_some() && other.is_some() && one != other);
        assert_eq!(one.map(|text| text.lines().count()), Some(PODS.lines().count()));
    }

    #[test]
    fn each_of_two_workloads_in_one_text_has_the_hash_of_its_own() {
        let both = format!("{PODS}---\n{}", PODS.replace("web", "page"));
        let config = |web: &str, page: &str| {
            let map = |app: &str, value: &str| CONFIG.replace("web", app).replace("A: a", &format!("A: {value}"));
            format!("{}---\n{}", map("web", web), map("page", page))
        };
        let lines = |text: String| text.lines().filter(|line| line.contains(CONFIG_HASH)).map(str::to_owned).collect();
        let hashes =
            |web: &str, page: &str| -> Vec<String> { lines(hashed(&both, &config(web, page)).expect("others")) };
        let (one, other) = (hashes("a", "a"), hashes("a", "b"));
        assert_eq!(one.len(), 2);
        assert!(one[0] == other[0] && one[1] != other[1], "{one:?} {other:?}");
    }

    #[test]
    fn an_edit_of_another_config_map_is_no_other_hash() {
        let pods = hashed(PODS, CONFIG).expect("another hash");
        let dashboard = "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: web-dashboard}\ndata: {web.json: a}\n";
        assert_eq!(hashed(&pods, &format!("{CONFIG}{dashboard}")), None);
    }

    #[test]
    fn a_comment_and_quotes_are_no_other_hash() {
        let pods = hashed(PODS, CONFIG).expect("another hash");
        assert_eq!(hashed(&pods, &CONFIG.replace("A: a", "A: \"a\" # why")), None);
    }
}
