#!/usr/bin/env bash
# The launcher and its tests are clean for shellcheck.
set -euo pipefail
if ! command -v shellcheck >/dev/null; then
  echo "shellcheck is not installed; ./kata selftest installs it." >&2
  exit 1
fi
cd "$(dirname "$0")/../../.."
shellcheck --external-sources --check-sourced kata
shellcheck --external-sources checker/launcher/tests/*.sh \
  checker/launcher/tests/fakes/*
