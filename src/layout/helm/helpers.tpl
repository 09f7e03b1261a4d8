{{/*
The chart's name, or what replaces it.
*/}}
{{- define "APP.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/*
The name of the release's objects. A release that is called like the chart does not say it twice.
*/}}
{{- define "APP.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc LONGEST | trimSuffix "-" }}
{{- else }}
{{- $name := default .Chart.Name .Values.nameOverride }}
{{- if contains $name .Release.Name }}
{{- .Release.Name | trunc LONGEST | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc LONGEST | trimSuffix "-" }}
{{- end }}
{{- end }}
{{- end }}

{{/*
What selects the pods. The instance is the name of the objects and not of the release, so that the one
label is enough where several charts are one release.
*/}}
{{- define "APP.selectorLabels" -}}
app.kubernetes.io/name: {{ include "APP.name" . | quote }}
app.kubernetes.io/instance: {{ include "APP.fullname" . | quote }}
{{- end }}

{{/*
Labels of all objects and pods.
*/}}
{{- define "APP.commonLabels" -}}
{{ include "APP.selectorLabels" . }}
app.kubernetes.io/managed-by: {{ .Release.Service | quote }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/*
Labels of all objects.
*/}}
{{- define "APP.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" | quote }}
{{ include "APP.commonLabels" . }}
{{- end }}

{{/*
The image's tag as a label, where it can be one.
*/}}
{{- define "APP.version" -}}
{{- if regexMatch "^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$" .Values.image.tag }}
app.kubernetes.io/version: {{ .Values.image.tag | quote }}
{{- end }}
{{- end }}

{{/*
Labels of what changes with the image.
*/}}
{{- define "APP.workloadLabels" -}}
{{ include "APP.labels" . }}
{{- include "APP.version" . }}
{{- end }}

{{/*
Labels of the pods. The chart's version is none of them: it would roll pods that stay the same.
*/}}
{{- define "APP.podLabels" -}}
{{ include "APP.commonLabels" . }}
{{- include "APP.version" . }}
{{- with .Values.podLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/*
The account of the pods.
*/}}
{{- define "APP.serviceAccountName" -}}
{{- default (ternary (include "APP.fullname" .) "default" .Values.serviceAccount.create) .Values.serviceAccount.name }}
{{- end }}

{{/*
The name of an image.
*/}}
{{- define "APP.image" -}}
{{- .repository }}{{ with .tag }}:{{ . }}{{ end }}{{ with .digest }}@{{ . }}{{ end }}
{{- end }}
