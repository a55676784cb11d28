# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034
# Sourced: sets python to one that has scikit-learn, RIDGELINE_PYTHON first, or stops with one sentence.
python=
for candidate in "${RIDGELINE_PYTHON:-}" python3 /usr/bin/python3; do
  if [ -n "$candidate" ] && "$candidate" -c 'import sklearn' 2>/dev/null; then
    python=$candidate
    break
  fi
done
if [ -z "$python" ]; then
  echo "$(basename "$0" .sh): no Python with scikit-learn: set RIDGELINE_PYTHON" >&2
  exit 3
fi
