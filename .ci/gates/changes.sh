#!/usr/bin/env bash
# A page of changes, put beside the rendered pages so that the page gate judges it too.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

samples=samples/zfxxgk-2021
.venv/bin/nianbao diff "$samples/hanshuiqiao-2022.yaml" "$samples/xisaishan-2022.yaml" --format html -o out/变化.html
