
{{/*
The data of a ConfigMap, which are texts whatever `--set` takes them for.
*/}}
{{- define "APP.data" -}}
{{- range $key, $value := . }}
{{ $key | quote }}: {{ ternary $value (toRawJson $value) (kindIs "string" $value) | quote }}
{{- end }}
{{- end }}

{{/*
The same data as hashes, whatever is in them.
*/}}
{{- define "APP.digest" -}}
{{- range $key, $value := . }}
{{ $key }} {{ ternary $value (toRawJson $value) (kindIs "string" $value) | sha256sum }}
{{- end }}
{{- end }}

{{/*
The end of the name of a ConfigMap that never changes: other data are another name.
*/}}
{{- define "APP.contentHash" -}}
{{- printf "data%s\nbinaryData%s" (include "APP.digest" (index . 0)) (include "APP.digest" (index . 1)) | sha256sum | trunc 8 }}
{{- end }}
