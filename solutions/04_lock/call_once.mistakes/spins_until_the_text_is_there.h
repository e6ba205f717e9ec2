#ifndef RACEFREE_LESSONS_04_LOCK_CALL_ONCE_H_
#define RACEFREE_LESSONS_04_LOCK_CALL_ONCE_H_

#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <utility>

class LazyText {
 public:
  explicit LazyText(std::function<std::string()> load)
      : load_(std::move(load)) {}

  // The text, which stays where it is as long as this object lives.
  const std::string& Get() {
    State state = State::kNotLoaded;
    while (!state_.compare_exchange_strong(state, State::kLoading)) {
      if (state == State::kLoaded) return text_;
      state = State::kNotLoaded;
      std::this_thread::yield();
    }
    try {
      text_ = load_();
    } catch (...) {
      state_.store(State::kNotLoaded);
      throw;
    }
    state_.store(State::kLoaded);
    return text_;
  }

 private:
  enum class State { kNotLoaded, kLoading, kLoaded };

  std::function<std::string()> load_;
  std::atomic<State> state_ = State::kNotLoaded;
  std::string text_;
};

#endif  // RACEFREE_LESSONS_04_LOCK_CALL_ONCE_H_
