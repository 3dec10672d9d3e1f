#!/bin/sh
# Stops every process of the sample on this machine, or only those of QUOTE_PORTS, and removes their state.
exec node "$(dirname "$0")/stop.mjs"
