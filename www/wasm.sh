#!/bin/sh
# Builds a module of the site: www/wasm.sh <crate's folder> <profile> <name> <folder> [an option of cargo ...]
#
# <folder> gets <name>_bg.wasm without what no browser needs. In the crate's pkg/ stay its script, <name>.js, and what www/pack parts
# the module by: <name>_bg.wasm as wasm-bindgen left it, <name>_linked.wasm as the linker did.
set -eu
[ $# -ge 4 ] || { echo "Say what to build: $0 <crate's folder> <profile> <name> <folder> [an option of cargo ...]" >&2; exit 2; }
profile=$2 name=$3 folder=$(cd "$4" && pwd)
: "${CARGO_TARGET_DIR:=$(cd "$(dirname "$0")/.." && pwd)/target}"
export CARGO_TARGET_DIR
cd "$1"
shift 4
wasm-pack build . --target web --profile "$profile" --no-typescript --no-pack --out-name "$name" "$@"
crate=$(sed -n '/^\[package\]/,/^\[/s/^name = "\(.*\)"/\1/p' Cargo.toml | tr - _)
cp "$CARGO_TARGET_DIR/wasm32-unknown-unknown/$profile/$crate.wasm" "pkg/${name}_linked.wasm"
cargo run --quiet --release --package asyncio101-split -- bare "pkg/${name}_bg.wasm" "$folder/${name}_bg.wasm"
