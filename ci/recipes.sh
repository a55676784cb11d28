#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs the recipes of docs/recipes.md, and looks at what they leave. A recipe whose language is not
# installed is skipped, in a line.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
./ridgeline --version >/dev/null # builds what is missing

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/bin" "$work/soil" "$work/targets"
ln -s "$root/ridgeline" "$work/bin/ridgeline"
ln -s "$root" "$work/ridgeline"

# FILE SEED ROWS: y is a sum of two features with some noise
table() {
  awk -v seed="$2" -v rows="$3" 'BEGIN {
    srand(seed)
    print "a,b,y"
    for (i = 0; i < rows; i++) {
      a = rand() - rand(); b = rand() - rand()
      print a "," b "," 3 + 2 * a - b + (rand() - rand()) / 9
    }
  }' >"$1"
}
table "$work/old.csv" 1 60
table "$work/new.csv" 2 20
table "$work/more.csv" 3 30
table "$work/targets/north.csv" 4 20
table "$work/targets/south.csv" 5 25
table "$work/soil/größe-alt.csv" 6 60
table "$work/soil/größe-neu.csv" 7 20

# The block of code behind a mark.
recipe() {
  awk -v mark="<!-- recipe: $1 -->" '
    $0 == mark { found = 1; next }
    found && /^```/ { if (inside) exit; inside = 1; next }
    inside' docs/recipes.md
}

# NAME CHECK COMMAND..: feeds the recipe to the command, in the folder of the tables.
try() {
  local name=$1 check=$2
  shift 2
  if (cd "$work" && PATH=$work/bin:$PATH "$@" >"$name.out" 2>&1 && eval "$check") < <(recipe "$name"); then
    echo "$name: ok"
  else
    echo "$name: failed"
    cat "$work/$name.out"
    exit 1
  fi
}

try shell 'grep -q "\"targets\"" answers.json' sh -eu -s
try loop 'grep -q "\"decision\"" north.json && [ -s out/south/model.json ]' sh -eu -s
if command -v python3 >/dev/null; then
  try python 'grep -Eq "^(transfer|scratch|no clear difference) " python.out' python3 -
else
  echo "python: skipped, python3 is not installed"
fi
if command -v Rscript >/dev/null && Rscript -e 'library(jsonlite)' >/dev/null 2>&1; then
  try r '[ -s out/r/model.json ]' Rscript -
else
  echo "r: skipped, R with jsonlite is not installed"
fi
if command -v make >/dev/null; then
  try make '[ "$(wc -l <predicted.csv)" -eq 31 ]' make -f -
else
  echo "make: skipped, make is not installed"
fi
try queue '[ -s out/phase/phase.csv ]' sh -eu -s

# The command of the line, in the surroundings that cron gives it.
recipe cron | cut -d' ' -f6- >"$work/cron.sh"
if env -i HOME="$work" SHELL=/bin/sh PATH=/usr/bin:/bin LC_ALL=C sh "$work/cron.sh" >"$work/cron.out" 2>&1 &&
  [ ! -s "$work/cron.out" ] && [ -s "$work/soil/nächtlich/model.json" ]; then
  echo "cron: ok"
else
  echo "cron: failed"
  cat "$work/cron.out"
  exit 1
fi
