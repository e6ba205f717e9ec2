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
    int state = kNotLoaded;
    while (!state_.compare_exchange_strong(state, kLoading)) {
      if (state == kLoaded) return text_;
      state_.wait(kLoading);
      state = kNotLoaded;
    }
    try {
      text_ = load_();
    } catch (...) {
      state_.store(kNotLoaded);
      state_.notify_all();
      throw;
    }
    state_.store(kLoaded);
    state_.notify_all();
    return text_;
  }

 private:
  static constexpr int kNotLoaded = 0;
  static constexpr int kLoading = 1;
  static constexpr int kLoaded = 2;

  std::function<std::string()> load_;
  std::atomic<int> state_ = kNotLoaded;
  std::string text_;
};

#endif  // RACEFREE_LESSONS_04_LOCK_CALL_ONCE_H_
