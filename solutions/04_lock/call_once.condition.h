#ifndef RACEFREE_LESSONS_04_LOCK_CALL_ONCE_H_
#define RACEFREE_LESSONS_04_LOCK_CALL_ONCE_H_

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
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return state_ != State::kLoading; });
    if (state_ == State::kLoaded) return text_;
    state_ = State::kLoading;
    lock.unlock();
    try {
      text_ = load_();
    } catch (...) {
      lock.lock();
      state_ = State::kNotLoaded;
      changed_.notify_one();
      throw;
    }
    lock.lock();
    state_ = State::kLoaded;
    changed_.notify_all();
    return text_;
  }

 private:
  enum class State { kNotLoaded, kLoading, kLoaded };

  std::function<std::string()> load_;
  std::mutex mutex_;
  std::condition_variable changed_;
  State state_ = State::kNotLoaded;
  std::string text_;
};

#endif  // RACEFREE_LESSONS_04_LOCK_CALL_ONCE_H_
