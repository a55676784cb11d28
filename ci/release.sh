#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Makes what a release would send to Maven Central, twice in two clones, compares the bytes, and
# builds and runs a consumer's project on it: on the class path, on the module path, as a jlink image
# and as an application of jpackage. The bundle stays in dist/target/bundle. Exit 0 only if all held.
#   ci/release.sh [URL]     where the project lives, for the poms (default: a name that is no host)
set -euo pipefail
cd "$(dirname "$0")/.."
. ci/find-jdk.sh
export JAVA_HOME=$JDK25
url=${1:-https://ridgeline.invalid}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
libraries=java-api,cpu-simd,native-cuda,native-cuda/jcuda,transfer,dist/bom

commit=$(git rev-parse HEAD) # both copies of one, whatever is committed meanwhile
for copy in one another; do
  git clone -q . "$scratch/$copy"
  git -C "$scratch/$copy" checkout -q "$commit"
  (cd "$scratch/$copy" && mvn -q -B -ntp -Prelease -pl "$libraries" -am -DskipTests \
    -Dridgeline.format.skip -Dridgeline.unchecked "-Dridgeline.url=$url" deploy)
done
# A snapshot is named by the time of its upload, which metadata tells too; a release is not.
for copy in one another; do
  while IFS= read -r file; do
    name=$(sed -E 's/-[0-9]{8}\.[0-9]{6}-[0-9]+/-SNAPSHOT/' <<<"${file#"$scratch/$copy/dist/target/bundle/"}")
    mkdir -p "$scratch/bytes/$copy/$(dirname "$name")"
    cp "$file" "$scratch/bytes/$copy/$name"
  done < <(find "$scratch/$copy/dist/target/bundle" -type f ! -name 'maven-metadata*' ! -name '*.sha*' ! -name '*.md5')
done
diff -r "$scratch/bytes/one" "$scratch/bytes/another"
echo "release: $(find "$scratch/bytes/one" -type f | wc -l) files, the same bytes from two folders"
while IFS= read -r jar; do
  # Not into a pipe that is closed early: jar would call that an error.
  listed=$("$JDK25/bin/jar" --list --file "$jar")
  for name in META-INF/LICENSE META-INF/NOTICE; do
    grep -q "^$name$" <<<"$listed" || {
      echo "release: $(basename "$jar") has no $name" >&2
      exit 1
    }
  done
done < <(find "$scratch/bytes/one" -name '*.jar' ! -name '*-tests.jar')
rm -rf dist/target/bundle
mkdir -p dist/target
cp -r "$scratch/one/dist/target/bundle" dist/target/bundle

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
"$JDK25/bin/jpackage" --type app-image --name consumer --runtime-image "$scratch/image" --input "$modules" \
  --main-jar "$(basename "$modules"/consumer-*.jar)" --main-class consumer.Consumer \
  --java-options "${flags[*]}" --dest "$scratch/application"
by_application=$("$scratch/application/consumer/bin/consumer" 2>/dev/null | said)
echo "release: class path: $by_class_path"
echo "release: module path: $by_module_path"
echo "release: jlink image: $by_image"
echo "release: jpackage: $by_application"
[ -n "$by_class_path" ] && [ "$by_class_path" = "$by_module_path" ] && [ "$by_class_path" = "$by_image" ] \
  && [ "$by_class_path" = "$by_application" ]
echo "release: all held; the bundle is dist/target/bundle"
