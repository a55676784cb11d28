#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds and tests the networks and their benchmarks, which `mvn verify` leaves out: their libraries
# are large, and their tests take minutes.
set -euo pipefail
cd "$(dirname "$0")/.."
exec mvn -B -ntp -Pneural -pl neural,benchmarks/neural -am verify -Dsimd.widths.skip \
  '-Dtest=dev.ridgeline.neural.**,dev.ridgeline.benchmarks.neural.**' -Dsurefire.failIfNoSpecifiedTests=false
