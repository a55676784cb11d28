#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds the archives and proves the one of Linux in an empty root file system: no JDK, no fonts, no
# HOME, read-only, as another user, from two folders side by side; its results are those of the
# checkout, byte for byte. Needs root (chroot). Prints what it checked; exit 0 only if all held.
#   ci/dist.sh [--built] [TABLE.csv RESPONSE]    another table for transfer than the drawn one
set -euo pipefail
cd "$(dirname "$0")/.."
built=
if [ "${1:-}" = --built ]; then
  built=yes
  shift
fi
[ -n "$built" ] || mvn -q -B -Pdist -DskipTests package
archive=$(echo dist/target/ridgeline-*-linux-x64.tar.gz)
# Mounts are this process's own and go with it: the JVM finds its libraries by /proc.
if [ -z "${RIDGELINE_DIST_MOUNTS:-}" ]; then
  RIDGELINE_DIST_MOUNTS=own exec unshare --mount --propagation private "$0" --built "$@"
fi
root=$(mktemp -d)
checkout=$PWD
trap 'umount "$root/proc"; rm -rf "$root"' EXIT

# Bash, a handful of tools, the C library and what the JVM itself asks for: nothing else.
copy() {
  local file=$1 library
  mkdir -p "$root/$(dirname "$file")"
  cp -L "$file" "$root/$file"
  for library in $(ldd "$file" 2>/dev/null | grep -o '/[^ ]*'); do
    mkdir -p "$root/$(dirname "$library")"
    [ -e "$root/$library" ] || cp -L "$library" "$root/$library"
  done
}
chmod 755 "$root"
mkdir -p "$root"/{dev,tmp,proc,files,opt/a,opt/b}
chmod 1777 "$root/tmp" "$root/files"
mount -t proc proc "$root/proc"
mknod -m 666 "$root/dev/null" c 1 3
mknod -m 444 "$root/dev/urandom" c 1 9
ln -s /proc/self/fd "$root/dev/fd" # as every container has it
for tool in bash readlink find env; do copy "$(command -v "$tool")"; done
[ -e "$root/bin/bash" ] || { mkdir -p "$root/bin" && ln -s "$(command -v bash)" "$root/bin/bash"; }
[ -e "$root/usr/bin/env" ] || { mkdir -p "$root/usr/bin" && ln -s "$(command -v env)" "$root/usr/bin/env"; }
for folder in a b; do tar -xzf "$archive" -C "$root/opt/$folder" --strip-components=1; done
while read -r library; do
  for needed in $(ldd "$library" 2>/dev/null | grep -o '=> /[^ ]*' | cut -c4-); do
    case $needed in
      "$root"/*) ;;
      *) mkdir -p "$root/$(dirname "$needed")" && { [ -e "$root/$needed" ] || cp -L "$needed" "$root/$needed"; } ;;
    esac
  done
done < <(find "$root/opt/a/runtime" -name '*.so' ! -name '*xawt*' ! -name '*jawt*')
chmod -R a-w "$root/opt"

table=${1:-}
response=${2:-y}
if [ -z "$table" ]; then
  table=$root/files/drawn.csv
  awk 'BEGIN { srand(3); print "a,b,c,d,e,y"
    for (i = 0; i < 400; i++) { a = rand(); b = rand(); c = rand(); d = rand(); e = rand()
      printf "%.6f,%.6f,%.6f,%.6f,%.6f,%.6f\n", a, b, c, d, e, a - 2 * b + .3 * c + .4 * rand() } }' >"$table"
fi
cp "$table" "$root/files/table.csv"
head -301 "$table" >"$root/files/source.csv"
{ head -1 "$table" && tail -40 "$table"; } >"$root/files/target.csv"

mkdir -p "$root/files/here"
# In the root, as nobody, with nothing in the environment.
there() {
  local folder=$1
  shift
  chroot --userspec=65534:65534 "$root" /usr/bin/env -i -C /files PATH=/usr/bin:/bin \
    /bin/bash "/opt/$folder/bin/ridgeline" "$@"
}
both() {
  local name=$1 folder
  shift
  for folder in a b; do
    there "$folder" "$@" --out "$name-$folder" --quiet
  done
  (cd "$root/files" && "$checkout/ridgeline" "$@" --out "here/$name" --quiet)
  for folder in a b; do
    for file in "$root/files/here/$name"/*; do
      case $file in *manifest.json | *.lock) continue ;; esac
      cmp "$file" "$root/files/$name-$folder/${file##*/}"
    done
  done
  echo "dist: $name: $(find "$root/files/here/$name" -type f | wc -l) files, the same bytes from two folders and from the checkout"
}

there a --version
both phase phase --dimension 120 --seeds 3 --target-samples 20
both large phase --dimension 2000 --seeds 6 --no-exact --rho 0.5:1.5:3 --penalties logspace:1e-2:1e2:10
both path path --data source.csv --response "$response"
both transfer transfer --source source.csv --target target.csv --response "$response"
there a predict --model transfer-a/model.json --input table.csv --output predicted.csv --quiet
./ridgeline predict --model "$root/files/here/transfer/model.json" --input "$root/files/table.csv" \
  --output "$root/files/here/predicted.csv" --quiet
cmp "$root/files/here/predicted.csv" "$root/files/predicted.csv"
echo "dist: predict: the same bytes"
there a --help >/dev/null
if there a path --data none.csv --response y --out none >"$root/said" 2>&1; then
  echo "dist: a missing file was not refused" >&2
  exit 1
fi
grep -q none.csv "$root/said"
echo "dist: all held, from $(du -m "$archive" | cut -f1) MB"
