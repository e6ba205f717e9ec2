// A text that is loaded when somebody first asks for it, and then kept.
//
// Most calls find it there and need no lock, so somebody looked without one
// first. On this machine it has always worked.
//
// Task: all calls of Get return the same text, whose `load` is run by the first
//   of them, once; whoever calls meanwhile waits for it. If `load` throws, that
//   Get throws it on, and the next Get, or one that waits already, tries again.
// Constraints: no data race. Whoever waits sleeps until woken. Nothing is
//   loaded before it is asked for. Each LazyText is for itself: loading one may
//   need another.
//
// You may need: std::atomic, acquire, release; std::call_once; or the lock.
#ifndef RACEFREE_LESSONS_04_LOCK_CALL_ONCE_H_
#define RACEFREE_LESSONS_04_LOCK_CALL_ONCE_H_

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
    // TODO: Another thread may be writing the pointer just now; and what does
    // it say about the text that it points to?
    if (text_ == nullptr) {
      std::lock_guard lock(mutex_);
      if (text_ == nullptr) text_ = std::make_unique<std::string>(load_());
    }
    return *text_;
  }

 private:
  std::function<std::string()> load_;
  std::mutex mutex_;
  std::unique_ptr<std::string> text_;
};

#endif  // RACEFREE_LESSONS_04_LOCK_CALL_ONCE_H_
