#include "checker/verdict/names.h"

#include <array>
#include <cstddef>
#include <optional>

#include "absl/strings/string_view.h"
#include "checker/verdict/verdict.h"

namespace racefree {
namespace {

template <typename Enum>
struct Named {
  Enum value;
  absl::string_view name;
};

constexpr std::array kGates = {
    Named<Gate>{Gate::kBehaves, "behaves"},
    Named<Gate>{Gate::kRaceFree, "race_free"},
    Named<Gate>{Gate::kMemorySafe, "memory_safe"},
    Named<Gate>{Gate::kEverySchedule, "every_schedule"},
};

constexpr std::array kGateTitles = {
    Named<Gate>{Gate::kBehaves, "behaves"},
    Named<Gate>{Gate::kRaceFree, "race-free"},
    Named<Gate>{Gate::kMemorySafe, "memory-safe"},
    Named<Gate>{Gate::kEverySchedule, "every schedule"},
};

constexpr std::array kOutcomes = {
    Named<Outcome>{Outcome::kPassed, "passed"},
    Named<Outcome>{Outcome::kFailed, "failed"},
    Named<Outcome>{Outcome::kNotJudged, "not_judged"},
    Named<Outcome>{Outcome::kMachineFault, "machine_fault"},
};

constexpr std::array kKinds = {
    Named<Kind>{Kind::kNone, "none"},
    Named<Kind>{Kind::kMissingFile, "missing_file"},
    Named<Kind>{Kind::kCompileError, "compile_error"},
    Named<Kind>{Kind::kLinkError, "link_error"},
    Named<Kind>{Kind::kCompileTimeout, "compile_timeout"},
    Named<Kind>{Kind::kLocksNotProven, "locks_not_proven"},
    Named<Kind>{Kind::kFailedExpectation, "failed_expectation"},
    Named<Kind>{Kind::kUncaughtException, "uncaught_exception"},
    Named<Kind>{Kind::kCrash, "crash"},
    Named<Kind>{Kind::kStackOverflow, "stack_overflow"},
    Named<Kind>{Kind::kOutOfMemory, "out_of_memory"},
    Named<Kind>{Kind::kHang, "hang"},
    Named<Kind>{Kind::kDeadlock, "deadlock"},
    Named<Kind>{Kind::kTestsMissing, "tests_missing"},
    Named<Kind>{Kind::kTooMuchOutput, "too_much_output"},
    Named<Kind>{Kind::kLeftBehind, "left_behind"},
    Named<Kind>{Kind::kDataRace, "data_race"},
    Named<Kind>{Kind::kLockOrderInversion, "lock_order_inversion"},
    Named<Kind>{Kind::kLockMisuse, "lock_misuse"},
    Named<Kind>{Kind::kThreadLeak, "thread_leak"},
    Named<Kind>{Kind::kSignalUnsafeCall, "signal_unsafe_call"},
    Named<Kind>{Kind::kLostWakeUp, "lost_wake_up"},
    Named<Kind>{Kind::kLiveLock, "live_lock"},
    Named<Kind>{Kind::kNotControlled, "not_controlled"},
    Named<Kind>{Kind::kUseAfterFree, "use_after_free"},
    Named<Kind>{Kind::kUseAfterScope, "use_after_scope"},
    Named<Kind>{Kind::kBufferOverflow, "buffer_overflow"},
    Named<Kind>{Kind::kDoubleFree, "double_free"},
    Named<Kind>{Kind::kBadFree, "bad_free"},
    Named<Kind>{Kind::kMemoryLeak, "memory_leak"},
    Named<Kind>{Kind::kUndefinedBehaviour, "undefined_behaviour"},
    Named<Kind>{Kind::kOtherSanitizerReport, "other_sanitizer_report"},
    Named<Kind>{Kind::kMachineFault, "machine_fault"},
};

constexpr std::array kNameSources = {
    Named<NameSource>{NameSource::kNone, "none"},
    Named<NameSource>{NameSource::kReported, "reported"},
    Named<NameSource>{NameSource::kReadFromLine, "read_from_line"},
};

template <typename Enum, size_t size>
absl::string_view NameOf(const std::array<Named<Enum>, size>& table,
                         Enum value) {
  for (const Named<Enum>& entry : table) {
    if (entry.value == value) return entry.name;
  }
  return "unknown";
}

template <typename Enum, size_t size>
std::optional<Enum> ValueOf(const std::array<Named<Enum>, size>& table,
                            absl::string_view name) {
  for (const Named<Enum>& entry : table) {
    if (entry.name == name) return entry.value;
  }
  return std::nullopt;
}

}  // namespace

absl::string_view GateName(Gate gate) { return NameOf(kGates, gate); }

absl::string_view GateTitle(Gate gate) { return NameOf(kGateTitles, gate); }

absl::string_view OutcomeName(Outcome outcome) {
  return NameOf(kOutcomes, outcome);
}

absl::string_view KindName(Kind kind) { return NameOf(kKinds, kind); }

absl::string_view NameSourceName(NameSource source) {
  return NameOf(kNameSources, source);
}

std::optional<Gate> GateFromName(absl::string_view name) {
  return ValueOf(kGates, name);
}

std::optional<Outcome> OutcomeFromName(absl::string_view name) {
  return ValueOf(kOutcomes, name);
}

std::optional<Kind> KindFromName(absl::string_view name) {
  return ValueOf(kKinds, name);
}

std::optional<NameSource> NameSourceFromName(absl::string_view name) {
  return ValueOf(kNameSources, name);
}

}  // namespace racefree
