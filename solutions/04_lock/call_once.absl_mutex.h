#ifndef RACEFREE_LESSONS_04_LOCK_CALL_ONCE_H_
#define RACEFREE_LESSONS_04_LOCK_CALL_ONCE_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/synchronization/mutex.h"

class LazyText {
 public:
  explicit LazyText(std::function<std::string()> load)
      : load_(std::move(load)) {}

  // The text, which stays where it is as long as this object lives.
  const std::string& Get() {
    {
      absl::ReaderMutexLock lock(&mutex_);
      if (text_ != nullptr) return *text_;
    }
    absl::MutexLock lock(&mutex_);
    if (text_ == nullptr) text_ = std::make_unique<std::string>(load_());
    return *text_;
  }

 private:
  std::function<std::string()> load_;
  absl::Mutex mutex_;
  std::unique_ptr<std::string> text_;
};

#endif  // RACEFREE_LESSONS_04_LOCK_CALL_ONCE_H_
