#!/bin/sh
exec node "$(dirname "$0")/stop.mjs"
