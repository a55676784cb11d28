#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Times short commands as whole processes beside Python doing the same, in turn (targets P7 and P18):
# the command's help beside `import numpy`; predict of 100 rows, path of 300 and transfer of 300 to 40
# beside scikit-learn (predict beside NumPy alone too, on coefficients in JSON); phase beside another program where one is named. Keep the machine quiet.
#   ci/bench-start.sh TABLE RESPONSE [--launcher FILE] [--repeats N] [--sweep PROGRAM.py]
# TABLE is a CSV of numbers with a header and at least 340 rows. Prints a table of medians.
set -euo pipefail
cd "$(dirname "$0")/.."
table=$1 response=$2
shift 2
launcher=./ridgeline repeats=7 sweep=
while [ $# -gt 0 ]; do
  case $1 in
    --launcher) launcher=$2 ;;
    --repeats) repeats=$2 ;;
    --sweep) sweep=$2 ;;
    *)
      sed -n 's/^#   /  /p' ci/bench-start.sh >&2
      exit 2
      ;;
  esac
  shift 2
done
# shellcheck source=ci/find-python.sh
. ci/find-python.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
head -301 "$table" >"$work/source.csv"
{ head -1 "$table" && sed -n '302,341p' "$table"; } >"$work/target.csv"
head -101 "$table" >"$work/hundred.csv"
peer=benchmarks/peers/start_process.py

seconds() {
  local began=$EPOCHREALTIME
  "$@" >"$work/said" 2>&1 || {
    cat "$work/said" >&2
    exit 1
  }
  local ended=$EPOCHREALTIME
  echo $((${ended/./} - ${began/./}))
}
median() { sort -n "$1" | awk '{ v[NR] = $1 } END { printf "%.3f", v[int((NR + 1) / 2)] / 1e6 }'; }

ours() {
  rm -rf "$work/ours-$1"
  case $1 in
    help) seconds "$launcher" --help ;;
    path) seconds "$launcher" path --data "$work/source.csv" --response "$response" --no-report --quiet --out "$work/ours-path" ;;
    path+report) seconds "$launcher" path --data "$work/source.csv" --response "$response" --quiet --out "$work/ours-path+report" ;;
    transfer) seconds "$launcher" transfer --source "$work/source.csv" --target "$work/target.csv" --response "$response" --no-report --quiet --out "$work/ours-transfer" ;;
    transfer+report) seconds "$launcher" transfer --source "$work/source.csv" --target "$work/target.csv" --response "$response" --quiet --out "$work/ours-transfer+report" ;;
    predict | predict-numpy) seconds "$launcher" predict --model "$work/ours-path/model.json" --input "$work/hundred.csv" --output "$work/ours.csv" --overwrite --quiet ;;
    phase) seconds "$launcher" phase --no-exact --no-report --quiet --out "$work/ours-phase" ;;
  esac
}
theirs() {
  case ${1%+report} in
    help) seconds "$python" -c 'import numpy' ;;
    path) seconds "$python" "$peer" path "$work/source.csv" "$response" "$work/theirs-path" ;;
    transfer) seconds "$python" "$peer" transfer "$work/source.csv" "$work/target.csv" "$response" "$work/theirs-transfer" ;;
    predict) seconds "$python" "$peer" predict "$work/theirs-path.pickle" "$work/hundred.csv" "$work/theirs.csv" ;;
    predict-numpy) seconds "$python" "$peer" predict "$work/theirs-path.json" "$work/hundred.csv" "$work/theirs.csv" ;;
    phase) OPENBLAS_NUM_THREADS=1 seconds "$python" "$sweep" ;;
  esac
}
works=(help path path+report transfer transfer+report predict predict-numpy)
[ -z "$sweep" ] || works+=(phase)
for name in "${works[@]}"; do # once for the caches of both
  ours "$name" >/dev/null
  theirs "$name" >/dev/null
done
echo "| whole process, s | ours | Python | ratio |"
echo "|---|--:|--:|--:|"
for name in "${works[@]}"; do
  : >"$work/a" && : >"$work/b"
  for ((i = 0; i < repeats; i++)); do
    ours "$name" >>"$work/a"
    theirs "$name" >>"$work/b"
  done
  a=$(median "$work/a") b=$(median "$work/b")
  echo "| $name | $a | $b | $(awk "BEGIN { printf \"%.2f\", $b / $a }") |"
done
