#!/bin/sh
# Stops every process of the sample on this machine, or only those of PARCEL_PORT_BASE.
exec node "$(dirname "$0")/stop.mjs" all
