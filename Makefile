# make play   build the playground, serve it and print its address
# make test   run every test
# make bench  measure the scheduler beside its peers
# make dist   build the playground as static files, in dist/
# make check  formatting, lints, documentation, circles
#
# The first two also install what they need: see tools/need.sh.

export CARGO_TARGET_DIR ?= $(CURDIR)/target
DIST   ?= dist
BINARY := $(CARGO_TARGET_DIR)/debug/asyncio101
NEED   := tools/need.sh

.PHONY: play test test-core test-core-browser test-rules test-native test-tab test-page bench dist check circles clean

play: dist
	cargo run --quiet --package asyncio101-serve -- $(DIST)

dist:
	$(NEED) rust wasm node
	www/app/build.sh $(DIST)
	www/engine/build.sh $(DIST)/engine

test: test-core test-rules test-native test-tab test-page test-core-browser

# The scheduler alone, with its assertions on: seconds.
test-core:
	$(NEED) rust
	cargo test --quiet --profile checked --package asyncio101

# What the page and the engine decide without a browser, and the tool that finds circles.
test-rules:
	cargo test --quiet --package asyncio101-messages --package asyncio101-app --package asyncio101-engine --package asyncio101-circles

# The desktop: the command line, epoll, and every parity program beside CPython 3.14.
test-native:
	$(NEED) rust python
	cargo test --quiet --package asyncio101-native

# The engine in its worker, every parity program in two browsers, and its trace beside the desktop's.
test-tab: export DIST := $(abspath $(DIST))
test-tab: export ASYNCIO101 := $(BINARY)
test-tab: dist
	$(NEED) browsers python
	cargo build --quiet --package asyncio101-native
	BROWSER=chromium node --test --test-concurrency=1 tests/engine/*.test.mjs
	BROWSER=firefox node --test --test-concurrency=1 tests/engine/*.test.mjs

# The page, end to end.
test-page: dist
	$(NEED) browsers
	npm --prefix tests/page ci --no-audit --no-fund
	DIST=$(abspath $(DIST)) npm --prefix tests/page test

# The scheduler alone again, inside two browsers.
test-core-browser:
	$(NEED) wasm browsers
	wasm-pack test --headless --chrome --chromedriver "$$($(NEED) path chromedriver)"
	wasm-pack test --headless --firefox --geckodriver "$$($(NEED) path geckodriver)"

bench:
	$(NEED) rust python
	cargo bench --package asyncio101
	cargo build --release --package asyncio101-native
	"$$($(NEED) path python)" benches/python/compare.py $(CARGO_TARGET_DIR)/release/asyncio101

check: circles
	cargo fmt --all --check
	cargo clippy --quiet --package asyncio101 --all-targets -- -D warnings
	cargo clippy --quiet --package asyncio101-native --package asyncio101-serve --package asyncio101-messages --package asyncio101-library --package asyncio101-circles --all-targets -- -D warnings
	cargo clippy --quiet --target wasm32-unknown-unknown --package asyncio101-app --package asyncio101-engine -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --quiet --no-deps --package asyncio101 --package asyncio101-native --package asyncio101-serve --package asyncio101-messages

# Which files may import each other: as docs/architecture.md says.
circles:
	$(NEED) rust
	cargo run --quiet --package asyncio101-circles -- docs/architecture.md \
		src/lib.rs native/src/lib.rs native/src/main.rs www/messages/src/lib.rs www/engine/src/lib.rs www/app/src/lib.rs

clean:
	cargo clean
	rm -rf $(DIST)
