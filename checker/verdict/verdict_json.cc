#include "checker/verdict/verdict_json.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "checker/verdict/names.h"
#include "checker/verdict/verdict.h"
#include "nlohmann/json.hpp"

namespace racefree {
namespace {

using Json = nlohmann::ordered_json;

// The members of each type, listed once for both directions, so that none can
// be written and then forgotten in reading. A visitor is a Writer or a Reader.
// A member with its usual value is left out.

template <typename Visitor>
void Describe(Visitor& visitor, SourceLine& line) {
  visitor.Text("file", line.file);
  visitor.Number("line", line.line, 0);
  visitor.Number("column", line.column, 0);
  visitor.Text("text", line.text);
}

template <typename Visitor>
void Describe(Visitor& visitor, Frame& frame) {
  visitor.Text("function", frame.function);
  visitor.Object("where", frame.where);
}

template <typename Visitor>
void Describe(Visitor& visitor, LockUse& use) {
  visitor.Text("lock", use.lock);
  visitor.Object("where", use.where);
  visitor.Flag("shared", use.shared);
}

template <typename Visitor>
void Describe(Visitor& visitor, ThreadReport& thread) {
  visitor.Text("name", thread.name);
  visitor.Text("action", thread.action);
  visitor.Object("where", thread.where);
  visitor.List("stack", thread.stack);
  visitor.List("full_stack", thread.full_stack);
  visitor.List("holds", thread.holds);
  visitor.Object("waits_for", thread.waits_for);
  visitor.Object("created", thread.created);
}

template <typename Visitor>
void Describe(Visitor& visitor, LockReport& lock) {
  visitor.Text("name", lock.name);
  visitor.Text("owner", lock.owner);
  visitor.Object("first_locked", lock.first_locked);
}

template <typename Visitor>
void Describe(Visitor& visitor, Variable& variable) {
  visitor.Text("name", variable.name);
  visitor.Name("known_by", variable.known_by, NameSource::kNone,
               &NameSourceName, &NameSourceFromName);
  visitor.Text("memory", variable.memory);
  visitor.Object("allocated", variable.allocated);
  visitor.Object("freed", variable.freed);
}

template <typename Visitor>
void Describe(Visitor& visitor, Step& step) {
  visitor.Text("thread", step.thread);
  visitor.Object("where", step.where);
  visitor.Texts("actions", step.actions);
  visitor.Texts("holds", step.holds);
  visitor.Flag("fatal", step.fatal);
}

template <typename Visitor>
void Describe(Visitor& visitor, Verdict& verdict) {
  visitor.Text("exercise", verdict.exercise);
  visitor.Name("gate", verdict.gate, std::nullopt, &GateName, &GateFromName);
  visitor.Name("outcome", verdict.outcome, std::nullopt, &OutcomeName,
               &OutcomeFromName);
  visitor.Name("kind", verdict.kind, Kind::kNone, &KindName, &KindFromName);
  visitor.Text("test", verdict.test);
  visitor.Text("sentence", verdict.sentence);
  visitor.Object("where", verdict.where);
  visitor.Object("test_line", verdict.test_line);
  visitor.Object("variable", verdict.variable);
  visitor.Text("expression", verdict.expression);
  visitor.Text("expected", verdict.expected);
  visitor.Text("actual", verdict.actual);
  visitor.List("threads", verdict.threads);
  visitor.List("locks", verdict.locks);
  visitor.List("steps", verdict.steps);
  visitor.Text("replay", verdict.replay);
  visitor.Text("detail", verdict.detail);
  visitor.Number("further_failures", verdict.further_failures, 0);
  visitor.Text("message", verdict.message);
  visitor.Text("meaning", verdict.meaning);
  visitor.Text("next_step", verdict.next_step);
  visitor.Text("claim", verdict.claim);
  visitor.Number("tests_run", verdict.tests_run, 0);
  visitor.Number("repetitions_done", verdict.repetitions_done, 0);
  visitor.Number("repetitions_asked", verdict.repetitions_asked, 1);
  visitor.Text("raw", verdict.raw);
}

class Writer {
 public:
  void Text(absl::string_view key, const std::string& value) {
    if (!value.empty()) json_[std::string(key)] = value;
  }

  void Texts(absl::string_view key, const std::vector<std::string>& values) {
    if (!values.empty()) json_[std::string(key)] = values;
  }

  void Flag(absl::string_view key, bool value) {
    if (value) json_[std::string(key)] = true;
  }

  void Number(absl::string_view key, int value, int usual) {
    if (value != usual) json_[std::string(key)] = value;
  }

  template <typename Enum>
  void Name(absl::string_view key, Enum value,
            std::type_identity_t<std::optional<Enum>> usual,
            absl::string_view (*name_of)(Enum),
            std::optional<Enum> (*)(absl::string_view)) {
    if (value != usual) json_[std::string(key)] = std::string(name_of(value));
  }

  template <typename Part>
  void Object(absl::string_view key, Part& value) {
    Json json = Written(value);
    if (!json.empty()) json_[std::string(key)] = std::move(json);
  }

  template <typename Part>
  void Object(absl::string_view key, std::optional<Part>& value) {
    if (value.has_value()) json_[std::string(key)] = Written(*value);
  }

  template <typename Part>
  void List(absl::string_view key, std::vector<Part>& values) {
    if (values.empty()) return;
    Json list = Json::array();
    for (Part& value : values) list.push_back(Written(value));
    json_[std::string(key)] = std::move(list);
  }

  template <typename Part>
  static Json Written(Part& value) {
    Writer writer;
    Describe(writer, value);
    return std::move(writer.json_);
  }

 private:
  Json json_ = Json::object();
};

// Keeps the first error and reads nothing more after it.
class Reader {
 public:
  Reader(const Json& json, std::string path, absl::Status* status)
      : json_(json), path_(std::move(path)), status_(status) {
    if (!json_.is_object()) Expect("an object", path_);
  }

  void Text(absl::string_view key, std::string& value) {
    const Json* member = Find(key);
    if (member == nullptr) return;
    if (!member->is_string()) return Expect("a text", PathOf(key));
    value = member->get<std::string>();
  }

  void Texts(absl::string_view key, std::vector<std::string>& values) {
    const Json* member = Find(key);
    if (member == nullptr) return;
    if (!member->is_array()) return Expect("a list", PathOf(key));
    for (const Json& text : *member) {
      if (!text.is_string()) return Expect("a list of texts", PathOf(key));
      values.push_back(text.get<std::string>());
    }
  }

  void Flag(absl::string_view key, bool& value) {
    const Json* member = Find(key);
    if (member == nullptr) return;
    if (!member->is_boolean()) return Expect("true or false", PathOf(key));
    value = member->get<bool>();
  }

  void Number(absl::string_view key, int& value, int) {
    const Json* member = Find(key);
    if (member == nullptr) return;
    if (!member->is_number_integer() ||
        (member->is_number_unsigned() &&
         member->get<uint64_t>() > kLargestNumber) ||
        member->get<int64_t>() > kLargestNumber ||
        member->get<int64_t>() < -kLargestNumber) {
      return Expect("a whole number", PathOf(key));
    }
    value = member->get<int>();
  }

  template <typename Enum>
  void Name(absl::string_view key, Enum& value,
            std::type_identity_t<std::optional<Enum>>,
            absl::string_view (*)(Enum),
            std::optional<Enum> (*value_of)(absl::string_view)) {
    std::string name;
    Text(key, name);
    if (name.empty()) return;
    const std::optional<Enum> found = value_of(name);
    if (!found.has_value()) {
      return Fail(absl::StrCat(PathOf(key), ": unknown name \"", name, "\""));
    }
    value = *found;
  }

  template <typename Part>
  void Object(absl::string_view key, Part& value) {
    if (const Json* member = Find(key)) Read(*member, PathOf(key), value);
  }

  template <typename Part>
  void Object(absl::string_view key, std::optional<Part>& value) {
    if (const Json* member = Find(key)) {
      Read(*member, PathOf(key), value.emplace());
    }
  }

  template <typename Part>
  void List(absl::string_view key, std::vector<Part>& values) {
    const Json* member = Find(key);
    if (member == nullptr) return;
    if (!member->is_array()) return Expect("a list", PathOf(key));
    for (size_t i = 0; i < member->size() && status_->ok(); ++i) {
      Read((*member)[i], absl::StrCat(PathOf(key), "[", i, "]"),
           values.emplace_back());
    }
  }

 private:
  static constexpr int kLargestNumber = std::numeric_limits<int>::max();

  const Json* Find(absl::string_view key) const {
    if (!status_->ok()) return nullptr;
    const auto member = json_.find(std::string(key));
    return member == json_.end() ? nullptr : &*member;
  }

  std::string PathOf(absl::string_view key) const {
    return path_.empty() ? std::string(key) : absl::StrCat(path_, ".", key);
  }

  void Expect(absl::string_view type, absl::string_view path) {
    Fail(absl::StrCat(path.empty() ? "the verdict" : path, ": ", type,
                      " was expected"));
  }

  void Fail(absl::string_view message) {
    if (status_->ok()) *status_ = absl::InvalidArgumentError(message);
  }

  template <typename Part>
  void Read(const Json& json, const std::string& path, Part& value) {
    Reader reader(json, path, status_);
    if (status_->ok()) Describe(reader, value);
  }

  const Json& json_;
  const std::string path_;
  absl::Status* const status_;
};

}  // namespace

std::string VerdictToJson(const Verdict& verdict, int indent) {
  Verdict copy = verdict;
  return Writer::Written(copy).dump(indent, ' ', /*ensure_ascii=*/false,
                                    Json::error_handler_t::replace);
}

absl::StatusOr<Verdict> VerdictFromJson(absl::string_view json) {
  const Json parsed = Json::parse(json, /*cb=*/nullptr,
                                  /*allow_exceptions=*/false);
  if (parsed.is_discarded()) {
    return absl::InvalidArgumentError("the verdict: JSON was expected");
  }
  absl::Status status;
  Reader reader(parsed, /*path=*/"", &status);
  Verdict verdict;
  if (status.ok()) Describe(reader, verdict);
  if (!status.ok()) return status;
  return verdict;
}

}  // namespace racefree
