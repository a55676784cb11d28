# SPDX-License-Identifier: Apache-2.0
# Sourced. Under the C locale, that of cron and of many containers, the JVM takes file names and
# arguments for ASCII, and no option tells it otherwise: another locale does, where there is one.
case $(locale charmap 2>/dev/null || true) in
  ANSI_X3.4-1968 | US-ASCII | 646 | '')
    for utf8 in C.UTF-8 C.utf8 en_US.UTF-8; do
      # Bash warns of a locale that is not there.
      if [ "$(exec 2>/dev/null; LC_ALL=$utf8 locale charmap)" = UTF-8 ]; then
        { export LC_ALL=$utf8; } 2>/dev/null
        break
      fi
    done
    unset utf8
    ;;
esac
