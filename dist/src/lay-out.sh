#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Called by Maven: lay-out.sh VERSION TIMESTAMP
# Puts the archive's folder together under target/layout from what the modules have built, and on
# Linux on x86-64 the archive with a Java runtime and caches of its own.
set -euo pipefail
cd "$(dirname "$0")/.."
. ../ci/find-jdk.sh
. ../ci/utf8-locale.sh
version=$1 stamp=$2

# The runtime: what the command, its pictures and the add-ons ask for.
modules=java.base,java.desktop,java.logging,java.management,java.naming,java.sql,java.xml
modules+=,jdk.charsets,jdk.incubator.vector,jdk.management,jdk.unsupported,jdk.zipfs

built=../experiments/target
main_jar=$built/ridgeline-experiments-$version.jar
layout=target/layout
folder=$layout/ridgeline-$version
rm -rf "$layout" target/linux
mkdir -p "$folder"/bin "$folder"/lib/start "$folder"/licences "$folder"/share/bash-completion/completions

cp src/bin/ridgeline src/bin/ridgeline.bat "$folder/bin/"
cp ../ci/start.sh ../ci/find-jdk.sh ../ci/utf8-locale.sh "$folder/lib/start/"
cp ../README.md ../CHANGELOG.md "$folder/"
cp ../LICENSE "$folder/licences/LICENSE"
cp ../workbench/target/classes/dev/ridgeline/workbench/report/font/LICENSE "$folder/licences/DejaVu-fonts.txt"
cp ../workbench/target/classes/dev/ridgeline/workbench/report/uplot/LICENSE "$folder/licences/uPlot.txt"

# A class is looked for in one jar after the other: those that are asked for most come first.
cp "$main_jar" "$built"/lib/*.jar "$folder/lib/"
for jar in "$folder"/lib/picocli-*.jar; do
  "$JDK25/bin/java" ../ci/NewerClasses.java "$jar" "$jar.new"
  mv "$jar.new" "$jar"
done
(
  cd "$folder/lib"
  for jar in ridgeline-experiments-*.jar ridgeline-*.jar picocli-*.jar *.jar; do echo "$jar"; done
) | awk '!seen[$0]++' >"$folder/lib/classpath"

# What the licences of the libraries say, each by the name of its jar.
for jar in "$PWD/$folder"/lib/*.jar; do
  rm -rf target/notices
  mkdir -p target/notices
  (cd target/notices && "$JDK25/bin/jar" --extract --file "$jar" \
    META-INF/LICENSE META-INF/LICENSE.txt META-INF/NOTICE META-INF/NOTICE.txt LICENSE)
  name=$(basename "$jar" .jar)
  find target/notices -type f -print0 | sort -z | xargs -0 -r cat >"$folder/licences/$name.txt"
  [ -s "$folder/licences/$name.txt" ] || rm "$folder/licences/$name.txt"
done

RIDGELINE_JDK=$JDK25 "$folder/bin/ridgeline" completion >"$folder/share/bash-completion/completions/ridgeline"
if [ -d ../target/man ] && compgen -G '../target/man/*.1' >/dev/null; then
  mkdir -p "$folder/share/man/man1"
  cp ../target/man/*.1 "$folder/share/man/man1/"
fi
rm -rf "$folder/caches"
# The caches know jars by their times, and archives are the same whenever they are made.
find "$layout" -exec touch -d "$stamp" {} +

# Add-ons to unpack over the folder, of what else has been built: -Pdist,parquet for instance.
addon() {
  local name=$1 jar addon=target/addons/$1/ridgeline-$version/lib/addons/$1
  shift
  [ -f "$1" ] || return 0
  mkdir -p "$addon"
  for jar; do
    [ -f "$folder/lib/$(basename "$jar")" ] || cp "$jar" "$addon/"
  done
  find "target/addons/$name" -exec touch -d "$stamp" {} +
  "$JDK25/bin/jar" --create --no-manifest --date="$stamp" --file "target/ridgeline-$name-$version.zip" -C "target/addons/$name" .
}
rm -rf target/addons
addon parquet ../workbench/parquet/target/ridgeline-parquet-"$version".jar ../workbench/parquet/target/lib/*.jar
addon neural ../neural/target/ridgeline-neural-"$version".jar ../neural/target/lib/*.jar

case $(uname -s)-$(uname -m) in
  Linux-x86_64) ;;
  *) exit 0 ;;
esac
linux=target/linux/ridgeline-$version
mkdir -p target/linux
cp -a "$folder" "$linux"
"$JDK25/bin/jlink" --add-modules "$modules" --strip-debug --no-header-files --no-man-pages --compress zip-0 \
  --generate-cds-archive --output "$linux/runtime" >target/jlink.log 2>&1
find "$linux" -exec touch -d "$stamp" {} +

# Filled where the archive will never be: a cache must not mind where it is unpacked.
launcher=$PWD/$linux/bin/ridgeline
JDK25=$PWD/$linux/runtime
caches=$PWD/$linux/caches
classpath=
while IFS= read -r jar; do
  classpath+=${classpath:+:}$PWD/$linux/lib/$jar
done <"$linux/lib/classpath"
. ../ci/start.sh
mkdir -p "$caches"
make_help
for cache in help "${small_commands[@]}" large; do
  make_cache "$cache"
done
for cache in "$caches"/*.aot "$caches"/*.jsa; do
  [ -s "$cache" ] || {
    echo "dist: $cache could not be made" >&2
    exit 1
  }
done
chmod -R u+w,go-w,a+rX "$linux"
tar --sort=name --owner=0 --group=0 --numeric-owner -C target/linux -cf - "ridgeline-$version" |
  gzip -n >"target/ridgeline-$version-linux-x64.tar.gz"
