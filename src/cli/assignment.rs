//! What the texts `[ENV:]KEY=VALUE` and `LAYOUT` say.

use crate::problem::{Place, Problem, nearest, nearest_or_all};
use crate::spec::types::shown;
use crate::spec::{Layout, join_key, schema_at, settings_schema, split_key};

use super::given::{Answer, Assignment, PresetChoice};
use super::keys::typed;

/// The layout that was named, for all environments.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LayoutChoice {
    /// The flag, as shown to the user.
    pub(crate) source: String,
    /// The layout.
    pub(crate) layout: Layout,
}

/// What `[ENV:]KEY=VALUE` says.
///
/// # Errors
/// A text that is not of that form.
pub(crate) fn assignment(source: &str, text: &str) -> Result<Answer, Problem> {
    let place = || (!source.is_empty()).then(|| Place::new(source, None));
    let form = || {
        Problem::new(format!("`{text}` is not of the form KEY=VALUE"))
            .at(place())
            .hint("such as `port=8080`, `config.LOG_LEVEL=debug` or `production:replicas=4`")
    };
    let (left, value) = text.split_once('=').ok_or_else(form)?;
    let (environment, key) =
        left.split_once(':').map_or((None, left), |(environment, key)| (Some(environment.to_owned()), key));
    let path = split_key(key);
    if path.iter().any(String::is_empty) {
        return Err(form());
    }
    let keys: Vec<&str> = path.iter().map(String::as_str).collect();
    if let [first, rest @ ..] = keys.as_slice()
        && !rest.is_empty()
        && environment.is_none()
        && schema_at(&[first]).is_none()
    {
        let near = nearest(
            first,
            settings_schema()["properties"].as_object().into_iter().flatten().map(|(key, _)| key.as_str()),
        );
        let hint = near.map_or_else(
            || match (*first, rest) {
                ("environments", [environment, key @ ..]) if !key.is_empty() => {
                    format!("for an environment write `{environment}:{}={value}`", join_key(key))
                }
                _ => format!("for an environment write `{first}:{}={value}`", join_key(rest)),
            },
            |near| format!("did you mean `{near}`?"),
        );
        return Err(Problem::new(format!("unknown key `{first}`")).at(place()).hint(hint));
    }
    let source = format!("{source} {left}").trim().to_owned();
    if keys == ["preset"] && environment.is_some() {
        return Ok(Answer::Preset(PresetChoice { source, environment, preset: value.to_owned() }));
    }
    if keys == ["layout"] && environment.is_none() {
        return layout(&source, value);
    }
    let value = typed(&keys, value);
    Ok(Answer::Value(Assignment { source, environment, per_environment: false, path, value, append: false }))
}

/// The layout of a name.
pub(super) fn layout(source: &str, name: &str) -> Result<Answer, Problem> {
    let layout = Layout::of_name(name).ok_or_else(|| {
        let names = Layout::ALL.map(Layout::name);
        let hint = nearest_or_all(name, names);
        Problem::new(format!("there is no layout {}", shown(name))).at(Some(Place::new(source, None))).hint(hint)
    })?;
    Ok(Answer::Layout(LayoutChoice { source: source.to_owned(), layout }))
}
