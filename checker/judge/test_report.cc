#include "checker/judge/test_report.h"

#include <string>

#include "checker/verdict/names.h"
#include "checker/verdict/verdict.h"
#include "checker/verdict/verdict_json.h"
#include "tinyxml2.h"

namespace racefree {

std::string TestReport(const Verdict& verdict) {
  const std::string gate(GateName(verdict.gate));
  tinyxml2::XMLDocument document;
  document.InsertEndChild(document.NewDeclaration());
  tinyxml2::XMLElement* suites = document.NewElement("testsuites");
  document.InsertEndChild(suites);
  tinyxml2::XMLElement* suite = suites->InsertNewChildElement("testsuite");
  suite->SetAttribute("name", verdict.exercise.c_str());
  suite->SetAttribute("tests", 1);
  const bool failed = verdict.outcome == Outcome::kFailed;
  const bool machine_fault = verdict.outcome == Outcome::kMachineFault;
  suite->SetAttribute("failures", failed ? 1 : 0);
  suite->SetAttribute("errors", machine_fault ? 1 : 0);
  tinyxml2::XMLElement* property = suite->InsertNewChildElement("properties")
                                       ->InsertNewChildElement("property");
  property->SetAttribute("name", "verdict");
  property->SetAttribute("value", VerdictToJson(verdict).c_str());
  tinyxml2::XMLElement* test = suite->InsertNewChildElement("testcase");
  test->SetAttribute("name", gate.c_str());
  test->SetAttribute("classname", verdict.exercise.c_str());
  if (failed || machine_fault) {
    test->InsertNewChildElement(failed ? "failure" : "error")
        ->SetAttribute("message", verdict.message.c_str());
  } else if (verdict.outcome == Outcome::kNotJudged) {
    test->InsertNewChildElement("skipped")->SetAttribute(
        "message", verdict.message.c_str());
  }
  tinyxml2::XMLPrinter printer;
  document.Print(&printer);
  return printer.CStr();
}

}  // namespace racefree
