#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Formats every Java file and adds missing SPDX lines; `mvn verify` checks the same.
set -euo pipefail
cd "$(dirname "$0")/.."
. ci/find-jdk.sh
[ -f target/format/google-java-format.jar ] || mvn -q -B -N dependency:copy@fetch-formatter
exec "$JDK25/bin/java" @ci/format.args -cp target/format/google-java-format.jar ci/Format.java --fix .
