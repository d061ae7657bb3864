# 'make demo' shows what this is, 'make test' runs what CI runs, 'make help' lists the rest.
PYTHON ?= python3
BIN := .venv/bin
export LEARNING_MARTS_DB ?= $(CURDIR)/warehouse.duckdb
export DBT_PROFILES_DIR := $(CURDIR)

.PHONY: help demo test build docs lint compile-all bench lock

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

# An environment is made from its lock, and made anew when the lock changes. Its tools are never upgraded in place.
define environment
	$(PYTHON) -m venv --clear $(1)
	$(1)/bin/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r $<
	touch $@
endef

.venv/.installed: requirements.lock
	$(call environment,.venv)

.venv-engines/.installed: requirements.engines.lock
	$(call environment,.venv-engines)

demo: .venv/.installed ## a simulated campus, loaded and built: the whole way in about a minute
	$(BIN)/python -m loaders demo
	$(BIN)/dbt build --quiet
	$(BIN)/python -m loaders marts

test: .venv/.installed .venv-engines/.installed ## everything CI runs
	$(BIN)/pytest -q

build: .venv/.installed ## load what sources.yml names, then dbt build
	$(BIN)/python -m loaders load
	$(BIN)/dbt build

docs: .venv/.installed ## the documentation site as one file, target/static_index.html
	$(BIN)/dbt docs generate --static --quiet
	@echo "target/static_index.html"

lint: .venv/.installed ## ruff, mypy, sqlfluff
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict loaders
	$(BIN)/sqlfluff lint --disable-progress-bar models tests

compile-all: .venv-engines/.installed ## every model and test for six other engines, parsed in their dialects
	.venv-engines/bin/python tests/python/compile_all.py

bench: .venv/.installed ## how fast it lands and builds a million statements, as ratios
	$(BIN)/python tests/bench.py

lock: ## write the locks anew (needs uv)
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --quiet -o requirements.lock
	uv pip compile pyproject.toml --extra engines --python-version 3.11 --generate-hashes --no-emit-index-url --quiet -o requirements.engines.lock
