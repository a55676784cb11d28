#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds and tests the reader and writer of Parquet files, which `mvn verify` leaves out: its library is large.
set -euo pipefail
cd "$(dirname "$0")/.."
exec mvn -B -ntp -Pparquet -pl workbench/parquet -am verify \
  '-Dtest=Parquet*' -Dsurefire.failIfNoSpecifiedTests=false -Dsimd.widths.skip
