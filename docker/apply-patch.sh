#!/bin/sh
# Patches the installed OpenHands in memory, verifies each patch, and becomes the server:
#   apply-patch.sh uvicorn openhands.server.listen:app --host 0.0.0.0 --port 3000
#   apply-patch.sh --check [--json]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
export PYTHONPATH="$here/server:$here${PYTHONPATH:+:$PYTHONPATH}"
exec "${PYTHON:-python3}" -m openhands_multiuser.start "$@"
