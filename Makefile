# `make demo` and `make test` set themselves up. They need Python 3.11 or later, make, and the package registries.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
# uv trusts whom the system trusts, as pip can be told to.
export UV_SYSTEM_CERTS := 1
EXPLORER := threadgraph/visualizer/explorer
DATA := ../shared/data

.PHONY: demo test check bench docs explorer test-servers test-spark clean

demo: $(VENV)/.installed
	$(BIN)/threadgraph demo

test: $(VENV)/.dev scripts/chromium.sh
	CHROMIUM="$$(sh scripts/chromium.sh $(BIN)/python)" && THREADGRAPH_CHROMIUM="$$CHROMIUM" $(BIN)/python -m pytest -n 2 --dist loadfile

check: $(VENV)/.dev $(VENV)/.docs
	$(BIN)/ruff check threadgraph tests scripts
	$(BIN)/ruff format --check threadgraph tests scripts
	$(BIN)/mypy
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	$(BIN)/python scripts/sources.py --check
	$(BIN)/python scripts/floors.py $(DATA)
	@if command -v npm >/dev/null; then cd $(EXPLORER) && npm ci --silent --no-audit --no-fund && npm run --silent check && npm run --silent build && \
	  git diff --exit-code --stat -- dist && echo "explorer: the committed bundle is what its source builds"; \
	  else echo "explorer: no npm here, so the bundle was not rebuilt"; fi

bench: $(VENV)/.dev $(VENV)/.bench
	$(BIN)/python -m pytest tests/benchmarks -q -s -p no:xdist -o python_files='bench_*.py' -o python_functions='bench_*'

docs: $(VENV)/.docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

explorer:
	cd $(EXPLORER) && npm ci --silent --no-audit --no-fund && npm run check && npm run build

test-servers: $(VENV)/.dev
	$(BIN)/python -m pytest -m servers tests/servers

test-spark: $(VENV)/.dev $(VENV)/.spark
	$(BIN)/python -m pytest -m spark tests/graph

clean:
	rm -rf $(VENV) site build .pytest_cache .mypy_cache .ruff_cache

# A venv by uv where that is installed, else by the standard library.
$(VENV)/.made: pyproject.toml
ifdef UV
	$(UV) venv --quiet --clear --python $(PYTHON) $(VENV)
else
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
endif
	@touch $@

$(VENV)/.installed: $(VENV)/.made
ifdef UV
	$(UV) pip install --quiet --python $(BIN)/python -e .
else
	$(BIN)/python -m pip install --quiet -e .
endif
	@touch $@

$(VENV)/.dev: $(VENV)/.installed
ifdef UV
	$(UV) pip install --quiet --python $(BIN)/python --group dev
else
	$(BIN)/python -m pip install --quiet --group dev
endif
	@touch $@

$(VENV)/.bench: $(VENV)/.installed
ifdef UV
	$(UV) pip install --quiet --python $(BIN)/python --group bench
else
	$(BIN)/python -m pip install --quiet --group bench
endif
	@touch $@

$(VENV)/.docs: $(VENV)/.installed
ifdef UV
	$(UV) pip install --quiet --python $(BIN)/python --group docs
else
	$(BIN)/python -m pip install --quiet --group docs
endif
	@touch $@

$(VENV)/.spark: $(VENV)/.installed
ifdef UV
	$(UV) pip install --quiet --python $(BIN)/python --group spark
else
	$(BIN)/python -m pip install --quiet --group spark
endif
	@touch $@
