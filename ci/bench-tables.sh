#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Measures whole ridge regressions of tables beside scikit-learn (targets P12 to P15), each side in a
# process of its own and in turn. Keep the machine quiet meanwhile.
#   ci/bench-tables.sh [--repeats N] [--rounds N] [--json FILE] [WORK..]
# Works are listed by `python3 benchmarks/peers/ridge_data.py --list`; without any, all but the tiny
# ones are measured. Prints lines of JSON and a table of ratios; --json also keeps the lines.
# RIDGELINE_PYTHON names a Python with NumPy and scikit-learn on OpenBLAS (Debian: python3-sklearn).
set -euo pipefail
cd "$(dirname "$0")/.."

repeats=5
rounds=2
json=
works=()
while [ $# -gt 0 ]; do
  case $1 in
    --repeats) repeats=$2 && shift 2 ;;
    --rounds) rounds=$2 && shift 2 ;;
    --json) json=$2 && shift 2 ;;
    -*)
      sed -n 's/^#   /  /p' ci/bench-tables.sh >&2
      exit 2
      ;;
    *) works+=("$1") && shift ;;
  esac
done

. ci/find-jdk.sh

# shellcheck source=ci/find-python.sh
. ci/find-python.sh
peers=benchmarks/peers
if [ ${#works[@]} -eq 0 ]; then
  mapfile -t works < <("$python" $peers/ridge_data.py --list | grep -v -- '-60x')
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export PYTHONDONTWRITEBYTECODE=1

# shellcheck disable=SC2086 # several options
if [ -z "${RIDGELINE_BUILT:-}" ]; then
  echo "bench-tables: building" >&2
  JAVA_HOME=$JDK25 mvn ${RIDGELINE_MAVEN_OPTIONS:-} -q -B -ntp -pl benchmarks -am package -DskipTests \
    -Dmaven.javadoc.skip -Denforcer.skip -Dridgeline.format.skip -Dridgeline.unchecked >&2
fi

ours() {
  "$JDK25/bin/java" --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED \
    -cp "$(echo benchmarks/target/ridgeline-benchmarks-*.jar):benchmarks/target/lib/*" \
    dev.ridgeline.benchmarks.tables.TablesBench "$@" 2> >(grep -v 'incubator modules' >&2)
}

# Neither side may choose its kernels for another processor.
unset OPENBLAS_CORETYPE OPENBLAS_L2_SIZE

lines=$scratch/lines.json
for work in "${works[@]}"; do
  data=$scratch/data
  rm -rf "$data"
  "$python" $peers/ridge_data.py "$work" "$data"
  case $work in
    path-*)
      # the launcher builds on first use; a work it cannot do yet is passed over
      "$python" $peers/ridge_process.py "$work" "$data" "$repeats" ./ridgeline | tee -a "$lines" ||
        echo "bench-tables: $work could not be measured" >&2
      ;;
    *)
      for ((round = 0; round < rounds; round++)); do
        if ((round % 2 == 0)); then order=(ours peer); else order=(peer ours); fi
        for side in "${order[@]}"; do
          if [ "$side" = ours ]; then
            ours "$work" "$data" "$repeats" | tee -a "$lines"
          else
            "$python" $peers/ridge_cv.py "$work" "$data" "$repeats" | tee -a "$lines"
          fi
        done
      done
      ;;
  esac
done
[ -z "$json" ] || cp "$lines" "$json"
"$python" $peers/ridge_ratios.py "$lines"
