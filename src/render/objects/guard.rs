//! What holds for everything in the app's namespace.

use serde::Serialize;

use crate::app::App;
use crate::spec::{ContainerDefaults, Quota};

use super::{Meta, Object};

#[derive(Serialize)]
struct ResourceQuota<'a> {
    meta: Meta,
    quota: &'a Quota,
}

#[derive(Serialize)]
struct LimitRange<'a> {
    meta: Meta,
    defaults: &'a ContainerDefaults,
}

#[derive(Serialize)]
struct DefaultDeny {
    meta: Meta,
}

/// Named for what they are: there is one of each in a namespace, whatever app writes it.
pub(super) fn objects(app: &App) -> Vec<Object<'_>> {
    let meta = |name: &str| Meta { name: name.to_owned(), ..Meta::new(app, "") };
    let rules = &app.namespace_rules;
    let mut objects = Vec::new();
    if let Some(quota) = &rules.quota {
        let context = ResourceQuota { meta: meta("quota"), quota };
        objects.push(Object::new("core/resourcequota.yaml.tera", "resourcequota.yaml", &context));
    }
    if let Some(defaults) = &rules.defaults {
        let context = LimitRange { meta: meta("container-defaults"), defaults };
        objects.push(Object::new("core/limitrange.yaml.tera", "limitrange.yaml", &context));
    }
    if rules.default_deny == Some(true) {
        let context = DefaultDeny { meta: meta("default-deny") };
        objects.push(Object::new("networking/defaultdeny.yaml.tera", "networkpolicy-default-deny.yaml", &context));
    }
    objects
}
