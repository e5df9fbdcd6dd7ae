# Everything that one does with this repository. `make` alone lists it.
.DEFAULT_GOAL := help
.PHONY: help run test check bench format messages

PYTHON ?= python3

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Start the site with demo content, a worker and its schedule, until Ctrl-C (PORT, MEGDAN_DATA)
	@exec $(PYTHON) scripts/run.py

test: ## Run all tests that this machine can run, then say which could not run and why
	@exec $(PYTHON) scripts/test.py

check: ## Run linters, types, import contracts, and look for missing migrations and translations
	@exec $(PYTHON) scripts/check.py

bench: ## Measure the pages against the site's own empty page, and fail where a gate is broken
	@exec $(PYTHON) scripts/bench.py

format: ## Lay the Python code out
	@exec $(PYTHON) scripts/tools.py format

messages: ## Gather the texts to translate into locale/, and compile what is translated
	@exec $(PYTHON) scripts/tools.py messages
