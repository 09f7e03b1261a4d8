//! What decides how many pods run, and names objects of the release without its name.

use super::part::{Body, Part};
use super::slot::{Slot, parts};
use super::weave::Weaver;

impl Weaver<'_> {
    /// Metrics of an autoscaler; an object without a name is the release's own.
    pub(super) fn metrics(&mut self, slots: &[Slot<'_>], indent: usize) -> Option<Vec<String>> {
        let app = self.app;
        let own = Body::Call(format!("{{{{ include \"{app}.fullname\" . | quote }}}}"));
        if !parts(slots).iter().any(|part| part.calls()) {
            return None;
        }
        let given = shortened(slots, &|item: &Part| {
            let mut item = item.clone();
            if let Some(Body::Map(object)) = item.get_mut(&["object", "describedObject"]).map(|part| &mut part.body) {
                object.retain(|(key, part)| key != "name" || part.body != own);
            }
            item
        });
        if given.iter().flatten().any(Part::calls) {
            return None;
        }
        self.give(&["autoscaling".to_owned(), "metrics".to_owned()], &slots_of(slots, &given));
        let pad = " ".repeat(indent);
        Some(vec![
            format!("{pad}metrics:"),
            format!("{pad}  {{{{- range .Values.autoscaling.metrics }}}}"),
            format!("{pad}  {{{{- $metric := deepCopy . }}}}"),
            format!("{pad}  {{{{- with ($metric.object).describedObject }}}}"),
            format!("{pad}  {{{{- $_ := set . \"name\" (default (include \"{app}.fullname\" $) .name) }}}}"),
            format!("{pad}  {{{{- end }}}}"),
            format!("{pad}  - {{{{- toYaml $metric | nindent {} }}}}", indent + 4),
            format!("{pad}  {{{{- end }}}}"),
        ])
    }

    /// Triggers of KEDA; one that authenticates itself by an object of the release names it without the release.
    pub(super) fn triggers(&mut self, slots: &[Slot<'_>], indent: usize) -> Vec<String> {
        let app = self.app;
        let call = format!("{{{{ include \"{app}.fullname\" . }}}}-");
        let short = |item: &Part| {
            let own = item.at(&["authenticationRef", "name"]).map(|part| &part.body);
            let Some(rest) =
                own.and_then(|body| if let Body::Call(text) = body { text.strip_prefix(&call) } else { None })
            else {
                return item.clone();
            };
            let named = ("authentication".to_owned(), Part::of_value(&rest.into()));
            let others = item.entries().iter().filter(|(key, _)| key != "authenticationRef").cloned();
            Part { head: item.head.clone(), body: Body::Map(others.chain([named]).collect()) }
        };
        let given = shortened(slots, &short);
        let given = slots_of(slots, &given);
        self.give(&["keda".to_owned(), "triggers".to_owned()], &given);
        let pad = " ".repeat(indent);
        vec![
            format!("{pad}triggers:"),
            format!("{pad}  {{{{- range .Values.keda.triggers }}}}"),
            format!("{pad}  - {{{{- toYaml (omit . \"authentication\") | nindent {} }}}}", indent + 4),
            format!("{pad}    {{{{- with .authentication }}}}"),
            format!("{pad}    # Made by this release, too."),
            format!("{pad}    authenticationRef:"),
            format!("{pad}      name: {{{{ include \"{app}.fullname\" $ }}}}-{{{{ . }}}}"),
            format!("{pad}    {{{{- end }}}}"),
            format!("{pad}  {{{{- end }}}}"),
        ]
    }
}

/// The lists with each item in a shorter form.
fn shortened(slots: &[Slot<'_>], short: &dyn Fn(&Part) -> Part) -> Vec<Option<Part>> {
    let list =
        |part: &Part| Part { head: part.head.clone(), body: Body::List(part.items().iter().map(short).collect()) };
    slots.iter().map(|slot| if let Slot::Has(part) = slot { Some(list(part)) } else { None }).collect()
}

/// The same places with other parts.
fn slots_of<'a>(slots: &[Slot<'a>], parts: &'a [Option<Part>]) -> Vec<Slot<'a>> {
    slots.iter().zip(parts).map(|(slot, part)| part.as_ref().map_or(*slot, Slot::Has)).collect()
}
