# make run    the program (without a display: the demo in the terminal)
# make test   every check that a change has to pass
# Both bring a fresh Debian or Ubuntu with Python 3.11, git and make to where they need it.

.DEFAULT_GOAL := help
SHELL := /bin/sh
.SHELLFLAGS := -eu -c

BASE_PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
PYTEST_ARGS ?=
ARGS ?=

export PIP_DISABLE_PIP_VERSION_CHECK := 1

# Set-up comes before use, whatever -j says.
.NOTPARALLEL:
.PHONY: help install run test checks lint format translations check-translations bench bundle \
	smoke-bundle lock clean system-run system-test system-bundle

help:
	@sed -n '/^# make /s/^# //p' Makefile
	@echo "also: make lint | format | translations | bench | bundle | lock | clean"

# -- set-up ---------------------------------------------------------------------------------

system-run system-test system-bundle: system-%:
	@test -n "$(BASE_PYTHON)" || { echo "RefDesk needs Python 3.11 or newer." >&2; exit 1; }
	@"$(BASE_PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "RefDesk needs Python 3.11 or newer; $(BASE_PYTHON) is older." >&2; exit 1; }
	@tools/system_packages.sh $* "$(BASE_PYTHON)"

# The stamp is written last: a set-up that was cut short is taken up again.
$(INSTALLED): requirements.lock pyproject.toml | system-run
	@echo "Setting up $(VENV) (once; a few minutes)"
	@"$(BASE_PYTHON)" -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $(INSTALLED)

install: $(INSTALLED)

# -- the program ----------------------------------------------------------------------------

run: install
	@exec $(BIN)/refdesk $(ARGS)

# -- checks ---------------------------------------------------------------------------------

# A test that is skipped without need turns the run red (tests/conftest.py).
test: lint
	@QT_QPA_PLATFORM=offscreen REFDESK_NO_SKIPS=1 $(BIN)/python -m pytest $(PYTEST_ARGS)

lint: system-test $(INSTALLED)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python -m tools.check_translations

format: install
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

translations: install
	@$(BIN)/python -m tools.translations

check-translations: install
	@$(BIN)/python -m tools.check_translations

bench: system-test $(INSTALLED)
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -m bench --benchmark-enable $(PYTEST_ARGS)

# -- distribution ---------------------------------------------------------------------------

bundle: system-bundle $(INSTALLED)
	@$(BIN)/python -m PyInstaller --noconfirm --log-level WARN build.spec
	@$(MAKE) --no-print-directory smoke-bundle

smoke-bundle:
	@$(BIN)/python -m tools.smoke_bundle dist/refdesk

# Versions move only here: the newest that pyproject.toml allows, with the hashes of every file.
lock: install
	@$(BIN)/pip-compile --quiet --upgrade --extra dev --generate-hashes --allow-unsafe \
		--strip-extras --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
		--no-emit-trusted-host --no-emit-options --no-reuse-hashes \
		--output-file requirements.lock pyproject.toml
	@! grep -niE 'http|pypi|find-links|trusted-host' requirements.lock || \
		{ echo "requirements.lock names a host; take the line out." >&2; exit 1; }

clean:
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
