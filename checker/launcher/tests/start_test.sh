#!/usr/bin/env bash
# The way from a machine that is ready to the command, and what makes the
# launcher set up or build again.
# shellcheck source=checker/launcher/tests/testing.sh
source "$(dirname "$0")/testing.sh"

ready_machine() {
  new_machine
  install_everything
  kata
  expect_exit 0
  : >"${MACHINE}/calls"
}

test_arguments_directory_and_exit_code_reach_the_command() {
  ready_machine
  mkdir "${MACHINE}/elsewhere"
  cd "${MACHINE}/elsewhere" || exit 1
  EXTRA_ENVIRONMENT=(WANTED_EXIT_CODE=7)
  kata run "two words" --raw
  expect_exit 7
  expect_output "command: [run] [two words] [--raw]" \
    "directory: ${MACHINE}/elsewhere"
}

test_the_command_gets_its_environment() {
  ready_machine
  kata
  expect_output "RACEFREE_ROOT=${checkout}" "RACEFREE_BAZEL=${SYSTEM_BIN}/bazel" \
    "RACEFREE_CLANG=${SYSTEM_BIN}/clang-19" \
    "RACEFREE_SYMBOLIZER=${SYSTEM_BIN}/llvm-symbolizer-19"
}

test_yes_is_for_the_launcher() {
  ready_machine
  kata run --yes balance
  expect_output "command: [run] [balance]"
}

test_standard_output_is_the_commands_alone() {
  new_machine
  install_everything
  output="$(in_machine "${checkout}/kata" x 2>/dev/null)"
  [[ ${output} == "command: [x]"* ]] || fault "the launcher wrote to it"
}

test_a_link_to_the_launcher_starts_it() {
  ready_machine
  ln -s "${checkout}/kata" "${MACHINE}/kata"
  output="$(in_machine "${MACHINE}/kata" x 2>&1)"
  expect_output "RACEFREE_ROOT=${checkout}"
}

test_second_start_calls_nothing() {
  ready_machine
  kata x
  expect_output "command: [x]"
  [[ ! -s ${MACHINE}/calls ]] || fault "it called: $(<"${MACHINE}/calls")"
}

test_second_start_works_in_a_checkout_that_cannot_be_written() {
  ready_machine
  chmod -R a-w "${checkout}"
  kata x
  chmod -R u+w "${checkout}"
  expect_output "command: [x]"
}

# expect_built_again COMMAND...: after the change that the command makes.
expect_built_again() {
  ready_machine
  (cd "${checkout}" && "$@")
  kata x
  expect_output "Building the checker" "command: [x]"
  : >"${MACHINE}/calls"
  kata x
  expect_no_output "Building the checker"
}

test_a_change_of_the_checker_is_built() {
  expect_built_again touch checker/BUILD
}

test_an_older_file_copied_over_is_built() {
  expect_built_again touch -d 2020-01-01 checker/BUILD
}

test_a_file_taken_from_the_checker_is_noticed() {
  expect_built_again rm checker/BUILD
}

test_a_change_of_the_catalogue_is_built() {
  expect_built_again touch lessons/04_lock/BUILD
}

test_a_lost_command_is_built() {
  expect_built_again rm .racefree/bin/kata
}

test_a_students_edit_builds_nothing() {
  ready_machine
  echo "int answer;" >"${checkout}/lessons/04_lock/balance.h"
  kata x
  expect_no_output "Building the checker"
}

test_a_broken_checker_is_told_and_the_old_one_not_started() {
  ready_machine
  touch "${MACHINE}/build_is_broken" "${checkout}/checker/BUILD"
  kata x
  expect_exit 3
  expect_output "no such thing" "could not be built" "build.log"
  expect_no_output "command:"
  # Nor is it taken for built afterwards.
  rm "${MACHINE}/build_is_broken"
  kata x
  expect_output "Building the checker" "command: [x]"
}

test_a_changed_launcher_sets_up_again() {
  ready_machine
  touch "${checkout}/checker/launcher/tools.sh"
  kata x
  expect_output "command: [x]"
  expect_calls 1 "bazel --version"
}

test_a_lost_library_is_fetched_again() {
  ready_machine
  rm -r "${MACHINE}"/home/.cache/racefree/sources/first-1.0-*
  kata x
  expect_output "Fetching first" "command: [x]"
  expect_calls 1 apt-helper
}

test_a_lost_compiler_is_noticed() {
  ready_machine
  rm "${SYSTEM_BIN}/clang-19"
  rm "${MACHINE}/installed/clang-19"
  kata x
  expect_exit 2
  expect_output "there is no clang 16 or later"
}

test_another_bazel_may_be_named() {
  ready_machine
  cp "${SYSTEM_BIN}/bazel" "${MACHINE}/my_bazel"
  EXTRA_ENVIRONMENT=("RACEFREE_BAZEL=${MACHINE}/my_bazel")
  kata x
  expect_output "RACEFREE_BAZEL=${MACHINE}/my_bazel"
}

test_a_path_with_spaces_is_hidden_from_bazel() {
  CHECKOUT_NAME="a path with spaces" ready_machine
  kata x
  expect_exit 0
  [[ ! ${output} =~ RACEFREE_ROOT=[^$'\n']*\  ]] || fault "the root has spaces"
  local root_line="${output#*RACEFREE_ROOT=}"
  local plain_root="${root_line%%$'\n'*}"
  [[ ${plain_root}/lessons/04_lock/balance.h -ef \
    ${checkout}/lessons/04_lock/balance.h ]] || fault "not the same files"
  # It follows the checkout.
  rm -r "${checkout}/third_party/rules_cc.patch" "${checkout}/.bazelrc"
  mkdir "${checkout}/new"
  kata x
  expect_file "${plain_root}/new"
  expect_no_file "${plain_root}/.bazelrc"
}

test_a_change_in_a_path_with_spaces_is_built() {
  CHECKOUT_NAME="a path with spaces" ready_machine
  touch "${checkout}/checker/BUILD"
  kata x
  expect_output "Building the checker"
  kata x
  expect_no_output "Building the checker"
}

run_tests
