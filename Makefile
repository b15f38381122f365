# Two commands do everything from nothing: `make demo` and `make test`.
#
#   make demo     set up, then serve the application with demo data   PORT=8000 SEED=1 DATA=folder PYTHON=python3.13 PG_BIN=folder
#   make test     set up, then run the tests (under 15 minutes)       T="tests/events -x" chooses
#   make verify   every test, the full-size checks and the benchmarks as well
#   make lint     style of the code
#   make setup, make setup-test, make clean

.PHONY: demo test verify lint setup setup-test clean help
.NOTPARALLEL:
.DEFAULT_GOAL := help

# Dozens of processes start here; without it each compiles every module anew where the environment forbids to keep them.
export PYTHONDONTWRITEBYTECODE :=

PYTHON_VENV := .venv/bin/python
PYTEST := KOURYUKAI_ENV=development $(PYTHON_VENV) -m pytest -n 3 --dist loadscope --no-loadscope-reorder

help:
	@sed -n 's/^#   //p' Makefile

setup:
	@exec bin/setup run

setup-test:
	@exec bin/setup test

# The launcher ends with make: it is told make's process number and leaves when that has gone.
demo:
	@exec bin/setup run --port
	@exec $(PYTHON_VENV) -m kouryukai.embedded demo --parent $$PPID

test: setup-test
	@$(PYTEST) -m "not full" $(T)

verify: setup-test lint
	@$(PYTEST) $(T)
	@$(PYTHON_VENV) -m benchmarks.planning --seeds 1
	@$(PYTHON_VENV) -m benchmarks.b2b
	@$(PYTHON_VENV) -m benchmarks.wall --make full
	@$(PYTHON_VENV) -m benchmarks.search --make full
	@KOURYUKAI_ENV=development $(PYTHON_VENV) -m benchmarks.ranking held_out --check
	@$(PYTHON_VENV) -m benchmarks.importing

lint: setup-test
	@$(PYTHON_VENV) -m ruff check .
	@KOURYUKAI_ENV=development $(PYTHON_VENV) manage.py makemigrations --check --dry-run

clean:
	rm -rf .venv .setup.log .setup.lock .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
