#ifndef RACEFREE_CHECKER_HARNESS_EXPLORED_PRELUDE_H_
#define RACEFREE_CHECKER_HARNESS_EXPLORED_PRELUDE_H_

// What the tests begin with in the gate "every schedule".

// IWYU pragma: begin_keep
#include "checker/harness/prelude.h"
// IWYU pragma: end_keep

// Only tests for every schedule run here. The bodies of the others become
// templates that nobody instantiates: the compiler reads them, but makes
// nothing of them.
#undef TEST
#define TEST(Suite, Name) \
  RACEFREE_TEST_THAT_NEVER_RUNS(Suite, Name, testing::Test)

#undef TEST_F
#define TEST_F(Fixture, Name) \
  RACEFREE_TEST_THAT_NEVER_RUNS(Fixture, Name, Fixture)

#define RACEFREE_TEST_THAT_NEVER_RUNS(Suite, Name, Parent) \
  class RacefreeNever_##Suite##_##Name : public Parent {   \
    template <typename Never>                              \
    void Body();                                           \
  };                                                       \
  template <typename Never>                                \
  void RacefreeNever_##Suite##_##Name::Body()

#endif  // RACEFREE_CHECKER_HARNESS_EXPLORED_PRELUDE_H_
