#!/bin/sh
# Stands in for Bazel in tests. It runs nothing: FakeBazel (fake_workspace.h) put
# into its directory what it tells of each target.
directory=$(dirname "$0")
echo "$*" >>"${directory}/invocations"
trap 'kill $! 2>/dev/null; echo interrupted >>"${directory}/invocations"; exit 8' INT

for argument in "$@"; do
  case ${argument} in
    --build_event_json_file=*) events=${argument#*=} ;;
  esac
done
for argument in "$@"; do
  told="${directory}/targets/$(echo "${argument}" | tr '/:' '__')"
  if [ -f "${told}" ]; then cat "${told}" >>"${events}"; fi
done
if [ -f "${directory}/output" ]; then cat "${directory}/output" >&2; fi
if [ -p "${directory}/hang" ]; then
  cat "${directory}/hang" &
  wait $!
fi
if [ -f "${directory}/exit_code" ]; then exit "$(cat "${directory}/exit_code")"; fi
