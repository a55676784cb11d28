# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2015
# Sourced: sets JDK25 to the home of a JDK of version 25 or later, and JDK25_BUILD to what tells it
# from other builds, or stops with one sentence.
# Looked at in this order: RIDGELINE_JDK, JAVA_HOME, the java on the path, the usual folders.
# One that RIDGELINE_JDK names is used or refused, never replaced by another. Who only runs programs
# sets jdk_needs=java, and a runtime without a compiler will do.
JDK25=""
JDK25_BUILD=""
if [ -n "${RIDGELINE_JDK:-}" ]; then
  jdk_homes=("$RIDGELINE_JDK")
else
  jdk_homes=("${JAVA_HOME:-}"
    "$(command -v java >/dev/null 2>&1 && dirname "$(dirname "$(readlink -f "$(command -v java)")")" || true)"
    /usr/lib/jvm/* /opt/java/* /opt/jdk* /usr/java/* "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/*
    "${HOME:-}"/.m2/jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home)
fi
for jdk_home in "${jdk_homes[@]}"; do
  [ -n "$jdk_home" ] && [ -x "$jdk_home/bin/java" ] && [ -x "$jdk_home/bin/${jdk_needs:-javac}" ] && [ -r "$jdk_home/release" ] || continue
  # Read without another process: every command of the launcher waits for this.
  jdk_version=0
  JDK25_BUILD=""
  while IFS='="' read -r jdk_key _ jdk_value _; do
    case $jdk_key in
      JAVA_VERSION) jdk_version=${jdk_value%%[!0-9]*} ;;
      JAVA_RUNTIME_VERSION | IMPLEMENTOR) JDK25_BUILD+=${jdk_value//[!A-Za-z0-9.+-]/}- ;;
    esac
  done <"$jdk_home/release"
  if [ "${jdk_version:-0}" -ge 25 ]; then
    JDK25=$jdk_home
    break
  fi
done
if [ -z "$JDK25" ] && [ -n "${RIDGELINE_JDK:-}" ]; then
  echo "ridgeline: RIDGELINE_JDK '$RIDGELINE_JDK' is not the folder of a JDK of version 25 or later" >&2
  exit 1
elif [ -z "$JDK25" ]; then
  echo "ridgeline: no JDK 25 found: install one (for example Temurin 25), or set RIDGELINE_JDK to its folder" >&2
  exit 1
fi
