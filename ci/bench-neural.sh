#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Measures the training of networks beside PyTorch. Keep the machine quiet meanwhile.
#   ci/bench-neural.sh quick [BENCHMARK]   some minutes: one fork, short iterations
#   ci/bench-neural.sh full [BENCHMARK]    half an hour: JMH as it should be
# Both write benchmarks/results/neural.json and docs/performance.md. With the name of one benchmark
# (such as MlpEpoch) they only print.
set -euo pipefail
cd "$(dirname "$0")/.."

usage() {
  sed -n 's/^#   /  /p' ci/bench-neural.sh >&2
  exit 2
}

mode=${1:-}
case $mode in
  quick | full) [ $# -le 2 ] || usage ;;
  *) usage ;;
esac
shift

. ci/find-jdk.sh
results=benchmarks/results
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

echo "bench-neural: building" >&2
JAVA_HOME=$JDK25 mvn -q -B -ntp -Pneural -pl benchmarks/neural -am package -DskipTests -Dmaven.javadoc.skip \
  -Denforcer.skip -Dridgeline.format.skip -Dridgeline.unchecked

# As in ci/bench.sh, with one OpenMP thread for either engine. maxPhysicalBytes=0: the limit would cost
# PyTorch, of which every call makes a pointer, a look at /proc for each.
java() {
  env -u OPENBLAS_CORETYPE -u OPENBLAS_L2_SIZE OMP_NUM_THREADS=1 "$JDK25/bin/java" \
    --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow -XX:+UseParallelGC -Xms4g -Xmx8g \
    -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 \
    -Dridgeline.commit="$(git rev-parse --short HEAD 2>/dev/null || echo unknown)" \
    -cp "$(echo benchmarks/neural/target/ridgeline-neural-benchmarks-*.jar):benchmarks/neural/target/lib/*" "$@"
}

java dev.ridgeline.benchmarks.neural.Measure "$mode" "$scratch/neural.json" "$@"
if [ $# -eq 0 ]; then
  mkdir -p "$results"
  mv "$scratch/neural.json" "$results/neural.json"
  java dev.ridgeline.benchmarks.report.Report "$results" docs/performance.md
  echo "bench-neural: wrote $results/neural.json and docs/performance.md" >&2
fi
