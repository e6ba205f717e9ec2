#ifndef RACEFREE_LESSONS_04_LOCK_CALL_ONCE_H_
#define RACEFREE_LESSONS_04_LOCK_CALL_ONCE_H_

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

class LazyText {
 public:
  explicit LazyText(std::function<std::string()> load)
      : load_(std::move(load)) {}

  // The text, which stays where it is as long as this object lives.
  const std::string& Get() {
    const std::string* text = ready_.load(std::memory_order_acquire);
    if (text != nullptr) return *text;
    std::lock_guard lock(mutex_);
    if (text_ == nullptr) {
      text_ = std::make_unique<std::string>(load_());
      ready_.store(text_.get(), std::memory_order_relaxed);
    }
    return *text_;
  }

 private:
  std::function<std::string()> load_;
  std::mutex mutex_;
  std::unique_ptr<std::string> text_;
  std::atomic<const std::string*> ready_ = nullptr;
};

#endif  // RACEFREE_LESSONS_04_LOCK_CALL_ONCE_H_
