#!/usr/bin/env bash
# Every gate that needs tools from outside the project: schemas, editors, findings, hooks, documents, pages, an office,
# a cluster; and the one that takes minutes, a batch killed a hundred times.
# Needs python3 (3.11+), node 20 or later, npm and, where Debian packages are missing, apt-get. A gate that could not
# run fails: there is no skip. The documents are those that `make render` has left in out/; pictures of them are kept
# in out/pictures/. No package needs its install script, and one would download a browser.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

bash packages.sh
make --no-print-directory -C ../.. pdf .venv/dask
# the samples as a folder, one of which has errors: for its index page
../../.venv/bin/nianbao render ../../samples -o ../../out/samples || test $? -eq 1
npm install --ignore-scripts --no-audit --no-fund --no-package-lock --silent || {
  echo "gates: FAIL npm install ended with $?; run it without --silent to see why" >&2
  exit 1
}
test -x .venv/bin/python || "${PYTHON:-python3}" -m venv .venv
.venv/bin/python -m pip install --quiet --constraint ../../constraints.txt --requirement requirements.txt --editable "../..[form,hant,pdf]"

failed=0
node ajv.mjs || failed=1
node editor.mjs || failed=1
.venv/bin/python findings.py || failed=1
.venv/bin/python hooks.py || failed=1
bash pipelines.sh || failed=1
.venv/bin/python docx_gate.py || failed=1
bash changes.sh || failed=1
(cd ../.. && NIANBAO_REPORTS=1000 .venv/bin/python -m pytest tests/test_tables.py tests/test_excel_form.py) || failed=1
node pages.mjs || failed=1
rm -f ../../out/变化.html
.venv/bin/python office.py || failed=1
.venv/bin/python forms.py || failed=1
../../.venv/bin/python dask_gate.py || failed=1
(cd ../.. && NIANBAO_KILLS=100 NIANBAO_REPORTS=500 .venv/bin/python -m pytest tests/test_batch.py -k random_moments) || failed=1
.venv/bin/python breaks.py || failed=1
.venv/bin/python imported.py || failed=1
.venv/bin/python contradictions.py || failed=1
.venv/bin/python traditional.py || failed=1
exit "$failed"
