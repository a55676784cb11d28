#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Measures tables on Spark (local[2]): beside a bare scan and MLlib, under offsets, and their growth
# with rows and features (docs/spark.md). Takes half an hour and 8 GB of disk; keep the machine quiet.
#   ci/bench-spark.sh [WORK..]     such as beside:2000000x100 offsets:200000x20 growth:100000x1000
set -euo pipefail
cd "$(dirname "$0")/.."
. ci/find-jdk.sh
works=("$@")
[ $# -gt 0 ] || works=(beside:2000000x100 offsets:200000x20 growth:500000x100 growth:1000000x100
  growth:2000000x100 growth:4000000x100 growth:200000x300 growth:200000x1000 growth:100000x2000)
work=$(mktemp -d "${TMPDIR:-/tmp}/ridgeline-spark.XXXXXX")
trap 'rm -rf "$work"' EXIT
./ridgeline phase --dimension 20 --seeds 1 --no-report --quiet --executor spark --master 'local[1]' --out "$work/built"
"$JDK25/bin/java" -cp "spark/target/lib/*" ci/SparkFlags.java >"$work/flags"
SPARK_LOCAL_IP=127.0.0.1 "$JDK25/bin/java" @"$work/flags" -Dspark.master='local[2]' -Dspark.ui.enabled=false \
  -Xmx"${SPARK_HEAP:-8g}" -Dlog4j2.configurationFile=classpath:dev/ridgeline/spark/log4j2.properties \
  -cp "spark/target/*:spark/target/lib/*:experiments/target/lib/*" ci/SparkFigures.java "$work" "${works[@]}"
