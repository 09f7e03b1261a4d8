//! Labels of objects, pods and selectors.

use indexmap::IndexMap;

use crate::spec::types::{Entries, Image, LabelKey, LabelValue, Name, TextType as _};
use crate::spec::{Settings, join_key};

use super::report::Report;

/// The recommended labels (<https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/>).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Labels {
    /// What selects the pods; never changes, since a Deployment's selector cannot.
    pub selector: IndexMap<String, String>,
    /// What every object carries.
    pub common: IndexMap<String, String>,
    /// The image's tag, for the objects that change with it.
    pub version: Option<String>,
}

/// The label that other apps' policies know this app by.
pub(super) const NAME: &str = "app.kubernetes.io/name";
/// The label that tells two controllers apart.
pub(super) const INSTANCE: &str = "app.kubernetes.io/instance";
const PART_OF: &str = "app.kubernetes.io/part-of";
const MANAGED_BY: &str = "app.kubernetes.io/managed-by";
const VERSION: &str = "app.kubernetes.io/version";

impl Labels {
    /// The labels of what changes with the image: those of every object, and the version.
    pub fn versioned(&self) -> IndexMap<String, String> {
        let version = self.version.iter().map(|version| (VERSION.to_owned(), version.clone()));
        self.common.clone().into_iter().chain(version).collect()
    }

    /// Those of a further app that others know by the name of this one, and that its instance alone tells apart.
    pub(super) fn known_as(&mut self, name: &Name) {
        for labels in [&mut self.selector, &mut self.common] {
            labels.insert(NAME.to_owned(), name.to_string());
        }
    }

    /// Those of a new version beside the app, which has its name, an instance of its own, and another image.
    pub(super) fn beside(&mut self, instance: &Name, image: &Image) {
        for labels in [&mut self.selector, &mut self.common] {
            labels.insert(INSTANCE.to_owned(), instance.to_string());
        }
        self.version = version(Some(image));
    }

    /// Whether they are those of an app by this name, and not of one beside it.
    pub fn is_of(&self, name: &Name) -> bool {
        self.selector.get(NAME).is_some_and(|own| own == name.as_str())
    }

    /// The one label that is enough to tell the app's pods from all others.
    pub fn instance(&self) -> IndexMap<&str, &str> {
        self.selector.get_key_value(INSTANCE).map(|(key, value)| (key.as_str(), value.as_str())).into_iter().collect()
    }
}

pub(super) fn labels(name: &Name, image: Option<&Image>, settings: &Settings, report: &mut Report<'_>) -> Labels {
    let selector: IndexMap<String, String> =
        [NAME, INSTANCE].into_iter().map(|key| (key.to_owned(), name.to_string())).collect();
    let mut common = selector.clone();
    if let Some(part_of) = &settings.part_of {
        common.insert(PART_OF.to_owned(), part_of.to_string());
    }
    common.insert(MANAGED_BY.to_owned(), "kubewright".to_owned());
    common.extend(further(&["labels"], settings.labels.as_ref(), report));
    Labels { selector, common, version: version(image) }
}

/// The tag of an image, where it can be a label.
fn version(image: Option<&Image>) -> Option<String> {
    image.and_then(|image| image.tag.clone()).filter(|tag| LabelValue::parse(tag).is_ok())
}

/// Labels of the user's beside ours; one that is ours is refused.
pub(super) fn further(
    part: &[&str],
    given: Option<&Entries<LabelKey, LabelValue>>,
    report: &mut Report<'_>,
) -> IndexMap<String, String> {
    let mut further = IndexMap::new();
    for (key, value) in given.into_iter().flat_map(|given| given.iter()) {
        if [NAME, INSTANCE, MANAGED_BY, PART_OF, VERSION].contains(&key.as_str()) {
            report.problem(
                &join_key(&[part, &[key.as_str()]].concat()),
                format!("label `{key}` is set by kubewright"),
                "leave it out; `partOf` names the larger application",
            );
            continue;
        }
        further.insert(key.to_string(), value.to_string());
    }
    further
}
