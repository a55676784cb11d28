#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Manual pages of all commands into target/man: AsciiDoc by picocli and, where asciidoctor is
# installed, pages for man.
set -euo pipefail
cd "$(dirname "$0")/.."
. ci/find-jdk.sh
version=$(sed -n 's:.*<dep.picocli.version>\(.*\)</.*:\1:p' pom.xml)
./ridgeline --version >/dev/null # builds what is missing
mvn -q -B -ntp -N dependency:copy -Dartifact="info.picocli:picocli-codegen:$version" \
  -DoutputDirectory=target/man-tools
rm -rf target/man
mkdir -p target/man
"$JDK25/bin/java" -cp "target/man-tools/*:$(<experiments/target/ridgeline.classpath)" \
  ci/ManPages.java target/man
if command -v asciidoctor >/dev/null 2>&1; then
  asciidoctor -b manpage target/man/*.adoc
  echo "manual pages: target/man (MANPATH wants them in a folder man1)"
else
  echo "AsciiDoc: target/man; asciidoctor, which would make pages for man of it, is not installed"
fi
