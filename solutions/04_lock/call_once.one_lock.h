#ifndef RACEFREE_LESSONS_04_LOCK_CALL_ONCE_H_
#define RACEFREE_LESSONS_04_LOCK_CALL_ONCE_H_

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

class LazyText {
 public:
  explicit LazyText(std::function<std::string()> load)
      : load_(std::move(load)) {}

  // The text, which stays where it is as long as this object lives.
  const std::string& Get() {
    std::lock_guard lock(mutex_);
    if (!text_.has_value()) text_ = load_();
    return *text_;
  }

 private:
  std::function<std::string()> load_;
  std::mutex mutex_;
  std::optional<std::string> text_;
};

#endif  // RACEFREE_LESSONS_04_LOCK_CALL_ONCE_H_
