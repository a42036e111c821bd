{{/*
The pods of a component: .root, .component (serve, work, solo), .settings (its block of the values), .args (its command).
*/}}
{{- define "dateline.pod" -}}
{{- $values := .root.Values -}}
metadata:
  labels:
    {{- include "dateline.podLabels" . | nindent 4 }}
    {{- with .settings.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  annotations:
    kubectl.kubernetes.io/default-container: dateline
    {{- if not $values.existingSecret }}
    checksum/config: {{ include "dateline.config" .root | sha256sum }}
    {{- end }}
    {{- with .settings.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  {{- include "dateline.podSettings" . | nindent 2 }}
  {{- with .settings.topologySpreadConstraints }}
  topologySpreadConstraints:
    {{- range . }}
    - {{ toYaml . | nindent 6 | trim }}
      {{- if not .labelSelector }}
      labelSelector:
        matchLabels:
          {{- include "dateline.selector" (dict "root" $.root "component" $.component) | nindent 10 }}
      matchLabelKeys: [pod-template-hash]
      {{- end }}
    {{- end }}
  {{- end }}
  terminationGracePeriodSeconds: {{ $values.terminationGracePeriodSeconds }}
  containers:
    - name: dateline
      {{- include "dateline.container" . | nindent 6 }}
      args:
        {{- concat .args $values.extraArgs | toYaml | nindent 8 }}
      ports:
        {{- if ne .component "work" }}
        - {name: http, containerPort: 8080, protocol: TCP}
        {{- end }}
        - {name: metrics, containerPort: 9090, protocol: TCP}
      {{- $port := ternary "metrics" "http" (eq .component "work") }}
      startupProbe:
        httpGet: {path: /healthz/live, port: {{ $port }}}
        {{- toYaml $values.probes.startup | nindent 8 }}
      livenessProbe:
        httpGet: {path: /healthz/live, port: {{ $port }}}
        {{- toYaml $values.probes.liveness | nindent 8 }}
      readinessProbe:
        httpGet: {path: /healthz/ready, port: {{ $port }}}
        {{- toYaml $values.probes.readiness | nindent 8 }}
      {{- if and .settings.drainSeconds (gt (int .settings.drainSeconds) 0) }}
      lifecycle:
        preStop:
          sleep: {seconds: {{ .settings.drainSeconds }}}
      {{- end }}
  volumes:
    {{- include "dateline.volumes" . | nindent 4 }}
{{- end -}}

{{/* What holds for every pod, that of the test too. */}}
{{- define "dateline.podSettings" -}}
{{- $values := .root.Values -}}
serviceAccountName: {{ include "dateline.serviceAccount" .root }}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with concat (($values.global).imagePullSecrets | default list) $values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
securityContext:
  {{- toYaml $values.podSecurityContext | nindent 2 }}
{{- with .settings.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .settings.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .settings.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .settings.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* What holds for every container. */}}
{{- define "dateline.container" -}}
{{- $values := .root.Values -}}
image: {{ include "dateline.image" .root }}
imagePullPolicy: {{ $values.image.pullPolicy }}
securityContext:
  {{- toYaml $values.securityContext | nindent 2 }}
env:
  - {name: DATELINE_CONFIG, value: /etc/dateline/dateline.yaml}
  - {name: DATELINE_DATA, value: /data}
  {{- if ne .component "work" }}
  - {name: DATELINE_LISTEN, value: ":8080"}
  {{- end }}
  - {name: DATELINE_METRICS, value: ":9090"}
  {{- with $values.temporal.address }}
  - {name: TEMPORAL_ADDRESS, value: {{ . | quote }}}
  {{- end }}
  {{- with $values.temporal.namespace }}
  - {name: TEMPORAL_NAMESPACE, value: {{ . | quote }}}
  {{- end }}
  {{- with $values.temporal.apiKeySecret }}
  {{- if .name }}
  - name: TEMPORAL_API_KEY
    valueFrom:
      secretKeyRef: {name: {{ .name }}, key: {{ .key }}}
  {{- end }}
  {{- end }}
  {{- with $values.temporal.tls.secret }}
  - {name: TEMPORAL_TLS_CLIENT_CERT_PATH, value: /run/secrets/dateline/temporal/tls.crt}
  - {name: TEMPORAL_TLS_CLIENT_KEY_PATH, value: /run/secrets/dateline/temporal/tls.key}
  {{- end }}
  {{- with $values.temporal.tls.caSecret }}
  - {name: TEMPORAL_TLS_SERVER_CA_CERT_PATH, value: /run/secrets/dateline/temporal/ca.crt}
  {{- end }}
  {{- with $values.extraEnv }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- with $values.extraEnvFrom }}
envFrom:
  {{- toYaml . | nindent 2 }}
{{- end }}
resources:
  {{- toYaml .settings.resources | nindent 2 }}
volumeMounts:
  - {name: config, mountPath: /etc/dateline, readOnly: true}
  - {name: tmp, mountPath: /tmp}
  {{- if eq .component "solo" }}
  - {name: data, mountPath: /data}
  {{- end }}
  {{- if $values.databaseSecret.name }}
  - {name: database, mountPath: /run/secrets/dateline/database, readOnly: true}
  {{- end }}
  {{- if $values.encryptionSecret.name }}
  - {name: encryption, mountPath: /run/secrets/dateline/encryption, readOnly: true}
  {{- end }}
  {{- if or $values.temporal.tls.secret $values.temporal.tls.caSecret }}
  - {name: temporal, mountPath: /run/secrets/dateline/temporal, readOnly: true}
  {{- end }}
  {{- range $values.secretFiles }}
  - {name: secret-{{ .name }}, mountPath: /run/secrets/dateline/{{ .name }}, readOnly: true}
  {{- end }}
  {{- with $values.extraVolumeMounts }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end -}}

{{/* The volumes of a pod: all are read only but the folder for temporary files, and the data of solo. */}}
{{- define "dateline.volumes" -}}
{{- $values := .root.Values -}}
- name: config
  secret:
    secretName: {{ include "dateline.secret" .root }}
    items: [{key: dateline.yaml, path: dateline.yaml}]
- name: tmp
  emptyDir: {}
{{- if eq .component "solo" }}
{{- with $values.solo.persistence }}
{{- if not .enabled }}
- name: data
  emptyDir: {sizeLimit: {{ .size }}}
{{- else if .existingClaim }}
- name: data
  persistentVolumeClaim: {claimName: {{ .existingClaim }}}
{{- end }}
{{- end }}
{{- end }}
{{- with $values.databaseSecret }}
{{- if .name }}
- name: database
  secret:
    secretName: {{ .name }}
    items: [{key: {{ .key }}, path: {{ .key }}}]
{{- end }}
{{- end }}
{{- with $values.encryptionSecret }}
{{- if .name }}
- name: encryption
  secret:
    secretName: {{ .name }}
    items:
      {{- range .keys }}
      - {key: {{ . }}, path: {{ . }}}
      {{- end }}
{{- end }}
{{- end }}
{{- with $values.temporal.tls }}
{{- if or .secret .caSecret }}
- name: temporal
  projected:
    sources:
      {{- if .secret }}
      - secret: {name: {{ .secret }}, items: [{key: tls.crt, path: tls.crt}, {key: tls.key, path: tls.key}]}
      {{- end }}
      {{- if .caSecret }}
      - secret: {name: {{ .caSecret }}, items: [{key: ca.crt, path: ca.crt}]}
      {{- end }}
{{- end }}
{{- end }}
{{- range $values.secretFiles }}
- name: secret-{{ .name }}
  secret:
    secretName: {{ .secret }}
{{- end }}
{{- with $values.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end -}}
