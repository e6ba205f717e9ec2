# shellcheck shell=bash
# The fast path: is there anything to do before the command can start? This runs
# at every start and so does little more than compare the times of files.

# Written last by the set-up: NAME=PATH lines. All paths must still exist.
machine_record() {
  printf '%s' "${root}/.racefree/machine.env"
}

# machine_is_ready COMMAND: whether the set-up is complete, up to date, and
# enough for this command.
machine_is_ready() {
  local command="$1" name value record
  record="$(machine_record)"
  [[ -r ${record} && -r ${root}/.racefree/machine.bazelrc ]] || return 1
  # The time of the last change (ctime), not of the content: it cannot be older
  # than a checkout or a copy.
  [[ -z $(find -H "${root}/kata" "${launcher}/" -maxdepth 1 -type f \
    -cnewer "${record}" -print -quit) ]] || return 1
  local has_test_tools=false
  while IFS='=' read -r name value; do
    [[ -e ${value} ]] || return 1
    case "${name}" in
      # Someone asks for another one than was set up.
      RACEFREE_BAZEL | RACEFREE_CLANG)
        [[ ${!name:-${value}} == "${value}" ]] || return 1
        ;;
      RACEFREE_SHELLCHECK) has_test_tools=true ;;
    esac
  done <"${record}"
  [[ ${command} != selftest || ${has_test_tools} == true ]]
}

# Gives the command the environment that README.md describes.
load_machine() {
  local name value
  while IFS='=' read -r name value; do
    if [[ ${name} == RACEFREE_* ]]; then export "${name}=${value}"; fi
  done <"$(machine_record)"
  export RACEFREE_ROOT="${root}"
}

# Whether the built command is newer than all that it is built from.
checker_is_built() {
  local built="${root}/.racefree/built"
  [[ -x ${root}/.racefree/bin/kata && -e ${built} ]] || return 1
  [[ -z $(find -H "${root}/checker" "${root}/third_party" "${root}/WORKSPACE" \
    "${root}/BUILD" "${root}/.bazelrc" "${root}/.racefree/machine.bazelrc" \
    -cnewer "${built}" -print -quit) ]] || return 1
  # Of the lessons only the catalogue is built in.
  [[ -z $(find -H "${root}/lessons" \( -name BUILD -o -name '*.bzl' \) \
    -cnewer "${built}" -print -quit) ]]
}
