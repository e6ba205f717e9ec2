#ifndef RACEFREE_CHECKER_HARNESS_SHARED_THREAD_TABLE_H_
#define RACEFREE_CHECKER_HARNESS_SHARED_THREAD_TABLE_H_

#include "checker/harness/thread_table.h"

namespace racefree {

// The table that the judge shares with this program; null without a judge.
ThreadTable* SharedThreadTable();

}  // namespace racefree

#endif  // RACEFREE_CHECKER_HARNESS_SHARED_THREAD_TABLE_H_
