# shellcheck shell=bash
# Builds the command `kata` with Bazel. The launcher starts a copy of it, which
# no other build, configuration or `bazel clean` can take away.

# shellcheck source=checker/launcher/system.sh
source "${launcher}/system.sh"
# shellcheck source=checker/launcher/lock.sh
source "${launcher}/lock.sh"

build_checker() {
  local state="${root}/.racefree" log="${root}/.racefree/build.log" binary
  if [[ ! -w ${state} ]] || ! mkdir -p "${state}/bin"; then fail_read_only; fi
  take_lock "${state}/build.lock"
  # Another ./kata may have done it meanwhile.
  if checker_is_built; then
    release_lock
    return
  fi
  say "Building the checker (the first time this takes a few minutes)."
  # Taken before the build: what changes during it makes the next start build.
  touch "${state}/built.new" || fail_cannot_write "${state}"
  if ! (cd "${root}" && "${RACEFREE_BAZEL}" build //checker:kata {lock}>&-) \
    >"${log}" 2>&1 </dev/null; then
    say_end_of "${log}"
    require_space "${state}" 50 "building"
    fail "${EXIT_MACHINE_FAULT}" "The checker could not be built (see above)." \
      "All of it: ${log}" \
      "Start again with a clean set-up: rm -r ${state}/machine.* && ./kata"
  fi
  binary="$(cd "${root}" && "${RACEFREE_BAZEL}" info bazel-bin {lock}>&- 2>>"${log}")"
  binary+="/checker/kata"
  if ! cp "${binary}" "${state}/bin/kata.new" ||
    ! mv -f "${state}/bin/kata.new" "${state}/bin/kata" ||
    ! mv -f "${state}/built.new" "${state}/built"; then
    fail_cannot_write "${state}"
  fi
  release_lock
}
