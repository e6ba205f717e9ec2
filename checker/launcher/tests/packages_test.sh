#!/usr/bin/env bash
# What the launcher finds, what it installs, and what it says where it cannot.
# shellcheck source=checker/launcher/tests/testing.sh
source "$(dirname "$0")/testing.sh"

readonly ALL_PACKAGES="bazel-bootstrap bazel-platforms bazel-rules-cc \
bazel-rules-java bazel-rules-proto bazel-skylib clang-19 libclang-rt-19-dev \
lld-19 g++ llvm-19 elfutils xz-utils"

test_with_yes_all_is_installed_and_the_command_starts() {
  new_machine
  kata --yes x
  expect_exit 0
  expect_output "apt-get install --no-install-recommends ${ALL_PACKAGES}" \
    "command: [x]"
  expect_calls 1 " update"
}

test_ci_counts_as_yes() {
  new_machine
  EXTRA_ENVIRONMENT=(CI=true)
  kata x
  expect_output "command: [x]"
}

test_without_terminal_and_yes_nothing_is_changed() {
  new_machine
  kata x
  expect_exit 2
  expect_output "no terminal" "--yes" "there is no Bazel" \
    "apt-get install --no-install-recommends ${ALL_PACKAGES}"
  expect_calls 0 "apt-get"
}

# kata_at_terminal ANSWER: somebody sits there and types.
kata_at_terminal() {
  output="$(SHELL="$(command -v bash)" script --quiet --return --command "$(declare -f in_machine)
    checkout='${checkout}' scratch='${scratch}'
    in_machine '${checkout}/kata' x" /dev/null <<<"$1")"
  exit_code=$?
}

test_at_a_terminal_it_asks() {
  new_machine
  kata_at_terminal n
  expect_exit 2
  expect_output "Go on? [Y/n]" "Nothing was changed"
  expect_calls 0 "apt-get"
  kata_at_terminal y
  expect_exit 0
  expect_output "command: [x]"
}

test_a_user_installs_with_sudo() {
  new_machine
  echo 1000 >"${MACHINE}/user_id"
  cp "${FAKES}/sudo" "${SYSTEM_BIN}/"
  kata --yes x
  expect_output "sudo apt-get install" "command: [x]"
  expect_calls 1 "sudo env DEBIAN_FRONTEND=noninteractive LC_ALL=C apt-get -o DPkg::Lock::Timeout=300 -q install"
}

test_a_user_without_sudo_is_told_what_root_must_run() {
  new_machine
  echo 1000 >"${MACHINE}/user_id"
  kata --yes x
  expect_exit 2
  expect_output "there is no sudo" \
    "apt-get install --no-install-recommends ${ALL_PACKAGES}"
  expect_calls 0 "apt-get"
}

test_a_user_whom_sudo_refuses_is_told_what_root_must_run() {
  new_machine
  echo 1000 >"${MACHINE}/user_id"
  cp "${FAKES}/sudo" "${SYSTEM_BIN}/"
  touch "${MACHINE}/sudo_refuses"
  kata --yes x
  expect_exit 2
  expect_output "sudo does not let you" \
    "  apt-get install --no-install-recommends ${ALL_PACKAGES}"
}

test_fresh_package_lists_are_fetched_first() {
  new_machine
  mv "${MACHINE}/offered" "${MACHINE}/offered_after_update"
  : >"${MACHINE}/offered"
  kata --yes x
  expect_output "command: [x]"
}

test_the_newest_clang_on_offer_is_taken_where_19_is_not() {
  new_machine
  sed -i 's/-19/-17/' "${MACHINE}/offered"
  kata x
  expect_output " clang-17 libclang-rt-17-dev lld-17 "
}

test_a_clang_without_thread_sanitizer_gets_its_runtime() {
  new_machine
  install_everything
  touch "${MACHINE}/lacks/tsan"
  rm "${MACHINE}/installed/libclang-rt-19-dev"
  kata --yes x
  expect_output "has no ThreadSanitizer runtime" \
    "apt-get install --no-install-recommends libclang-rt-19-dev" "command: [x]"
}

test_a_clang_that_stays_without_runtime_is_told() {
  new_machine
  install_everything
  touch "${MACHINE}/lacks/tsan"
  kata --yes x
  expect_exit 2
  expect_output "clang-19 has no ThreadSanitizer runtime" "cannot open tsan"
}

test_what_a_clang_lacks_is_named() {
  local lack
  new_machine
  install_everything
  for lack in "c++20:no C++20 standard library" "lld:no linker lld" \
    "asan:no AddressSanitizer" "start:that do not start"; do
    touch "${MACHINE}/lacks/${lack%%:*}"
    kata x
    expect_exit 2
    expect_output "${lack#*:}"
    rm "${MACHINE}/lacks/${lack%%:*}"
  done
}

test_randomised_addresses_are_no_fault_of_clang() {
  new_machine
  install_everything
  touch "${MACHINE}/lacks/low_randomisation"
  kata x
  expect_output "command: [x]"
}

test_an_old_plain_clang_is_passed_over() {
  new_machine
  install_everything
  cp "${SYSTEM_BIN}/clang-19" "${SYSTEM_BIN}/clang"
  sed -i 's/19.1.7/14.0.6/' "${SYSTEM_BIN}/clang"
  kata x
  expect_output "RACEFREE_CLANG=${SYSTEM_BIN}/clang-19"
}

test_a_new_plain_clang_is_preferred() {
  new_machine
  install_everything
  cp "${SYSTEM_BIN}/clang-19" "${SYSTEM_BIN}/clang"
  kata x
  expect_output "RACEFREE_CLANG=${SYSTEM_BIN}/clang
"
}

test_bazelisk_is_preferred() {
  new_machine
  install_everything
  cp "${SYSTEM_BIN}/bazel" "${SYSTEM_BIN}/bazelisk"
  kata x
  expect_output "RACEFREE_BAZEL=${SYSTEM_BIN}/bazelisk"
}

test_a_bazelisk_that_cannot_download_is_passed_over() {
  new_machine
  install_everything
  printf '#!/usr/bin/env bash\nexit 1\n' >"${SYSTEM_BIN}/bazelisk"
  chmod +x "${SYSTEM_BIN}/bazelisk"
  kata x
  expect_output "RACEFREE_BAZEL=${SYSTEM_BIN}/bazel
"
}

test_a_bazel_of_another_time_is_told() {
  local version
  new_machine
  install_everything
  for version in 3.5.1 9.0.0; do
    echo "bazel ${version}" >"${MACHINE}/bazel_version"
    kata --yes x
    expect_exit 2
    expect_output "is Bazel ${version%%.*}; Racefree needs 4 to 6" "bazelisk"
  done
}

test_a_named_compiler_that_does_not_do_is_told() {
  new_machine
  install_everything
  EXTRA_ENVIRONMENT=(RACEFREE_CLANG=/no/such/clang)
  kata --yes x
  expect_exit 2
  expect_output "RACEFREE_CLANG" "Unset them"
  expect_calls 0 apt-get
}

test_selftest_installs_its_tools_too() {
  new_machine
  install_everything
  kata run
  expect_exit 0
  kata --yes selftest
  expect_output "apt-get install --no-install-recommends shellcheck clang-format-19" \
    "command: [selftest]" "RACEFREE_SHELLCHECK=${SYSTEM_BIN}/shellcheck" \
    "RACEFREE_CLANG_FORMAT=${SYSTEM_BIN}/clang-format-19"
  : >"${MACHINE}/calls"
  kata selftest
  expect_output "command: [selftest]"
  [[ ! -s ${MACHINE}/calls ]] || fault "it was ready: $(<"${MACHINE}/calls")"
}

test_no_network_is_told() {
  new_machine
  echo "E: Could not resolve 'deb.example'" >"${MACHINE}/apt_error"
  kata --yes x
  expect_exit 2
  expect_output "could not reach its servers" "Could not resolve 'deb.example'"
}

test_no_package_lists_and_no_network_is_told() {
  new_machine
  : >"${MACHINE}/offered"
  kata --yes x
  expect_exit 2
  expect_output "apt knows no packages at all"
}

test_another_error_of_apt_is_shown() {
  new_machine
  echo "E: dpkg was interrupted" >"${MACHINE}/apt_error"
  kata --yes x
  expect_exit 2
  expect_output "dpkg was interrupted" "Try it by hand"
}

test_a_release_without_bazel_is_told() {
  new_machine
  sed -i /bazel/d "${MACHINE}/offered"
  kata --yes x
  expect_exit 2
  expect_output "packages no Bazel" "bazelisk-linux-amd64"
}

test_a_release_with_old_clangs_is_told() {
  new_machine
  sed -i /clang/d "${MACHINE}/offered"
  kata --yes x
  expect_exit 2
  expect_output "offers no clang-19" "https://apt.llvm.org"
}

test_a_full_disk_is_told_before_installing() {
  new_machine
  echo 100 >"${MACHINE}/free_megabytes"
  kata --yes x
  expect_exit 2
  expect_output "disk is too full"
  expect_calls 0 "apt-get"
}

test_ubuntu_is_a_debian() {
  new_machine
  use_system ubuntu "Ubuntu 24.04" debian
  kata --yes x
  expect_output "command: [x]"
}

# expect_commands ID ID_LIKE COMMAND
expect_commands() {
  new_machine
  use_system "$1" "Some $1" "$2"
  kata --yes x
  expect_exit 2
  expect_output "On Some $1" "there is no Bazel" "there is no clang" "$3"
}

test_other_systems_get_their_commands() {
  expect_commands fedora "" "sudo dnf install clang"
  expect_output "bazelisk-linux-amd64"
  expect_commands rocky "rhel centos fedora" "sudo dnf install clang"
  expect_commands arch "" "sudo pacman -S --needed clang"
  expect_commands manjaro arch "sudo pacman -S --needed clang"
  expect_commands opensuse-leap "suse opensuse" "sudo zypper install clang"
  expect_commands gentoo "" "sudo emerge"
  expect_commands nixos "" "debian:12"
  expect_commands alpine "" "debian:12"
  expect_commands plan9 "" "debian:12"
}

test_a_prepared_other_system_just_starts() {
  new_machine
  install_everything
  use_system fedora "Fedora Linux 41"
  echo "bazel 6.5.0" >"${MACHINE}/bazel_version"
  touch "${MACHINE}/upstream_answers" "${MACHINE}/upstream_works"
  kata x
  expect_output "command: [x]"
}

test_a_machine_that_is_not_supported_is_told() {
  local machine
  new_machine
  for machine in "Darwin arm64" "Linux aarch64" "MINGW64_NT-10.0 x86_64"; do
    echo "${machine}" >"${MACHINE}/uname"
    kata --yes x
    expect_exit 2
    expect_output "runs on x86-64 Linux; this machine is ${machine}"
  done
}

run_tests
