#!/bin/sh
# Builds the engine into a folder: www/engine/build.sh <folder>
#
# The folder holds the worker, what it loads, and the standard library, one file per module. Every address in it
# is relative, so it can be put anywhere on any host; the page looks for it in engine/ beside itself.
set -eu
[ $# -eq 1 ] || { echo "Say where to build: $0 <folder>" >&2; exit 2; }
mkdir -p "$1/lib"
folder=$(cd "$1" && pwd)
cd "$(dirname "$0")"
../wasm.sh . wasm asyncio101_engine "$folder"
cp -r pkg/asyncio101_engine.js host worker.js "$folder/"
cargo run --quiet --package asyncio101-library -- "$folder/lib"
