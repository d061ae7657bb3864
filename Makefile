# 'make test' runs what CI runs; 'make help' lists the rest.
PYTHON ?= python3
BIN := .venv/bin
export LEARNING_MARTS_DB ?= $(CURDIR)/warehouse.duckdb
export DBT_PROFILES_DIR := $(CURDIR)

.PHONY: help test build docs lint lock

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(BIN)/.installed: requirements.lock
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	touch $@

test: $(BIN)/.installed lint ## everything CI runs
	$(BIN)/pytest -q

build: $(BIN)/.installed ## dbt build on what sources.yml names
	$(BIN)/python -m loaders load
	$(BIN)/dbt build

docs: $(BIN)/.installed ## the documentation site as one file, target/static_index.html
	$(BIN)/dbt docs generate --static --quiet
	@echo "target/static_index.html"

lint: $(BIN)/.installed ## ruff, mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict loaders

lock: ## write requirements.lock anew (needs uv)
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --quiet -o requirements.lock
