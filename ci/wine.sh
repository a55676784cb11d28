#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Transfers wine quality from white to red with default options, one draw of rows for each seed, and prints
# a Markdown table of the mean squared errors of the five models on the red wines that were not drawn.
#   ci/wine.sh DIR [SOURCE_ROWS [TARGET_ROWS [SEEDS]]]
# DIR holds winequality-white.csv and winequality-red.csv; 300 and 40 rows and 12 seeds unless given.
set -euo pipefail

if [ $# -lt 1 ] || [ $# -gt 4 ]; then
  sed -n 's/^#   /  /p' "$0" >&2
  exit 2
fi
data=$(cd "$1" && pwd)
source_rows=${2:-300} target_rows=${3:-40} seeds=${4:-12}
cd "$(dirname "$0")/.."
for colour in white red; do
  if [ ! -f "$data/winequality-$colour.csv" ]; then
    echo "wine: $data/winequality-$colour.csv is not there: name the folder that holds it" >&2
    exit 2
  fi
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ln -s "$data" "$work/wine"
for ((seed = 1; seed <= seeds; seed++)); do
  ./ridgeline transfer --source "$work/wine/winequality-white.csv" --target "$work/wine/winequality-red.csv" \
    --response quality --source-rows "$source_rows" --target-rows "$target_rows" --seed "$seed" \
    --no-report --quiet --out "$work/$seed"
done

awk -F, -v seeds="$seeds" -v source="$source_rows" -v target="$target_rows" '
  FNR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
  {
    model = $column["model"]
    if (!(model in sum)) names[count++] = model
    loss[model, FILENAME] = $column["test_loss"]
    sum[model] += $column["test_loss"]
    files[FILENAME] = 1
  }
  END {
    printf "| white %d to red %d rows, %d seeds | held-out loss | standard error | over scratch | best of all |\n", source, target, seeds
    print "|---|---|---|---|---|"
    for (k = 0; k < count; k++) {
      model = names[k]
      mean = sum[model] / seeds
      square = best = 0
      for (file in files) {
        square += (loss[model, file] - mean) ^ 2
        least = 1
        for (j = 0; j < count; j++) least = least && loss[names[j], file] >= loss[model, file]
        best += least
      }
      error = seeds > 1 ? sqrt(square / (seeds - 1) / seeds) : 0
      label = model
      gsub("_", "-", label)
      printf "| %s | %.4f | %.4f | %.3f | %d |\n", label, mean, error, sum[model] / sum["scratch"], best
    }
  }' "$work"/*/losses.csv
edges=$(grep -l 'lies at the edge of its grid' "$work"/*/recommendation.json | wc -l || true)
echo
echo "Optima at the edge of a grid: in $edges of $seeds runs."
