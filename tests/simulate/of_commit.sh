#!/usr/bin/env bash
# of_commit.sh PROGRAM SECONDS: simulates desk-days with seeds that follow from the commit, so that each commit tries others
# and a failure can be repeated: PROGRAM SECONDS SEED runs from the seed it printed.
set -euo pipefail
commit=$(git -C "$(dirname "$0")" rev-parse --verify HEAD 2>/dev/null || echo 1)
exec "$1" "$2" "$((16#${commit:0:8}))"
