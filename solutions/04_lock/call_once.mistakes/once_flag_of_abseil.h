#ifndef RACEFREE_LESSONS_04_LOCK_CALL_ONCE_H_
#define RACEFREE_LESSONS_04_LOCK_CALL_ONCE_H_

#include <functional>
#include <string>
#include <utility>

#include "absl/base/call_once.h"

class LazyText {
 public:
  explicit LazyText(std::function<std::string()> load)
      : load_(std::move(load)) {}

  // The text, which stays where it is as long as this object lives.
  const std::string& Get() {
    // Looks like std::call_once, but does not know of exceptions.
    absl::call_once(once_, [this] { text_ = load_(); });
    return text_;
  }

 private:
  std::function<std::string()> load_;
  absl::once_flag once_;
  std::string text_;
};

#endif  // RACEFREE_LESSONS_04_LOCK_CALL_ONCE_H_
