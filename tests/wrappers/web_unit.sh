#!/usr/bin/env bash
# The desk's unit tests (Vitest), with the Node that the other scripts use.
set -euo pipefail
# shellcheck source=script/lib.sh
source "$(dirname "$0")/../../script/lib.sh"
exec npm test --prefix web --loglevel=error
