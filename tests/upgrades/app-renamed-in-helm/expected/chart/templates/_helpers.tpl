{{/*
The chart's name, or what replaces it.
*/}}
{{- define "shop.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/*
The name of the release's objects. A release that is called like the chart does not say it twice.
*/}}
{{- define "shop.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- $name := default .Chart.Name .Values.nameOverride }}
{{- if contains $name .Release.Name }}
{{- .Release.Name | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" }}
{{- end }}
{{- end }}
{{- end }}

{{/*
What selects the pods. The instance is the name of the objects and not of the release, so that the one
label is enough where several charts are one release.
*/}}
{{- define "shop.selectorLabels" -}}
app.kubernetes.io/name: {{ include "shop.name" . | quote }}
app.kubernetes.io/instance: {{ include "shop.fullname" . | quote }}
{{- end }}

{{/*
Labels of all objects and pods.
*/}}
{{- define "shop.commonLabels" -}}
{{ include "shop.selectorLabels" . }}
app.kubernetes.io/managed-by: {{ .Release.Service | quote }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/*
Labels of all objects.
*/}}
{{- define "shop.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" | quote }}
{{ include "shop.commonLabels" . }}
{{- end }}

{{/*
The image's tag as a label, where it can be one.
*/}}
{{- define "shop.version" -}}
{{- if regexMatch "^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$" .Values.image.tag }}
app.kubernetes.io/version: {{ .Values.image.tag | quote }}
{{- end }}
{{- end }}

{{/*
Labels of what changes with the image.
*/}}
{{- define "shop.workloadLabels" -}}
{{ include "shop.labels" . }}
{{- include "shop.version" . }}
{{- end }}

{{/*
Labels of the pods. The chart's version is none of them: it would roll pods that stay the same.
*/}}
{{- define "shop.podLabels" -}}
{{ include "shop.commonLabels" . }}
{{- include "shop.version" . }}
{{- with .Values.podLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/*
The account of the pods.
*/}}
{{- define "shop.serviceAccountName" -}}
{{- default (ternary (include "shop.fullname" .) "default" .Values.serviceAccount.create) .Values.serviceAccount.name }}
{{- end }}

{{/*
The name of an image.
*/}}
{{- define "shop.image" -}}
{{- .repository }}{{ with .tag }}:{{ . }}{{ end }}{{ with .digest }}@{{ . }}{{ end }}
{{- end }}
