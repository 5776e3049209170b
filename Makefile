# The commands of this project. `make demo` and `make test` set up everything that they need.
PYTHON ?= python3
# One more than the processors: a test also waits, for the database, a browser or a process of its own (a sixth of the run).
WORKERS ?= $(shell expr $$(nproc 2>/dev/null || echo 2) + 1)
BIN = .venv/bin
# Some machines are set so that nothing is kept compiled: each server, command and worker of the tests would then compile
# all of the program again, a second of a processor each time.
unexport PYTHONDONTWRITEBYTECODE
JS_TOOLS = tests/js/node_modules/.done
# A worker that dies is not replaced: pytest-xdist would give its test to the next one, or wait for ever where there is none.
PYTEST = $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --max-worker-restart=0
# The limit of the whole run, so that nobody waits for ever: far longer than a quiet machine needs.
MINUTES ?= 60
LIMITED = sh -c 'timeout --foreground -s INT -k 60 "$$0"m "$$@"; code=$$?; [ $$code != 124 ] && [ $$code != 137 ] || \
    echo "The tests were stopped after $$0 minutes. Did a test hang (see DID NOT END above)? On a slow machine: make $(@) MINUTES=120"; \
    exit $$code' $(MINUTES)

# Real elections in the field's open format, for the tests that count them; left out (and said so) where there are none.
export PB_ELECTIONS ?= $(wildcard $(CURDIR)/../shared/elections)

.PHONY: .venv guides demo test test-long bench drills check format coverage audit mutation words map requirements clean js-tests js-lint

demo: .venv/run-time.done  ## the program with an invented programme in it, on http://127.0.0.1:5000
	$(BIN)/flask --app wsgi demo
	$(BIN)/flask --app wsgi run --port 5000

test: .venv/tests.done $(JS_TOOLS)  ## all tests, the browser ones included, on SQLite and PostgreSQL
	@.ci/system-packages test
	@$(LIMITED) $(PYTEST) tests

# Each property of the count goes on for PB_LONG_MINUTES (10 where it is not set). The guard against tests that
# hang waits longer.
test-long: .venv/tests.done $(JS_TOOLS)  ## the same with the full counts of every property, crash and fuzz test
	@.ci/system-packages test
	PB_LONG=1 $(PYTEST) -o faulthandler_timeout=3600 tests

bench: .venv/tests.done  ## prints the tables of tests/bench
	$(BIN)/python -m tests.bench

# DRILLS chooses: make drills DRILLS="--only kill --database sqlite"
drills: .venv/tests.done  ## starts the program, lets people vote, kills, fills and restores things, and looks for every vote
	@.ci/system-packages test
	$(BIN)/python -m tests.drills $(DRILLS)

check: .venv/tests.done js-lint  ## how Python, types, templates, scripts and style sheets are written
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/djlint --lint --quiet templates

format: .venv/tests.done  ## puts Python right
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

# Lines and branches that the tests go through, in every process that they start. COVERED chooses the tests. All of them
# together go through each line and branch of WHOLE, or this fails; docs/testing.md says what is left out, and why.
COVERED ?= tests
BAR ?= $(if $(filter tests,$(COVERED)),100,0)
WHOLE = pb/counting/*,pb/voting/rules/*,pb/voting/actions/*,pb/paper/rules/*,pb/paper/actions/*

coverage: .venv/tests.done $(JS_TOOLS)  ## the same tests, measured: build/coverage/index.html says which branches none takes
	@.ci/system-packages test
	rm -rf build/coverage-data && mkdir -p build/coverage-data
	$(LIMITED) $(BIN)/python -m coverage run -m pytest -n $(WORKERS) --dist worksteal --max-worker-restart=0 $(COVERED)
	$(BIN)/python -m coverage combine --quiet
	$(BIN)/python -m coverage html --quiet && $(BIN)/python -m coverage report --skip-covered
	@echo "Of what decides about votes ($(WHOLE)), at least $(BAR) % must be covered:"
	@$(BIN)/python -m coverage report --skip-covered --include='$(WHOLE)' --fail-under=$(BAR)

audit: .venv/tests.done  ## known faults, newer versions and licences of what is pinned; writes docs/licences.md
	$(BIN)/python -m tests.audit --write

js-tests: $(JS_TOOLS)  ## the tests of static/js
	node tests/js/all.mjs

js-lint: $(JS_TOOLS)  ## how scripts and style sheets are written
	tests/js/node_modules/.bin/eslint --config tests/js/eslint.config.mjs --max-warnings 0 static/js tests/js
	tests/js/node_modules/.bin/stylelint --config tests/js/stylelint.config.mjs --max-warnings 0 "static/css/**/*.css"

# What looks at scripts and style sheets, as package-lock.json pins it. Without npm its tests say that they were left out.
$(JS_TOOLS): tests/js/package-lock.json
	@.ci/system-packages test
	@if command -v npm >/dev/null; then npm ci --prefix tests/js --no-audit --no-fund --loglevel=error && touch $@; fi

# MUTANTS and TESTS choose what is changed and what must notice: make mutation MUTANTS=pb/rounds/rules TESTS=tests/rounds
MUTANTS ?= pb/counting
TESTS ?= tests/counting
SAMPLE ?= 600

mutation: .venv/tests.done  ## changes the code in one place after another, and lists the changes that no test notices
	$(BIN)/python -m tests.mutation $(MUTANTS) --tests $(TESTS) --sample $(SAMPLE) --workers $(WORKERS)

map: .venv/tests.done  ## README's lists of files, as they lie in the tree
	$(BIN)/python -m tests.support.readme_lists

guides: .venv/tests.done  ## makes the pictures of the guides and of docs/voter-screens.md anew, from the demo
	$(BIN)/python -m tests.support.guide_pictures
	$(BIN)/python -m tests.support.voter_pictures

words: .venv/tests.done  ## writes the catalogue of all words on pages, and brings those of the voters' languages up to it
	$(BIN)/pybabel -q extract -F pb/translations/babel.cfg -k _l -k _ln:1,2 -c Translators: \
	    --sort-by-file --add-location=file --no-wrap --omit-header -o pb/translations/messages.pot .
	$(BIN)/python -m tests.support.catalogues

.venv: .venv/tests.done  ## the virtual environment, with what the tests need

.venv/run-time.done: requirements.txt
	@PYTHON=$(PYTHON) .ci/system-packages demo
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed. Name it: make PYTHON=python3.12")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --no-deps -r requirements.txt
	@touch $@

.venv/tests.done: .venv/run-time.done requirements-test.txt
	$(BIN)/pip install --quiet --no-deps -r requirements-test.txt
	@touch $@

requirements: .venv/run-time.done  ## pins again what requirements*.in ask for
	$(PYTHON) -m venv build/uv
	build/uv/bin/pip install --quiet uv==0.13.9
	build/uv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	    -o requirements.txt requirements.in
	build/uv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	    --no-emit-package gurobipy -o requirements-test.txt requirements-test.in

clean:  ## removes what the tools made; instance/ with its data stays
	rm -rf .venv build tests/js/node_modules .pytest_cache .hypothesis .mypy_cache
	find pb tests -name __pycache__ -type d -prune -exec rm -rf {} +
