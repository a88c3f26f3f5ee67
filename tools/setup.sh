#!/usr/bin/env bash
# Installs what the build lacks and writes .tools/env, which the Makefile reads.
#
# HiGHS is compiled from source: that takes a C++ compiler (assumed), cmake, and libclang for the bindings. They come from apt
# where that works as root or with sudo, otherwise from the PyPI packages `cmake` and `libclang`, unpacked into .tools.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p .tools
env_file=.tools/env
: > "$env_file.new"

say() { printf 'setup: %s\n' "$*" >&2; }
give_up() { say "$*"; exit 1; }

has_cmake() { cmake --version > /dev/null 2>&1; }

# Whether a folder holds a libclang that can be loaded; libclang-cpp is another library.
holds_libclang() {
  local file
  for file in "$1"/libclang.so* "$1"/libclang-*.so* "$1"/libclang.dylib; do
    case $file in *libclang-cpp*) continue ;; esac
    if [ -s "$file" ]; then return 0; fi
  done
  return 1
}

# bindgen looks where LIBCLANG_PATH says, where llvm-config says, and in the usual folders.
has_libclang() {
  local folder
  if [ -n "${LIBCLANG_PATH:-}" ]; then holds_libclang "$LIBCLANG_PATH"; return; fi
  for folder in "$(llvm-config --libdir 2> /dev/null || true)" /usr/lib/llvm*/lib /usr/lib64 /usr/lib64/llvm*/lib /usr/lib \
    /usr/lib/*-linux-gnu /usr/local/lib /opt/homebrew/opt/llvm/lib /Library/Developer/CommandLineTools/usr/lib; do
    if [ -n "$folder" ] && holds_libclang "$folder"; then return 0; fi
  done
  return 1
}

lacking() {
  has_cmake || echo cmake
  has_libclang || echo libclang
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; elif command -v sudo > /dev/null && sudo -n true 2> /dev/null; then sudo -n "$@"; else return 1; fi
}

from_apt() {
  local packages=()
  command -v apt-get > /dev/null || return 1
  has_cmake || packages+=(cmake)
  has_libclang || packages+=(libclang-dev)
  say "installing ${packages[*]} with apt-get"
  # The lists may be absent (a container) or stale; without a network both fail soon and the next way is tried.
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -o Acquire::Retries=1 -o Acquire::http::Timeout=20 update -qq > .tools/apt.log 2>&1 || true
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -o Acquire::Retries=1 -o Acquire::http::Timeout=20 install -y -qq \
    --no-install-recommends "${packages[@]}" >> .tools/apt.log 2>&1
}

# A folder of our own: `pip install --target` needs neither root nor a virtual environment.
from_pypi() {
  local python packages=()
  python=$(command -v python3 || command -v python) || return 1
  "$python" -m pip --version > /dev/null 2>&1 || return 1
  has_cmake || packages+=("cmake<5")
  has_libclang || packages+=(libclang)
  say "installing ${packages[*]} from PyPI into .tools"
  "$python" -m pip install --quiet --disable-pip-version-check --upgrade --target .tools/python "${packages[@]}" > .tools/pip.log 2>&1
}

use_tools() {
  local here folder
  here=$(pwd)
  for folder in "$here/.tools/python/cmake/data/bin" "$here/.tools/python/bin"; do
    if [ -x "$folder/cmake" ] && ! has_cmake; then
      export PATH="$folder:$PATH"
      printf 'export PATH=%q:"$PATH"\n' "$folder" >> "$env_file.new"
    fi
  done
  folder="$here/.tools/python/clang/native"
  if holds_libclang "$folder" && ! has_libclang; then
    export LIBCLANG_PATH="$folder"
    printf 'export LIBCLANG_PATH=%q\n' "$folder" >> "$env_file.new"
  fi
}

command -v cargo > /dev/null || give_up "there is no cargo: install Rust 1.90 or later from https://rustup.rs"
command -v c++ > /dev/null || command -v g++ > /dev/null || command -v clang++ > /dev/null \
  || give_up "there is no C++ compiler: install one (on Debian: apt-get install g++)"

use_tools
if [ -n "$(lacking)" ]; then from_apt || true; fi
if [ -n "$(lacking)" ]; then from_pypi || true; use_tools; fi
missing=$(lacking | paste -sd ' ' -)
[ -z "$missing" ] || give_up "the build needs $missing, and neither apt-get nor pip could install it: install cmake and libclang by hand, or set LIBCLANG_PATH"
mv "$env_file.new" "$env_file"
