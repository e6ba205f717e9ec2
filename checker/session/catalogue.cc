#include "checker/session/catalogue.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "checker/verdict/names.h"
#include "nlohmann/json.hpp"

namespace racefree {
namespace {

using Json = nlohmann::json;

// Both throw nlohmann::json::exception; ParseCatalogue() catches it.
Gate ReadGate(const Json& json) {
  std::string name = json.get<std::string>();
  std::optional<Gate> gate = GateFromName(name);
  if (!gate.has_value()) {
    throw Json::other_error::create(
        501, absl::StrCat("there is no gate '", name, "'"), &json);
  }
  return *gate;
}

Exercise ReadExercise(const Json& json, const std::string& chapter) {
  Exercise exercise;
  exercise.chapter = chapter;
  json.at("name").get_to(exercise.name);
  json.at("title").get_to(exercise.title);
  json.at("package").get_to(exercise.package);
  json.at("file").get_to(exercise.file);
  json.at("test").get_to(exercise.test);
  json.at("hints").get_to(exercise.hints);
  json.at("shipped").get_to(exercise.shipped);
  json.at("solutions").get_to(exercise.solutions);
  json.at("why").get_to(exercise.why);
  exercise.measurement = json.value("measurement", "");
  exercise.ships_failing = ReadGate(json.at("ships_failing"));
  for (const Json& gate : json.at("gates")) {
    exercise.gates.push_back(ReadGate(gate));
  }
  if (exercise.gates.empty()) {
    throw Json::other_error::create(
        501, absl::StrCat("the exercise ", exercise.name, " has no gate"),
        &json);
  }
  return exercise;
}

}  // namespace

std::string FullName(const Exercise& exercise) {
  return absl::StrCat(exercise.chapter, "/", exercise.name);
}

std::vector<const Exercise*> AllExercises(const Catalogue& catalogue) {
  std::vector<const Exercise*> exercises;
  for (const Chapter& chapter : catalogue.chapters) {
    for (const Exercise& exercise : chapter.exercises) {
      exercises.push_back(&exercise);
    }
  }
  return exercises;
}

absl::StatusOr<Catalogue> ParseCatalogue(absl::string_view json) {
  try {
    const Json root = Json::parse(json.begin(), json.end());
    Catalogue catalogue;
    for (const Json& entry : root.at("chapters")) {
      Chapter chapter;
      entry.at("name").get_to(chapter.name);
      entry.at("title").get_to(chapter.title);
      for (const Json& exercise : entry.at("exercises")) {
        chapter.exercises.push_back(ReadExercise(exercise, chapter.name));
      }
      catalogue.chapters.push_back(std::move(chapter));
    }
    return catalogue;
  } catch (const Json::exception& error) {
    return absl::InvalidArgumentError(
        absl::StrCat("the catalogue of exercises is damaged: ", error.what()));
  }
}

}  // namespace racefree
