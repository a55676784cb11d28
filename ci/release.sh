#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Makes what a release would send to Maven Central, twice in two clones, compares the bytes, and
# builds and runs a consumer's project on it: on the class path, on the module path and as a jlink
# image. The bundle stays in dist/target/bundle. Exit 0 only if all held.
#   ci/release.sh [URL]     where the project lives, for the poms (default: a name that is no host)
set -euo pipefail
cd "$(dirname "$0")/.."
. ci/find-jdk.sh
export JAVA_HOME=$JDK25
url=${1:-https://ridgeline.invalid}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
libraries=java-api,cpu-simd,native-cuda,native-cuda/jcuda,transfer,dist/bom

for copy in one another; do
  git clone -q . "$scratch/$copy"
  (cd "$scratch/$copy" && mvn -q -B -ntp -Prelease -pl "$libraries" -am -DskipTests \
    -Dridgeline.format.skip -Dridgeline.unchecked "-Dridgeline.url=$url" deploy)
done
# Metadata tells the time of the upload; it is made anew by whoever receives the bundle.
find "$scratch" -name 'maven-metadata*' -path '*bundle*' -delete
# A snapshot is named by the time it was uploaded, a release is not.
names() { (cd "$1" && find . -type f | sed -E 's/-[0-9]{8}\.[0-9]{6}-[0-9]+/-SNAPSHOT/' | sort); }
one=$scratch/one/dist/target/bundle another=$scratch/another/dist/target/bundle
diff <(names "$one") <(names "$another")
while IFS= read -r -d '' file; do
  twin=$(find "$another" -type f -path "*${file#"$one"}" -o -type f -name "$(basename "$file" |
    sed -E 's/-[0-9]{8}\.[0-9]{6}-[0-9]+/-*/')" | head -1)
  cmp "$file" "$twin"
done < <(find "$one" -type f ! -name '*.sha*' ! -name '*.md5' -print0)
echo "release: $(names "$one" | grep -c -v '\.\(md5\|sha[0-9]*\)$') files, the same bytes from two folders"
for file in $(names "$one" | grep '\.jar$' | grep -v -e -tests); do
  jar=$(find "$one" -type f | grep -F "$(dirname "$file" | cut -c2-)/" |
    grep -E "$(basename "$file" .jar | sed 's/SNAPSHOT/(SNAPSHOT|[0-9.-]+)/')\.jar$" | head -1)
  # Not into a pipe that is closed early: jar would call that an error.
  listed=$("$JDK25/bin/jar" --list --file "$jar")
  for name in META-INF/LICENSE META-INF/NOTICE; do
    grep -q "^$name$" <<<"$listed" || {
      echo "release: $file has no $name" >&2
      exit 1
    }
  done
done
rm -rf dist/target/bundle
mkdir -p dist/target
cp -r "$one" dist/target/bundle

# A project of a user's, with nothing but the bundle and what Central has.
consumer=$scratch/consumer
mkdir -p "$consumer/src/main/java/consumer"
version=$(sed -n 's:^  <version>\(.*\)</version>:\1:p' pom.xml | head -1)
sed -e "s:@BUNDLE@:file\://$PWD/dist/target/bundle:" -e "s:@VERSION@:$version:" ci/consumer/pom.xml >"$consumer/pom.xml"
cp ci/consumer/Consumer.java "$consumer/src/main/java/consumer/"
cp ci/consumer/module-info.java "$consumer/src/main/java/"
(cd "$consumer" && mvn -q -B -ntp -U package)
modules=$consumer/target/modules
cp "$consumer"/target/consumer-*.jar "$modules/"
flags=(--add-modules jdk.incubator.vector)
said() { grep -v -e 'incubator modules' | tail -1; }
by_class_path=$("$JDK25/bin/java" "${flags[@]}" -cp "$modules/*" consumer.Consumer 2>/dev/null | said)
by_module_path=$("$JDK25/bin/java" -p "$modules" --add-modules dev.ridgeline.simd -m consumer/consumer.Consumer 2>/dev/null | said)
# jlink takes no automatic modules: java-api and cpu-simd have none below them, transfer stands on
# Hipparchus, which has, so that an image of it runs from the class path of its jars.
"$JDK25/bin/jlink" --add-modules java.base,java.logging,java.management,jdk.management,jdk.incubator.vector \
  --output "$scratch/image" >/dev/null 2>&1
by_image=$("$scratch/image/bin/java" "${flags[@]}" -cp "$modules/*" consumer.Consumer 2>/dev/null | said)
echo "release: class path: $by_class_path"
echo "release: module path: $by_module_path"
echo "release: jlink image: $by_image"
[ -n "$by_class_path" ] && [ "$by_class_path" = "$by_module_path" ] && [ "$by_class_path" = "$by_image" ]
echo "release: all held; the bundle is dist/target/bundle"
