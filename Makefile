# jarvis-ops: `make demo` shows it, `make test` proves it. Every target installs what it misses, where it may.
SHELL := /bin/sh
.DEFAULT_GOAL := build

PREFIX ?= /usr/local
DESTDIR ?=
SWIFT ?= swift
RELEASE := .build/release/jarvis-ops

# What building needs, and what the drills and tests run for real.
BUILD_PACKAGES := libcmark-gfm-dev libcmark-gfm-extensions-dev libsqlite3-dev libcurl4-openssl-dev libhiredis-dev libnats-dev libsodium-dev libyaml-dev
DRILL_PACKAGES := redis-server nats-server python3
TEST_PACKAGES := $(DRILL_PACKAGES) redis-tools sqlite3 curl docker.io docker-compose busybox-static strace procps libxml2-utils git python3-jsonschema python3-nacl \
	python3-aiosmtpd openssl zsh fish

.PHONY: build build-tests test test-unit test-integration test-compose test-kill mutants coverage demo lint format bench install generate clean \
	packages-build packages-drill packages-test

build: packages-build
	$(SWIFT) build -c release --static-swift-stdlib --product jarvis-ops

build-tests: packages-build packages-test
	$(SWIFT) build --build-tests

# All groups. `make test ONLY=REGEX` runs the tests in whose names (Module.Suite/test) it is found, `REPEAT=10` ten times.
export ONLY REPEAT
test: build-tests
	@python3 Tests/run.py

# One group.
test-unit test-integration test-compose: build-tests
	@python3 Tests/run.py $(@:test-%=%)

# Every kill point; `make test` tries a sample of them, another one each day.
test-kill: build-tests
	@KILL_EVERY=$${KILL_EVERY:-1} python3 Tests/run.py kill

# Changes single decisions, one at a time, and sees whether a test notices. `make mutants ONLY=REGEX` tries those whose ROOM/FILE/name has it.
mutants: packages-build packages-test
	@python3 Tests/mutants.py

coverage: packages-build packages-test
	@python3 Tests/coverage.py

demo: packages-drill build
	@echo "A practice Jarvis whose API answers half of the requests with 503:"
	@echo
	@$(RELEASE) drill api-5xx -- jarvis-ops diagnose api-unresponsive || [ $$? -eq 1 ]

lint:
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests

format:
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests

bench: build packages-drill
	python3 Benchmarks/run.py

generate:
	python3 Sources/OpsCommands/BuiltIn/generate.py
	$(SWIFT) format --in-place Sources/OpsCommands/BuiltIn/BuiltInFiles.swift

install: build
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/jarvis-ops
	install -m 755 -s $(RELEASE) $(DESTDIR)$(PREFIX)/bin/jarvis-ops
	install -m 644 runbooks/incident-response.md runbooks/curl-format.txt $(DESTDIR)$(PREFIX)/share/jarvis-ops

clean:
	rm -rf .build

packages-build:
	@sh packages.sh $(BUILD_PACKAGES)

packages-drill:
	@sh packages.sh $(BUILD_PACKAGES) $(DRILL_PACKAGES)

packages-test:
	@sh packages.sh $(TEST_PACKAGES)
