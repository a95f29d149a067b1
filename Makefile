# One command each; every target makes its own environment from nothing but Python 3.11+ and the package index.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
SAMPLES := $(wildcard samples/*/*.yaml)
DRAFTS := samples/zfxxgk-2021/qiaokou-district-2022.yaml

FORMAT :=
PEERS ?= $(HOME)/.cache/nianbao-bench

.PHONY: render pdf test prose lint bench schema docs clean

render: $(VENV)/installed
	$(BIN)/render $(filter-out $(DRAFTS),$(SAMPLES)) -o out $(FORMAT:%=--format %)
	$(BIN)/render --draft $(DRAFTS) -o out $(FORMAT:%=--format %) || test $$? -eq 1

# needs a Chinese font on this machine
pdf: $(VENV)/typst
	$(MAKE) render FORMAT=pdf

test: $(VENV)/tested
	$(BIN)/python -m pytest

# how well contradictions and numbers in prose are told
prose: $(VENV)/tested
	$(BIN)/python -m tests.prose -v

lint: $(VENV)/linted
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# beside its peers, which are installed outside the repository; one that cannot be installed is named in the table
bench: $(VENV)/tested $(PEERS)/installed
	$(BIN)/python -m compileall -q generator
	$(BIN)/python -m bench --peers $(PEERS)

schema: $(VENV)/installed
	for form in templates/*/template.yaml; do $(BIN)/nianbao schema $$(basename $$(dirname $$form)) --write; done

docs: $(VENV)/installed
	$(BIN)/python -m generator rule --all > docs/rules.md

clean:
	rm -rf $(VENV) out build dist

$(VENV)/installed: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; try make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	touch $@

$(PEERS)/installed: bench/peers/docxtpl.txt bench/peers/rust-docxtpl.txt bench/peers/package.json
	for peer in docxtpl rust-docxtpl; do \
	  $(PYTHON) -m venv $(PEERS)/$$peer && $(PEERS)/$$peer/bin/python -m pip install --quiet -r bench/peers/$$peer.txt; \
	done; true
	mkdir -p $(PEERS)/node && cp bench/peers/package.json $(PEERS)/node/
	npm install --silent --no-package-lock --prefix $(PEERS)/node || true
	touch $@

$(VENV)/typst: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[pdf]"
	touch $@

$(VENV)/dask: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[dask]"
	touch $@

$(VENV)/tested: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --group test
	touch $@

$(VENV)/linted: $(VENV)/tested
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --group lint
	touch $@
