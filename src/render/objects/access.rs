//! The app's account, and what it may do with the Kubernetes API.

use serde::Serialize;

use crate::app::App;
use crate::spec::Permission;

use super::{Meta, Object};

#[derive(Serialize)]
struct ServiceAccount {
    meta: Meta,
    token: bool,
}

#[derive(Serialize)]
struct Role<'a> {
    meta: Meta,
    permissions: &'a [Permission],
}

#[derive(Serialize)]
struct RoleBinding<'a> {
    meta: Meta,
    account: &'a str,
}

pub(super) fn objects(app: &App) -> Vec<Object<'_>> {
    let meta = || Meta::new(app, "");
    let token = !app.permissions.is_empty();
    let account = ServiceAccount { meta: meta(), token };
    let mut objects = vec![Object::new("core/serviceaccount.yaml.tera", "serviceaccount.yaml", &account)];
    if token {
        let role = Role { meta: meta(), permissions: &app.permissions };
        let binding = RoleBinding { meta: meta(), account: app.name.as_str() };
        objects.push(Object::new("rbac/role.yaml.tera", "role.yaml", &role));
        objects.push(Object::new("rbac/rolebinding.yaml.tera", "rolebinding.yaml", &binding));
    }
    objects
}
