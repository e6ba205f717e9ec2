#ifndef RACEFREE_LESSONS_04_LOCK_CALL_ONCE_H_
#define RACEFREE_LESSONS_04_LOCK_CALL_ONCE_H_

#include <atomic>
#include <functional>
#include <string>
#include <utility>

class LazyText {
 public:
  explicit LazyText(std::function<std::string()> load)
      : load_(std::move(load)) {}

  // The text, which stays where it is as long as this object lives.
  const std::string& Get() {
    while (true) {
      const State state = state_.load();
      if (state == State::kLoaded) return text_;
      if (state == State::kNotLoaded) break;
      state_.wait(State::kLoading);
    }
    // Two may have seen that nobody is loading it.
    state_.store(State::kLoading);
    try {
      text_ = load_();
    } catch (...) {
      state_.store(State::kNotLoaded);
      state_.notify_all();
      throw;
    }
    state_.store(State::kLoaded);
    state_.notify_all();
    return text_;
  }

 private:
  enum class State { kNotLoaded, kLoading, kLoaded };

  std::function<std::string()> load_;
  std::atomic<State> state_ = State::kNotLoaded;
  std::string text_;
};

#endif  // RACEFREE_LESSONS_04_LOCK_CALL_ONCE_H_
