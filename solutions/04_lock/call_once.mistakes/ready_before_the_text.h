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
    if (ready_.load()) return text_;
    std::lock_guard lock(mutex_);
    if (!ready_.load()) {
      std::string text = load_();
      // All that can fail is done. Or so it seems.
      ready_.store(true);
      text_ = std::move(text);
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
