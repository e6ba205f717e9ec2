#ifndef RACEFREE_CHECKER_EXPLORE_SEARCH_REPLAY_H_
#define RACEFREE_CHECKER_EXPLORE_SEARCH_REPLAY_H_

#include "checker/explore/search/search.h"

namespace racefree::explore {

// One given schedule again.
class Replay : public Search {
 public:
  // Exactly follows `path`; with `leniently`, choices that are not possible are
  // skipped, and after the end the running thread goes on as long as it can.
  Replay(const Path& path, bool leniently)
      : path_(&path), leniently_(leniently) {}

  bool Next() override {
    position_ = 0;
    return true;
  }
  Choice Choose(const State& state) override;

 private:
  const Path* path_;
  const bool leniently_;
  size_t position_ = 0;
};

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_SEARCH_REPLAY_H_
