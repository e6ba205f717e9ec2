# shellcheck shell=bash
# The first start on a machine: what is needed, in order. Each step may be
# repeated; only the record at the end says that all of them are done.

# shellcheck source=checker/launcher/system.sh
source "${launcher}/system.sh"
# shellcheck source=checker/launcher/lock.sh
source "${launcher}/lock.sh"
# shellcheck source=checker/launcher/tools.sh
source "${launcher}/tools.sh"
# shellcheck source=checker/launcher/packages.sh
source "${launcher}/packages.sh"
# shellcheck source=checker/launcher/dependencies.sh
source "${launcher}/dependencies.sh"

# set_up_machine COMMAND
set_up_machine() {
  local command="$1"
  require_supported_machine
  read_os_release
  find_cache
  make_state_directory
  # All checkouts of a user share the cache.
  take_lock "${cache}/setup.lock"
  # Another ./kata may have done it meanwhile.
  if machine_is_ready "${command}"; then
    release_lock
    return
  fi

  find_tools "${command}"
  install_missing "${command}"
  require_space "${cache}" 1000 "building"
  provide_dependencies
  write_machine_bazelrc
  write_machine_record
  release_lock
}

make_state_directory() {
  if ! mkdir -p "${root}/.racefree" 2>/dev/null ||
    [[ ! -w ${root}/.racefree ]]; then
    if [[ -w ${root} ]]; then fail_cannot_write "${root}/.racefree"; fi
    fail_read_only
  fi
}

write_machine_bazelrc() {
  local override command
  {
    echo "# Written by ./kata for this machine; it may be deleted at any time."
    if [[ -n ${bazel_output_root} ]]; then
      echo "startup --output_user_root=${bazel_output_root}"
    fi
    echo "build --repo_env=CC=${clang}"
    echo "build --test_env=RACEFREE_SYMBOLIZER=${symbolizer}"
    # Setting up a sandbox is making hundreds of links: in memory, if there is
    # enough for what is compiled there. (Docker's default is 64 MB.)
    if [[ -w /dev/shm ]] && (($(free_megabytes /dev/shm) >= 1000)); then
      echo "build --sandbox_base=/dev/shm"
    fi
    # Debian's Bazel turns it on for everyone.
    echo "build --nosandbox_debug"
    for override in "${overrides[@]}"; do
      for command in build query fetch; do
        echo "${command} --override_repository=${override}"
      done
    done
  } | replace_file "${root}/.racefree/machine.bazelrc"
}

# The stamp: every start looks whether these paths still exist (ready.sh).
write_machine_record() {
  {
    echo "RACEFREE_BAZEL=${bazel}"
    echo "RACEFREE_CLANG=${clang}"
    echo "RACEFREE_SYMBOLIZER=${symbolizer}"
    if [[ -n ${shellcheck:-} && -n ${clang_format:-} ]]; then
      echo "RACEFREE_SHELLCHECK=${shellcheck}"
      echo "RACEFREE_CLANG_FORMAT=${clang_format}"
    fi
    local override
    for override in "${overrides[@]}"; do
      echo "directory=${override#*=}"
    done
  } | replace_file "$(machine_record)"
}

# Standard input becomes the file, all of it or nothing.
replace_file() {
  if ! cat >"$1.partial" || ! mv "$1.partial" "$1"; then
    fail_cannot_write "$1"
  fi
}
