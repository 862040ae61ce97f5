#!/bin/sh
# Sees to it that what a command needs is there:
#
#   tools/need.sh rust|wasm|node|python|cpython-tests|uvloop|websockets|third-party|browsers|page-makers|slidev|quarto|lints|deny|
#                 valgrind ...
#                             installs what is missing, or says in one line what to install
#   tools/need.sh path python|cpython-tests|uvloop|websockets|third-party|page-makers|slidev|quarto|ruff|chromedriver|geckodriver
#                             prints where CPython 3.14, its own tests, packages for it, what tests/hosts builds pages and
#                             decks with, the lints for Python, or a browser's driver are
#
# Nothing is installed but through its ordinary package manager: rustup, cargo, npm, pip, apt.
set -eu

WASM_BINDGEN=0.2.130
WASM_PACK=0.15.1
CARGO_DENY=0.20.2
RUFF=0.17.6
UVLOOP=0.23.0
WEBSOCKETS=17.4
KOSOKU=0.1.0
QUARTO=1.10.19

cache=${XDG_CACHE_HOME:-$HOME/.cache}/asyncio101
third_party=$cache/third-party-$(cksum <"$(dirname "$0")/../tests/third_party/packages.txt" | cut -d ' ' -f 1)

page_makers=$cache/page-makers-$(cksum <"$(dirname "$0")/../tests/hosts/requirements.txt" | cut -d ' ' -f 1)
slidev=$cache/slidev-$(cksum <"$(dirname "$0")/../tests/hosts/slidev/package-lock.json" | cut -d ' ' -f 1)

has() { command -v "$1" >/dev/null 2>&1; }

fail() {
  echo "asyncio101: $*" >&2
  exit 1
}

# Installs Debian packages if this is a Debian and we may; otherwise says what to install.
packages() {
  if has apt-get && [ "$(id -u)" = 0 ]; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null \
      || fail "could not install: $*"
  elif has apt-get && has sudo; then
    sudo apt-get update -qq && sudo apt-get install -y -qq --no-install-recommends "$@" >/dev/null \
      || fail "could not install: $*"
  else
    fail "please install: $*"
  fi
}

need_rust() {
  has rustup || fail "please install rustup (https://rustup.rs), which brings the compiler"
  rustup show active-toolchain >/dev/null 2>&1 || rustup toolchain install >/dev/null 2>&1 \
    || fail "could not install the toolchain that rust-toolchain.toml names"
}

# A program of cargo's at exactly this version.
cargo_program() {
  case "$("$1" --version 2>/dev/null)" in
    *" $3") return ;;
  esac
  echo "asyncio101: installing $2 $3, once"
  cargo install --quiet --force "$2" --version "$3" || fail "could not install $2 $3"
}

need_wasm() {
  need_rust
  rustup target list --installed | grep -q '^wasm32-unknown-unknown$' || rustup target add wasm32-unknown-unknown \
    || fail "could not install the target wasm32-unknown-unknown"
  cargo_program wasm-bindgen wasm-bindgen-cli "$WASM_BINDGEN"
  cargo_program wasm-pack wasm-pack "$WASM_PACK"
}

need_node() {
  has node && has npm || packages nodejs npm
}

# CPython 3.14, the reference: see there.
need_python() {
  "$(dirname "$0")/cpython.sh" >/dev/null
}

# CPython's own tests, which `make conformance` runs: see there, too.
need_cpython_tests() {
  "$(dirname "$0")/cpython.sh" tests >/dev/null
}

# The package `uvloop` for CPython 3.14, in a folder for $PYTHONPATH: the loop beside which ours is measured.
need_uvloop() {
  [ -d "$cache/uvloop-$UVLOOP/packages/uvloop" ] || {
    has python3 || packages python3 python3-venv
    rm -rf "$cache/uvloop-$UVLOOP"
    python3 -m venv "$cache/uvloop-$UVLOOP" \
      && "$cache/uvloop-$UVLOOP/bin/pip" install --quiet --no-deps --python-version 3.14 --only-binary=:all: \
        --target "$cache/uvloop-$UVLOOP/new" "uvloop==$UVLOOP" \
      && mv "$cache/uvloop-$UVLOOP/new" "$cache/uvloop-$UVLOOP/packages" \
      || fail "could not install uvloop $UVLOOP for CPython 3.14"
  }
}

# The package `websockets` in a folder of the cache's, for $PYTHONPATH: what asyncio101.websockets is compared with. It runs
# without its compiled part, too, so any Python's pip will do.
need_websockets() {
  [ -d "$cache/websockets-$WEBSOCKETS/packages/websockets" ] || {
    has python3 || packages python3 python3-venv
    rm -rf "$cache/websockets-$WEBSOCKETS"
    python3 -m venv "$cache/websockets-$WEBSOCKETS" \
      && "$cache/websockets-$WEBSOCKETS/bin/pip" install --quiet --no-deps --target "$cache/websockets-$WEBSOCKETS/new" \
        "websockets==$WEBSOCKETS" \
      && mv "$cache/websockets-$WEBSOCKETS/new" "$cache/websockets-$WEBSOCKETS/packages" \
      || fail "could not install the package websockets $WEBSOCKETS"
  }
}

# The packages of tests/third_party/packages.txt in `packages`, beside the sources of those whose tests are run, and what
# only CPython can load in `compiled`. One that is compiled where it can be is built without that.
need_third_party() {
  [ -d "$third_party/packages" ] && return
  has python3 || packages python3 python3-venv
  rm -rf "$third_party"
  mkdir -p "$third_party/new"
  python3 -m venv "$third_party/venv"
  list=$(dirname "$0")/../tests/third_party/packages.txt
  pure="--no-deps --python-version 3.14 --implementation py --abi none --platform any --only-binary=:all:"
  grep -v '^#' "$list" | grep -v '^aiohttp=\|^tornado=\|^websockets=' >"$third_party/pure.txt"
  grep '^aiohttp=\|^tornado=\|^websockets=' "$list" >"$third_party/built.txt"
  "$third_party/venv/bin/pip" install --quiet --target "$third_party/new" $pure -r "$third_party/pure.txt" \
    && AIOHTTP_NO_EXTENSIONS=1 TORNADO_EXTENSION=0 BUILD_EXTENSION=no "$third_party/venv/bin/pip" install --quiet \
      --target "$third_party/new" --no-deps --no-binary :all: -r "$third_party/built.txt" \
    && "$third_party/venv/bin/pip" install --quiet --target "$third_party/compiled" --no-deps "kosoku==$KOSOKU" \
    && "$third_party/venv/bin/pip" download --quiet --no-deps --no-binary :all: --dest "$third_party/sources" \
      "$(grep '^anyio=' "$list")" \
    && tar -xzf "$third_party/sources/"anyio-*.tar.gz -C "$third_party/sources" \
    && mv "$third_party/new" "$third_party/packages" \
    || fail "could not install the packages of tests/third_party/packages.txt"
}

# ruff of this version, of which nothing but the cache knows, and ESLint.
need_lints() {
  need_node
  [ -x "$cache/ruff-$RUFF/bin/ruff" ] || {
    has python3 || packages python3 python3-venv
    python3 -m venv "$cache/ruff-$RUFF" && "$cache/ruff-$RUFF/bin/pip" install --quiet "ruff==$RUFF" \
      || fail "could not install ruff $RUFF"
  }
  [ -x tools/lint/node_modules/.bin/eslint ] || npm --prefix tools/lint ci --silent --no-audit --no-fund \
    || fail "could not install ESLint"
}

# MkDocs and Sphinx in an environment of their own.
need_page_makers() {
  [ -x "$page_makers/bin/sphinx-build" ] || {
    has python3 || packages python3 python3-venv
    rm -rf "$page_makers"
    python3 -m venv "$page_makers" \
      && "$page_makers/bin/pip" install --quiet --requirement "$(dirname "$0")/../tests/hosts/requirements.txt" \
      || fail "could not install the packages of tests/hosts/requirements.txt"
  }
}

# Slidev, which is half a gigabyte of packages: once, and outside the repository.
need_slidev() {
  need_node
  [ -d "$slidev/node_modules" ] || {
    rm -rf "$slidev.new"
    mkdir -p "$slidev.new"
    cp "$(dirname "$0")/../tests/hosts/slidev/package.json" "$(dirname "$0")/../tests/hosts/slidev/package-lock.json" "$slidev.new"
    npm --prefix "$slidev.new" ci --silent --no-audit --no-fund && mv "$slidev.new" "$slidev" || fail "could not install Slidev"
  }
}

# Quarto. Its package on PyPI is a few lines that fetch the program from GitHub, where not everybody is let through to.
need_quarto() {
  has quarto || [ -x "$cache/quarto-$QUARTO/bin/quarto" ] || {
    has python3 || packages python3 python3-venv
    rm -rf "$cache/quarto-$QUARTO"
    # What it brings along for notebooks is not needed here.
    python3 -m venv "$cache/quarto-$QUARTO" \
      && "$cache/quarto-$QUARTO/bin/pip" install --quiet --no-deps "quarto-cli==$QUARTO" >/dev/null 2>&1 \
      || fail "could not install Quarto $QUARTO: its package fetches it from github.com"
  }
}

need_deny() {
  need_rust
  cargo_program cargo-deny cargo-deny "$CARGO_DENY"
}

# What counts the instructions of `make bench-instructions`.
need_valgrind() {
  has valgrind || packages valgrind
}

need_browsers() {
  need_node
  has chromium && has chromedriver || packages chromium chromium-driver
  has firefox-esr || has firefox || packages firefox-esr
  has geckodriver || cargo_program geckodriver geckodriver 0.37.1
}

case "${1:-} ${2:-}" in
  "path python") "$(dirname "$0")/cpython.sh" path ;;
  "path cpython-tests") "$(dirname "$0")/cpython.sh" path tests ;;
  "path uvloop")
    [ -d "$cache/uvloop-$UVLOOP/packages/uvloop" ] || fail "there is no uvloop here: run tools/need.sh uvloop"
    echo "$cache/uvloop-$UVLOOP/packages"
    ;;
  "path websockets")
    [ -d "$cache/websockets-$WEBSOCKETS/packages/websockets" ] || fail "there is no package websockets here: run tools/need.sh websockets"
    echo "$cache/websockets-$WEBSOCKETS/packages"
    ;;
  "path third-party")
    [ -d "$third_party/packages" ] || fail "there are no packages of tests/third_party here: run tools/need.sh third-party"
    echo "$third_party"
    ;;
  "path page-makers") [ ! -x "$page_makers/bin/sphinx-build" ] || echo "$page_makers" ;;
  "path slidev") [ ! -d "$slidev/node_modules" ] || echo "$slidev" ;;
  "path quarto") command -v quarto || { [ ! -x "$cache/quarto-$QUARTO/bin/quarto" ] || echo "$cache/quarto-$QUARTO/bin/quarto"; } ;;
  "path ruff") echo "$cache/ruff-$RUFF/bin/ruff" ;;
  "path "*) command -v "$2" || fail "$2 is not there: run tools/need.sh browsers" ;;
  *) for need; do "need_$(echo "$need" | tr - _)"; done ;;
esac
