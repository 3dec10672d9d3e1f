#!/bin/sh
# A line for each host: its name, the version it serves, and whether it is in rotation.
set -eu
for host in "$FLEET_ROOT"/web-*; do
  version=$(cat "$host/current/VERSION" 2>/dev/null || echo nothing)
  if [ -e "$host/in-rotation" ]; then state=ok; else state='failing out of rotation'; fi
  echo "${host##*/} $version $state"
done
