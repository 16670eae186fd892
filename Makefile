.PHONY: help run test check fmt migration demo screenshots lock
BIN := .venv/bin

help: ## list what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'
run: ## set up and start everything (the README's first command)
	./scripts/run
test: ## set up and run every test (the README's second command)
	./scripts/test
check: ## format, lint, types, imports, templates
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint templates --lint --quiet
fmt: ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
migration: ## make migration m="add waitlist position"
	$(BIN)/flask --app wsgi:app db migrate --rev-id "$$(printf %04d $$(( $$(ls migrations/versions/*.py | wc -l) + 1 )))" -m "$(m)"
demo: ## load the demo into the configured database
	$(BIN)/flask --app wsgi:app demo load
screenshots: ## main pages, phone and desk, light and dark
	$(BIN)/python scripts/screenshots.py
lock: ## renew the lock files from pyproject.toml
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra postgres --extra redis --group test --group lint -q -o requirements/test.txt
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra postgres --extra redis -q -c requirements/test.txt -o requirements/run.txt
