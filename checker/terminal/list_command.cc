#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "checker/terminal/commands.h"
#include "checker/terminal/messages.h"
#include "checker/terminal/text.h"
#include "nlohmann/json.hpp"

namespace racefree {
namespace {

using Json = nlohmann::ordered_json;

std::string ListJson(Session& session) {
  const std::set<const Exercise*> solved = session.SolvedExercises();
  Json chapters = Json::array();
  for (const Chapter& chapter : session.catalogue().chapters) {
    Json exercises = Json::array();
    for (const Exercise& exercise : chapter.exercises) {
      exercises.push_back({{"name", exercise.name},
                           {"title", exercise.title},
                           {"file", exercise.file},
                           {"solved", solved.contains(&exercise)},
                           {"hints_shown", session.HintsShown(exercise)}});
    }
    chapters.push_back({{"name", chapter.name},
                        {"title", chapter.title},
                        {"exercises", std::move(exercises)}});
  }
  return Json{{"chapters", std::move(chapters)}}.dump(2) + "\n";
}

int NameColumns(const Catalogue& catalogue) {
  int columns = 0;
  for (const Exercise* exercise : AllExercises(catalogue)) {
    columns = std::max(columns, Columns(exercise->name));
  }
  return columns;
}

std::string ExerciseLine(const Exercise& exercise, bool solved, bool next,
                         int name_columns, const OutputStyle& style) {
  const std::string box =
      solved ? Emphasize(style.unicode ? "\u2713" : "+", Emphasis::kGood, style)
             : " ";
  const std::string pointer =
      next ? (style.unicode ? "\u25b8" : ">") : std::string(" ");
  const std::string indentation(name_columns + 6, ' ');
  const std::string title = Wrap(exercise.title, style.width, indentation);
  const std::string name = Pad(exercise.name, name_columns);
  return absl::StrCat(pointer, " ", box, " ",
                      next ? Emphasize(name, Emphasis::kBold, style) : name,
                      "  ", title.substr(indentation.size()));
}

std::string ListText(Session& session, const OutputStyle& style) {
  const int name_columns = NameColumns(session.catalogue());
  const Exercise* next = session.FirstUnsolved();
  const std::set<const Exercise*> all_solved = session.SolvedExercises();
  std::string text;
  for (const Chapter& chapter : session.catalogue().chapters) {
    absl::StrAppend(&text,
                    Emphasize(absl::StrCat(chapter.name, ": ", chapter.title),
                              Emphasis::kBold, style),
                    "\n");
    for (const Exercise& exercise : chapter.exercises) {
      const bool solved = all_solved.contains(&exercise);
      absl::StrAppend(&text, ExerciseLine(exercise, solved, &exercise == next,
                                          name_columns, style));
    }
    absl::StrAppend(&text, "\n");
  }
  absl::StrAppend(&text, all_solved.size(), " of ",
                  AllExercises(session.catalogue()).size(), " solved.");
  if (next != nullptr) absl::StrAppend(&text, " Next: ", next->name, ".");
  return text + "\n";
}

}  // namespace

ExitCode ListCommand(const Command& command) {
  Print(command.line.options.json ? ListJson(command.session)
                                  : ListText(command.session, command.style));
  PrintNotices(command);
  return kExitPassed;
}

}  // namespace racefree
