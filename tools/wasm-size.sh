#!/bin/sh
# Fails when what a visitor downloads has outgrown its budget:
#
#   tools/wasm-size.sh DIST
#
# Each line of tools/wasm-budget.txt is a file of DIST and how many bytes it may have, compressed as an ordinary host
# compresses it (gzip -9), for that is what travels. Who adds what is worth more raises the budget in the same commit.
set -eu
[ $# -eq 1 ] || { echo "Say which folder: $0 DIST" >&2; exit 2; }

status=0
while read -r file limit; do
  case "$file" in "" | "#"*) continue ;; esac
  [ -f "$1/$file" ] || { echo "asyncio101: there is no $1/$file" >&2; exit 1; }
  size=$(gzip -9 -c "$1/$file" | wc -c)
  echo "$file: $size bytes compressed, of $limit"
  if [ "$size" -gt "$limit" ]; then
    echo "asyncio101: $file has outgrown its budget (tools/wasm-budget.txt) by $((size - limit)) bytes" >&2
    status=1
  fi
done <"$(dirname "$0")/wasm-budget.txt"
exit $status
