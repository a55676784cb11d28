#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds the project under docs/examples against the installed artifacts, as a user would, and runs
# it. What it installs goes to the local repository, as mvn install does.
set -euo pipefail
cd "$(dirname "$0")/.."
. ci/find-jdk.sh
export JAVA_HOME=$JDK25
mvn -q -B -ntp install -pl transfer,cpu-simd -am -Dmaven.test.skip -Dmaven.javadoc.skip \
  -Denforcer.skip -Dridgeline.format.skip -Dridgeline.unchecked
cd docs/examples/transfer
mvn -q -B -ntp clean package
for main in ChooseThePenalty SweepTrial; do
  "$JDK25/bin/java" --add-modules jdk.incubator.vector \
    -cp 'target/transfer-example-1.0.jar:target/lib/*' "example.$main"
done
