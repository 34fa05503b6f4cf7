# make demo: install, ingest corpus/, ask one question, print the article.  make test: the suite.
# make bench: ragqa beside its peers, where ../shared/bench has been set up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Processes that the tests run in: one a core, up to four.
JOBS ?= auto
QUESTION := Is it the low hemoglobin (Hb) or another factor that causes restless legs syndrome in iron deficiency?

export HF_HUB_OFFLINE := 1

.PHONY: install browser demo test lint bench clean

install: $(VENV)/.installed

# torch goes first and alone: its pinned version has a CPU build, where a range would bring CUDA.
$(VENV)/.installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("ragqa needs Python 3.11 or newer; run: make PYTHON=python3.12 install")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --constraint constraints.txt "$$(grep '^torch==' constraints.txt)"
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@# Once, so that no start does it again where Python may not write: a fifth of the time of each.
	$(BIN)/python -m compileall -q src
	@touch $@

# What the tests of the pages drive Chromium with; the browser itself is the system's.
browser: tests/browser/node_modules/.package-lock.json

tests/browser/node_modules/.package-lock.json: tests/browser/package-lock.json
	PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm --prefix tests/browser ci --silent --no-audit --no-fund
	@touch $@

demo: install
	@$(BIN)/ragqa ingest corpus
	@$(BIN)/ragqa ask "$(QUESTION)"

test: install
	$(BIN)/pytest --numprocesses $(JOBS) --maxprocesses 4 --dist worksteal

lint: install
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: install
	@$(BIN)/python evals/bench.py $(PEERS)
	@$(BIN)/python evals/retrieval.py scifact medlars --work .bench

clean:
	rm -rf $(VENV) tests/browser/node_modules .bench build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
