# Everything that one does with this repository. `make` alone lists it.
.DEFAULT_GOAL := help
.PHONY: help run test check bench format messages

PYTHON ?= python3

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Start the site with demo content, a worker and its schedule, until Ctrl-C (PORT, MEGDAN_DATA)
	@exec $(PYTHON) -m scripts.run

test: ## Run all tests that this machine can run, then say which could not run and why
	@exec $(PYTHON) -m scripts.test

check: ## Run linters, types, import contracts, and look for missing migrations and translations
	@exec $(PYTHON) -m scripts.check

bench: ## Measure the pages against the site's own empty page, and fail where a gate is broken
	@exec $(PYTHON) -m scripts.bench

format: ## Lay the Python code out
	@exec $(PYTHON) -m scripts.tools format

messages: ## Gather the texts to translate into locale/, and compile what is translated
	@exec $(PYTHON) -m scripts.tools messages
