#ifndef RACEFREE_CHECKER_EXPLORE_SEARCH_DEPTH_FIRST_H_
#define RACEFREE_CHECKER_EXPLORE_SEARCH_DEPTH_FIRST_H_

#include "checker/explore/search/search.h"

namespace racefree::explore {

// What a schedule may spend.
enum class Bound : uint8_t {
  kNone,
  // Switches away from a thread that could have gone on.
  // (CHESS: M. Musuvathi and S. Qadeer, 2007)
  kPreemptions,
  // Departures from a fixed round-robin order.
  // (M. Emmi, S. Qadeer and Z. Rakamaric, 2011)
  kDelays,
};

// What is tried first at each choice.
enum class Preference : uint8_t {
  // The thread that is running goes on: few switches, and late.
  kGoOn,
  // Another thread takes over: what it spoils, it spoils early.
  kSwitch,
};

// Every schedule, one after the other, the last choice varied first; with a
// bound, every schedule that keeps to it.
class DepthFirst : public Search {
 public:
  // Takes 7 MiB of address space, of which it uses what it needs.
  DepthFirst(Bound bound, int limit, Preference preference = Preference::kGoOn);
  ~DepthFirst() override;

  bool Next() override;
  Choice Choose(const State& state) override;
  void Finished() override { depth_ = reached_; }
  uint64_t Divide(uint64_t left) override;
  void TakeLastPart() override;
  void KeepLastPart() override { last_part_ = kNowhere; }
  bool exhaustive() const override { return true; }

 private:
  struct Option {
    Choice choice;
    int8_t cost;
  };
  struct Level {
    FixedVector<Option, 2 * kMaxThreads> options;
    uint32_t taken = 0;
    // Spent before this choice.
    int spent = 0;
  };

  int Cost(const State& state, Choice choice, int rank) const;
  void Fill(const State& state, Level* level);
  static void PutSwitchesFirst(Level* level);
  bool Matches(const State& state, const Level& level) const;

  static constexpr int kNowhere = -1;

  const Bound bound_;
  const int limit_;
  const Preference preference_;
  bool started_ = false;
  int depth_ = 0;
  int reached_ = 0;
  // The last part begins with the next option at this level.
  int last_part_ = kNowhere;
  // Zeroed memory of our own: touched only as deep as schedules go.
  Level* levels_;
};

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_SEARCH_DEPTH_FIRST_H_
