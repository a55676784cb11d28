#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The contract suite and timings of the cuda backend on real hardware.
#
#   ci/test-gpu.sh bundle DIR     where there is a JDK and Maven: puts the suite, the library and a Java
#                                 runtime of their own into DIR (some 65 MB), to be carried along
#   ci/test-gpu.sh run DIR JSON   on the machine with the GPU, which needs CUDA 12 or 13 and python3:
#                                 runs the suite from DIR and writes one JSON; fails without a GPU
#   ci/test-gpu.sh [JSON]         both, on a machine that has everything
#
# RIDGELINE_CUDA_LIBRARIES names the folder of CUDA's libraries where they are not in a usual place.
set -euo pipefail

fail() {
  echo "$0: $1" >&2
  exit 2
}

bundle() {
  local out root
  mkdir -p "$1"
  out=$(cd "$1" && pwd)
  root=$(cd "$(dirname "$0")/.." && pwd)
  cd "$root"
  # shellcheck source=ci/find-jdk.sh
  . ci/find-jdk.sh
  JAVA_HOME=$JDK25 mvn -q -B -ntp -pl native-cuda,cpu-simd -am package -DskipTests \
    -Dmaven.javadoc.skip -Dridgeline.format.skip
  rm -rf "$out/lib" "$out/runtime"
  mkdir -p "$out/lib"
  # the console holds JUnit; AssertJ brings what it needs
  JAVA_HOME=$JDK25 mvn -q -B -ntp -N dependency:copy-dependencies \
    -DincludeArtifactIds=assertj-core,byte-buddy -DoutputDirectory="$out/lib"
  JAVA_HOME=$JDK25 mvn -q -B -ntp -N dependency:copy -DoutputDirectory="$out/lib" \
    -Dartifact=org.junit.platform:junit-platform-console-standalone:1.14.4
  cp java-api/target/ridgeline-api-*.jar native-cuda/target/ridgeline-native-cuda-*.jar \
    cpu-simd/target/ridgeline-cpu-simd-*.jar "$out/lib/"
  "$JDK25/bin/jlink" --output "$out/runtime" --strip-debug --no-header-files --no-man-pages \
    --compress zip-6 \
    --add-modules java.logging,java.management,java.xml,jdk.incubator.vector,jdk.management,jdk.unsupported,jdk.zipfs
  cp "$0" "$out/test-gpu.sh"
  echo "$out: $(du -sm "$out" | cut -f1) MB"
}

run() {
  local dir=$1 json=$2 java work
  [ -x "$dir/runtime/bin/java" ] || fail "$dir holds no bundle: make one with '$0 bundle DIR'"
  command -v python3 >/dev/null || fail "python3 is needed to write the report"
  work=$(mktemp -d)
  java=("$dir/runtime/bin/java" --add-modules jdk.incubator.vector
    --enable-native-access=ALL-UNNAMED -Dtests.cudaHardware=true -Dtests.requireBackend=cuda
    -cp "$dir/lib/*")
  # A GPU or nothing: the suite would fail as well, but less clearly.
  "${java[@]}" dev.ridgeline.cuda.GpuPresent || exit 1
  "${java[@]}" org.junit.platform.console.ConsoleLauncher execute \
    --scan-classpath "$(echo "$dir"/lib/ridgeline-native-cuda-*-tests.jar)" \
    --include-classname '.*\.cuda\.(Cuda(?!Module)|Looped|Spectral)[A-Za-z]*Test' \
    --disable-banner --details=summary --reports-dir "$work/reports" || true
  # What cannot be measured does not cost the results of the suite.
  "${java[@]}" dev.ridgeline.cuda.CrossoverProbe "$work/crossovers.properties" 2>&1 |
    tee "$work/probe.txt" || true
  "${java[@]}" dev.ridgeline.cuda.GpuTimings "${RIDGELINE_GPU_DIVISOR:-1}" >"$work/timings.json" || true
  python3 - "$work" "$json" <<'PYTHON'
import glob, json, sys, time
import xml.etree.ElementTree as xml

work, target = sys.argv[1:]
tests, failed, bits = 0, [], []


def loaded(file, read):
    try:
        with open(work + file) as text:
            return read(text)
    except (OSError, ValueError) as missing:
        return {"missing": str(missing)}


for file in glob.glob(work + "/reports/*.xml"):
    for case in xml.parse(file).getroot().iter("testcase"):
        tests += 1
        name = case.get("classname") + "." + case.get("name")
        if case.find("skipped") is not None:
            failed.append(name + " (skipped)")
        elif case.find("failure") is not None or case.find("error") is not None:
            # the library may choose another kernel for another number of items
            (bits if "SameBitsInAnyBatch" in name else failed).append(name)


def properties(text):
    pairs = (line.strip().split("=") for line in text if not line.startswith("#"))
    return {key: int(value) for key, value in pairs}


def measured(text):
    # without the JVM's warnings, and without the file that is gone by then
    return [line.strip().split(" -> ")[0] for line in text if not line.startswith("WARNING")]


report = {
    "date": time.strftime("%Y-%m-%d"),
    "tests": tests,
    "failed": failed,
    "bits_that_depend_on_the_batch": bits,
    "crossovers": loaded("/crossovers.properties", properties),
    "probe": loaded("/probe.txt", measured),
    "timings": loaded("/timings.json", json.load),
}
with open(target, "w") as out:
    json.dump(report, out, indent=2)
    out.write("\n")
print(f"{tests} tests, {len(failed)} failed, {len(bits)} where bits depend on the batch: {target}")
sys.exit(1 if failed or tests == 0 else 0)
PYTHON
}

case ${1:-} in
  bundle)
    [ $# -eq 2 ] || fail "usage: $0 bundle DIR"
    bundle "$2"
    ;;
  run)
    [ $# -eq 3 ] || fail "usage: $0 run DIR JSON"
    run "$2" "$3"
    ;;
  *)
    [ $# -le 1 ] || fail "usage: $0 [JSON]"
    here=$(mktemp -d)
    bundle "$here"
    run "$here" "${1:-gpu.json}"
    ;;
esac
