#!/usr/bin/env bash
# The Debian packages that the gates need, installed where a program of theirs is missing.
set -euo pipefail

missing=()
need() { # a package, and what shows that it is there
  local package=$1
  shift
  "$@" >/dev/null 2>&1 || missing+=("$package")
}
calc() { find "$(dirname "$(readlink -f "$(command -v soffice)")")" -name 'libsclo.*' | grep -q .; }
font() { fc-list "$1" family | grep -q .; }

need chromium command -v /usr/bin/chromium
need default-jre-headless command -v java
need libreoffice-writer-nogui command -v soffice
need libreoffice-calc-nogui calc
need poppler-utils command -v pdftotext
need qpdf command -v qpdf
need fontconfig command -v fc-list
need fonts-noto-cjk font "Noto Serif CJK SC"
need fonts-liberation font "Liberation Serif"

if test "${#missing[@]}" -gt 0; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi
