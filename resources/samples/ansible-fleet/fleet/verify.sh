#!/bin/sh
# Fails unless every host of the fleet is in rotation with this version.
set -eu
wanted=$1
failed=0
for host in "$FLEET_ROOT"/web-*; do
  version=$(cat "$host/current/VERSION" 2>/dev/null || echo nothing)
  if [ -e "$host/in-rotation" ]; then rotation='in rotation'; else rotation='OUT OF ROTATION'; fi
  echo "${host##*/}  $version  $rotation"
  if [ "$version" != "$wanted" ] || [ "$rotation" != 'in rotation' ]; then failed=1; fi
done
exit $failed
