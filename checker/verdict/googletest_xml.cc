#include "checker/verdict/googletest_xml.h"

#include <cstddef>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "checker/verdict/test_failure.h"
#include "tinyxml2.h"

namespace racefree {
namespace {

using tinyxml2::XMLElement;

std::string Attribute(const XMLElement& element, const char* name) {
  const char* value = element.Attribute(name);
  return value == nullptr ? "" : value;
}

TestFailure ReadFailure(const XMLElement& failure, const std::string& test) {
  // The first line of the text is the position, the rest the message.
  const char* text = failure.GetText();
  const std::string all =
      text == nullptr ? Attribute(failure, "message") : text;
  const size_t end = all.find('\n');
  return {test, all.substr(0, end),
          end == std::string::npos ? "" : all.substr(end + 1)};
}

// Where checker/explore leaves what it found, and how to see it again.
constexpr absl::string_view kExploration = "exploration";
constexpr absl::string_view kReplay = "replay";

void ReadProperties(const XMLElement& element, const std::string& test,
                    TestResults* results) {
  const XMLElement* properties = element.FirstChildElement("properties");
  if (properties == nullptr) return;
  TestExploration exploration{.test = test};
  for (const XMLElement* property = properties->FirstChildElement("property");
       property != nullptr;
       property = property->NextSiblingElement("property")) {
    const std::string name = Attribute(*property, "name");
    const std::string value = Attribute(*property, "value");
    if (name == kExploration) exploration.report = value;
    if (name == kReplay) exploration.replay = value;
  }
  if (!exploration.report.empty()) {
    results->explorations.push_back(std::move(exploration));
  }
}

void ReadTest(const XMLElement& element, const std::string& suite,
              TestResults* results) {
  if (Attribute(element, "status") != "run") return;
  const std::string test = absl::StrCat(suite, ".", Attribute(element, "name"));
  if (Attribute(element, "result") == "skipped") {
    results->skipped.push_back(test);
  }
  results->finished.push_back(test);
  for (const XMLElement* failure = element.FirstChildElement("failure");
       failure != nullptr; failure = failure->NextSiblingElement("failure")) {
    results->failures.push_back(ReadFailure(*failure, test));
  }
  ReadProperties(element, test, results);
}

}  // namespace

absl::StatusOr<TestResults> ReadGoogleTestXml(absl::string_view xml) {
  tinyxml2::XMLDocument document;
  const XMLElement* root = nullptr;
  if (document.Parse(xml.data(), xml.size()) == tinyxml2::XML_SUCCESS) {
    root = document.FirstChildElement("testsuites");
  }
  if (root == nullptr) {
    return absl::InvalidArgumentError("GoogleTest's XML was expected");
  }
  TestResults results;
  for (const XMLElement* suite = root->FirstChildElement("testsuite");
       suite != nullptr; suite = suite->NextSiblingElement("testsuite")) {
    for (const XMLElement* test = suite->FirstChildElement("testcase");
         test != nullptr; test = test->NextSiblingElement("testcase")) {
      ReadTest(*test, Attribute(*suite, "name"), &results);
    }
  }
  return results;
}

}  // namespace racefree
