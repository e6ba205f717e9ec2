#ifndef RACEFREE_LESSONS_04_LOCK_CALL_ONCE_H_
#define RACEFREE_LESSONS_04_LOCK_CALL_ONCE_H_

#include <atomic>
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
    if (!ready_.load()) {
      std::lock_guard lock(mutex_);
      // Who had the lock before?
      text_ = load_();
      ready_.store(true);
    }
    return text_;
  }

 private:
  std::function<std::string()> load_;
  std::mutex mutex_;
  std::atomic<bool> ready_ = false;
  std::string text_;
};

#endif  // RACEFREE_LESSONS_04_LOCK_CALL_ONCE_H_
