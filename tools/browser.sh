#!/usr/bin/env bash
# Installs Chromium where the machine lacks a browser, for the tests that open a page in one. Not having one is no error: those tests
# then say that they were left out.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p .tools

say() { printf 'browser: %s\n' "$*" >&2; }

if [ -n "${CAPPLAN_BROWSER:-}" ]; then exit 0; fi
for name in chromium chromium-browser google-chrome google-chrome-stable; do
  if command -v "$name" > /dev/null; then exit 0; fi
done

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; elif command -v sudo > /dev/null && sudo -n true 2> /dev/null; then sudo -n "$@"; else return 1; fi
}

if command -v apt-get > /dev/null; then
  say "installing chromium with apt-get"
  options=(-o Acquire::Retries=1 -o Acquire::http::Timeout=20)
  as_root env DEBIAN_FRONTEND=noninteractive apt-get "${options[@]}" update -qq > .tools/browser.log 2>&1 || true
  as_root env DEBIAN_FRONTEND=noninteractive apt-get "${options[@]}" install -y -qq --no-install-recommends chromium \
    >> .tools/browser.log 2>&1 || true
fi
command -v chromium > /dev/null || say "no browser could be installed: the tests that need one say that they were left out"
