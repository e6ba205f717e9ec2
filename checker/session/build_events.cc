#include "checker/session/build_events.h"

#include <cstddef>
#include <initializer_list>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "nlohmann/json.hpp"

namespace racefree {
namespace {

using Json = nlohmann::json;

// The member at `path` if it is there.
const Json* Find(const Json& json, std::initializer_list<const char*> path) {
  const Json* found = &json;
  for (const char* name : path) {
    if (!found->is_object()) return nullptr;
    auto member = found->find(name);
    if (member == found->end()) return nullptr;
    found = &*member;
  }
  return found;
}

std::string Text(const Json& json, std::initializer_list<const char*> path) {
  const Json* found = Find(json, path);
  return found != nullptr && found->is_string() ? found->get<std::string>()
                                                : "";
}

// "file:///a%20b" names the path "/a b".
std::string PathOfUri(absl::string_view uri) {
  if (!absl::ConsumePrefix(&uri, "file://")) return "";
  std::string path;
  for (size_t i = 0; i < uri.size(); ++i) {
    if (uri[i] == '%' && i + 2 < uri.size() &&
        absl::ascii_isxdigit(uri[i + 1]) && absl::ascii_isxdigit(uri[i + 2])) {
      path += absl::HexStringToBytes(uri.substr(i + 1, 2));
      i += 2;
    } else {
      path += uri[i];
    }
  }
  return path;
}

TestResult ReadResult(const Json& event) {
  TestResult result;
  result.status = Text(event, {"testResult", "status"});
  const Json* outputs = Find(event, {"testResult", "testActionOutput"});
  if (outputs == nullptr) return result;
  for (const Json& output : *outputs) {
    std::string path = PathOfUri(Text(output, {"uri"}));
    std::string name = Text(output, {"name"});
    if (name == "test.xml") result.xml = path;
    if (name == "test.log") result.log = path;
  }
  return result;
}

}  // namespace

void BuildEvents::Add(absl::string_view bytes) {
  for (;;) {
    size_t end = bytes.find('\n');
    unfinished_line_.append(bytes.substr(0, end));
    if (end == absl::string_view::npos) return;
    AddLine(unfinished_line_);
    unfinished_line_.clear();
    bytes.remove_prefix(end + 1);
  }
}

void BuildEvents::AddPrinted(absl::string_view output) {
  // The last line may be unfinished.
  output = output.substr(0, output.rfind('\n') + 1);
  for (absl::string_view line : absl::StrSplit(output, '\n')) {
    // FAIL: //lessons/04_lock:balance_behaves (see /.../test.log)
    if (!absl::ConsumePrefix(&line, "FAIL: ") ||
        !absl::ConsumeSuffix(&line, "/test.log)")) {
      continue;
    }
    const size_t label_end = line.find(' ');
    const size_t directory = line.find('/', label_end);
    if (directory == absl::string_view::npos) continue;
    const absl::string_view outputs = line.substr(directory);
    results_.try_emplace(
        std::string(line.substr(0, label_end)),
        TestResult{"FAILED", absl::StrCat(outputs, "/test.xml"),
                   absl::StrCat(outputs, "/test.log")});
  }
}

void BuildEvents::AddLine(absl::string_view line) {
  const Json event = Json::parse(line.begin(), line.end(), nullptr,
                                 /*allow_exceptions=*/false);
  std::string label = Text(event, {"id", "targetConfigured", "label"});
  if (!label.empty()) {
    // Other targets have no size.
    if (Find(event, {"configured", "testSize"}) != nullptr) {
      tests_.insert(label);
    }
    return;
  }
  label = Text(event, {"id", "testResult", "label"});
  if (!label.empty() && Find(event, {"testResult"}) != nullptr) {
    results_[label] = ReadResult(event);
    return;
  }
  label = Text(event, {"id", "actionCompleted", "label"});
  // Bazel tells of successful actions only when asked to.
  if (!label.empty() && Find(event, {"action"}) != nullptr) {
    failed_actions_.push_back(
        {label, PathOfUri(Text(event, {"action", "stderr", "uri"}))});
  }
}

}  // namespace racefree
