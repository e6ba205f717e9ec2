#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "checker/harness/control.h"
#include "checker/harness/listeners.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

class ControlListener : public testing::EmptyTestEventListener {
 public:
  explicit ControlListener(int descriptor) : descriptor_(descriptor) {}

  void OnTestIterationStart(const testing::UnitTest& tests, int) override {
    if (planned_) return;
    planned_ = true;
    for (int i = 0; i < tests.total_test_suite_count(); ++i) {
      const testing::TestSuite& suite = *tests.GetTestSuite(i);
      for (int j = 0; j < suite.total_test_count(); ++j) {
        const testing::TestInfo& test = *suite.GetTestInfo(j);
        if (test.should_run()) Tell("expect", test);
      }
    }
  }

  void OnTestStart(const testing::TestInfo& test) override {
    Tell("start", test);
  }
  void OnTestEnd(const testing::TestInfo& test) override { Tell("end", test); }

  void OnTestIterationEnd(const testing::UnitTest&, int) override {
    Write("round\n");
  }

 private:
  void Tell(std::string_view event, const testing::TestInfo& test) {
    Write(absl::StrCat(event, " ", test.test_suite_name(), ".", test.name(),
                       "\n"));
  }

  // A line is shorter than PIPE_BUF, so it is written whole or not at all.
  void Write(const std::string& line) {
    // Children of a test inherit the descriptor; they have nothing to tell.
    if (getpid() != owner_) return;
    [[maybe_unused]] const ssize_t written =
        write(descriptor_, line.data(), line.size());
  }

  const int descriptor_;
  const pid_t owner_ = getpid();
  bool planned_ = false;
};

}  // namespace

std::unique_ptr<testing::TestEventListener> MakeControlListener() {
  const char* descriptor = std::getenv(kControlVariable);
  if (descriptor == nullptr) {
    return std::make_unique<testing::EmptyTestEventListener>();
  }
  return std::make_unique<ControlListener>(std::atoi(descriptor));
}

}  // namespace racefree
