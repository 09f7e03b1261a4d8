//! The objects of the maintenance page, which is an app of its own.

use std::borrow::Cow;

use crate::app::{App, MAINTENANCE};

use super::Object;

/// The page's objects, beside those of the app.
pub(super) fn objects<'a>(app: &'a App) -> Vec<Object<'a>> {
    let Some(page) = app.maintenance.as_ref().map(|maintenance| &maintenance.page) else { return Vec::new() };
    let of_page = |object: Object<'a>| {
        let file = Cow::Owned(format!("{MAINTENANCE}-{}", object.file));
        Object { file, owner: Some(page), ..object }
    };
    super::objects(page).into_iter().map(of_page).collect()
}

/// The app whose Service the public host leads to.
pub(super) fn shown(app: &App) -> &App {
    app.maintenance.as_ref().filter(|maintenance| maintenance.active).map_or(app, |maintenance| &maintenance.page)
}
