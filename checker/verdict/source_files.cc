#include "checker/verdict/source_files.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "checker/verdict/verdict.h"

namespace racefree {
namespace {

bool Names(absl::string_view path, const SourceFile& file) {
  if (file.path.empty() || !absl::EndsWith(path, file.path)) return false;
  return path.size() == file.path.size() ||
         path[path.size() - file.path.size() - 1] == '/';
}

const SourceFile* Find(const SourceFiles& files, absl::string_view path) {
  for (const SourceFile& file : files.student) {
    if (Names(path, file)) return &file;
  }
  return Names(path, files.test) ? &files.test : nullptr;
}

}  // namespace

bool SourceFiles::IsStudents(absl::string_view path) const {
  return std::any_of(student.begin(), student.end(),
                     [&](const SourceFile& file) { return Names(path, file); });
}

bool SourceFiles::IsTest(absl::string_view path) const {
  return Names(path, test);
}

std::string SourceFiles::ShortPath(absl::string_view path) const {
  const SourceFile* file = Find(*this, path);
  return file == nullptr ? std::string(path) : file->path;
}

SourceLine SourceFiles::At(absl::string_view path, int line, int column) const {
  return {ShortPath(path), line, column,
          std::string(absl::StripTrailingAsciiWhitespace(Line(path, line)))};
}

absl::string_view SourceFiles::Line(absl::string_view path, int line) const {
  const SourceFile* file = Find(*this, path);
  if (file == nullptr || line < 1) return "";
  absl::string_view rest = file->content;
  for (int skipped = 1; skipped < line; ++skipped) {
    const size_t end = rest.find('\n');
    if (end == absl::string_view::npos) return "";
    rest.remove_prefix(end + 1);
  }
  return rest.substr(0, rest.find('\n'));
}

}  // namespace racefree
