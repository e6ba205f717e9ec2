#include "checker/session/signals.h"

#include "checker/session/wait_for_input.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

TEST(Signals, AreReadInsteadOfEndingTheProgram) {
  Signals signals({SIGINT, SIGTERM});
  EXPECT_FALSE(signals.Read().has_value());
  EXPECT_FALSE(WaitForInput({signals.descriptor()}, absl::ZeroDuration()));
  raise(SIGINT);
  EXPECT_TRUE(WaitForInput({signals.descriptor()}));
  EXPECT_EQ(signals.Read(), SIGINT);
  EXPECT_FALSE(signals.Read().has_value());
}

TEST(Signals, ComeThroughAgainAfterwards) {
  {
    Signals signals({SIGINT});
    raise(SIGINT);
  }
  EXPECT_EXIT(raise(SIGINT), testing::KilledBySignal(SIGINT), "");
}

}  // namespace
}  // namespace racefree
