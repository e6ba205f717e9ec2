#ifndef RACEFREE_CHECKER_HARNESS_LISTENERS_H_
#define RACEFREE_CHECKER_HARNESS_LISTENERS_H_

#include <memory>

#include "gtest/gtest.h"

namespace racefree {

// Takes the census around each test; what was left behind fails the test.
std::unique_ptr<testing::TestEventListener> MakeCensusListener();

// Tells the judge what happens, see control.h. Does nothing without a judge.
std::unique_ptr<testing::TestEventListener> MakeControlListener();

}  // namespace racefree

#endif  // RACEFREE_CHECKER_HARNESS_LISTENERS_H_
