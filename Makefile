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
	python3-aiosmtpd openssl zsh fish mandoc dpkg-dev fakeroot ansible-core openssh-server

.PHONY: build build-tests test test-unit test-integration test-compose test-kill test-package mutants coverage demo fleet-demo lint format bench \
	install deb generate clean packages-build packages-drill packages-test packages-deb

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

# Four practice nodes with sshd on loopback: a fleet diagnosis and a batched rollback, under a minute.
fleet-demo: packages-drill build
	@sh packages.sh ansible-core openssh-server
	@python3 drills/fleet_demo.py $(RELEASE)

lint:
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests

format:
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests

bench: build packages-drill
	python3 Benchmarks/run.py

generate:
	python3 Sources/OpsCommands/BuiltIn/generate.py
	$(SWIFT) format --in-place Sources/OpsCommands/BuiltIn/BuiltInFiles.swift

# The program, its manual pages, completions and runbook below DESTDIR.
SHARE := $(DESTDIR)$(PREFIX)/share
install: build
	install -d $(DESTDIR)$(PREFIX)/bin $(SHARE)/jarvis-ops $(SHARE)/man/man1 $(SHARE)/man/man5 \
		$(SHARE)/bash-completion/completions $(SHARE)/zsh/vendor-completions $(SHARE)/fish/vendor_completions.d
	install -m 755 -s $(RELEASE) $(DESTDIR)$(PREFIX)/bin/jarvis-ops
	install -m 644 runbooks/incident-response.md runbooks/curl-format.txt $(SHARE)/jarvis-ops
	install -m 644 docs/man/jarvis-ops.1 $(SHARE)/man/man1
	install -m 644 docs/man/jarvis-ops-runbook.5 $(SHARE)/man/man5
	$(RELEASE) completion bash >$(SHARE)/bash-completion/completions/jarvis-ops
	$(RELEASE) completion zsh >$(SHARE)/zsh/vendor-completions/_jarvis-ops
	$(RELEASE) completion fish >$(SHARE)/fish/vendor_completions.d/jarvis-ops.fish

# jarvis-ops_VERSION_ARCH.deb and jarvis-ops-drills_VERSION_all.deb in .build/deb.
deb: packages-deb build
	rm -rf .build/deb
	$(MAKE) --no-print-directory install DESTDIR=$(CURDIR)/.build/deb/tree PREFIX=/usr
	sh packaging/deb.sh .build/deb/tree .build/deb

# The packages in a clean Debian: installed, used by an ordinary user, removed. Root, and a Debian mirror.
test-package: deb
	@python3 packaging/try.py .build/deb

clean:
	rm -rf .build

packages-build:
	@sh packages.sh $(BUILD_PACKAGES)

packages-drill:
	@sh packages.sh $(BUILD_PACKAGES) $(DRILL_PACKAGES)

packages-test:
	@sh packages.sh $(TEST_PACKAGES)

packages-deb:
	@sh packages.sh dpkg-dev debootstrap
