#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds the emulated CUDA device into a folder, under the names that CUDA's libraries have.
set -euo pipefail

if [[ $# -ne 1 ]]; then
  echo "usage: $0 DIR" >&2
  exit 2
fi
compiler=$(command -v gcc || command -v cc || true)
if [[ -z $compiler ]]; then
  echo "$0: no C compiler: neither gcc nor cc is on the PATH" >&2
  exit 2
fi
sources=$(cd "$(dirname "$0")/../native-cuda/src/test/c" && pwd)
library=libridgeline-emulated-cuda.so
mkdir -p "$1"

# A library as new as everything it is made of stays. Otherwise the new one takes the name in one
# step: a process that has the old one mapped keeps it.
if [[ ! -e $1/$library || -n $(find "$sources" "$0" -newer "$1/$library") ]]; then
  "$compiler" -O3 -std=c11 -ffp-contract=off -fPIC -shared -pthread -Wall -Wextra -Werror \
    -fvisibility=hidden -o "$1/$library.$$" "$sources"/*.c -lm
  mv -f "$1/$library.$$" "$1/$library"
fi

# One file under all names, so that there is one state. No versioned symbols: they satisfy any.
for name in libcuda.so.1 libcudart.so.{12,13} libcublas.so.{12,13} libcusolver.so.{11,12} \
  libcusolverMg.so.11; do
  ln -sfn "$library" "$1/$name"
done
echo "$1"
