# Each target does its own set-up from nothing: Python 3.11 or newer, make and a package index are all it takes.
#   make PYTHON=/path/to/python   chooses the interpreter; ARGS="-k name" goes to pytest.

VENV ?= .venv
BIN := $(VENV)/bin
# The order of preference, and why, stands in .ci/find-python.
PYTHON ?=
# Where the facts about the API lie that the contract tests compare with.
INTERCOM_API_FACTS ?= ../shared/api
ARGS ?=

# A document's blocks build on each other, so files stay whole; beyond four workers starting them costs what they save.
WORKERS := -n auto --maxprocesses 4 --dist loadfile
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -qq
PIP_TOOLS := pip-tools==7.6.2

# pyright comes whole from the locked packages, node included: it must not look for newer ones.
# It takes the first python on the PATH; --verifytypes heeds no option for that.
PYRIGHT := PATH="$(abspath $(BIN)):$$PATH" $(BIN)/pyright
export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1
unexport PYRIGHT_PYTHON_FORCE_VERSION PYRIGHT_PYTHON_PYLANCE_VERSION

.PHONY: setup demo test contract schemathesis bench lint types lock clean
.DELETE_ON_ERROR:

# Build the virtual environment; nothing happens, and nothing is fetched, while it is up to date.
setup: $(VENV)/.package

# Dependencies: from scratch whenever the lock changes, so that nothing unlocked is left over.
$(VENV)/.dependencies: requirements/dev.txt
	@set -e; python="$$(PYTHON='$(PYTHON)' .ci/find-python)"; \
	echo "building $(VENV) with $$python"; \
	"$$python" -m venv --clear $(VENV)
	$(PIP) install --require-hashes --requirement requirements/dev.txt
	@touch $@

# The package itself, in place; needs no network.
$(VENV)/.package: $(VENV)/.dependencies pyproject.toml
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

# The main job: import 10,000 people into the embedded simulator at the real quota and prove that nothing was lost.
demo: setup
	$(BIN)/python -m intercom_async demo

# All tests; branch coverage below 100 % fails. Processes that tests start must find the package compiled.
test: setup
	env -u PYTHONDONTWRITEBYTECODE PYTHONWARNINGS=default INTERCOM_API_FACTS="$(INTERCOM_API_FACTS)" \
		$(BIN)/python -m pytest $(WORKERS) $(ARGS) --cov

# The table against the facts about the API, which must be there; prints what was compared.
contract: setup
	@test -d "$(INTERCOM_API_FACTS)" || \
		{ echo "no API facts at $(INTERCOM_API_FACTS): set INTERCOM_API_FACTS to the folder that has them" >&2; exit 1; }
	INTERCOM_API_FACTS="$(INTERCOM_API_FACTS)" INTERCOM_API_FACTS_REQUIRED=1 \
		$(BIN)/python -m pytest tests/contract $(ARGS)

# Calls that Schemathesis makes up, the same each time, against the files about the API, where those are.
schemathesis: setup
	SCHEMATHESIS=1 INTERCOM_API_FACTS="$(INTERCOM_API_FACTS)" \
		$(BIN)/python -m pytest tests/contract/test_schemathesis.py $(ARGS)

# Every benchmark, beside its peers in the same run; writes benchmarks/results.md and the plots.
bench: setup
	$(BIN)/python benchmarks/run.py $(ARGS)

lint: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: setup
	$(BIN)/mypy
	$(PYRIGHT)
	$(PYRIGHT) --verifytypes intercom_async --ignoreexternal

# Pin the newest versions that pyproject.toml allows; on the oldest Python, whose pins serve the newer ones too.
lock:
	@set -e; python="$$(.ci/find-python 3.11)"; "$$python" -m venv --clear build/lock; \
	build/lock/bin/python -m pip --disable-pip-version-check --quiet install $(PIP_TOOLS); \
	build/lock/bin/python requirements/inputs.py >build/lock/dev.in; \
	echo schemathesis >build/lock/schemathesis.in; \
	for name in dev schemathesis; do \
		CUSTOM_COMPILE_COMMAND="make lock" build/lock/bin/pip-compile --quiet --upgrade --no-config \
			--generate-hashes --allow-unsafe --strip-extras --no-annotate \
			--no-emit-options --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
			--output-file requirements/$$name.txt build/lock/$$name.in; \
	done

clean:
	rm -rf .venv .venv-* build dist *.egg-info .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find intercom_async tests -name __pycache__ -type d -prune -exec rm -rf {} +
