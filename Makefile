# The two commands of the README: each installs what the machine lacks (see tools/setup.sh; the tests open pages in a browser, see
# tools/browser.sh), then builds in release mode.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help demo test setup browser

help:
	@echo "make demo   solve models/amazon-2026, print the summary, write plans/amazon-2026.json"
	@echo "make test   run every test"

setup:
	@tools/setup.sh

browser:
	@tools/browser.sh

# Exit code 4 says that the time ran out with a good plan in hand.
demo: setup
	@. .tools/env && cargo build --release
	@echo "planning models/amazon-2026, at most five minutes; afterwards ask the plan:"
	@echo "  target/release/capplan show plans/amazon-2026.json 'site[northern-virginia]'"
	@. .tools/env && status=0; \
	  target/release/capplan solve models/amazon-2026 --gap 1% --time-limit 5min -o plans/amazon-2026.json || status=$$?; \
	  [ $$status -eq 0 ] || [ $$status -eq 4 ] || exit $$status

test: setup browser
	@. .tools/env && cargo test --release
