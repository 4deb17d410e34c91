# Second Source. `make run` needs Python 3.11 or 3.12 and make; everything else comes as pinned packages.
.DEFAULT_GOAL := help
SHELL := /bin/sh
VENV ?= .venv
BIN := $(VENV)/bin
# The first Python here that is new enough and not too new.
PYTHON ?= $(shell for p in python3 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 13))' 2>/dev/null && echo $$p && break; done)
# An environment whose making was interrupted has no pip: made anew.
WHOLE = { $(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV); }
# Everything is pinned (make lock), so the resolver is not asked; no compiler is needed.
INSTALL := $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --no-deps --only-binary=:all: \
	--require-hashes
PYTEST := $(BIN)/python -m pytest
# Processes of make test. One more than two cores may be quicker: tests in a browser wait a third of their time.
PROCESSES ?= 2
UV := uv==0.13.9

.PHONY: help run test test-hard bench lint style lock clean

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1|/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

run: $(VENV)/.installed ## Start everything and print the address (PORT=8000 HOST=127.0.0.1 DATA_DIR=./var)
	@exec $(BIN)/python manage.py up

# mypy computes for a minute in a fresh clone: it does so beside the tests, in the time that browsers wait. The imports
# between rooms are held by a test (tests/test_architecture.py).
test: style ## Lint, and all tests but the slow ones
	@said=$$(mktemp); nice $(BIN)/mypy >"$$said" 2>&1 & beside=$$!; \
	trap 'kill $$beside 2>/dev/null; rm -f "$$said"' EXIT; trap 'exit 130' INT TERM; \
	$(PYTEST) -n $(PROCESSES) --dist loadfile --no-loadscope-reorder -m "not hard and not bench"; tests=$$?; \
	wait $$beside; types=$$?; cat "$$said"; \
	[ $$types = 0 ] || echo "Types are not in order: see above (make lint says it alone)" >&2; \
	[ $$tests = 0 ] || echo "Tests failed: see above" >&2; \
	[ $$types = 0 ] && [ $$tests = 0 ]

test-hard: $(VENV)/.installed-dev ## The slow soak, fault and load tests
	$(PYTEST) -m hard

bench: $(VENV)/.installed-dev ## Measure, and print the figures
	$(PYTEST) -s -m bench

lint: style ## Style, format, imports between rooms, types
	$(BIN)/lint-imports
	$(BIN)/mypy

style: $(VENV)/.installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check --quiet

lock: ## Compile the pins with hashes (make lock UPGRADE=--upgrade for newer ones)
	@box=$$(mktemp -d) && trap 'rm -rf "$$box"' EXIT && $(PYTHON) -m venv "$$box" && \
	"$$box/bin/pip" install --quiet --disable-pip-version-check $(UV) && \
	for name in requirements requirements-dev; do \
	  "$$box/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	    $(UPGRADE) $$name.in -o $$name.txt || exit 1; done

clean: ## Remove the environment and caches; your data stay
	rm -rf $(VENV) .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis test-results
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +

# A Python that is gone (upgraded, moved) leaves a dangling link, which counts as absent: made anew then.
$(BIN)/python:
	@if [ -z "$(PYTHON)" ]; then echo "Second Source needs Python 3.11 or 3.12. Name one: make run PYTHON=/path/to/python3.11" >&2; exit 1; fi
	@echo "  Making the virtual environment in $(VENV)"
	@$(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); echo "Python could not make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }

$(VENV)/.installed: requirements.txt $(BIN)/python
	@began=$$(date +%s); echo "  Installing packages (about 200 MB the first time)"; \
	$(WHOLE) && $(INSTALL) -r requirements.txt && touch $@ && echo "  Packages installed in $$(( $$(date +%s) - began )) s"

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	@began=$$(date +%s); echo "  Installing the tools for tests"; \
	$(INSTALL) -r requirements-dev.txt && touch $@ && echo "  Tools installed in $$(( $$(date +%s) - began )) s"
