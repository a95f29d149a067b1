#!/usr/bin/env bash
# Schema and editor gates. Needs node 20 or later and npm. A gate that could not
# run fails: there is no skip.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

npm install --no-audit --no-fund --no-package-lock --silent || {
  echo "gates: FAIL npm install ended with $?; run it without --silent to see why" >&2
  exit 1
}
node ajv.mjs
node editor.mjs
