// The end-to-end tests of the chart are no part of the product: what they need stays out of its go.mod.
module github.com/datelinehq/dateline/charts/e2e

go 1.26.0

require sigs.k8s.io/yaml v1.6.0

require go.yaml.in/yaml/v2 v2.4.2 // indirect
