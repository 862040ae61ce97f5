# make play   build the playground, serve it and print its address
# make test   run every test
# make conformance  run CPython's own tests by CPython and by ours, and write docs/conformance.md
# make conformance-tab  run those that need no operating system by CPython and in two browsers, for the same document
# make differential  play COUNT random programs from SEED on by CPython and by ours, and compare what they tell
# make bench  measure the scheduler beside its peers, and what our modules of asyncio save
# make bench-instructions  the core's hottest paths stay within benches/instructions/budget.txt; WRITE=1 writes it anew
# make bench-tab  the scheduler in Chromium beside Pyodide and MicroPython
# make bench-network  echo servers beside their peers (docs/performance.md)
# make dist   build the playground as static files, in dist/
# make site   the same packed for a host, in site/: docs/hosting.md
# make third-party  other people's packages and their tests, by CPython and by ours: docs/third-party.md
# make check  formatting, lints, documentation, circles
#
# Each of them, and each part of them, can be run alone; a hosted CI runs the parts (.github/workflows/ci.yml). They
# install what they need: see tools/need.sh.

export CARGO_TARGET_DIR ?= $(CURDIR)/target
DIST   ?= dist
SITE   ?= site
PARTED := $(CARGO_TARGET_DIR)/parted
BINARY := $(CARGO_TARGET_DIR)/debug/asyncio101
NEED   := tools/need.sh
# Cargo would look for the tokens of make's jobs there, which are not for it.
unexport MAKEFLAGS MFLAGS

.PHONY: play dist site parted deck deck-pdf course bench bench-instructions bench-network bench-tab conformance conformance-tab \
        differential clean \
        test test-core test-rules test-native test-tab test-page test-hosts test-deck test-core-browser test-core-chromium test-core-firefox \
        third-party check format lint-host lint-wasm docs lint circles deny oldest-rust wasm-size

play: dist
	cargo run --quiet --package asyncio101-serve -- $(DIST)

ifdef SITE_IS_BUILT
dist parted: ;
else
dist:
	$(NEED) rust wasm node
	www/app/build.sh $(DIST)
	www/engine/build.sh $(DIST)/engine
	npm --prefix www/embed ci --no-audit --no-fund
	node www/embed/build.js $(DIST)
	$(MAKE) --no-print-directory deck course

# The same site, its modules in two parts: what is used first, which is found by using them in a browser, and the rest.
parted: dist
	$(NEED) browsers
	npm --prefix www/pack ci --no-audit --no-fund
	cargo build --quiet --release --package asyncio101-split
	SPLIT=$(CARGO_TARGET_DIR)/release/asyncio101-split node www/pack/part.js $(DIST) $(PARTED)
endif

# What goes on a host: names that a browser may keep, modules in two parts, everything compressed. Minutes, if the engine is
# another one.
site: parted
	node www/pack/pack.js $(PARTED) $(SITE)

# The chapters of the course: their files, and what the command line records of their programs.
course:
	$(NEED) rust
	cargo build --quiet --package asyncio101-native
	$(BINARY) chapter publish --to $(DIST)/learn www/content/course/*

# The deck: its programs are recorded, and drawn, by the command line.
deck:
	$(NEED) rust node
	cargo build --quiet --package asyncio101-native
	npm --prefix www/deck ci --no-audit --no-fund
	node www/deck/build.js $(DIST) $(BINARY)

# The deck on paper: deck/asyncio-101.pdf and asyncio-101.tr.pdf, a page for each step.
deck-pdf: dist
	$(NEED) browsers
	node www/deck/pdf.js $(DIST)

# What has little to do with each other goes on at once, for a machine has two cores or more: the desktop is tested while the
# site is built.
test: test-core test-rules
	$(MAKE) --no-print-directory --jobs=2 test-native parted
	$(MAKE) --no-print-directory --jobs=2 SITE_IS_BUILT=1 test-tab
	$(MAKE) --no-print-directory SITE_IS_BUILT=1 test-page
	$(MAKE) --no-print-directory --jobs=2 SITE_IS_BUILT=1 test-hosts test-core-browser test-deck

# The scheduler alone, with its assertions on: seconds.
test-core:
	$(NEED) rust
	cargo test --quiet --profile checked --package asyncio101

# What the page and the engine decide without a browser, and the tool that finds circles.
test-rules:
	cargo test --quiet --package asyncio101-messages --package asyncio101-course --package asyncio101-wisp --package asyncio101-app --package asyncio101-engine --package asyncio101-split --package asyncio101-circles

# The desktop: the command line, epoll, every parity program beside CPython 3.14, and the quick ones of CPython's own tests.
test-native:
	$(NEED) rust python
	@# What is compared with a package of Python's, or with CPython's own tests, is ignored without them.
	if $(NEED) websockets; then :; fi
	if $(NEED) cpython-tests; then :; fi
	cargo test --quiet --package asyncio101-native --package asyncio101-serve

# The engine in its worker, every parity program in two browsers, and its trace beside the desktop's.
test-tab: test-tab-chromium test-tab-firefox

test-tab-%: export DIST := $(abspath $(DIST))
test-tab-%: export ASYNCIO101 := $(BINARY)
test-tab-%: dist
	$(NEED) browsers python
	if $(NEED) websockets; then :; fi
	cargo build --quiet --package asyncio101-native
	BROWSER=$* node --test --test-concurrency=1 tests/engine/*.test.mjs

# The page, end to end.
test-page: parted
	$(NEED) browsers
	npm --prefix tests/page ci --no-audit --no-fund
	cargo build --quiet --package asyncio101-serve
	DIST=$(abspath $(DIST)) PARTED=$(PARTED) SERVE=$(CARGO_TARGET_DIR)/debug/asyncio101-serve npm --prefix tests/page test

# Embeds in other people's pages and decks. Hosts that are not here are ignored; `tools/need.sh slidev quarto` brings the
# two that are large.
test-hosts: parted
	$(NEED) browsers
	npm --prefix tests/hosts ci --no-audit --no-fund
	if $(NEED) page-makers; then :; fi
	DIST=$(abspath $(DIST)) PARTED=$(PARTED) ASYNCIO101=$(BINARY) PAGE_MAKERS="$$($(NEED) path page-makers)" SLIDEV="$$($(NEED) path slidev)" \
		QUARTO="$$($(NEED) path quarto)" npm --prefix tests/hosts test

# What the slides claim, and how they look.
test-deck: dist
	$(NEED) browsers python
	DIST=$(abspath $(DIST)) ASYNCIO101=$(BINARY) PYTHON="$$($(NEED) path python)" node --test --test-concurrency=1 tests/deck/*.test.mjs

# The scheduler alone again, inside two browsers.
test-core-browser: test-core-chromium test-core-firefox

test-core-chromium:
	$(NEED) wasm browsers
	wasm-pack test --headless --chrome --chromedriver "$$($(NEED) path chromedriver)"

test-core-firefox:
	$(NEED) wasm browsers
	wasm-pack test --headless --firefox --geckodriver "$$($(NEED) path geckodriver)"

# CPython's tests of asyncio and what stands around it, all of them: half an hour.
conformance:
	$(NEED) rust python cpython-tests
	cargo build --quiet --package asyncio101-native
	"$$($(NEED) path python)" tools/conformance/conformance.py --write "$$($(NEED) path cpython-tests)" "$$($(NEED) path python)" -- \
		$(BINARY) run

# Those that need no operating system, in the tabs of two browsers: half an hour, too.
conformance-tab: dist
	$(NEED) browsers python cpython-tests
	"$$($(NEED) path python)" tools/conformance/tab.py --write "$$($(NEED) path cpython-tests)" "$$($(NEED) path python)" $(DIST)

# Random programs by CPython and by ours. What differs is made small and printed.
SEED ?= 1
COUNT ?= 10000
differential:
	$(NEED) rust python
	cargo build --quiet --package asyncio101-native
	"$$($(NEED) path python)" tools/differential/differential.py --seed $(SEED) --count $(COUNT) \
		"$$($(NEED) path python)" -- $(BINARY) run

# Other people's packages, which come from outside: no part of `make test`. The tests of `websockets` are only in its
# repository: WEBSOCKETS names a copy of it, of the version in tests/third_party/packages.txt.
third-party: PYTHON_3_14 = "$$($(NEED) path python)"
third-party: FOLDER = $$($(NEED) path third-party)
third-party: OURS = $(BINARY) run
third-party:
	$(NEED) rust python third-party
	cargo build --quiet --package asyncio101-native
	cargo test --quiet --package asyncio101-native --test third_party
	$(PYTHON_3_14) tests/third_party/suites.py --packages "$(FOLDER)/packages" --ours "$(OURS)" \
		anyio="$$(echo "$(FOLDER)"/sources/anyio-*/)" $(if $(WEBSOCKETS),websockets="$(WEBSOCKETS)")
	PYTHONPATH="$(FOLDER)/compiled" $(PYTHON_3_14) tests/third_party/websocket_cases.py --packages "$(FOLDER)/packages" \
		websockets="$(PYTHON_3_14)" websockets="$(OURS)" asyncio101="$(OURS)"

# Echo servers beside their peers. PEERS adds to CPython: --peer uvloop="python3.11 {program} uvloop"
bench-network:
	$(NEED) rust python
	cargo build --release --package asyncio101-native --bin asyncio101 --example echo_load
	"$$($(NEED) path python)" benches/python/network.py $(CARGO_TARGET_DIR)/release/asyncio101 \
		--load $(CARGO_TARGET_DIR)/release/examples/echo_load $(PEERS)

bench-tab: dist
	$(NEED) browsers
	npm --prefix benches/python/peers ci --no-audit --no-fund
	node benches/python/peers.mjs $(DIST)

bench:
	$(NEED) rust python uvloop
	cargo bench --package asyncio101 --bench scheduler --bench memory --bench replay
	cargo build --release --package asyncio101-native
	"$$($(NEED) path python)" benches/python/compare.py $(CARGO_TARGET_DIR)/release/asyncio101 --uvloop "$$($(NEED) path uvloop)"
	"$$($(NEED) path python)" benches/python/imports.py $(CARGO_TARGET_DIR)/release/asyncio101

# Instructions, counted by valgrind: the same however busy the machine is. The compiler is rust-toolchain.toml's, and with
# another one the budget is to be written anew.
bench-instructions:
	$(NEED) rust valgrind
	cargo bench --package asyncio101 --bench instructions $(if $(WRITE),-- --write)

check: format lint-host lint-wasm docs circles
	@# The lints for Python and JavaScript are no part of the build: without them, the rest counts.
	if $(NEED) lints; then $(MAKE) --no-print-directory lint; fi

format:
	$(NEED) rust
	cargo fmt --all --check

lint-host:
	$(NEED) rust
	cargo clippy --quiet --package asyncio101 --all-targets -- -D warnings
	cargo clippy --quiet --package asyncio101-native --package asyncio101-serve --package asyncio101-messages --package asyncio101-course --package asyncio101-wisp --package asyncio101-library --package asyncio101-split --package asyncio101-circles --all-targets -- -D warnings

lint-wasm:
	$(NEED) rust
	cargo clippy --quiet --target wasm32-unknown-unknown --package asyncio101-app --package asyncio101-engine -- -D warnings

docs:
	$(NEED) rust
	RUSTDOCFLAGS="-D warnings" cargo doc --quiet --no-deps --package asyncio101 --package asyncio101-native --package asyncio101-serve --package asyncio101-messages --package asyncio101-course --package asyncio101-wisp

# Which files may import each other: as docs/architecture.md says.
circles:
	$(NEED) rust
	cargo run --quiet --package asyncio101-circles -- docs/architecture.md \
		src/lib.rs native/src/lib.rs native/src/main.rs native/serve/src/lib.rs www/messages/src/lib.rs www/course/src/lib.rs www/wisp/src/lib.rs \
		www/engine/src/lib.rs www/app/src/lib.rs www/pack/split/src/main.rs

# Python and JavaScript.
lint:
	$(NEED) lints
	"$$($(NEED) path ruff)" check --quiet
	tools/lint/node_modules/.bin/eslint --config tools/lint/eslint.config.js www tests tools

# Licences, advisories and origins of what we depend on. Advisories come from the network.
deny:
	$(NEED) deny
	cargo deny --workspace check --hide-inclusion-graph

# The oldest Rust that Cargo.toml promises.
oldest-rust:
	tools/oldest-rust.sh

# What a visitor downloads stays within tools/wasm-budget.txt.
wasm-size: parted
	tools/wasm-size.sh $(PARTED)

clean:
	cargo clean
	rm -rf $(DIST) $(SITE)
