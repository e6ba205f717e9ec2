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
    if (!begun_.test_and_set()) text_ = load_();
    return text_;
  }

 private:
  std::function<std::string()> load_;
  std::atomic_flag begun_;
  std::string text_;
};

#endif  // RACEFREE_LESSONS_04_LOCK_CALL_ONCE_H_
