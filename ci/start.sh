# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034,SC2154
# Sourced by the launchers of a checkout and of an archive, which set
#   JDK25      home of the Java runtime
#   launcher   the launcher itself, which the small JVM becomes where work turns out large
#   classpath  all jars
#   caches     folder of what makes starts fast; what is not there is done without, and nothing is
#              written here unless a function says so
#
# Two JVMs run the one program, to the same bits. The small one has no Vector API and no C2, runs
# from an AOT cache of its command and is there at once. The large one compiles vector kernels first.
# The small one decides, before it has written anything, whether the large one pays.

main=dev.ridgeline.workbench.cli.Main
# Commands that may be small; each has a cache of its own, and its help is written down.
small_commands=(phase path transfer predict)

# A standard descriptor that is closed would be that of the next file opened. Of standard output one
# that cannot be written to takes the place, so that who writes there still hears of it.
: 3>&2 || exec 2>/dev/null
{ : 3<&0; } 2>/dev/null || exec </dev/null
{ : 3>&1; } 2>/dev/null || exec 1</dev/null

# Options of the user's own for the JVM. Next to some of them ours would not even start.
own="${JDK_JAVA_OPTIONS:-} ${JAVA_TOOL_OPTIONS:-} ${_JAVA_OPTIONS:-}"
case $own in
  *-XX:+Use*GC*) small_gc=() large_gc=() ;;
  *) small_gc=(-XX:+UseSerialGC) large_gc=(-XX:+UseParallelGC) ;;
esac

# The same for a command and for what fills its cache, or the JVM refuses the cache.
small_jvm=("$JDK25/bin/java" --enable-native-access=ALL-UNNAMED
  -XX:TieredStopAtLevel=1 "${small_gc[@]}" -XX:-UsePerfData -Djava.awt.headless=true -Dridgeline.simd=twins)
large_jvm=("$JDK25/bin/java" --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED
  --add-opens java.base/java.io=ALL-UNNAMED "${large_gc[@]}" -Djava.awt.headless=true)

# The width of the terminal that standard error is; 0 where it is none.
columns=0
if [ -t 2 ] && [ "${TERM:-dumb}" != dumb ]; then
  read -r _ columns < <(stty size <&2 2>/dev/null) || true
  [ "${columns:-0}" -gt 0 ] || columns=80
fi

# The command among the arguments, empty if there is none.
command_of() {
  while [ $# -gt 0 ]; do
    case $1 in
      --threads | --backend) shift ;;
      -*) ;;
      *)
        echo "$1"
        return
        ;;
    esac
    [ $# -eq 0 ] || shift
  done
}

# Whether a cluster computes.
names_spark() {
  local before= argument
  for argument; do
    case $before$argument in
      --executor=spark | --executorspark) return 0 ;;
    esac
    before=
    [ "$argument" != --executor ] || before=$argument
  done
  return 1
}

# Whether a command may be small. Others always pay for the large JVM, know no shapes beforehand, or
# ask for what is not in the small one. So do users with a mind of their own about vectors.
may_be_small() {
  case $own in
    *ridgeline.simd* | *jdk.incubator.vector* | *-Xint*) return 1 ;;
  esac
  [ -z "${RIDGELINE_SIMD:-}" ] || return 1
  case ${RIDGELINE_START:-} in
    large) return 1 ;;
    small) return 0 ;;
  esac
  [[ -z $1 || " help completion ${small_commands[*]} " == *" $1 "* ]] || return 1
  shift
  ! names_spark "$@" || return 1
  local argument file files=()
  for argument; do
    case $argument in
      # standard input can be read once: nobody could begin again
      - | *,- | -,* | *,-,* | *=- | cuda | --backend=cuda) return 1 ;;
    esac
    file=${argument#--*=}
    [ ! -f "$file" ] || files+=("$file")
  done
  [ ${#files[@]} -eq 0 ] || [ -z "$(find -L "${files[@]}" -size +256M -print -quit 2>/dev/null)" ]
}

# Help that was written down when the program was built.
print_help() {
  local text
  case $#:${1:-}:${2:-} in
    1:--help: | 1:-h: | 1:help:) text=$caches/help/ridgeline.txt ;;
    2:*:--help | 2:*:-h) text=$caches/help/$1.txt ;;
    2:help:*) text=$caches/help/$2.txt ;;
    *) return 1 ;;
  esac
  case ${text##*/} in -*) return 1 ;; esac
  [ "$columns" -eq 0 ] || [ "$columns" -eq 80 ] || return 1
  [ -f "$text" ] && printf '%s\n' "$(<"$text")"
}

# The JVM says on its standard error that the Vector API is incubating, and no option silences it.
# So that descriptor leads through a filter, which keeps that line and passes on all others. What
# Java prints goes straight to the real standard error, descriptor 3, which stays a terminal.
without_notice() {
  trap '' INT TERM HUP
  local line
  while IFS= read -r line; do
    [ "$line" = 'WARNING: Using incubator modules: jdk.incubator.vector' ] || printf '%s\n' "$line"
  done
  printf '%s' "$line"
}

# Decides which JVM runs these arguments and what it starts from: sets command, small, name and cache.
# Caches are named by commands; those without one of their own share one.
choose_start() {
  command=$(command_of "$@")
  if may_be_small "$command" "$@"; then
    small=yes name=help
    [[ " ${small_commands[*]} " != *" $command "* ]] || name=$command
    cache=$caches/$name.aot
  else
    small='' name=large
    [ "$command" != neural ] || name=neural
    cache=$caches/$name.jsa
  fi
}

# Becomes the JVM that was chosen.
start() {
  local jvm said=() from=()
  # Results that go to a file or a pipe are UTF-8 in every locale, as the files are.
  [ -t 1 ] || said=(-Dstdout.encoding=UTF-8)
  said+=("-Dridgeline.stderr.columns=$columns")
  if [ -s "$cache" ] && [[ $own != *-Xshare* && $own != *Shared* && $own != *AOT* ]]; then
    # A cache that does not fit after all, to options in JDK_JAVA_OPTIONS for instance, is passed over.
    # The JVM would call that an error, on standard output, so its log is off but for the system's.
    from=(-XX:SharedArchiveFile="$cache" -Xlog:disable '-Xlog:os*=warning:stderr')
    [ -z "$small" ] || from[0]=-XX:AOTCache=$cache
  fi
  if [ -n "$small" ]; then
    exec "${small_jvm[@]}" "${from[@]}" "-Dridgeline.start.large=$launcher" -Dridgeline.stderr.descriptor=2 \
      "${said[@]}" -cp "$classpath" "$main" "$@"
  fi
  unset RIDGELINE_START
  jvm=("${large_jvm[@]}")
  # ND4J, of 2022, still does what the JVM warns about.
  [ "$command" != neural ] || jvm+=(--sun-misc-unsafe-memory-access=allow)
  # What Spark gives its own drivers. Beside it the cache does not fit, which the JVM passes over.
  if names_spark "$@"; then
    local package
    jvm+=(--sun-misc-unsafe-memory-access=allow -Dio.netty.tryReflectionSetAccessible=true
      -Dslf4j.internal.verbosity=ERROR -Dslf4j.provider=org.apache.logging.slf4j.SLF4JServiceProvider) # networks bring another one
    for package in java.lang java.lang.invoke java.lang.reflect java.net java.nio java.util java.util.concurrent \
      java.util.concurrent.atomic jdk.internal.ref sun.nio.ch sun.nio.cs sun.util.calendar; do
      jvm+=(--add-opens "java.base/$package=ALL-UNNAMED")
    done
  fi
  exec 3>&2
  exec "${jvm[@]}" "${from[@]}" -Dridgeline.stderr.descriptor=3 "${said[@]}" -cp "$classpath" "$main" "$@" \
    2> >(without_notice >&3 3>&-)
}

# Fills a cache by running the command on something small, in a scratch folder of the caches.
# Without it everything works, and starts more slowly.
#   make_cache NAME   phase, path, transfer, predict, help, large or neural
make_cache() {
  local name=$1 work=$caches/work.$$ new jvm what
  mkdir -p "$work" 2>/dev/null || return 1
  awk 'BEGIN { srand(7); print "a,b,c,d,y"
    for (i = 0; i < 60; i++) { a = rand(); b = rand(); c = rand(); d = rand()
      printf "%.6f,%.6f,%.6f,%.6f,%.6f\n", a, b, c, d, a - 2 * b + .3 * c + .2 * rand() } }' >"$work/table.csv"
  jvm=("${small_jvm[@]}" "-Dridgeline.start.large=$launcher")
  new=$work/$name.aot
  case $name in
    phase) what=(phase --dimension 60 --seeds 2 --out "$work/out") ;;
    path) what=(path --data "$work/table.csv" --response y --out "$work/out") ;;
    transfer) what=(transfer --source "$work/table.csv" --target "$work/table.csv" --target-rows 20
      --response y --out "$work/out") ;;
    predict)
      "${jvm[@]}" -cp "$classpath" "$main" path --data "$work/table.csv" --response y --no-report \
        --quiet --out "$work/out" >/dev/null 2>&1 </dev/null || true
      what=(predict --model "$work/out/model.json" --input "$work/table.csv" --output "$work/predicted.csv")
      ;;
    help) what=(--help) ;;
    large | neural)
      jvm=("${large_jvm[@]}")
      new=$work/$name.jsa
      what=(phase --dimension 60 --seeds 2 --no-exact --no-report --out "$work/out")
      if [ "$name" = neural ]; then
        jvm+=(--sun-misc-unsafe-memory-access=allow)
        what=(neural teacher-student --profile smoke --seeds 1 --no-report --out "$work/out")
      fi
      ;;
  esac
  case $new in
    *.aot) jvm+=("-XX:AOTCacheOutput=$new") ;;
    *) jvm+=("-XX:ArchiveClassesAtExit=$new") ;;
  esac
  if env -u JDK_JAVA_OPTIONS -u JAVA_TOOL_OPTIONS -u _JAVA_OPTIONS -u RIDGELINE_BACKEND -u RIDGELINE_SIMD \
    "${jvm[@]}" -cp "$classpath" "$main" "${what[@]}" --quiet >"$work/said" 2>&1 </dev/null && [ -s "$new" ]; then
    mv -f "$new" "$caches/${new##*/}"
  else
    : >"$caches/${new##*/}"
    [ -z "${verbose:-}" ] || cat "$work/said" >&2
  fi
  rm -rf "$work"
}

# Writes down the help of every command.
make_help() {
  local work=$caches/help.$$ name
  mkdir -p "$work" 2>/dev/null || return 1
  "${small_jvm[@]}" -cp "$classpath" "$main" --help >"$work/ridgeline.txt" 2>/dev/null </dev/null || true
  for name in "${small_commands[@]}"; do
    "${small_jvm[@]}" -cp "$classpath" "$main" "$name" --help >"$work/$name.txt" 2>/dev/null </dev/null || true
  done
  rm -rf "$caches/help"
  mv "$work" "$caches/help"
}

# Makes what was chosen to start from, where that is missing and may be written. Two first uses at
# once: the second one waits and finds it made.
ensure_cache() {
  [ ! -f "$cache" ] || return 0
  mkdir -p "$caches" 2>/dev/null && { : >"$caches/lock"; } 2>/dev/null || return 0
  exec 9>"$caches/lock"
  ! command -v flock >/dev/null 2>&1 || flock 9
  case " $* " in *' --verbose '*) verbose=yes ;; esac
  [ -d "$caches/help" ] || make_help || true
  [ -f "$cache" ] || make_cache "$name" || true
  exec 9>&-
}
