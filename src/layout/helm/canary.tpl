
{{/*
The name of the canary's objects. It is cut where it is too long, so that those of the app keep their names.
*/}}
{{- define "APP.canaryName" -}}
{{- include "APP.fullname" . | trunc 56 | trimSuffix "-" }}-canary
{{- end }}

{{/*
What selects the pods of the canary: who may call the app by its name may call them, too.
*/}}
{{- define "APP.canarySelectorLabels" -}}
app.kubernetes.io/name: {{ include "APP.name" . | quote }}
app.kubernetes.io/instance: {{ include "APP.canaryName" . | quote }}
{{- end }}

{{/*
Labels of all objects and pods of the canary.
*/}}
{{- define "APP.canaryCommonLabels" -}}
{{ include "APP.canarySelectorLabels" . }}
app.kubernetes.io/managed-by: {{ .Release.Service | quote }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/*
Labels of the canary's objects.
*/}}
{{- define "APP.canaryLabels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" | quote }}
{{ include "APP.canaryCommonLabels" . }}
{{- end }}

{{/*
The tag of the canary's image as a label, where it can be one.
*/}}
{{- define "APP.canaryVersion" -}}
{{- $tag := default "" ((.Values.canary).image).tag | toString }}
{{- if regexMatch "^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$" $tag }}
app.kubernetes.io/version: {{ $tag | quote }}
{{- end }}
{{- end }}

{{/*
Labels of what changes with the canary's image.
*/}}
{{- define "APP.canaryWorkloadLabels" -}}
{{ include "APP.canaryLabels" . }}
{{- include "APP.canaryVersion" . }}
{{- end }}

{{/*
Labels of the canary's pods.
*/}}
{{- define "APP.canaryPodLabels" -}}
{{ include "APP.canaryCommonLabels" . }}
{{- include "APP.canaryVersion" . }}
{{- with .Values.podLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/*
The canary's image, in the repository of the app's where it names no other.
*/}}
{{- define "APP.canaryImage" -}}
{{- $image := .Values.canary.image }}
{{- $repository := default .Values.image.repository $image.repository }}
{{- include "APP.image" (dict "repository" $repository "tag" $image.tag "digest" $image.digest) }}
{{- end }}

{{/*
Whether the canary gets its share of the requests.
*/}}
{{- define "APP.canaried" -}}
{{- if CONDITION }}true{{ end }}
{{- end }}
