
{{/*
Rules of a NetworkPolicy, in which a peer `self: true` is the pods of this release.
*/}}
{{- define "APP.rules" -}}
{{- $release := index . 1 }}
{{- range index . 0 }}
{{- $rule := deepCopy . }}
{{- range concat (default list $rule.from) (default list $rule.to) }}
{{- if .self }}
{{- $_ := set . "podSelector" (dict "matchLabels" (dict "app.kubernetes.io/name" (include "APP.name" $release))) }}
{{- $_ := unset . "self" }}
{{- end }}
{{- end }}
{{ list $rule | toYaml }}
{{- end }}
{{- end }}
