
{{/*
What selects the pods of the maintenance page: who may call the app by its name may call them, too.
*/}}
{{- define "APP.maintenanceSelectorLabels" -}}
app.kubernetes.io/name: {{ include "APP.name" . | quote }}
app.kubernetes.io/instance: {{ printf "%s-maintenance" (include "APP.fullname" .) | quote }}
{{- end }}

{{/*
Labels of the page's objects and pods.
*/}}
{{- define "APP.maintenanceLabels" -}}
{{ include "APP.maintenanceSelectorLabels" . }}
app.kubernetes.io/managed-by: {{ .Release.Service | quote }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/*
Whether clients get the page in place of the app.
*/}}
{{- define "APP.maintained" -}}
{{- if and (.Values.maintenance).enabled (.Values.maintenance).active }}true{{ end }}
{{- end }}

{{/*
The Service that a route leads to.
*/}}
{{- define "APP.shown" -}}
{{- include "APP.fullname" . }}{{ if include "APP.maintained" . }}-maintenance{{ end }}
{{- end }}

{{/*
The pods of the Service: the page's while no route could lead there in its place.
*/}}
{{- define "APP.shownLabels" -}}
{{- if and (include "APP.maintained" .) (not (or (.Values.httpRoute).enabled (.Values.ingress).enabled)) }}
{{- include "APP.maintenanceSelectorLabels" . }}
{{- else }}
{{- include "APP.selectorLabels" . }}
{{- end }}
{{- end }}
