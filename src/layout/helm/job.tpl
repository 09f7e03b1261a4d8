
{{/*
A hash of all that a Job cannot change, so that another content is another Job.
*/}}
{{- define "APP.jobHash" -}}
{{- $spec := include "APP.jobSpec" . | fromYaml }}
{{- $pod := $spec.template.metadata }}
{{- $_ := unset $pod.labels "app.kubernetes.io/managed-by" }}
{{- with $pod.annotations }}
{{- $_ := unset . "kubewright.dev/config-hash" }}
{{- end }}
{{- if not $pod.annotations }}
{{- $_ := unset $pod "annotations" }}
{{- end }}
{{- $text := toRawJson $spec }}
DATA
{{- $text | sha256sum | trunc 8 }}
{{- end }}
