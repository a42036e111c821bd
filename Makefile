# Everything that is done with this repository. Each target works on a fresh machine that has Go, a C compiler, make and
# Node: what else a target needs it installs where it may, and otherwise says in one line what is missing.
#
#   make test PKG=./feed/store/... TESTFLAGS='-run Follow -v'
#   make bench PKG=./feed/store BENCH=Ingest
#   make demo ARGS='--listen 127.0.0.1:9000'

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PKG ?= ./...
BENCH ?= .
ARGS ?=
TESTFLAGS ?=

# All is compiled in the one way in which images are: what was compiled for a test is not compiled again for them, nor in a
# clone elsewhere. Only the race detector needs C.
export CGO_ENABLED := 0
export GOFLAGS := $(shell go env GOFLAGS) -trimpath

.PHONY: help demo build test lint bench replay race vuln chart chart-e2e image ci

help: ## show this list
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 12

demo: bin/dateline-solo ## run Dateline on a fictional team that is at work
	@exec bin/dateline-solo demo $(ARGS)

build: bin/dateline bin/dateline-solo ## build both programs into bin/

# Go knows better than make what is out of date.
.PHONY: bin/dateline bin/dateline-solo
bin/dateline bin/dateline-solo:
	@.ci/build -o $@ ./cmd/$(@F)

test: ## run all tests, with a PostgreSQL and a browser of their own
	@.ci/build $(PKG)
	@.ci/with-test-services go test -timeout 20m $(TESTFLAGS) $(PKG)

race: ## run the tests under the race detector, but for those that link the engine
	@.ci/with-test-services .ci/race $(TESTFLAGS) $(PKG)

bench: ## run the benchmarks
	@.ci/with-test-services go test -run '^$$' -bench '$(BENCH)' -benchmem -timeout 60m $(TESTFLAGS) $(PKG)

lint: ## check formatting, vet, the linters, workflow determinism and go.mod
	@.ci/lint

vuln: ## look for known vulnerabilities in what our code calls
	@.ci/vuln

replay: ## read recorded GitHub traffic and compare, where the recordings are
	@command -v python3 >/dev/null || .ci/install python3
	@.ci/replay

chart: ## check the Helm chart without a cluster; ARGS=--update writes its README.md anew
	@.ci/chart $(ARGS)

chart-e2e: ## try the chart on a real API server, and its images as containers; as root
	@.ci/chart-e2e $(ARGS)

image: ## make the images into bin/, without a container engine
	@.ci/image dateline bin/dateline.image.tar
	@.ci/image dateline-solo bin/dateline-solo.image.tar

ci: ## all that has to pass before a change lands
	@.ci/run
