#ifndef RACEFREE_CHECKER_HARNESS_CENSUS_H_
#define RACEFREE_CHECKER_HARNESS_CENSUS_H_

#include <map>
#include <set>
#include <string>
#include <vector>

// What a test leaves behind: threads, child processes, open descriptors, files
// in TEST_TMPDIR. Whoever starts something must see it to its end.

namespace racefree {

class Census {
 public:
  // Counts what is there before the test.
  Census();

  // One sentence for each thing that is there now and was not then. Ends and
  // reaps child processes that it finds, so that the next test starts clean.
  std::vector<std::string> LeftBehind() const;

 private:
  std::set<int> threads_;
  // Descriptor to what it refers to.
  std::map<int, std::string> descriptors_;
  std::set<std::string> files_;
};

}  // namespace racefree

#endif  // RACEFREE_CHECKER_HARNESS_CENSUS_H_
