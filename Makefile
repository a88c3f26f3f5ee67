# The two commands of the README: each installs what the machine lacks (see tools/setup.sh), then builds in release mode.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help demo test setup

help:
	@echo "make demo   solve models/amazon-2026, print the summary, write plans/amazon-2026.json"
	@echo "make test   run every test"

setup:
	@tools/setup.sh

# Exit code 4 says that the time ran out with a good plan in hand.
demo: setup
	@. .tools/env && cargo build --release
	@. .tools/env && status=0; \
	  target/release/capplan solve models/amazon-2026 --gap 1% --time-limit 5min -o plans/amazon-2026.json || status=$$?; \
	  if [ $$status -ne 0 ] && [ $$status -ne 4 ]; then exit $$status; fi; \
	  echo; echo "the plan is in plans/amazon-2026.json; ask it: target/release/capplan show plans/amazon-2026.json --help"

test: setup
	@. .tools/env && cargo test --release
