# 'make demo' shows what this is, 'make build' loads and builds your own systems, 'make help' lists the rest.
PYTHON ?= python3
BIN := .venv/bin
LOCK := uv pip compile --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet
DBT_BUILD := dbt build --exclude-resource-type unit_test
export LEARNING_MARTS_DB ?= $(CURDIR)/warehouse.duckdb
export DBT_PROFILES_DIR := $(CURDIR)

.PHONY: help setup demo build test docs lint mutants kill arrival compile-all bench lock
.DELETE_ON_ERROR:

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

# Each environment has a lock of its own. .venv holds what users need, and after 'make test' also the tools of
# developers; .venv-engines and .venv-ralph hold what must not share our libraries' versions.
INSTALL := pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r

.venv/.installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/$(INSTALL) requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

.venv/.installed-dev: requirements.dev.lock .venv/.installed
	$(BIN)/$(INSTALL) requirements.dev.lock
	touch $@

.venv-%/.installed: requirements.%.lock
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/$(INSTALL) $<
	touch $@

setup: .venv/.installed ## make the environment

demo: export LEARNING_MARTS_DB = $(CURDIR)/demo.duckdb
demo: .venv/.installed ## load a simulated campus and build its marts, in under two minutes
	$(BIN)/python -m demo
	cd demo && ../$(BIN)/dbt deps --quiet
	@echo "dbt build: models and data tests, about a minute"
	cd demo && DBT_PROFILES_DIR=. ../$(BIN)/$(DBT_BUILD) --quiet
	$(BIN)/learning-marts marts

build: .venv/.installed ## load what sources.yml names, then build models and run data tests
	$(BIN)/learning-marts load
	$(BIN)/$(DBT_BUILD)

test: .venv/.installed-dev .venv-engines/.installed .venv-ralph/.installed ## run everything that CI runs
	$(BIN)/pytest -q -n 2

docs: .venv/.installed ## write the documentation site as one file, target/static_index.html
	$(BIN)/dbt docs generate --static --quiet
	@echo "target/static_index.html"

lint: .venv/.installed-dev ## run ruff, mypy and sqlfluff
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict loaders
	$(BIN)/sqlfluff lint --disable-progress-bar models tests

mutants: .venv/.installed-dev ## put deliberate faults into the models; the suite has to catch each
	$(BIN)/python tests/tools/mutants.py

kill: .venv/.installed-dev ## kill loads and builds at 30 random moments
	LEARNING_MARTS_KILLS=30 $(BIN)/pytest -q -rP tests/python/test_kill.py

arrival: .venv/.installed-dev ## load a term in 20 loads, in order and shuffled
	LEARNING_MARTS_LOADS=20 $(BIN)/pytest -q tests/python/test_arrival_campus.py

compile-all: .venv-engines/.installed ## compile every model and test for six other engines
	.venv-engines/bin/python tests/tools/compile_all.py

bench: .venv/.installed-dev ## measure landing and building of a million statements, as ratios
	$(BIN)/python tests/tools/bench.py

lock: ## write the locks anew (needs uv)
	$(LOCK) pyproject.toml --universal -o requirements.lock
	$(LOCK) pyproject.toml --extra dev --universal -o requirements.dev.lock
	$(LOCK) pyproject.toml --extra engines -o requirements.engines.lock
	echo 'ralph-malph[full]~=5.1.0' | $(LOCK) - --universal -o requirements.ralph.lock
