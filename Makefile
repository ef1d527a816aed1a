# make run     the story, then the daemon and the sandbox until Ctrl-C
# make test    everything, a twentieth of the counts that `make prove` runs in full
# make bench   figures for this machine; BENCH="--quick" for a first look
# make bench-connector  figures of one webhook from its bytes to its event
# make bench-cel  figures of the expression engine beside cel-cpp
# make fuzz    a minute of each fuzz target; FUZZ_SECONDS=600 for longer
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: run test prove bench bench-connector bench-cel fuzz lint check clean build-packages test-packages

BUILD_PACKAGES := libcurl4-openssl-dev libexpat1-dev libre2-dev libsqlite3-dev libstdc++-12-dev libyaml-dev pkg-config tzdata
TEST_PACKAGES := kannel kannel-extras python3 python3-venv strace
RELEASE := swift build -c release --static-swift-stdlib
SOURCES := $(shell find Sources Benchmarks Package.swift -type f)
REQUIREMENTS := Tests/EndToEndTests/requirements.txt
BENCH_REQUIREMENTS := Benchmarks/requirements.txt
BENCH ?=
FUZZ_SECONDS ?= 60

# $(call install,PACKAGES): installs what is missing, as root or with sudo; otherwise says what to type.
# RUNLEVEL=1 keeps a package that is a service from being started for having been installed.
define install
	missing=(); \
	for package in $(1); do \
	    [[ $$(dpkg-query -W -f='$${db:Status-Status}' $$package 2>/dev/null) == installed ]] || missing+=($$package); \
	done; \
	if (( $${#missing[@]} )); then \
	    line="apt-get install -y --no-install-recommends $${missing[*]}"; \
	    if (( EUID == 0 )); then as=; \
	    elif command -v sudo >/dev/null; then as=sudo; \
	    else echo "$$line"; exit 1; fi; \
	    echo "installing $${missing[*]}"; \
	    $$as apt-get update -qq; \
	    $$as env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 $$line -qq >/dev/null; \
	fi
endef

run: .build/release/throughline
	@exec .build/release/throughline demo --keep

.build/release/throughline: $(SOURCES) | build-packages
	$(RELEASE) --product throughline
	@touch $@

.build/release/bench: $(SOURCES) | build-packages
	$(RELEASE) --product bench
	@touch $@

test: build-packages test-packages .venv/ready
	swift build --build-tests
	THROUGHLINE_BINARY=.build/debug/throughline swift test --skip-build --no-parallel

prove: test-packages .venv/ready .build/release/throughline
	swift build --build-tests
	PROVE=1 THROUGHLINE_BINARY=.build/release/throughline swift test --skip-build --no-parallel
	$(MAKE) fuzz bench-connector bench-cel

bench: .build/release/throughline .build/release/bench
	.build/release/bench all --json docs/figures/bench.json $(BENCH)

bench-connector: .build/release/bench
	.build/release/bench connector --json docs/figures/connector.json

bench-cel: .build/release/bench .build/allocations.so .venv-bench/ready
	.build/release/bench cel --json docs/figures/cel.json

.build/allocations.so: Benchmarks/allocations.c
	clang -O2 -shared -fPIC -o $@ $<

fuzz: .build/release/throughline
	Fuzz/run $(FUZZ_SECONDS)

lint:
	swift format lint --strict -r --configuration .swift-format Sources Tests Benchmarks Fuzz Package.swift

check: lint test

clean:
	rm -rf .build .build-fuzz .venv .venv-bench

build-packages:
	@$(call install,$(BUILD_PACKAGES))

test-packages:
	@$(call install,$(TEST_PACKAGES))

.venv/ready: $(REQUIREMENTS) | test-packages
	python3 -m venv .venv
	.venv/bin/pip install --quiet --disable-pip-version-check -r $(REQUIREMENTS)
	@touch $@

.venv-bench/ready: $(BENCH_REQUIREMENTS) | test-packages
	python3 -m venv .venv-bench
	.venv-bench/bin/pip install --quiet --disable-pip-version-check -r $(BENCH_REQUIREMENTS)
	@touch $@
