#!/bin/sh
# Runs node with the V8 flags of a Duologue node: scripts/run-node.sh [NODE OPTION …] dist/main.js
# V8 sizes the young generation before any script runs, so v8.setFlagsFromString would be too late (measured on Node 20).
#
# --max-semi-space-size=32 (MiB): messages wait for their commit. In a smaller young generation many of them survive, and
# die in the old generation.
# --heap-growing-percent=300: the old generation may hold garbage of three times its live size before V8 collects it. V8's
# default collected every few seconds of a busy node, and paused it for 60 ms on one core (docs/performance.md).
exec node --max-semi-space-size=32 --heap-growing-percent=300 "$@"
