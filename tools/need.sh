#!/bin/sh
# Sees to it that what a command needs is there:
#
#   tools/need.sh rust|wasm|node|python|cpython-tests|websockets|third-party|browsers|lints|deny ...
#                             installs what is missing, or says in one line what to install
#   tools/need.sh path python|cpython-tests|websockets|third-party|ruff|chromedriver|geckodriver
#                             prints where CPython 3.14, its own tests, packages for it, the lints for Python, or a
#                             browser's driver are
#
# Nothing is installed but through its ordinary package manager: rustup, cargo, npm, pip, apt.
set -eu

WASM_BINDGEN=0.2.130
WASM_PACK=0.15.1
CARGO_DENY=0.20.2
RUFF=0.17.6
WEBSOCKETS=17.4
KOSOKU=0.1.0

cache=${XDG_CACHE_HOME:-$HOME/.cache}/asyncio101
third_party=$cache/third-party-$(cksum <"$(dirname "$0")/../tests/third_party/packages.txt" | cut -d ' ' -f 1)

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

need_deny() {
  need_rust
  cargo_program cargo-deny cargo-deny "$CARGO_DENY"
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
  "path websockets")
    [ -d "$cache/websockets-$WEBSOCKETS/packages/websockets" ] || fail "there is no package websockets here: run tools/need.sh websockets"
    echo "$cache/websockets-$WEBSOCKETS/packages"
    ;;
  "path third-party")
    [ -d "$third_party/packages" ] || fail "there are no packages of tests/third_party here: run tools/need.sh third-party"
    echo "$third_party"
    ;;
  "path ruff") echo "$cache/ruff-$RUFF/bin/ruff" ;;
  "path "*) command -v "$2" || fail "$2 is not there: run tools/need.sh browsers" ;;
  *) for need; do "need_$(echo "$need" | tr - _)"; done ;;
esac
