#ifndef RACEFREE_CHECKER_EXPLORE_SEARCH_REDUCTION_H_
#define RACEFREE_CHECKER_EXPLORE_SEARCH_REDUCTION_H_

#include "checker/explore/search/choice_set.h"
#include "checker/explore/search/search.h"

namespace racefree::explore {

// Dynamic partial-order reduction: schedules that differ only in the order of
// operations that commute are one and the same, and one of them is enough.
//
// While a schedule runs, each thread's next operation is compared with the last
// one before it that it could have overtaken; where that is possible, the other
// order is noted, to be explored later. (C. Flanagan and P. Godefroid, 2005.)
// Sleep sets keep it from exploring an order twice. (P. Godefroid, 1996.) The
// two together miss orders, unless each step, once done, also asks for a
// beginning of every order in which it comes earlier: source sets. (P. Abdulla,
// S. Aronis, B. Jonsson and K. Sagonas, 2014.)
class Reduction : public Search {
 public:
  static constexpr int kMaxDepth = 2048;

  Reduction();
  ~Reduction() override;

  bool Next() override;
  Choice Choose(const State& state) override;
  void Standstill(const State& state) override;
  void Finished() override;
  bool exhaustive() const override { return true; }

 private:
  struct Level {
    ChoiceSet enabled;
    ChoiceSet backtrack;
    ChoiceSet done;
    ChoiceSet sleep;
    Choice chosen;
    Operation operation;
    // How many steps of each thread, as step numbers, come before this one in
    // every equivalent schedule (itself included).
    int16_t before[kMaxThreads];
  };

  void LearnThreads(const State& state);
  void Observe(const State& state);
  void Execute(const State& state, Level* level);
  void FindReversal(const State& state, ThreadId thread, int from, int down_to);
  void Demand(int step, ThreadId thread, bool any);
  void FindReversals(int step);
  void DemandReversal(int first, int second);
  bool CanBegin(int first, int step) const;
  bool Pick(Level* level);

  bool started_ = false;
  // Steps [0, depth_) repeat what is stored; step depth_ - 1 has a new choice.
  int depth_ = 0;
  int reached_ = 0;
  int thread_count_ = 0;
  // What comes before each thread's next operation, at the current step.
  int16_t known_[kMaxThreads][kMaxThreads];
  bool is_known_[kMaxThreads];
  // Zeroed memory of our own: touched only as deep as schedules go.
  Level* const levels_;
};

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_SEARCH_REDUCTION_H_
