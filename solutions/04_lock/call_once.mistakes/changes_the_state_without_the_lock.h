#ifndef RACEFREE_LESSONS_04_LOCK_CALL_ONCE_H_
#define RACEFREE_LESSONS_04_LOCK_CALL_ONCE_H_

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <utility>

class LazyText {
 public:
  explicit LazyText(std::function<std::string()> load)
      : load_(std::move(load)) {}

  // The text, which stays where it is as long as this object lives.
  const std::string& Get() {
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return state_ != State::kLoading; });
      if (state_ == State::kLoaded) return text_;
      state_ = State::kLoading;
    }
    // The state is atomic, so it needs no lock here. But somebody may be
    // between looking at it and falling asleep.
    try {
      text_ = load_();
    } catch (...) {
      state_ = State::kNotLoaded;
      changed_.notify_all();
      throw;
    }
    state_ = State::kLoaded;
    changed_.notify_all();
    return text_;
  }

 private:
  enum class State { kNotLoaded, kLoading, kLoaded };

  std::function<std::string()> load_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::atomic<State> state_ = State::kNotLoaded;
  std::string text_;
};

#endif  // RACEFREE_LESSONS_04_LOCK_CALL_ONCE_H_
