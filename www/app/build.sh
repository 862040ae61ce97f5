#!/bin/sh
# Builds the page, the player and the course into a folder: www/app/build.sh <folder>
#
# The folder can be put anywhere on any host: every address in it is relative. The page finds its engine in
# engine/worker.js beside index.html; who assembles the whole puts it there.
set -eu
[ $# -eq 1 ] || { echo "Say where to build: $0 <folder>" >&2; exit 2; }
mkdir -p "$1/app"
folder=$(cd "$1" && pwd)
cd "$(dirname "$0")"
# One crate, three times: what one of them does not reach is not in its file.
../wasm.sh . page asyncio101_app "$folder/app"
../wasm.sh . page player "$folder/app" --features player
../wasm.sh . page course "$folder/app" --features course
npm --prefix editor ci --no-audit --no-fund
node editor/build.js "$folder"
