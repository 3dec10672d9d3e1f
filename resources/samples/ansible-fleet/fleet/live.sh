#!/bin/sh
# The version the hosts in rotation serve: one when they agree, else each with how many hosts have it.
set -eu
seen=$(for host in "$FLEET_ROOT"/web-*; do
  [ -e "$host/in-rotation" ] && cat "$host/current/VERSION"
done | sort | uniq -c | sed 's/^ *//') || :
case $(printf '%s\n' "$seen" | wc -l) in
  1) [ -n "$seen" ] && echo "${seen#* }" || echo nothing ;;
  *) printf '%s\n' "$seen" | sed 's/\(.*\) \(.*\)/\2 on \1/' | paste -sd, - ;;
esac
