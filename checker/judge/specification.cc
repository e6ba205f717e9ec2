#include "checker/judge/specification.h"

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "checker/verdict/names.h"
#include "nlohmann/json.hpp"

namespace racefree {
namespace {

using Json = nlohmann::json;

Gate ParseGate(const Json& json) {
  const auto name = json.get<std::string>();
  const std::optional<Gate> gate = GateFromName(name);
  if (!gate) throw std::invalid_argument("there is no gate " + name);
  return *gate;
}

Specification FromJson(const Json& json) {
  Specification specification;
  json.at("exercise").get_to(specification.exercise);
  json.at("student_file").get_to(specification.student_file);
  json.at("test_file").get_to(specification.test_file);
  for (const Json& gate : json.at("gates")) {
    specification.gates.push_back(
        {.gate = ParseGate(gate.at("gate")),
         .program = gate.at("program").get<std::string>(),
         .repetitions = gate.at("repetitions").get<int>(),
         .idle_seconds = gate.at("idle_seconds").get<int>()});
  }
  if (specification.gates.empty()) {
    throw std::invalid_argument("there are no gates");
  }
  if (const Json& analysis = json.at("lock_analysis"); !analysis.is_null()) {
    specification.lock_analysis =
        LockAnalysis{.of_answer = analysis.at("of_answer").get<std::string>(),
                     .of_misuse = analysis.at("of_misuse").get<std::string>()};
  }
  if (const Json& expected = json.at("expected_failure"); !expected.empty()) {
    specification.expected_failure =
        ExpectedFailure{.gate = ParseGate(expected.at("gate")),
                        .words = expected.at("words").get<std::string>()};
  }
  return specification;
}

}  // namespace

absl::StatusOr<Specification> ParseSpecification(absl::string_view json) {
  // The JSON library reports by exceptions; they end here.
  try {
    return FromJson(Json::parse(json.begin(), json.end()));
  } catch (const std::exception& error) {
    return absl::InvalidArgumentError(
        absl::StrCat("the judge's specification is damaged: ", error.what()));
  }
}

}  // namespace racefree
