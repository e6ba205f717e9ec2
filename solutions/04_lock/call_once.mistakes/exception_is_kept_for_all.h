#ifndef RACEFREE_LESSONS_04_LOCK_CALL_ONCE_H_
#define RACEFREE_LESSONS_04_LOCK_CALL_ONCE_H_

#include <functional>
#include <future>
#include <string>
#include <utility>

class LazyText {
 public:
  // Deferred: runs when somebody first waits for it.
  explicit LazyText(std::function<std::string()> load)
      : text_(std::async(std::launch::deferred, std::move(load)).share()) {}

  const std::string& Get() {
    std::shared_future<std::string> text = text_;
    return text.get();
  }

 private:
  const std::shared_future<std::string> text_;
};

#endif  // RACEFREE_LESSONS_04_LOCK_CALL_ONCE_H_
