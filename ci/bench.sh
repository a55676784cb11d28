#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Measures speed. Keep the machine quiet meanwhile.
#   ci/bench.sh quick [BENCHMARK]   some minutes: one fork, short iterations
#   ci/bench.sh full [BENCHMARK]    an hour or two: JMH as it should be
#   ci/bench.sh gate [OPTION..]     the targets side by side; fails when one is missed
#   ci/bench.sh tune                candidates for the table of block sizes
# The first three write a file to benchmarks/results/ and docs/performance.md from all of them. With the
# name of one benchmark (such as Gemm), or with --targets P1,P4, they only print.
# RIDGELINE_NUMPY_SWEEP names another NumPy program for the gate.
set -euo pipefail
cd "$(dirname "$0")/.."

usage() {
  sed -n 's/^#   /  /p' ci/bench.sh >&2
  exit 2
}

mode=${1:-}
case $mode in
  quick | full) [ $# -le 2 ] || usage ;;
  gate) ;;
  tune) [ $# -eq 1 ] || usage ;;
  *) usage ;;
esac
shift

. ci/find-jdk.sh
results=benchmarks/results
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

echo "bench: building" >&2
JAVA_HOME=$JDK25 mvn -q -B -ntp -pl benchmarks -am package -DskipTests -Dmaven.javadoc.skip \
  -Denforcer.skip -Dridgeline.format.skip -Dridgeline.unchecked

# OPENBLAS_CORETYPE makes OpenBLAS use the kernels of another processor, and OPENBLAS_L2_SIZE other
# blocks: with either, the peers would not be at their best.
java() {
  env -u OPENBLAS_CORETYPE -u OPENBLAS_L2_SIZE "$JDK25/bin/java" \
    --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow -XX:+UseParallelGC -Xms4g -Xmx8g \
    -Dridgeline.commit="$(git rev-parse --short HEAD 2>/dev/null || echo unknown)" \
    -cp "$(echo benchmarks/target/ridgeline-benchmarks-*.jar):benchmarks/target/lib/*" "$@"
}

publish() {
  mkdir -p "$results"
  mv "$scratch/$mode.json" "$results/$mode.json"
  java dev.ridgeline.benchmarks.report.Report "$results" docs/performance.md
  echo "bench: wrote $results/$mode.json and docs/performance.md" >&2
}

case $mode in
  quick | full)
    java dev.ridgeline.benchmarks.jmh.Measure "$mode" "$scratch/$mode.json" "$@"
    if [ $# -eq 0 ]; then publish; fi
    ;;
  tune) java dev.ridgeline.benchmarks.tune.Tune ;;
  gate)
    # the launcher builds on first use, and prepares what it keeps for the next start
    ./ridgeline phase --seeds 1 --dimension 50 --no-exact --no-report --quiet --out "$scratch/first" >&2
    code=0
    java dev.ridgeline.benchmarks.gate.Gate --out "$scratch/gate.json" --ridgeline ./ridgeline \
      --numpy "${RIDGELINE_NUMPY_SWEEP:-benchmarks/src/main/python/phase_sweep.py}" "$@" || code=$?
    if [ $# -eq 0 ] && [ $code -le 1 ]; then publish; fi
    exit $code
    ;;
esac
