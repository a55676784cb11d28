#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# All tests of the networks and their benchmarks, with those that take minutes, which `mvn verify` leaves out.
set -euo pipefail
cd "$(dirname "$0")/.."
exec mvn -B -ntp -pl neural,benchmarks/neural -am verify -Dsimd.widths.skip -Dneural.tests.left-out= \
  '-Dtest=dev.ridgeline.neural.**,dev.ridgeline.benchmarks.neural.**' -Dsurefire.failIfNoSpecifiedTests=false
