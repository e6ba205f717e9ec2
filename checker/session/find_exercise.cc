#include "checker/session/find_exercise.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace racefree {
namespace {

// Levenshtein's distance: how many letters must be inserted, deleted or
// replaced to turn one word into the other.
size_t EditDistance(absl::string_view from, absl::string_view to) {
  // Row i holds the distances of the first i letters of `from` to all
  // beginnings of `to`; one row follows from the one before.
  std::vector<size_t> row(to.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (size_t i = 1; i <= from.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= to.size(); ++j) {
      size_t replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

bool IsExactly(const Exercise& exercise, absl::string_view name) {
  return name == exercise.name || name == FullName(exercise) ||
         name == exercise.file;
}

bool StartsLike(const Exercise& exercise, absl::string_view name) {
  return absl::StartsWith(exercise.name, name) ||
         absl::StartsWith(FullName(exercise), name);
}

std::vector<std::string> FullNames(
    const std::vector<const Exercise*>& exercises) {
  std::vector<std::string> names;
  for (const Exercise* exercise : exercises) {
    names.push_back(FullName(*exercise));
  }
  return names;
}

absl::Status NoSuchExercise(const Catalogue& catalogue,
                            absl::string_view name) {
  std::vector<std::string> names;
  for (const Exercise* exercise : AllExercises(catalogue)) {
    names.push_back(exercise->name);
    names.push_back(FullName(*exercise));
  }
  std::string nearest = NearestWord(name, names);
  return absl::NotFoundError(absl::StrCat(
      "There is no exercise named '", name, "'.",
      nearest.empty() ? " 'kata list' shows all of them."
                      : absl::StrCat(" Did you mean '", nearest, "'?")));
}

}  // namespace

absl::StatusOr<const Exercise*> FindExercise(const Catalogue& catalogue,
                                             absl::string_view name) {
  std::vector<const Exercise*> exact;
  std::vector<const Exercise*> similar;
  for (const Exercise* exercise : AllExercises(catalogue)) {
    if (IsExactly(*exercise, name)) exact.push_back(exercise);
    if (StartsLike(*exercise, name)) similar.push_back(exercise);
  }
  const std::vector<const Exercise*>& found = exact.empty() ? similar : exact;
  if (found.empty() || name.empty()) return NoSuchExercise(catalogue, name);
  if (found.size() > 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("'", name, "' may be one of several exercises: ",
                     absl::StrJoin(FullNames(found), ", "), "."));
  }
  return found.front();
}

std::string NearestWord(absl::string_view word,
                        const std::vector<std::string>& candidates) {
  std::string nearest;
  // More errors than this and it is another word.
  size_t fewest = word.size() / 3 + 2;
  for (const std::string& candidate : candidates) {
    size_t distance = EditDistance(word, candidate);
    if (distance < fewest) {
      fewest = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

}  // namespace racefree
