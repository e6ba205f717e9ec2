#ifndef RACEFREE_CHECKER_JUDGE_SCRATCH_DIRECTORY_H_
#define RACEFREE_CHECKER_JUDGE_SCRATCH_DIRECTORY_H_

#include <string>

namespace racefree {

// A new, empty directory that is removed with all that is in it when this
// object ends. It lies in TEST_TMPDIR, else in TMPDIR, else in /tmp.
class ScratchDirectory {
 public:
  ScratchDirectory();
  ~ScratchDirectory();
  ScratchDirectory(const ScratchDirectory&) = delete;
  ScratchDirectory& operator=(const ScratchDirectory&) = delete;

  // False, with errno set, if it cannot be made.
  bool Open();

  const std::string& parent() const { return parent_; }
  // Valid after Open().
  const std::string& path() const { return path_; }

 private:
  const std::string parent_;
  std::string path_;
};

}  // namespace racefree

#endif  // RACEFREE_CHECKER_JUDGE_SCRATCH_DIRECTORY_H_
