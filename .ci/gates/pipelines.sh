#!/usr/bin/env bash
# The action and the pipelines against the schemas of their forges. Gitea reads GitHub's workflows; Gitee Go has no schema.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

check() { # a schema that check-jsonschema brings, and what is held against it
  .ci/gates/.venv/bin/check-jsonschema --builtin-schema "vendor.$1" "${@:2}"
}
check github-actions action.yml
check github-workflows docs/ci/github.yml docs/ci/gitea.yml
check gitlab-ci --data-transform gitlab-ci docs/ci/gitlab-ci.yml
echo "pipelines: ok, docs/ci/gitee-go.yml unchecked for want of a schema"
