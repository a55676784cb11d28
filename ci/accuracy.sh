#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Fits 2 000 hard problems beside exact ones on every backend of the CPU, within their bounds.
# accuracy.sh [COUNT [SEED]]
set -euo pipefail
cd "$(dirname "$0")/.."
. ci/find-jdk.sh
mvn -q -B -pl cpu-simd -am test-compile
for backend in reference cpu-simd; do
  echo "$backend"
  "$JDK25/bin/java" --add-modules jdk.incubator.vector \
    -cp java-api/target/test-classes:java-api/target/classes:cpu-simd/target/classes \
    dev.ridgeline.RidgeAccuracy "$backend" "${1:-2000}" "${2:-0x5eed13}"
done
