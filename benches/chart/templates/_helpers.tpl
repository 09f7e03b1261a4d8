{{/* The name of every object. */}}
{{- define "web.name" -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* Labels that never change: selectors rest on them. */}}
{{- define "web.selectorLabels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{/* Labels of every object. */}}
{{- define "web.labels" -}}
{{ include "web.selectorLabels" . }}
{{- with .Values.partOf }}
app.kubernetes.io/part-of: {{ . }}
{{- end }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{/* The same with the app's version, for what a new version replaces. */}}
{{- define "web.versionedLabels" -}}
{{ include "web.labels" . }}
app.kubernetes.io/version: {{ include "web.tag" . | quote }}
{{- end }}

{{/* Metadata of every object. */}}
{{- define "web.metadata" -}}
name: {{ include "web.name" . }}
namespace: {{ .Release.Namespace }}
labels:
  {{- include "web.labels" . | nindent 2 }}
{{- end }}

{{- define "web.tag" -}}
{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}
