#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds and tests what runs on Spark, which `mvn verify` leaves out, in one JVM and on a cluster of
# real processes on this machine: executors, a worker and the driver are killed in the middle of runs.
# MLlib is compared on SPARK_ROWS x SPARK_COLUMNS numbers (500000 x 50).
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
# shellcheck source=ci/find-jdk.sh
. ci/find-jdk.sh

if [ "${1:-}" != --cluster-only ]; then
  mvn -B -ntp -Pspark -pl spark -am verify \
    '-Dtest=dev.ridgeline.spark.**' -Dsurefire.failIfNoSpecifiedTests=false -Dsimd.widths.skip
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/ridgeline-spark.XXXXXX")
pids=()
end() {
  local pid
  for pid in "${pids[@]}"; do kill -9 "$pid" 2>/dev/null || true; done
  rm -rf "$work"
}
trap end EXIT
fail() {
  echo "ci/spark.sh: $1" >&2
  tail -n 20 "$work"/*.log >&2 || true
  exit 1
}

export SPARK_LOCAL_IP=127.0.0.1 SPARK_SCALA_VERSION=2.13 SPARK_HOME=$work/spark JAVA_HOME=$JDK25
./ridgeline phase --dimension 20 --seeds 1 --no-report --quiet --executor spark --master 'local[1]' --out "$work/built"
mkdir -p "$SPARK_HOME"
ln -s "$root/spark/target/lib" "$SPARK_HOME/jars"
"$JDK25/bin/java" -cp "$SPARK_HOME/jars/*" ci/SparkFlags.java >"$work/flags"

# The example of docs/spark.md, and MLlib beside ours, on local[2].
here=("$JDK25/bin/java" @"$work/flags" -Dspark.master='local[2]' -Dspark.ui.enabled=false -Xmx3g
  -Dlog4j2.configurationFile=classpath:dev/ridgeline/spark/log4j2.properties
  -cp "spark/target/*:$SPARK_HOME/jars/*:experiments/target/lib/*")
"${here[@]}" docs/examples/spark/RidgeOnSpark.java "$work/example" >"$work/example.log" 2>&1 || fail "the example"
for line in 'coefficient 2.00' 'coefficient -1.00' prediction_price; do
  grep -q -e "$line" "$work/example.log" || fail "the example does not print '$line'"
done
echo "ci/spark.sh: the example of docs/spark.md runs"
mkdir "$work/mllib"
"${here[@]}" ci/SparkBesideMllib.java "$work/mllib" "${SPARK_ROWS:-500000}" "${SPARK_COLUMNS:-50}" >"$work/mllib.out" 2>"$work/mllib.log" ||
  fail "the comparison with MLlib"
echo "ci/spark.sh: $(<"$work/mllib.out")"

port=$((20000 + $$ % 20000))
master=spark://127.0.0.1:$port

# NAME CLASS ARG..: a process of the cluster; its id is in $started.
start() {
  local name=$1
  shift
  "$JDK25/bin/java" @"$work/flags" -Xmx512m -cp "$SPARK_HOME/jars/*" "$@" >"$work/$name.log" 2>&1 &
  started=$!
  disown "$started"
  pids+=("$started")
}
worker() {
  start "worker$1" org.apache.spark.deploy.worker.Worker --host 127.0.0.1 --cores 1 --memory 2g \
    --webui-port 0 --work-dir "$work/worker$1" "$master"
}
start master org.apache.spark.deploy.master.Master --host 127.0.0.1 --port "$port" --webui-port 0
worker 1 && worker1=$started
worker 2 && worker2=$started

# The executors that a worker has.
executors_of() { cat "/proc/$1/task/"*/children 2>/dev/null | tr -d '\n'; }
cells_in() { [ ! -f "$1/.run/cells.log" ] || wc -l <"$1/.run/cells.log"; }
# OUT N: waits until a run has that many finished cells.
wait_for_cells() {
  local i
  for ((i = 0; i < 1200; i++)); do
    [ "$(cells_in "$1" || echo 0)" = "" ] || [ "$(cells_in "$1")" -lt "$2" ] || return 0
    kill -0 "$driver" 2>/dev/null || fail "the run into $1 ended before it had $2 cells"
    sleep 0.1
  done
  fail "the run into $1 has not $2 cells after two minutes"
}
# OUT ARG..: a study on the cluster, in the background; the launcher becomes the JVM.
study() {
  local out=$1
  shift
  ./ridgeline "${line[@]}" --executor spark --master "$master" --spark-conf spark.executor.memory=1g \
    --out "$work/$out" "$@" >"$work/$out.log" 2>&1 &
  driver=$!
  pids+=("$driver")
}
same() {
  diff -r -x manifest.json "$work/$1" "$work/$2" >"$work/diff.log" || fail "$2 is not the same as $1"
  echo "ci/spark.sh: $3: the same bytes as in one process"
}

line=(phase --dimension 300 --seeds 60 --rho 0.5:1.5:5)
./ridgeline "${line[@]}" --quiet --out "$work/expected"

study plain
wait "$driver" || fail "a study on two workers"
same expected plain "two workers"

phase=("${line[@]}")
line=(neural teacher-student --profile smoke --seeds 3)
./ridgeline "${line[@]}" --quiet --out "$work/expected-neural"
study neural
wait_for_cells "$work/neural" 1
# shellcheck disable=SC2046 # one id or several
kill -9 $(executors_of "$worker2")
wait "$driver" || fail "a study of networks whose executor was killed"
same expected-neural neural "networks, an executor killed"
line=("${phase[@]}")

study executor
wait_for_cells "$work/executor" 10
victim=$(executors_of "$worker1")
[ -n "$victim" ] || fail "worker 1 has no executor"
# shellcheck disable=SC2086 # one id or several
kill -9 $victim
wait "$driver" || fail "a study whose executor was killed"
same expected executor "an executor killed"

study driver
wait_for_cells "$work/driver" 10
kill -9 "$driver"
wait "$driver" 2>/dev/null || true
before=$(cells_in "$work/driver")
study driver --resume
wait "$driver" || fail "a study resumed after its driver was killed"
same expected driver "the driver killed after $before cells, and resumed"

study worker
wait_for_cells "$work/worker" 10
# shellcheck disable=SC2046 # one id or several
kill -9 "$worker2" $(executors_of "$worker2")
wait "$driver" || fail "a study whose worker was killed"
same expected worker "a worker killed"

# Cells that fail on executors alone: one line, as in one process, and no second attempt.
study failing --spark-conf spark.executorEnv.RIDGELINE_SIMD=off
code=0
wait "$driver" || code=$?
[ "$code" = 1 ] || fail "a study whose cells fail ended with $code"
grep -q 'ridgeline phase: cell .* failed: BackendUnavailableException: ' "$work/failing.log" || fail "the failure of a cell is not told"
echo "ci/spark.sh: cells that fail: $(grep -o 'cell .* failed: [A-Za-z]*' "$work/failing.log" | head -1)"

# A cell whose executor dies as often as Spark tries.
study lost --spark-conf spark.task.maxFailures=1
wait_for_cells "$work/lost" 5
# An executor between two cells loses none: the next one is killed, too.
for ((i = 0; i < 5; i++)); do
  # shellcheck disable=SC2046 # one id or several
  kill -9 $(executors_of "$worker1")
  for ((j = 0; j < 50; j++)); do
    kill -0 "$driver" 2>/dev/null || break 2
    sleep 0.1
  done
done
code=0
wait "$driver" || code=$?
[ "$code" = 1 ] || fail "a study whose cell was given up ended with $code"
grep -q 'failed: Spark gave it up: .*--resume continues' "$work/lost.log" || fail "what was given up is not told"
study lost --resume
wait "$driver" || fail "a study resumed after a cell was given up"
same expected lost "a cell given up, and resumed"

# A scratch disk without room: files of 512 KB at most, so that not even our jars arrive.
# shellcheck disable=SC2046 # one id or several
kill -9 "$worker1" $(executors_of "$worker1")
ulimit -S -f 512
worker 3
ulimit -S -f unlimited
study scratch
code=0
wait "$driver" || code=$?
[ "$code" = 1 ] || fail "a study without room on the scratch disk ended with $code"
grep -q 'ridgeline phase: Spark has lost .* executors in a row ' "$work/scratch.log" || fail "that there is no room is not told"
kill -9 "$started"
worker 4
study scratch --resume
wait "$driver" || fail "a study resumed where there is room"
same expected scratch "no room on the scratch disk, and resumed elsewhere"

# A table in parts on the cluster: the losses of one process to 1e-9, and a bad row by its line.
awk 'BEGIN { srand(7); print "a,b,y"; for (i = 0; i < 400000; i++) { a = 100 + rand(); b = rand() * 9; print a "," b "," a - 2 * b + rand() } }' \
  >"$work/table.csv"
for how in '' '--folds 5'; do
  rm -rf "$work/path-local" "$work/path-spark"
  # shellcheck disable=SC2086 # options are words
  ./ridgeline path --data "$work/table.csv" --response y $how --quiet --out "$work/path-local"
  # shellcheck disable=SC2086
  ./ridgeline path --data "$work/table.csv" --response y $how --quiet --memory 256m --executor spark --master "$master" \
    --spark-conf spark.executor.memory=1g --out "$work/path-spark" >"$work/path.log" 2>&1 || fail "path on the cluster"
  paste -d, "$work/path-local/path.csv" "$work/path-spark/path.csv" |
    awk -F, 'NR > 1 { d = $3 - $8; if (d < 0) d = -d; if (d > 1e-9 * $3) exit 1 }' || fail "losses of path on the cluster"
done
echo "ci/spark.sh: path by leave-one-out and folds: the losses of one process"
echo '1,x,2' >>"$work/table.csv"
code=0
./ridgeline path --data "$work/table.csv" --response y --quiet --executor spark --master "$master" \
  --spark-conf spark.executor.memory=1g --out "$work/path-bad" >"$work/path-bad.log" 2>&1 || code=$?
[ "$code" = 2 ] && grep -q 'line 400002, column b' "$work/path-bad.log" || fail "a bad row on the cluster ended with $code"
echo "ci/spark.sh: a bad row: $(grep -o 'line 400002.*' "$work/path-bad.log")"

# The same main class under spark-submit.
jars=$(printf '%s,' experiments/target/lib/*.jar spark/target/ridgeline-spark-*.jar)
"$JDK25/bin/java" @"$work/flags" -cp "$SPARK_HOME/jars/*" org.apache.spark.deploy.SparkSubmit --master "$master" \
  --executor-memory 1g --class dev.ridgeline.workbench.cli.Main --jars "${jars%,}" \
  experiments/target/ridgeline-experiments-*.jar "${line[@]}" --executor spark --quiet --out "$work/submitted" \
  >"$work/submitted.log" 2>&1 || fail "spark-submit"
same expected submitted "spark-submit"
