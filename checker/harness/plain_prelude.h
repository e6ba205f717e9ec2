#ifndef RACEFREE_CHECKER_HARNESS_PLAIN_PRELUDE_H_
#define RACEFREE_CHECKER_HARNESS_PLAIN_PRELUDE_H_

// What the tests begin with in all gates but "every schedule".

// IWYU pragma: begin_keep
#include "checker/harness/prelude.h"
// IWYU pragma: end_keep

// Tests for every schedule do not run here. Their bodies become templates that
// nobody instantiates: the compiler reads them, but makes nothing of them.
#undef EVERY_SCHEDULE_TEST_WITH
#define EVERY_SCHEDULE_TEST_WITH(Suite, Name, ...) \
  template <typename Never>                        \
  static void RacefreeBody_##Suite##_##Name()

#endif  // RACEFREE_CHECKER_HARNESS_PLAIN_PRELUDE_H_
