//! Expressions over metrics, which name the release's objects inside of a text.

use crate::yaml::scalar;

use super::lines::escaped;
use super::part::{Body, Part};
use super::print::quoted;
use super::slot::{Slot, agreed_head, parts};
use super::weave::Weaver;

/// What stands in values for the namespace and the name of the release.
const NAMESPACE: &str = "RELEASE_NAMESPACE";
const FULLNAME: &str = "RELEASE_FULLNAME";

/// Where in the value of a label the app's name stands.
#[derive(Clone, Copy)]
enum At {
    /// At its start, with a dash behind it or nothing.
    Start,
    /// At its end, before the number that a StatefulSet gives, with a dash before it or nothing.
    End,
}

/// The labels whose values are names of the release's objects, or start or end with one.
const LABELS: &[(&str, At)] = &[
    ("app", At::Start),
    ("cronjob", At::Start),
    ("daemonset", At::Start),
    ("deployment", At::Start),
    ("job_name", At::Start),
    ("name", At::Start),
    ("owner_name", At::Start),
    ("pod", At::Start),
    ("poddisruptionbudget", At::Start),
    ("statefulset", At::Start),
    // KEDA's own stands behind a prefix.
    ("horizontalpodautoscaler", At::End),
    ("persistentvolumeclaim", At::Start),
    // Those of a StatefulSet start with the volume's name.
    ("persistentvolumeclaim", At::End),
];

/// The number that a StatefulSet puts behind a name.
const ORDINAL: &str = "-[0-9]+";

/// An expression with calls in place of the release's namespace and name.
pub(super) fn call(app: &str, namespace: Option<&str>, text: &str) -> Option<Body> {
    let (namespace_call, name_call) = ("{{ .Release.Namespace }}", format!("{{{{ include \"{app}.fullname\" . }}}}"));
    Some(block(&named(app, namespace, &escaped(text), (namespace_call, &name_call), "\"")?))
}

/// A dashboard with calls in place of the release's name, in its expressions and as its title. Its namespace is chosen
/// on it.
pub(super) fn dashboard(app: &str, text: &str) -> Option<Body> {
    let call = format!("{{{{ include \"{app}.fullname\" . }}}}");
    let text = named(app, None, &escaped(text), ("", &call), "\\\"")?;
    Some(block(&text.replacen(&format!("\n  \"title\": \"{app}\""), &format!("\n  \"title\": \"{call}\""), 1)))
}

/// A text of several lines with calls in it.
fn block(text: &str) -> Body {
    let lines: Vec<String> = text.lines().map(|line| format!("  {line}")).collect();
    Body::Call(format!("|-\n{}", lines.join("\n")))
}

/// A text with other words for the namespace and for the app's name in its matchers, whose values stand between
/// quotes of some form; none where it has neither.
fn named(app: &str, namespace: Option<&str>, text: &str, (other, name): (&str, &str), quote: &str) -> Option<String> {
    let (equal, like) = (format!("={quote}"), format!("=~{quote}"));
    let mut out = String::new();
    let mut rest = text;
    let mut is_named = false;
    while let Some(at) = [&equal, &like].into_iter().filter_map(|sign| Some(rest.find(sign)? + sign.len())).min() {
        let (before, behind) = rest.split_at(at);
        let Some(end) = behind.find(quote) else { break };
        let (value, behind) = behind.split_at(end);
        let label = before.trim_end_matches(['=', '~', '"', '\\']);
        let label = &label[label.rfind(|c: char| !c.is_ascii_alphanumeric() && c != '_').map_or(0, |at| at + 1)..];
        out.push_str(before);
        let replaced = match label {
            "namespace" | "exported_namespace" => (Some(value) == namespace).then(|| other.to_owned()),
            _ => LABELS.iter().filter(|(known, _)| *known == label).find_map(|(_, at)| renamed(app, value, *at, name)),
        };
        is_named |= replaced.is_some();
        out.push_str(replaced.as_deref().unwrap_or(value));
        rest = behind;
    }
    out.push_str(rest);
    is_named.then_some(out)
}

fn renamed(app: &str, value: &str, at: At, name: &str) -> Option<String> {
    match at {
        At::Start => {
            let behind = value.strip_prefix(app)?;
            (behind.is_empty() || behind.starts_with('-')).then(|| format!("{name}{behind}"))
        }
        At::End => {
            let (text, ordinal) = value.strip_suffix(ORDINAL).map_or((value, ""), |text| (text, ORDINAL));
            let before = text.strip_suffix(app)?;
            (before.is_empty() || before.ends_with('-')).then(|| format!("{before}{name}{ordinal}"))
        }
    }
}

impl Weaver<'_> {
    /// An expression that environments have otherwise: its value names the release by words that the template
    /// replaces, since no value is rendered a second time. None where all agree.
    pub(super) fn expression(&mut self, key: &str, slots: &[Slot<'_>], indent: usize) -> Option<Vec<String>> {
        let has = parts(slots);
        let first = has.first()?;
        let is_call = |part: &&Part| matches!(part.body, Body::Call(_));
        if has.iter().all(|part| part.says(first)) || !has.iter().all(is_call) {
            return None;
        }
        let name = self.name();
        self.claim(&name);
        let base = if let Slot::Has(base) = slots[0] { Some(base) } else { None };
        let fullname = format!("{{{{ include \"{}.fullname\" . }}}}", self.app);
        for (index, slot) in slots.iter().enumerate().skip(1) {
            let Slot::Has(Part { body: Body::Call(call), .. }) = slot else { continue };
            if base.is_some_and(|base| matches!(&base.body, Body::Call(known) if known == call)) {
                continue;
            }
            let text = call.replace("{{ .Release.Namespace }}", NAMESPACE).replace(&fullname, FULLNAME);
            let text = text.replace(escaped("{{").as_ref(), "{{");
            let lines: Vec<&str> = text.lines().skip(1).map(|line| line.get(2..).unwrap_or_default()).collect();
            self.set(index, &name, &Part::of_value(&lines.join("\n").into()));
        }
        let pad = " ".repeat(indent);
        let names = format!(
            "replace {} .Release.Namespace | replace {} (include \"{}.fullname\" .)",
            quoted(NAMESPACE),
            quoted(FULLNAME),
            self.app
        );
        let read = self.read(&name).text;
        let mut lines =
            vec![format!("{pad}{{{{- if {read} }}}}"), format!("{pad}{key}: {{{{ {read} | {names} | quote }}}}")];
        if let Some(base) = base {
            lines.push(format!("{pad}{{{{- else }}}}"));
            let usual = Part { head: agreed_head(&has), body: base.body.clone() };
            lines.extend(super::lines::entry(key, &usual, indent, escaped));
        }
        lines.push(format!("{pad}{{{{- end }}}}"));
        Some(lines)
    }
}

impl Weaver<'_> {
    /// A dashboard's file, called after the release: the sidecar of Grafana puts the files of all releases into one folder.
    pub(super) fn dashboard(&mut self, key: &str, slots: &[Slot<'_>], indent: usize) -> Vec<String> {
        let lines = self.expression(key, slots, indent).unwrap_or_else(|| self.plainly(key, slots, indent));
        let pad = " ".repeat(indent);
        let own = format!("{pad}{}:", scalar(&format!("{}.json", self.app)));
        let named = format!("{pad}{{{{ include \"{}.fullname\" . }}}}.json:", self.app);
        let line = |line: String| line.strip_prefix(&own).map(|rest| format!("{named}{rest}")).unwrap_or(line);
        lines.into_iter().map(line).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matchers_name_the_release_wherever_the_name_of_an_object_starts_or_ends_with_it() {
        let named = |text: &str| named("web", Some("shop"), text, ("N", "R"), "\"");
        for (text, expected) in [
            (r#"up{namespace="shop", pod=~"web-[0-9]+"}"#, r#"up{namespace="N", pod=~"R-[0-9]+"}"#),
            (r#"x{persistentvolumeclaim=~"data-web-[0-9]+"} > 0"#, r#"x{persistentvolumeclaim=~"data-R-[0-9]+"} > 0"#),
            (r#"x{persistentvolumeclaim=~"web-(data|logs)"}"#, r#"x{persistentvolumeclaim=~"R-(data|logs)"}"#),
            (r#"x{horizontalpodautoscaler="keda-hpa-web"}"#, r#"x{horizontalpodautoscaler="keda-hpa-R"}"#),
            (r#"x{deployment="web"} and y{app="web"}"#, r#"x{deployment="R"} and y{app="R"}"#),
        ] {
            assert_eq!(named(text).as_deref(), Some(expected));
        }
        for text in
            [r#"x{deployment="web2"}"#, r#"x{container="web"}"#, r#"x{namespace="shops"}"#, "x > 0", r#"x{pod=""#]
        {
            assert_eq!(named(text), None, "{text}");
        }
    }

    #[test]
    fn a_dashboard_names_the_release_as_its_title_and_in_its_expressions() {
        let text = "{\n  \"title\": \"web\",\n  \"expr\": \"x{deployment=\\\"web\\\", pod=~\\\"web-[0-9]+\\\"}\",\n  \"legend\": \"{{pod}}\"\n}";
        let Some(Body::Call(call)) = dashboard("web", text) else { return assert_eq!(text, "named") };
        let told = call.replace("{{ include \"web.fullname\" . }}", "R");
        assert_eq!(
            told,
            "|-\n  {\n    \"title\": \"R\",\n    \"expr\": \"x{deployment=\\\"R\\\", pod=~\\\"R-[0-9]+\\\"}\",\n    \"legend\": \"{{ \"{{\" }}pod}}\"\n  }"
        );
    }
}
