// The main function of the program of the gate "every schedule".

#include "checker/explore/every_schedule_test.h"
#include "checker/harness/listeners.h"
#include "gtest/gtest.h"

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  // One failure is told at a time: the student need not wait for the others.
  GTEST_FLAG_SET(fail_fast, true);
  // All other tests are for the other gates.
  GTEST_FLAG_SET(filter, racefree::explore::EveryScheduleTests());
  testing::UnitTest::GetInstance()->listeners().Append(
      racefree::MakeControlListener().release());
  return RUN_ALL_TESTS();
}
