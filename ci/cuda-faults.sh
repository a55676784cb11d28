#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Lets every call of a small phase sweep on the emulated device fail, one after the other, and prints
# the table of outcomes in docs/backends.md. Takes a quarter of an hour; mvn verify takes a sample.
set -euo pipefail
cd "$(dirname "$0")/.."
exec mvn -B -ntp -pl experiments -am verify -Dtests.cudaFaults=all -Dtest=CudaFaultsTest \
  -Dsurefire.failIfNoSpecifiedTests=false -Dsimd.widths.skip -Dmaven.javadoc.skip
