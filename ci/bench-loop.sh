#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Times fifty targets of one source, with --json: in one call, and in a shell loop of fifty. Numbers
# count on a machine that does nothing else. Arguments: targets (50), features (100), repeats (3).
set -euo pipefail
cd "$(dirname "$0")/.."
targets=${1:-50} features=${2:-100} repeats=${3:-3}
./ridgeline --version >/dev/null # builds what is missing
ridgeline=$PWD/ridgeline
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# FILE SEED ROWS
table() {
  awk -v seed="$2" -v rows="$3" -v p="$features" 'BEGIN {
    srand(seed)
    for (j = 0; j < p; j++) printf "x%d,", j
    print "y"
    for (i = 0; i < rows; i++) {
      y = rand() - rand()
      for (j = 0; j < p; j++) { x = rand() - rand(); y += x / (j + 1); printf "%.6f,", x }
      printf "%.6f\n", y
    }
  }' >"$1"
}
table source.csv 0 2000
list=''
for ((t = 1; t <= targets; t++)); do
  table "t$t.csv" "$t" 40
  list+=${list:+,}t$t.csv
done

common=(--source source.csv --response y --json --quiet --no-report --overwrite)
one_call() {
  "$ridgeline" transfer "${common[@]}" --target "$list" --out one >one.json
}
loop() {
  local t
  for ((t = 1; t <= targets; t++)); do
    "$ridgeline" transfer "${common[@]}" --target "t$t.csv" --out "loop$t" >"loop$t.json"
  done
}
# The least time of some runs.
seconds() {
  local best='' began took
  for ((r = 0; r < repeats; r++)); do
    began=$EPOCHREALTIME
    "$1"
    took=$(awk -v a="$began" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.2f", b - a }')
    best=$(printf '%s\n' $best "$took" | sort -n | head -1)
  done
  echo "$best"
}
once=$(seconds one_call)
many=$(seconds loop)
awk -v n="$targets" -v p="$features" -v once="$once" -v many="$many" 'BEGIN {
  printf "%d targets of 40 rows, %d features, source of 2000 rows\n", n, p
  printf "one call        %6.2f s\n", once
  printf "loop of %-4d    %6.2f s, %.2f s each\n", n, many, many / n
}'
