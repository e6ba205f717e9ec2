// The main function of every gate's program, but for the gate "every schedule".

#include <cstdlib>
#include <memory>
#include <thread>
#include <utility>

#include "checker/harness/control.h"
#include "checker/harness/crash_record.h"
#include "checker/harness/listeners.h"
#include "gtest/gtest.h"

namespace {

int Repetitions() {
  const char* repetitions = std::getenv(racefree::kRepetitionsVariable);
  return repetitions == nullptr ? 1 : std::atoi(repetitions);
}

void InstallListeners() {
  testing::TestEventListeners& listeners =
      testing::UnitTest::GetInstance()->listeners();
  // The listener that adds failures goes before the one that prints them.
  // GoogleTest ends tests in the reverse order of its list.
  std::unique_ptr<testing::TestEventListener> printer(
      listeners.Release(listeners.default_result_printer()));
  listeners.Append(racefree::MakeControlListener().release());
  listeners.Append(printer.release());
  listeners.Append(racefree::MakeCensusListener().release());
}

// ThreadSanitizer starts a thread of its own together with the program's first
// one. Now, or the census would take it for a test's.
void StartSanitizersThread() {
  std::thread([] {}).join();
}

}  // namespace

int main(int argc, char** argv) {
  racefree::RecordCrashes();
  testing::InitGoogleTest(&argc, argv);
  // One failure is told at a time: the student need not wait for the others.
  GTEST_FLAG_SET(fail_fast, true);
  StartSanitizersThread();
  InstallListeners();
  const int repetitions = Repetitions();
  for (int i = 1; i <= repetitions; ++i) {
    // First in the order of the file, so that the same mistake leads to the
    // same report; then in others, by a seed.
    GTEST_FLAG_SET(shuffle, i > 1);
    GTEST_FLAG_SET(random_seed, i);
    const int result = RUN_ALL_TESTS();
    if (result != 0) return result;
  }
  return 0;
}
