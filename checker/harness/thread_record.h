#ifndef RACEFREE_CHECKER_HARNESS_THREAD_RECORD_H_
#define RACEFREE_CHECKER_HARNESS_THREAD_RECORD_H_

#include <string>
#include <vector>

// What became of the threads that were started. Known only in the plain build:
// the sanitizers intercept the same calls. Thread-safe.

namespace racefree {

// Forgets all threads: a new test begins.
void ForgetThreads();

// One sentence for each thread, started since ForgetThreads(), that nobody can
// wait for any more or that nobody waited for; with the stack that started it.
std::vector<std::string> ThreadsNotJoined();

}  // namespace racefree

#endif  // RACEFREE_CHECKER_HARNESS_THREAD_RECORD_H_
