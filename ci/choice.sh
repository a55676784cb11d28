#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Measures the choices of a transfer on some 18 000 random problems whose truth is known and writes the
# tables into docs/choice.md. The figures do not depend on threads.
#   ci/choice.sh          all tables
#   ci/choice.sh --fit    prints the factors that widen intervals, fitted on one law and tried on the other
set -euo pipefail
cd "$(dirname "$0")/.."

case "$*" in
  '') what=docs/choice.md ;;
  --fit) what=--fit ;;
  *)
    sed -n 's/^#   /  /p' ci/choice.sh >&2
    exit 2
    ;;
esac

. ci/find-jdk.sh

# shellcheck disable=SC2086 # several options
if [ -z "${RIDGELINE_BUILT:-}" ]; then
  echo "choice: building" >&2
  JAVA_HOME=$JDK25 mvn ${RIDGELINE_MAVEN_OPTIONS:-} -q -B -ntp -pl benchmarks -am package -DskipTests \
    -Dmaven.javadoc.skip -Denforcer.skip -Dridgeline.format.skip -Dridgeline.unchecked >&2
fi

"$JDK25/bin/java" --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED \
  -cp "$(echo benchmarks/target/ridgeline-benchmarks-*.jar):benchmarks/target/lib/*" \
  dev.ridgeline.benchmarks.choice.ChoiceBench "$what" 2> >(grep -v 'incubator modules' >&2)
