# Two commands matter: `make demo` shows the whole path on this machine, `make test` proves it.
# Each makes its own virtual environment in .venv from a lock file in which every package has its hash.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PYTHON

.DEFAULT_GOAL := help
.PHONY: help setup develop browser demo test check format bench mutants auditor verifier lock vendor clean

help: ## List these commands
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-16s %s\n", $$1, $$2 }'

$(VENV)/.runtime: requirements.lock pyproject.toml tools/setup
	@tools/setup $(VENV) requirements.lock
	@touch $@

$(VENV)/.development: requirements-dev.lock pyproject.toml tools/setup
	@tools/setup $(VENV) requirements-dev.lock
	@touch $@ $(VENV)/.runtime

setup: $(VENV)/.runtime ## Make .venv and install what the service needs
develop: $(VENV)/.development ## Make .venv and install what the tests and checks need as well

browser: ## Get Chromium for the browser journeys, from Debian when this user may install
	@tools/browser

demo: setup ## Start a site on this machine with three competitions to try
	@$(BIN)/competition demo

check: develop ## Style, types, layers and templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --quiet --check --lint templates

test: develop browser check ## Every check and every test, on SQLite, PostgreSQL, real mail and a real browser
	$(BIN)/pytest --numprocesses auto --maxprocesses 4 --dist loadfile

format: develop ## Put code and templates into the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djlint --quiet --reformat templates

bench: develop ## Measure the draw, the audit and the entry path, each against its own yardstick
	@set -e; for script in bench/[!_]*.py; do echo "== $$script"; $(BIN)/python "$$script"; done

mutants: develop ## Change the draw and the rules a little, many times; list what no test notices (half an hour)
	$(BIN)/python tools/mutants.py

auditor: setup ## Write competition-audit.pyz, the auditor as one file
	@$(BIN)/python tools/build_auditor.py competition-audit.pyz

verifier: setup ## Write competition-verify.html, the browser's verifier as one file
	@$(BIN)/python tools/build_verifier.py competition-verify.html

lock: ## Write the lock files anew (maintainers; needs uv)
	@tools/lock

vendor: setup ## Build what the browser loads from others' work anew (maintainers; needs npm)
	@$(BIN)/python tools/vendor.py

clean: ## Remove .venv, the demonstration and everything that was built
	rm -rf $(VENV) demo-data build dist mutants competition-audit.pyz competition-verify.html .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
