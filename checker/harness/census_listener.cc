#include <memory>
#include <optional>
#include <string>

#include "checker/harness/census.h"
#include "checker/harness/control.h"
#include "checker/harness/listeners.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

class CensusListener : public testing::EmptyTestEventListener {
 public:
  void OnTestStart(const testing::TestInfo&) override { census_.emplace(); }

  void OnTestEnd(const testing::TestInfo& test) override {
    for (const std::string& finding : census_->LeftBehind()) {
      ADD_FAILURE_AT(test.file(), test.line()) << kLeftBehind << finding;
    }
    census_.reset();
  }

 private:
  std::optional<Census> census_;
};

}  // namespace

std::unique_ptr<testing::TestEventListener> MakeCensusListener() {
  return std::make_unique<CensusListener>();
}

}  // namespace racefree
