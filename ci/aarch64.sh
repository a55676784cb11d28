#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs what the checkout built on AArch64, emulated, and compares the bytes with those of this
# machine, which is Debian on x86-64: the checksums of every verb of cpu-simd (twins, and kernels on
# NEON and on SVE of 512 bits), commands with their pictures, and a seed of the published setting.
# Prints a table; exit 0 only if all that is expected to be equal is.
#   ci/aarch64.sh [--built]     --built: without a build before
# The emulator is Debian's qemu-user-static (installed where that is missing, which needs root). A
# Java runtime for arm64 is fetched by apt from the mirror that this machine uses, into
# target/aarch64; nothing of it is installed.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=ci/find-jdk.sh
. ci/find-jdk.sh
# shellcheck source=ci/utf8-locale.sh
. ci/utf8-locale.sh
SECONDS=0

fail() {
  echo "aarch64: $1" >&2
  exit 1
}
[ "$(uname -m)" = x86_64 ] || fail "this machine is $(uname -m): the comparison needs x86-64"
if ! command -v qemu-aarch64-static >/dev/null; then
  [ "$(id -u)" = 0 ] || fail "qemu-aarch64-static is missing: install the package qemu-user-static"
  apt-get -q -y --no-install-recommends install qemu-user-static >/dev/null ||
    fail "the package qemu-user-static cannot be installed: run apt-get update"
fi
if [ "${1:-}" != --built ]; then
  JAVA_HOME=$JDK25 mvn -q -B -pl experiments -am -DskipTests -Dmaven.javadoc.skip -Denforcer.skip \
    -Dridgeline.format.skip -Dridgeline.unchecked package >/dev/null
fi

# The release of Debian whose packages hold Java 25, and what its runtime loads, pictures included.
suite=trixie
packages=(openjdk-25-jre-headless libc6 zlib1g libstdc++6 libgcc-s1 libatomic1 libfreetype6 libpng16-16t64
  libbrotli1 libbz2-1.0 liblcms2-2 libjpeg62-turbo libharfbuzz0b libglib2.0-0t64 libgraphite2-3 libpcre2-8-0)
arm=$PWD/target/aarch64
java=$arm/root/usr/lib/jvm/java-25-openjdk-arm64/bin/java

# An apt of its own: no file of the machine's is read but the name of its mirror, and none written.
fetch() {
  local mirror apt link package
  mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 'Origin: Debian' 'Component: main' | head -1)
  [ -n "$mirror" ] || fail "apt knows no mirror of Debian: run apt-get update"
  rm -rf "$arm"
  mkdir -p "$arm"/{state,lists/partial,cache/archives/partial,packages,root/usr/lib}
  : >"$arm/status"
  echo "deb [arch=arm64 signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" >"$arm/sources.list"
  apt=(apt-get -q -o "Dir::State=$arm/state" -o "Dir::State::lists=$arm/lists" -o "Dir::State::status=$arm/status"
    -o "Dir::Etc::sourcelist=$arm/sources.list" -o Dir::Etc::sourceparts=/dev/null -o "Dir::Cache=$arm/cache"
    -o APT::Architecture=arm64 -o APT::Architectures::=arm64)
  "${apt[@]}" update >"$arm/log" 2>&1 && (cd "$arm/packages" && "${apt[@]}" download "${packages[@]}") >>"$arm/log" 2>&1 ||
    fail "the packages for arm64 cannot be had: $arm/log says why"
  for package in "$arm"/packages/*.deb; do
    dpkg-deb -x "$package" "$arm/root"
  done
  ln -s usr/lib "$arm/root/lib"
  # Links that are absolute would lead into this machine.
  while IFS= read -r link; do
    ln -sfn "$arm/root$(readlink "$link")" "$link"
  done < <(find "$arm/root" -type l -lname '/*')
  touch "$arm/complete"
}
[ -e "$arm/complete" ] || fetch

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
verbs=cpu-simd/target/test-classes:cpu-simd/target/classes:java-api/target/classes
jars=("$PWD"/experiments/target/ridgeline-experiments-*.jar "$PWD"/experiments/target/lib/*.jar)
[ -f "${jars[0]}" ] && [ -d cpu-simd/target/test-classes ] || fail "there is nothing built: run ci/aarch64.sh without --built"
program=$(
  IFS=:
  echo "${jars[*]}"
)
awk 'BEGIN { srand(3); print "a,b,c,d,e,y"
  for (i = 0; i < 400; i++) { a = rand(); b = rand(); c = rand(); d = rand(); e = rand()
    printf "%.6f,%.6f,%.6f,%.6f,%.6f,%.6f\n", a, b, c, d, e, a - 2 * b + .3 * c + .4 * rand() } }' >"$work/table.csv"
emulated=(qemu-aarch64-static -L "$arm/root" -cpu)
twins=(-XX:TieredStopAtLevel=1 -Dridgeline.simd=twins)
vectors=(--add-modules jdk.incubator.vector)
common=(--enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -XX:-UsePerfData -Djava.awt.headless=true)
unset JDK_JAVA_OPTIONS JAVA_TOOL_OPTIONS RIDGELINE_BACKEND RIDGELINE_SIMD

# NAME twins|kernels JAVA..: checksums of every verb; kernels are waited for until all are compiled
verbs() {
  local name=$1 kind=$2
  shift 2
  local options=("${vectors[@]}")
  [ "$kind" = kernels ] || options=("${twins[@]}")
  mkdir -p "$work/$name"
  "$@" "${options[@]}" "${common[@]}" -Dtests.patience=10 -cp "$verbs" dev.ridgeline.simd.VerbBits "$kind" \
    >"$work/$name/verbs-$kind.txt" 2>"$work/$name/log" || fail "verbs ($kind) failed on $name: $(tail -3 "$work/$name/log")"
}
# NAME JAVA..: the commands in the large JVM; fewer of them on SVE, which is slow to emulate
commands() {
  local name=$1
  shift
  local out=$work/$name run=("$@" "${vectors[@]}" "${common[@]}" -cp "$program" dev.ridgeline.workbench.cli.Main)
  mkdir -p "$out"
  {
    "${run[@]}" backends 2>/dev/null | sed -n "s/^cpu-simd: /aarch64: $name: cpu-simd /p" &&
      "${run[@]}" path --data "$work/table.csv" --response y --quiet --out "$out/path" &&
      "${run[@]}" phase --dimension 60 --target-samples 20 --seeds 2 --quiet --out "$out/phase" &&
      { [ "$name" = sve ] || {
        "${run[@]}" transfer --source "$work/table.csv" --target "$work/table.csv" --target-rows 40 --response y \
          --quiet --out "$out/transfer" &&
          "${run[@]}" predict --model "$out/transfer/model.json" --input "$work/table.csv" \
            --quiet --output "$out/predicted.csv" &&
          "${run[@]}" phase --rng numpy-legacy --seeds 1 --no-report --quiet --out "$out/published"
      }; }
  } 2> >(grep -v 'Using incubator modules' >&2) || fail "a command failed on $name"
}

# FILE FILE: the columns in which two tables differ and by how much, which fails where that is more
# than is expected: roots are sought to 1e-10, by exp and log, which JVMs may round in two ways.
differences() {
  awk -F, 'NR == FNR { line[FNR] = $0; lines = FNR; next }
    { n = split(line[FNR], other, ","); if (n != NF) bad = 1 }
    FNR == 1 { for (i = 1; i <= NF; i++) name[i] = $i }
    { for (i = 1; i <= NF; i++) if ($i "" != other[i] "") {
        cells[i]++; by = $i != 0 ? other[i] / $i - 1 : 1; by = by < 0 ? -by : by
        if (by > most[i]) most[i] = by
        if (by > 1e-10 || name[i] !~ /(_exact|^theory_ratio)$/) bad = 1 } }
    END { for (i = 1; i in name; i++) if (cells[i])
        printf "%s%s: %d of %d cells by at most %.1e", said++ ? "; " : "differs in ", name[i], cells[i], lines - 1, most[i]
      exit bad || lines != FNR || !said }' "$1" "$2"
}

held=yes
# NAME: a line of the table for each file
compare() {
  local name=$1 file said
  while IFS= read -r file; do
    [ "$name" != sve ] || [[ $file = verbs-* || $file = path/* || $file = phase/* ]] || continue
    if cmp -s "$work/x86-64/$file" "$work/$name/$file"; then
      said=equal
    elif [[ $file != *.csv ]] || ! said=$(differences "$work/x86-64/$file" "$work/$name/$file" 2>&1); then
      said="NOT EQUAL ${said:-}"
      held=
    fi
    printf '%-5s %-28s %s\n' "$name" "$file" "$said"
  done < <(cd "$work/x86-64" && find . -type f ! -name manifest.json ! -name log -printf '%P\n' | sort)
}

verbs x86-64 twins "$JDK25/bin/java"
verbs x86-64 kernels "$JDK25/bin/java"
cmp "$work"/x86-64/verbs-*.txt || fail "twins and kernels differ on x86-64"
commands x86-64 "$JDK25/bin/java"
for name in neon sve; do
  cpu=neoverse-n1
  [ "$name" = neon ] || cpu=max
  verbs "$name" twins "${emulated[@]}" "$cpu" "$java"
  verbs "$name" kernels "${emulated[@]}" "$cpu" "$java"
  commands "$name" "${emulated[@]}" "$cpu" "$java"
  compare "$name"
done
[ -n "$held" ] || fail "results differ that should be equal (after $((SECONDS / 60)) minutes)"
echo "aarch64: all held, in $((SECONDS / 60)) minutes"
