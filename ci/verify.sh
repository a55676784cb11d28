#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Everything a change must pass: the README's test command, on whatever Java Maven runs on.
set -euo pipefail
cd "$(dirname "$0")/.."
exec mvn -B -ntp verify
