#!/bin/sh
# Checks the workspace with the oldest Rust that Cargo.toml promises (`rust-version`), on the desktop and for a tab.
set -eu
cd "$(dirname "$0")/.."

oldest=$(sed -n 's/^rust-version = "\(.*\)"$/\1/p' Cargo.toml)
rustup toolchain install --profile minimal --target wasm32-unknown-unknown "$oldest" >/dev/null 2>&1 \
  || { echo "asyncio101: could not install Rust $oldest" >&2; exit 1; }
# Two compilers do not use each other's results.
export RUSTUP_TOOLCHAIN="$oldest" CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-target}/rust-$oldest"
cargo check --quiet --package asyncio101 --package asyncio101-native --package asyncio101-serve \
  --package asyncio101-messages --package asyncio101-library
cargo check --quiet --target wasm32-unknown-unknown --package asyncio101-app --package asyncio101-engine
echo "it builds with Rust $oldest"
