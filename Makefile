# make serve · make test — nothing else is needed on a new machine with Python 3.11.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin

.PHONY: install install-dev chromium serve test test-fast check lint gate evaluate

install: .venv/installed

.venv/installed: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

install-dev: .venv/installed-dev

.venv/installed-dev: .venv/installed
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@

serve: install
	$(BIN)/suggest serve

check: install
	$(BIN)/suggest check

# The browser of the tests: Debian's own where there is a package manager and the right to use it.
chromium:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || { \
	  echo "Chromium is missing; installing it with: apt-get install chromium"; \
	  if [ "$$(id -u)" = 0 ]; then apt-get update -qq && apt-get install -y -qq chromium >/dev/null; \
	  else sudo -n apt-get update -qq && sudo -n apt-get install -y -qq chromium >/dev/null; fi; } \
	|| { echo "Chromium could not be installed; install it by hand (Debian: apt-get install chromium)."; exit 1; }

lint: install-dev
	$(BIN)/ruff check src api evaluation tests
	$(BIN)/ruff format --check src api evaluation tests
	$(BIN)/mypy
	$(BIN)/lint-imports

test: install-dev chromium lint
	$(BIN)/suggest check
	HF_HUB_OFFLINE=1 $(BIN)/python -m pytest

test-fast: install-dev
	$(BIN)/python -m pytest -m "not model and not browser and not whole_base"

# Two minutes on two cores; the run is kept in build/gate for a look at what changed.
gate: install-dev
	HF_HUB_OFFLINE=1 $(BIN)/python -m evaluation gate --out build/gate

evaluate: install-dev
	HF_HUB_OFFLINE=1 $(BIN)/python -m evaluation run --out build/evaluation --readme README.md
	$(BIN)/python -m evaluation report build/evaluation --baselines
