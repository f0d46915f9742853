# The few commands of the project. A bare `make` says what there is.
# What is installed comes from the lock files, by hash; the stamps in .venv make the second time quick.
# Tests keep what Python compiles, whatever the machine says: they start the program over and over.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CACHE := .cache
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check
COMPILE := $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras \
	--no-emit-index-url --no-emit-find-links --no-header

.PHONY: help run test check bench wheel lock assets clean

help:
	@echo "make run     start the product with invented people on http://127.0.0.1:8000"
	@echo "make test    install what the tests need, then run all of them"
	@echo "make check   style, types, import contracts, templates"
	@echo "make bench   measure, and write the table into README.md"
	@echo "make wheel   build the package into dist/"
	@echo "make lock    pin the dependencies anew"
	@echo "make assets  fetch the third-party page assets again"

# --- what is installed ---------------------------------------------------------------------------

$(BIN)/python:
	@.ci/venv "$(PYTHON)" $(VENV)

$(VENV)/.run: requirements.lock requirements-build.lock pyproject.toml | $(BIN)/python
	@echo "Installing the dependencies (once)"
	@$(PIP) install --require-hashes -r requirements.lock -r requirements-build.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	@echo "Installing the tools of development (once)"
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

# --- what it is for ------------------------------------------------------------------------------

run: $(VENV)/.run
	@mkdir -p $(CACHE)
	@CASEWORK_HOME="$(CURDIR)/$(CACHE)/demo-home" $(BIN)/casework run --demo $(ARGS)

test: $(VENV)/.dev
	@.ci/setup
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/djlint --lint --quiet templates

bench: $(VENV)/.dev
	@.ci/setup
	$(BIN)/python -m tests.benchmarks --write $(ARGS)

wheel: $(VENV)/.run
	$(PIP) wheel --no-deps --no-build-isolation --wheel-dir dist .

lock: $(VENV)/.dev
	$(COMPILE) --upgrade -o requirements.lock pyproject.toml
	$(COMPILE) --upgrade --extra dev -c requirements.lock -o requirements-dev.lock pyproject.toml
	$(COMPILE) --upgrade --only-build-deps --build-deps-for editable --build-deps-for wheel \
		-c requirements-dev.lock -o requirements-build.lock pyproject.toml

assets: $(VENV)/.dev
	$(BIN)/python -m casework.ui.assets

clean:
	rm -rf $(VENV) $(CACHE) dist build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
