#!/bin/sh
# The world before the release, by hand: blue and the proxy of production (or of PARCEL_PORT_BASE) are up.
PARCEL_PORT_BASE="${PARCEL_PORT_BASE:-47080}" exec node "$(dirname "$0")/prepare.mjs"
