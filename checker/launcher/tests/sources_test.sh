#!/usr/bin/env bash
# Where the libraries come from, and what is kept where.
# shellcheck source=checker/launcher/tests/testing.sh
source "$(dirname "$0")/testing.sh"

# A machine whose programs are all there, before its first ./kata.
installed_machine() {
  new_machine
  install_everything
}

# The file that the launcher writes for Bazel.
bazelrc() {
  cat "${checkout}/.racefree/machine.bazelrc"
}

test_without_upstream_they_come_from_debian() {
  installed_machine
  kata x
  expect_output "command: [x]"
  expect_calls 1 "look at github.com"
  # This system's own mirror comes first.
  expect_calls 3 "apt-helper http://mirror.example/debian/pool/main/"
  expect_calls 0 "other.example"
  output="$(bazelrc)"
  local name
  for name in first second tinyxml2; do
    expect_output "build --override_repository=${name}=${MACHINE}/home/.cache/racefree/sources/${name}-1.0-"
    expect_file "${MACHINE}"/home/.cache/racefree/sources/"${name}"-1.0-*/library.h
  done
  expect_output "build --repo_env=CC=${SYSTEM_BIN}/clang-19" \
    "build --override_repository=remote_coverage_tools=" \
    "query --override_repository=first="
}

test_a_library_without_build_file_gets_ours() {
  installed_machine
  kata x
  cmp -s "${checkout}/third_party/tinyxml2.BUILD" \
    "${MACHINE}"/home/.cache/racefree/sources/tinyxml2-1.0-*/BUILD.bazel ||
    fault "another BUILD file, or none"
}

test_with_upstream_bazel_fetches_them() {
  installed_machine
  touch "${MACHINE}/upstream_answers" "${MACHINE}/upstream_works"
  kata x
  expect_output "Fetching the libraries from github.com" "command: [x]"
  expect_calls 0 apt-helper
  output="$(bazelrc)"
  expect_no_output "override_repository=first"
}

test_where_bazel_fails_to_fetch_them_they_come_from_debian() {
  installed_machine
  touch "${MACHINE}/upstream_answers"
  kata x
  expect_output "trying Debian" "command: [x]"
  expect_calls 3 apt-helper
}

test_a_proxy_is_left_to_bazel() {
  installed_machine
  touch "${MACHINE}/upstream_works"
  EXTRA_ENVIRONMENT=(https_proxy=http://proxy.example:3128)
  kata x
  expect_calls 0 "look at github.com"
  expect_calls 0 apt-helper
}

test_the_choice_can_be_made_by_hand() {
  installed_machine
  touch "${MACHINE}/upstream_answers" "${MACHINE}/upstream_works"
  EXTRA_ENVIRONMENT=(RACEFREE_SOURCES=debian)
  kata x
  expect_calls 3 apt-helper
}

test_debians_bazel_gets_debians_rules() {
  installed_machine
  kata x
  local rules="${MACHINE}/system/usr/share/bazel"
  output="$(bazelrc)"
  expect_output "bazel_skylib=${rules}/tools/skylib" \
    "platforms=${rules}/tools/platforms" "rules_java=${rules}/rules/java" \
    "rules_proto=${rules}/rules/proto" "--nosandbox_debug"
  local patched=("${MACHINE}"/home/.cache/racefree/sources/rules_cc-*)
  expect_output "rules_cc=${patched[0]}"
  if grep -r "use_cpp_toolchain()" "${patched[0]}"; then fault "not patched"; fi
}

test_another_bazel_has_its_own_rules() {
  installed_machine
  rm "${MACHINE}/system/usr/share/bazel/A-server.jar"
  kata x
  output="$(bazelrc)"
  expect_no_output "rules_cc"
}

test_a_damaged_archive_is_not_trusted() {
  installed_machine
  echo damage >>"${MACHINE}/mirror/second%2bdfsg.tar.gz"
  kata x
  expect_exit 2
  expect_output "second+dfsg.tar.gz arrived damaged"
  expect_no_output "command:"
  expect_no_file "${checkout}/.racefree/machine.env"
  [[ -z $(find "${MACHINE}/home" -name 'second-*') ]] || fault "it was unpacked"
}

test_an_interrupted_setup_is_resumed() {
  installed_machine
  touch "${MACHINE}/mirror/second%2bdfsg.tar.gz.kills"
  kata x
  expect_exit 137
  expect_no_file "${checkout}/.racefree/machine.env"
  : >"${MACHINE}/calls"
  kata x
  expect_exit 0
  expect_output "Fetching second" "command: [x]"
  expect_calls 2 apt-helper
}

test_what_was_unpacked_by_half_is_not_trusted() {
  installed_machine
  kata x
  local whole=("${MACHINE}"/home/.cache/racefree/sources/first-1.0-*)
  mv "${whole[0]}" "${whole[0]}.partial"
  rm "${whole[0]}.partial/library.h"
  kata x
  expect_output "Fetching first"
  expect_file "${whole[0]}/library.h"
}

test_a_setup_without_record_is_not_trusted() {
  installed_machine
  kata x
  rm "${checkout}/.racefree/machine.env"
  : >"${MACHINE}/calls"
  kata x
  expect_output "command: [x]"
  expect_calls 1 "bazel --version"
  # But what is there is not fetched again, nor is the network asked.
  expect_calls 0 apt-helper
  expect_calls 0 "look at github.com"
}

test_no_network_at_all_is_told() {
  installed_machine
  rm "${MACHINE}"/mirror/*
  kata x
  expect_exit 2
  expect_output "Neither github.com nor a Debian mirror can be reached"
  expect_calls 1 "apt-helper http://mirror.example/"
}

test_no_network_on_another_system_is_told() {
  installed_machine
  use_system fedora "Fedora Linux 41"
  echo "bazel 6.5.0" >"${MACHINE}/bazel_version"
  kata x
  expect_exit 2
  expect_output "github.com cannot be reached"
}

test_a_full_disk_is_told() {
  installed_machine
  echo 20 >"${MACHINE}/free_megabytes"
  kata x
  expect_exit 2
  expect_output "disk is too full"
}

test_two_at_once_set_up_once() {
  installed_machine
  mkfifo "${MACHINE}"/{download_begins,download_goes_on,second_messages}
  # Opened for both ways, a FIFO does not wait for its other end for ever.
  exec {begins}<>"${MACHINE}/download_begins" \
    {goes_on}<>"${MACHINE}/download_goes_on" \
    {messages}<>"${MACHINE}/second_messages"
  in_machine "${checkout}/kata" first >"${MACHINE}/first_output" 2>&1 &
  local first=$!
  read -r -t 60 _ <&"${begins}" || fault "the first one downloads nothing"
  # The first one is now in the midst of it.
  in_machine "${checkout}/kata" second >"${MACHINE}/second_output" \
    2>"${MACHINE}/second_messages" &
  local second=$! message
  read -r -t 60 message <&"${messages}"
  [[ ${message} == *"Another ./kata is setting this machine up"* ]] ||
    fault "the second one said: ${message}"
  echo now >&"${goes_on}"
  wait "${first}" || fault "the first one failed" "$(<"${MACHINE}/first_output")"
  wait "${second}" || fault "the second one failed" "$(<"${MACHINE}/second_output")"
  output="$(cat "${MACHINE}"/{first,second}_output)"
  expect_output "command: [first]" "command: [second]"
  expect_calls 3 apt-helper
  expect_calls 1 "bazel build //checker:kata"
}

test_a_server_that_stays_does_not_keep_the_lock() {
  installed_machine
  mkfifo "${MACHINE}/server"
  # Opened for both ways, a FIFO does not wait for its other end for ever.
  exec {server}<>"${MACHINE}/server"
  touch "${MACHINE}/server_stays"
  kata x
  rm "${checkout}/.racefree/machine.env" "${MACHINE}/server_stays"
  kata x
  expect_no_output "Another ./kata"
  echo end >&"${server}"
  expect_output "command: [x]"
}

test_without_home_things_are_kept_elsewhere() {
  installed_machine
  echo "${MACHINE##*.}" >"${MACHINE}/user_id"
  HOME_TO_USE="/proc/no/home"
  kata x
  local elsewhere="/tmp/racefree-${MACHINE##*.}"
  [[ -d ${elsewhere}/sources ]] || fault "nothing is in ${elsewhere}"
  rm -r "${elsewhere}"
  expect_output "command: [x]"
  output="$(bazelrc)"
  expect_output "startup --output_user_root=${elsewhere}/bazel"
}

test_a_home_with_spaces_is_not_used() {
  installed_machine
  echo "${MACHINE##*.}" >"${MACHINE}/user_id"
  HOME_TO_USE="${MACHINE}/a home"
  kata x
  rm -r "/tmp/racefree-${MACHINE##*.}"
  expect_output "command: [x]"
  expect_no_file "${MACHINE}/a home/.cache/racefree"
}

test_a_directory_that_someone_else_planted_is_not_used() {
  installed_machine
  echo "${MACHINE##*.}" >"${MACHINE}/user_id"
  local elsewhere="/tmp/racefree-${MACHINE##*.}"
  ln -s "${MACHINE}/tmp" "${elsewhere}"
  HOME_TO_USE="/proc/no/home"
  kata x
  rm "${elsewhere}"
  expect_exit 2
  expect_output "can be used to keep files in" "Set HOME"
}

test_the_users_cache_directory_is_used() {
  installed_machine
  EXTRA_ENVIRONMENT=("XDG_CACHE_HOME=${MACHINE}/my_cache")
  kata x
  expect_file "${MACHINE}/my_cache/racefree/sources"
}

test_a_checkout_that_cannot_be_written_is_told() {
  installed_machine
  # A file in its place stops even root.
  touch "${checkout}/.racefree"
  kata x
  expect_exit 2
  expect_output "Cannot write to ${checkout}/.racefree"
}

test_sandboxes_are_in_memory_only_where_there_is_enough() {
  installed_machine
  kata x
  output="$(bazelrc)"
  expect_output "--sandbox_base=/dev/shm"
  echo 64 >"${MACHINE}/free_in_memory"
  touch "${checkout}/kata"
  kata x
  output="$(bazelrc)"
  expect_no_output "--sandbox_base"
}

run_tests
