#ifndef RACEFREE_CHECKER_VERDICT_EXPLAIN_THREADS_H_
#define RACEFREE_CHECKER_VERDICT_EXPLAIN_THREADS_H_

#include <string>

#include "checker/verdict/verdict.h"

namespace racefree {

// What happened, what it means and what to do next: a sentence each, or two.
struct Words {
  std::string message;
  std::string meaning;
  std::string next_step;
};

// The words for failures that lie between threads.
Words ExplainDataRace(const Verdict& verdict);
Words ExplainLockOrder(const Verdict& verdict);
Words ExplainDeadlock(const Verdict& verdict);
Words ExplainHang(const Verdict& verdict);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_VERDICT_EXPLAIN_THREADS_H_
