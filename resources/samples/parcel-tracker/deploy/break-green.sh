#!/bin/sh
# Breaks the running green while it serves: two of five lookups answer HTTP 500. `slow` makes it slow, `none` mends it.
# With several environments running, say which one: PARCEL_PORT_BASE=47080 deploy/break-green.sh
exec node "$(dirname "$0")/fault.mjs" "${1:-errors}"
