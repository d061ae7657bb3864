# 'make demo' shows what this is, 'make test' runs what CI runs, 'make help' lists the rest.
PYTHON ?= python3
BIN := .venv/bin
LOCK := uv pip compile --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet
export LEARNING_MARTS_DB ?= $(CURDIR)/warehouse.duckdb
export DBT_PROFILES_DIR := $(CURDIR)

.PHONY: help demo test kill arrival mutants build docs lint compile-all bench lock

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

# What must not share our libraries' versions lives apart, each from a lock of its own: .venv-engines, .venv-ralph.
define environment
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r $<
	touch $@
endef

.venv/.installed: requirements.lock
	$(environment)

.venv-%/.installed: requirements.%.lock
	$(environment)

demo: .venv/.installed ## a simulated campus, loaded and built: the whole way in a minute and a half
	$(BIN)/python -m loaders demo
	@echo "dbt build: models and tests, most of a minute"
	$(BIN)/dbt build --quiet
	$(BIN)/python -m loaders marts

test: .venv/.installed .venv-engines/.installed .venv-ralph/.installed ## everything CI runs
	$(BIN)/pytest -q

kill: .venv/.installed ## kill -9 at 30 random moments of load and build
	LEARNING_MARTS_KILLS=30 $(BIN)/pytest -q -rP tests/python/test_kill.py

arrival: .venv/.installed ## a term in 20 loads, in order and shuffled
	LEARNING_MARTS_LOADS=20 $(BIN)/pytest -q tests/python/test_arrival_campus.py

mutants: .venv/.installed ## deliberate faults in the models, each of which the suite has to catch
	$(BIN)/python tests/mutants.py

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
	$(LOCK) pyproject.toml --extra dev --universal -o requirements.lock
	$(LOCK) pyproject.toml --extra engines -o requirements.engines.lock
	echo 'ralph-malph[full]~=5.1.0' | $(LOCK) - --universal -o requirements.ralph.lock
