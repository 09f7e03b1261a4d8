//! The objects of a canary, which is the app with another image.

use std::borrow::Cow;

use crate::app::{App, CANARY, Canary};

use super::{Object, alerts, disruption, monitor, network, service, workload};

/// The canary's own objects: the account and the configuration are the app's.
pub(super) fn objects(app: &App) -> Vec<Object<'_>> {
    let Some(canary) = app.canary.as_ref().map(|canary| &canary.app) else { return Vec::new() };
    let mut objects = service::objects(canary);
    objects.push(workload::object(canary));
    objects.extend(disruption::object(canary));
    objects.extend(network::object(canary));
    objects.extend(monitor::object(canary));
    objects.extend(alerts::object(canary));
    objects
        .into_iter()
        .map(|object| Object {
            file: Cow::Owned(format!("{CANARY}-{}", object.file)),
            like: Some(app.name.as_str()),
            ..object
        })
        .collect()
}

/// The canary that a route gives a share of the requests.
pub(super) fn shown(app: &App) -> Option<&Canary> {
    let is_maintained = app.maintenance.as_ref().is_some_and(|maintenance| maintenance.active);
    app.canary.as_deref().filter(|_| !is_maintained)
}
