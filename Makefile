# Two commands do everything on a fresh machine with python3, make and git:
# `make demo` and `make test`. `make help` lists the rest.
.DEFAULT_GOAL := help
.PHONY: help setup demo scale aegra prove-arm64 image-check dev web notebooks test test-web test-peers test-newest test-lowest fuzz lint bench constraints lock audit sbom clean

PYTHON ?= python3
PORT ?= 2024
BIN := .venv/bin
INSTALLED := .venv/.installed
PEERS := .venv-peers/.installed
TOOLS := .venv-tools/.installed
# The page, built by Node from PyPI (requirements/build.txt).
PAGE := backend/mayfly/http/static/index.html
NODE := PATH="$(CURDIR)/$(BIN):$$PATH"
# By hash, so that nothing else is installed than what was looked at (requirements/README.md).
HASHED := -m pip install --quiet --disable-pip-version-check --require-hashes -r
OURS := -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation
EXTRAS ?= serve,mcp,agent,openai,scale

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z -]+:.*## /{printf "  make %-23s  %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(INSTALLED) ## make .venv with the pinned versions, check for system libraries

$(INSTALLED): pyproject.toml requirements/dev.txt requirements/build.txt .ci/system-libraries
	@PYTHON=$(PYTHON) sh .ci/system-libraries
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "installing into .venv: 3 GB, three to ten minutes the first time"
	@$(BIN)/python $(HASHED) requirements/build.txt
	@$(BIN)/python $(HASHED) requirements/dev.txt
	@$(BIN)/python $(OURS) -e .
	@touch $@

demo: $(INSTALLED) ## make three models, watch them being tracked (no key, no network)
	@$(BIN)/python -m graphs.demo

scale: $(INSTALLED) ## a fleet on this machine: two replicas, two workers, PostgreSQL, SeaweedFS (two minutes)
	@$(BIN)/python -m benchmarks.fleet.demo

aegra: .venv-aegra/.installed ## an environment with Aegra, for tests/aegra (AEGRA_PYTHON=python3.12)

# An environment of its own: Aegra needs Python 3.12.
AEGRA_PYTHON ?= python3.12
.venv-aegra/.installed: requirements/aegra.txt
	@test -x .venv-aegra/bin/python || $(AEGRA_PYTHON) -m venv .venv-aegra
	@.venv-aegra/bin/python $(HASHED) requirements/aegra.txt
	@touch $@

prove-arm64: ## the jail on an arm64 kernel under QEMU (root; minutes; not in CI)
	@.ci/prove-arm64

image-check: $(INSTALLED) ## build the image without Docker or a registry, and try it (root; minutes; not in CI)
	@PYTHON=$(CURDIR)/$(BIN)/python .ci/image-check

lint: $(INSTALLED) ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

web: $(PAGE) ## build the web page and the notebooks' view into the package (Node comes from PyPI)

web/node_modules/.installed: web/package-lock.json web/.npmrc | $(INSTALLED)
	@cd web && $(NODE) npm ci --silent && touch node_modules/.installed

$(PAGE): web/node_modules/.installed web/index.html web/package.json web/tsconfig.json $(wildcard web/vite*.config.ts web/src/*)
	@cd web && $(NODE) npm run --silent build

test-web: $(PAGE) ## the tests of the page's parts (vitest); tests/page tries all of it in a browser
	@cd web && $(NODE) npm test --silent

# Many tests wait: for deadlines, for servers to start, for the disk. Half as many workers again as processors keep
# these busy. Files of few tests are long ones and come last by default, when one worker is idle: not here.
WORKERS ?= $(shell echo $$(( ($$(nproc 2>/dev/null || echo 2) * 3 + 1) / 2 )))
PYTEST := python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder --durations=25

test: lint fuzz test-peers test-web ## lint, all tests, and whatever the HTTP document allows (WORKERS=n)
	$(BIN)/$(PYTEST)

fuzz: $(INSTALLED) .venv-fuzz/.installed ## schemathesis against a server of its own (half a minute)
	$(BIN)/python -m tests.http.fuzz_document .venv-fuzz/bin/schemathesis

# An environment of its own: LangGraph Server pins an older jsonschema-rs than schemathesis needs.
.venv-fuzz/.installed: requirements/fuzz.txt | $(INSTALLED)
	@test -x .venv-fuzz/bin/python || $(BIN)/python -m venv .venv-fuzz
	.venv-fuzz/bin/python $(HASHED) requirements/fuzz.txt
	@touch $@

test-peers: $(INSTALLED) .venv-testpeers/.installed .venv-mcpclient/.installed \
		tests/peers/model_card/node_modules/.installed tests/peers/inspector/node_modules/.installed ## the graphs and the MCP server with other people's agents and clients
	.venv-testpeers/bin/python -m pytest tests/peers

# On top of the project's environment, which it sees; pinned, and nothing else is installed with it.
.venv-testpeers/.installed: requirements/peers.txt | $(INSTALLED)
	@test -x .venv-testpeers/bin/python || $(BIN)/python -m venv .venv-testpeers
	@$(BIN)/python -c 'import sysconfig; print("import site; site.addsitedir(%r)" % sysconfig.get_path("purelib"))' \
		> $$(.venv-testpeers/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/project.pth
	.venv-testpeers/bin/python $(HASHED) requirements/peers.txt --no-deps
	@touch $@

# An environment of its own: langchain-mcp-adapters takes no mcp 2.
.venv-mcpclient/.installed: requirements/mcp-client.txt | $(INSTALLED)
	@test -x .venv-mcpclient/bin/python || $(BIN)/python -m venv .venv-mcpclient
	.venv-mcpclient/bin/python $(HASHED) requirements/mcp-client.txt
	@touch $@

# What draws the card for chat pages, and the MCP Inspector. Not by npm ci, which refuses the lock of the Inspector's
# Vite 8.4 ("Missing: napi-windows-process-start-time@"); what the lock has is taken as it is there.
tests/peers/%/node_modules/.installed: tests/peers/%/package-lock.json | $(INSTALLED)
	@$(NODE) npm install --no-save --silent --no-audit --no-fund --prefix $(@D)/.. && touch $@

dev: $(INSTALLED) ## LangGraph Server with both graphs and the HTTP routes (PORT=2024)
	LANGGRAPH_CLI_NO_ANALYTICS=1 LANGGRAPH_NO_VERSION_CHECK=true \
		$(BIN)/langgraph dev --no-browser --no-reload --n-jobs-per-worker 4 --port $(PORT)

notebooks: $(PAGE) ## run the notebooks and write them as they look afterwards
	@MAYFLY_TEMP_DIR=$$(mktemp -d) MAYFLY_JANITOR=off $(BIN)/python notebooks/refresh.py notebooks/*.ipynb

bench: $(INSTALLED) $(PEERS) ## measure everything side by side, write docs/benchmarks.md (BENCH="--quick http": less)
	$(BIN)/python -m benchmarks $(BENCH)

# Who can't be installed is missing on the page, which says how to get it.
$(PEERS): benchmarks/peers.txt
	@test -x .venv-peers/bin/python || $(PYTHON) -m venv .venv-peers
	@if .venv-peers/bin/python -m pip install --quiet --disable-pip-version-check -r benchmarks/peers.txt; \
		then touch $@; else echo "the benchmarks go on without what could not be installed" >&2; fi

test-newest test-lowest: test-%: .venv-%/.installed ## the tests with the newest / the lowest versions allowed
	.venv-$*/bin/$(PYTEST)

# pip alone can't look for the lowest versions. Delete the folder to look for versions anew.
.venv-newest/.installed: RESOLUTION := highest
.venv-lowest/.installed: RESOLUTION := lowest-direct
.venv-newest/.installed .venv-lowest/.installed: .venv-%/.installed: pyproject.toml $(TOOLS)
	@PYTHON=$(PYTHON) sh .ci/system-libraries
	@test -x .venv-$*/bin/python || $(PYTHON) -m venv .venv-$*
	.venv-tools/bin/uv pip install --quiet --python .venv-$*/bin/python \
		--upgrade --resolution $(RESOLUTION) -e '.[dev]'
	@touch $@

$(TOOLS): requirements/tools.txt
	@test -x .venv-tools/bin/python || $(PYTHON) -m venv .venv-tools
	@.venv-tools/bin/python $(HASHED) requirements/tools.txt
	@touch $@

constraints: .venv-newest/.installed ## take the versions of test-newest into constraints.txt
	(echo "# The versions that CI and 'make setup' install; refresh with 'make constraints'."; \
		.venv-newest/bin/python -m pip freeze --exclude-editable | grep -v ' @ ') > constraints.txt

# All platforms and Pythons: each machine finds its own files among the hashes.
LOCK = .venv-tools/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --custom-compile-command 'make lock'

lock: $(TOOLS) ## write requirements/*.txt, with hashes, from the index at hand (EXTRAS=serve,mcp,agent,openai,scale)
	$(LOCK) -c constraints.txt $(patsubst %,--extra %,$(subst $(comma), ,$(EXTRAS))) pyproject.toml -o requirements/image.txt
	$(LOCK) -c constraints.txt --extra dev pyproject.toml -o requirements/dev.txt
	$(LOCK) -c constraints.txt requirements/build.in -o requirements/build.txt
	$(LOCK) requirements/fuzz.in -o requirements/fuzz.txt
	$(LOCK) --no-deps requirements/peers.in -o requirements/peers.txt
	$(LOCK) requirements/mcp-client.in -o requirements/mcp-client.txt
	$(LOCK) requirements/tools.in -o requirements/tools.txt
	$(subst 3.11,3.12,$(LOCK)) -c constraints.txt --extra serve --extra mcp --extra agent --extra scale \
		pyproject.toml requirements/aegra.in -o requirements/aegra.txt

comma := ,

audit: $(TOOLS) ## look all pinned versions up in an advisory database (AUDIT="-s osv": another one)
	.venv-tools/bin/python .ci/audit.py .venv-tools/bin/pip-audit $(AUDIT)

sbom: $(TOOLS) ## write a bill of materials of the image (CycloneDX) to build/sbom.cdx.json
	@mkdir -p build
	.venv-tools/bin/cyclonedx-py requirements requirements/image.txt --pyproject pyproject.toml \
		--output-reproducible --of JSON -o build/sbom.cdx.json

clean: ## remove what the other targets made
	rm -rf .venv .venv-* build dist web/node_modules backend/mayfly/*/static .pytest_cache .mypy_cache .ruff_cache .hypothesis .langgraph_api
