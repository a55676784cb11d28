#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Makes a small report of every command and looks at them in headless Chromium, wide and narrow, light
# and dark, printed, without scripts and by keyboard. With --screenshots DIR, keeps pictures and PDFs.
# Selenium and axe-core are fetched by Maven on first use. Not part of `mvn verify`.
set -euo pipefail
fail() {
  echo "ci/browser.sh: $1" >&2
  exit 1
}
screenshots=()
case ${1:-} in
  '') ;;
  --screenshots)
    [ -n "${2:-}" ] || fail "--screenshots needs a folder"
    screenshots=("$(realpath -m "$2")")
    ;;
  *) fail "unknown option '$1': the only one is --screenshots DIR" ;;
esac
cd "$(dirname "$0")/.."
# shellcheck source=ci/find-jdk.sh
. ci/find-jdk.sh

# NAME..: the path of the first program that there is.
first() {
  local name
  for name; do
    ! command -v "$name" || return 0
  done
  return 1
}
browser=$(first chromium chromium-browser google-chrome) ||
  fail "Chromium is missing: install it (Debian: apt-get install chromium)"
driver=$(first chromedriver) ||
  fail "chromedriver, which drives Chromium, is missing: install that of the same version (Debian: apt-get install chromium-driver)"
compgen -G 'target/browser/selenium-chrome-driver-*.jar' >/dev/null ||
  mvn -q -B -N -Pbrowser dependency:copy-dependencies@fetch-browser

work=$(mktemp -d "${TMPDIR:-/tmp}/ridgeline-browser.XXXXXX")
trap 'rm -rf "$work"' EXIT

# ROWS SEED: a table of groups, three features and two responses.
table() {
  awk -v rows="$1" -v seed="$2" 'BEGIN {
    srand(seed)
    print "group,a,b,c,y,z"
    for (i = 0; i < rows; i++) {
      a = rand(); b = rand(); c = rand()
      print "g" i % 6 "," a "," b "," c "," a - 2 * b + rand() "," c + a * b + rand()
    }
  }'
}
# FACTOR: spectra of the same samples, as an instrument with this gain has them.
instrument() {
  awk -v gain="$1" 'BEGIN {
    srand(7)
    print "p,q,r,s,y"
    for (i = 0; i < 40; i++) {
      a = rand(); b = rand()
      print a * gain "," a + b "," b - gain / 10 "," a * b "," a + 2 * b + rand() / 5
    }
  }'
}
table 60 1 >"$work/table.csv"
targets=""
for i in 1 2 3 4 5; do
  table 15 "1$i" >"$work/target$i.csv"
  targets+=${targets:+,}$work/target$i.csv
done
instrument 1 >"$work/old.csv"
instrument 1.2 >"$work/new.csv"

# NAME ARG..: a run, whose report is the page of this name.
page() {
  local name=$1
  shift
  ./ridgeline "$@" --quiet --out "$work/runs/$name" || fail "the run of the page $name fails: ridgeline $*"
}
penalties=(--penalties logspace:1e-2:1e2:12)
small=(--dimension 30 --seeds 2)
page path path --data "$work/table.csv" --response y --features a,b,c
page path-responses path --data "$work/table.csv" --response y,z --features a,b,c
page path-groups path --data "$work/table.csv" --response y --features a,b,c --group-by group
page transfer transfer --source "$work/table.csv" --target "$work/target1.csv" --response y --features a,b,c
page transfer-targets transfer --source "$work/table.csv" --target "$targets" --response y --features a,b,c
page calibration calibration --instruments "$work/old.csv,$work/new.csv" --response y --standards 5,10 --repeats 3
page phase phase "${small[@]}" "${penalties[@]}" --rho 0.5:1.5:5 --gamma 1.5,2
page paper paper --no-exact
page noise noise "${small[@]}" "${penalties[@]}" --rho 0.8,1 --source-noise 0.5:2:4
page independence independence "${small[@]}" --target-samples 10,50 --target-noise 0.1,0.5
page boundary boundary "${small[@]}" --rho 0.4:1.4:6 --source-noise 0.1:1.5:5
page scaling scaling --dimension 20,40,80 --seeds 2 "${penalties[@]}"
page bench bench --backend cpu-simd
[ ! -f neural/pom.xml ] || page neural neural teacher-student --profile smoke

"$JDK25/bin/java" --class-path 'target/browser/*' ci/BrowserCheck.java "$browser" "$driver" "$work/runs" "${screenshots[@]}"
