{{/* The name of everything that is made, short enough for a suffix. */}}
{{- define "dateline.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 52 | trimSuffix "-" -}}
{{- else if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 52 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 52 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* What never changes, so that a Deployment can find its pods by it. */}}
{{- define "dateline.selector" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- with .component }}
app.kubernetes.io/component: {{ . }}
{{- end }}
{{- end -}}

{{/* The labels that Kubernetes recommends, of a component or of what belongs to all. */}}
{{- define "dateline.labels" -}}
{{ include "dateline.selector" . }}
app.kubernetes.io/version: {{ .root.Values.image.tag | default .root.Chart.AppVersion | trunc 63 | trimSuffix "-" | quote }}
app.kubernetes.io/part-of: {{ .root.Chart.Name }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- with .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* The labels of pods: without the chart's version, so that a new chart alone starts nothing anew. */}}
{{- define "dateline.podLabels" -}}
{{ include "dateline.selector" . }}
app.kubernetes.io/version: {{ .root.Values.image.tag | default .root.Chart.AppVersion | trunc 63 | trimSuffix "-" | quote }}
app.kubernetes.io/part-of: {{ .root.Chart.Name }}
{{- with .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* The name, namespace and labels of an object. */}}
{{- define "dateline.metadata" -}}
name: {{ include "dateline.fullname" .root }}{{ with .suffix }}-{{ . }}{{ end }}
namespace: {{ .root.Release.Namespace }}
labels:
  {{- include "dateline.labels" . | nindent 2 }}
{{- end -}}

{{/* The image, by digest where there is one. */}}
{{- define "dateline.image" -}}
{{- $image := .Values.image -}}
{{- $solo := eq .Values.database "sqlite" -}}
{{- $repository := $image.repository | default (ternary "datelinehq/dateline-solo" "datelinehq/dateline" $solo) -}}
{{- $registry := (.Values.global).imageRegistry | default $image.registry -}}
{{- with $registry }}{{ . }}/{{ end }}{{ $repository }}
{{- if $image.digest }}@{{ $image.digest }}{{ else }}:{{ $image.tag | default .Chart.AppVersion }}{{ end }}
{{- end -}}

{{/* The Secret that has dateline.yaml. */}}
{{- define "dateline.secret" -}}
{{- .Values.existingSecret | default (include "dateline.fullname" .) -}}
{{- end -}}

{{- define "dateline.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- .Values.serviceAccount.name | default (include "dateline.fullname" .) -}}
{{- else -}}
{{- .Values.serviceAccount.name | default "default" -}}
{{- end -}}
{{- end -}}

{{/* The component that serves the pages. */}}
{{- define "dateline.serving" -}}
{{- ternary "solo" "serve" (eq .Values.database "sqlite") -}}
{{- end -}}

{{/* The address of the pages inside the cluster. */}}
{{- define "dateline.address" -}}
http://{{ include "dateline.fullname" . }}.{{ .Release.Namespace }}:{{ .Values.service.port }}
{{- end -}}
