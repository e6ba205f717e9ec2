#ifndef RACEFREE_CHECKER_EXPLORE_SEARCH_SAMPLERS_H_
#define RACEFREE_CHECKER_EXPLORE_SEARCH_SAMPLERS_H_

#include "checker/explore/search/random_numbers.h"
#include "checker/explore/search/search.h"

namespace racefree::explore {

// Searches that draw schedules at random: for what is too large to exhaust. A
// schedule depends only on the seed and on how many came before it.

class Sampler : public Search {
 public:
  explicit Sampler(uint64_t seed) : seed_(seed), numbers_(seed) {}

  uint64_t Divide(uint64_t left) override {
    last_part_ = count_ + (left + 1) / 2;
    return left / 2;
  }
  void TakeLastPart() override {
    count_ = last_part_;
    KeepLastPart();
  }
  void KeepLastPart() override { last_part_ = kNever; }

  bool Next() override {
    if (count_ == last_part_) return false;
    numbers_ = RandomNumbers(seed_ + 0x5851F42D4C957F2Du * ++count_);
    StartSchedule();
    return true;
  }

 protected:
  virtual void StartSchedule() {}
  RandomNumbers& numbers() { return numbers_; }

 private:
  static constexpr uint64_t kNever = ~uint64_t{0};

  const uint64_t seed_;
  uint64_t count_ = 0;
  // The number of the schedule at which the last part begins.
  uint64_t last_part_ = kNever;
  RandomNumbers numbers_;
};

// Each choice with the same probability.
class RandomWalk : public Sampler {
 public:
  using Sampler::Sampler;
  Choice Choose(const State& state) override;
};

// Random priorities for the threads; the highest runs, and falls to the lowest
// at a few random steps. (PCT: S. Burckhardt and others, 2010)
class Priorities : public Sampler {
 public:
  Priorities(uint64_t seed, int changes) : Sampler(seed), changes_(changes) {}
  Choice Choose(const State& state) override;
  void Finished() override;
  uint64_t Divide(uint64_t left) override {
    longest_when_divided_ = longest_;
    return Sampler::Divide(left);
  }
  bool LastPartIsAsThought() const override {
    return longest_ == longest_when_divided_;
  }

 protected:
  void StartSchedule() override;

 private:
  static constexpr int kMaxChanges = 8;

  const int changes_;
  // Of the schedules so far, in steps.
  int longest_ = 16;
  int longest_when_divided_ = 0;
  int steps_ = 0;
  int change_at_[kMaxChanges] = {};
  int64_t priority_[kMaxThreads] = {};
  int known_ = 0;
  int64_t lowest_ = 0;
};

// A random priority for each operation, drawn anew when it loses a race.
// (POS, partial-order sampling: X. Yuan, J. Yang and R. Gu, 2018)
class PartialOrder : public Sampler {
 public:
  using Sampler::Sampler;
  Choice Choose(const State& state) override;

 protected:
  void StartSchedule() override;

 private:
  uint64_t priority_[kMaxThreads] = {};
};

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_SEARCH_SAMPLERS_H_
