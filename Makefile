# The only development commands; `make` alone prints them.
.DEFAULT_GOAL := help
.PHONY: help demo test lint bench montecarlo facts docs notebooks fuzz wheel clean

# uv from the system, or else one of our own in a tool environment beside the build.
TOOLS := target/tools
UV := $(or $(shell command -v uv 2>/dev/null),$(TOOLS)/bin/uv)
PYTHON ?= python3.11
OUT ?= weakties-demo
SAMPLES ?= 60
DRAWS ?= 25
# The oldest release that the backend is for; the newest one is in the lock file.
OLDEST_NETWORKX := 3.4.2

$(TOOLS)/bin/uv:
	$(PYTHON) -m venv $(TOOLS)
	$(TOOLS)/bin/python -m pip install --quiet --disable-pip-version-check 'uv>=0.9'

help: ## print the commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: $(UV) ## run the four slices on real data; the report goes to OUT (weakties-demo)
	$(UV) run --locked weakties demo --out $(OUT)

test: $(UV) ## run every test: kernels, package, doctests, README, notebooks
	cargo test --release --locked --no-default-features --quiet
	$(UV) run --locked pytest -q -n auto --dist worksteal
	$(UV) run --locked --with 'networkx==$(OLDEST_NETWORKX)' pytest -q -n auto --dist worksteal tests/nx_backend

lint: $(UV) ## check formats, lints, types and stubs
	cargo fmt --check
	cargo clippy --release --locked --all-targets -- -D warnings
	$(UV) run --locked ruff check .
	$(UV) run --locked ruff format --check .
	$(UV) run --locked mypy
	$(UV) run --locked python -m mypy.stubtest weakties._core --concise --allowlist tests/stubs_allowlist.txt

bench: $(UV) ## compare with the peers: ours, theirs, ratio, after checking that the answers agree
	$(UV) run --locked --group bench python -m benches

montecarlo: $(UV) ## estimate production functions in many made-up samples, beside the truth (SAMPLES, 60)
	$(UV) run --locked python -m benches.monte_carlo $(SAMPLES)

facts: $(UV) ## hold the facts of open chains against other parameters (DRAWS, 25)
	$(UV) run --locked python benches/facts.py $(DRAWS)

docs: $(UV) ## build the documentation, warnings as errors
	$(UV) run --locked --group docs sphinx-build -W --keep-going -q -b html docs docs/_build/html
	$(UV) run --locked --group docs python docs/check_pages.py docs/_build/html

notebooks: $(UV) ## execute the notebooks in place
	$(UV) run --locked jupyter execute --inplace notebooks/*.ipynb

fuzz: $(UV) ## run the property tests much longer than the tests do
	$(UV) run --locked pytest -q --hypothesis-profile=long tests

wheel: $(UV) ## build the wheel into dist/
	$(UV) build --wheel --out-dir dist

clean: ## remove everything that was built
	cargo clean
	rm -rf dist docs/_build docs/generated docs/gallery $(OUT) .venv python/weakties/_core*.so
