# Sanglap's commands. `make help` lists them.
PYTHON ?= python3
BIN := .venv/bin
SECONDS ?= 600
ifdef PORT
export PORT
endif

.DEFAULT_GOAL := help
.PHONY: help setup demo demo-reset test check bench fuzz format messages clean

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install everything that is needed, into .venv, node_modules, build and var
	@$(PYTHON) tools/setup.py

demo: setup ## Run everything with demo data on http://localhost:8000 (PORT=… for another)
	@exec $(BIN)/sanglap serve --demo

demo-reset: setup ## Forget the demo's data; the next `make demo` starts over
	@$(BIN)/python tools/demo_reset.py

# Tests that run a whole system are two chains, one that browses and one that kills; the third process does the others.
test: setup ## Run all tests (ARGS=… for pytest)
	@$(BIN)/pytest -n 3 --dist loadgroup $(ARGS)

check: setup ## Lint, types, floors, templates, migrations, translations
	@$(BIN)/python tools/check.py

bench: setup ## Run the benchmarks (ONLY="name …" for some); var/bench/latest.json
	@$(BIN)/sanglap bench $(ONLY)

fuzz: setup ## Fuzz the screening (SECONDS=… for other than 600)
	@SECONDS_OF_FUZZING=$(SECONDS) $${SANGLAP_VAR_DIR:-var}/tools/bin/uv run --quiet --inexact --group fuzz tools/fuzz_screening.py

format: setup ## Bring the code into its form
	@$(BIN)/ruff check --fix-only --quiet . && $(BIN)/ruff format .

messages: setup ## Gather the texts that want translating, and compile the catalogue
	@$(BIN)/python tools/messages.py && $(BIN)/python tools/compile_messages.py

clean: ## Remove everything that setup made; the demo's data stay
	@rm -rf .venv node_modules build var/tools var/stamps .mypy_cache .ruff_cache .pytest_cache
