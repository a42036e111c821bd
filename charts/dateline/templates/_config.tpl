{{/* dateline.yaml: what the operator wrote, the files that have the address of the database and the keys, and that nobody is let in without a
     token where nothing is said of who is. */}}
{{- define "dateline.config" -}}
{{- $config := deepCopy .Values.config -}}
{{- if not (hasKey $config "access") -}}
{{- $_ := set $config "access" dict -}}
{{- end -}}
{{- if .Values.databaseSecret.name -}}
{{- $_ := set $config "database_file" (printf "/run/secrets/dateline/database/%s" .Values.databaseSecret.key) -}}
{{- end -}}
{{- if .Values.encryptionSecret.name -}}
{{- $files := list -}}
{{- range .Values.encryptionSecret.keys -}}
{{- $files = append $files (printf "/run/secrets/dateline/encryption/%s" .) -}}
{{- end -}}
{{- $_ := set $config "encryption" (dict "key_file" $files) -}}
{{- end -}}
{{- with $config }}{{ toYaml . }}{{ end -}}
{{- end -}}

{{/* The tools whose queues KEDA looks at, as a list in YAML. */}}
{{- define "dateline.tools" -}}
{{- $tools := .Values.work.keda.tools -}}
{{- if not $tools -}}
{{- range .Values.config.sources -}}
{{- range $key, $_ := . -}}
{{- if has $key (list "asana" "github" "jira" "notion" "trello") -}}
{{- $tools = append $tools $key -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- $tools | uniq | sortAlpha | toYaml -}}
{{- end -}}

{{/* The address of Temporal, from wherever it is written. */}}
{{- define "dateline.temporal" -}}
{{- .Values.temporal.address | default (dig "temporal" "address" "" .Values.config) -}}
{{- end -}}

{{/* The port of an address, empty if it is none: it may come from the environment. */}}
{{- define "dateline.port" -}}
{{- $named := "^https?://[^/]*:([0-9]+)(/.*)?$" -}}
{{- if regexMatch $named . -}}
{{- regexReplaceAll $named . "${1}" -}}
{{- else -}}
{{- get (dict "https" "443" "http" "80") (splitList "://" . | first) -}}
{{- end -}}
{{- end -}}

{{/* Refuses values that cannot work, with the reason. The schema says most of this too, but is skipped by some. */}}
{{- define "dateline.refuse" -}}
{{- if .Values.existingSecret -}}
  {{- if .Values.config -}}
    {{- fail "config and existingSecret: both are dateline.yaml; write one of them" -}}
  {{- end -}}
  {{- if .Values.databaseSecret.name -}}
    {{- $file := "`database_file: /run/secrets/dateline/NAME/KEY` with a Secret of secretFiles" -}}
    {{- fail (printf "databaseSecret.name and existingSecret: that dateline.yaml names its database itself, as %s" $file) -}}
  {{- end -}}
  {{- if .Values.encryptionSecret.name -}}
    {{- $files := "`encryption: {key_file: …}` with a Secret of secretFiles" -}}
    {{- fail (printf "encryptionSecret.name and existingSecret: that dateline.yaml names its keys itself, as %s" $files) -}}
  {{- end -}}
{{- end -}}
{{- if and .Values.encryptionSecret.name .Values.config.encryption -}}
  {{- fail "encryptionSecret.name and config.encryption: both name the keys; write one of them" -}}
{{- end -}}
{{- $named := or .Values.databaseSecret.name .Values.config.database .Values.config.database_file -}}
{{- if eq .Values.database "sqlite" -}}
  {{- $why := "an SQLite file belongs to one process, and each would read the sources into a file of its own" -}}
  {{- $one := printf "there can be only one pod with `database: sqlite`: %s; write `database: postgres` for more" $why -}}
  {{- if gt (int .Values.serve.replicas) 1 -}}
    {{- fail (printf "serve.replicas: %s" $one) -}}
  {{- end -}}
  {{- if gt (int .Values.work.replicas) 1 -}}
    {{- fail (printf "work.replicas: %s" $one) -}}
  {{- end -}}
  {{- if .Values.serve.autoscaling.enabled -}}
    {{- fail (printf "serve.autoscaling.enabled: %s" $one) -}}
  {{- end -}}
  {{- if .Values.work.keda.enabled -}}
    {{- fail (printf "work.keda.enabled: %s" $one) -}}
  {{- end -}}
  {{- if $named -}}
    {{- fail "database: a PostgreSQL is named, though this is `sqlite`; write `database: postgres`, or name none" -}}
  {{- end -}}
{{- else if not .Values.existingSecret -}}
  {{- if not $named -}}
    {{- fail "database: `postgres` needs the address of one: name the Secret that has it as databaseSecret.name" -}}
  {{- end -}}
  {{- if and .Values.databaseSecret.name (or .Values.config.database .Values.config.database_file) -}}
    {{- fail "databaseSecret.name and config.database: both name a database; write one of them" -}}
  {{- end -}}
  {{- if not (include "dateline.temporal" .) -}}
    {{- fail "temporal.address: `dateline work` needs a Temporal; name the host and port of its frontend" -}}
  {{- end -}}
{{- end -}}
{{- range $name, $scaling := dict "serve.autoscaling" .Values.serve.autoscaling "work.keda" .Values.work.keda -}}
  {{- if and $scaling.enabled (gt (int $scaling.minReplicas) (int $scaling.maxReplicas)) -}}
    {{- fail (printf "%s: minReplicas is more than maxReplicas" $name) -}}
  {{- end -}}
{{- end -}}
{{- if .Values.work.keda.enabled -}}
  {{- if not (include "dateline.temporal" .) -}}
    {{- fail "work.keda: KEDA asks Temporal for the length of its queues; name it as temporal.address" -}}
  {{- end -}}
  {{- if not (include "dateline.tools" . | fromYamlArray) -}}
    {{- fail "work.keda.tools: no queue to look at: name the tools that existingSecret has sources of" -}}
  {{- end -}}
{{- end -}}
{{- if and .Values.ingress.enabled (not .Values.ingress.hosts) -}}
  {{- fail "ingress.hosts: an Ingress needs a host" -}}
{{- end -}}
{{- if and .Values.httpRoute.enabled (not .Values.httpRoute.parentRefs) -}}
  {{- fail "httpRoute.parentRefs: an HTTPRoute needs a Gateway that it belongs to" -}}
{{- end -}}
{{- range .Values.secretFiles -}}
  {{- if has .name (list "database" "encryption" "temporal") -}}
    {{- fail (printf "secretFiles: the name %q is taken by the chart's own files; choose another" .name) -}}
  {{- end -}}
{{- end -}}
{{- end -}}
