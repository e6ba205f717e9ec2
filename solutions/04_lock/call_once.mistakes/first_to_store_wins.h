#ifndef RACEFREE_LESSONS_04_LOCK_CALL_ONCE_H_
#define RACEFREE_LESSONS_04_LOCK_CALL_ONCE_H_

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <utility>

class LazyText {
 public:
  explicit LazyText(std::function<std::string()> load)
      : load_(std::move(load)) {}

  // The text, which stays where it is as long as this object lives.
  const std::string& Get() {
    std::shared_ptr<const std::string> text = text_.load();
    if (text == nullptr) {
      // Everybody loads; the first result is kept for all.
      auto loaded = std::make_shared<const std::string>(load_());
      if (text_.compare_exchange_strong(text, loaded)) text = loaded;
    }
    return *text;
  }

 private:
  std::function<std::string()> load_;
  std::atomic<std::shared_ptr<const std::string>> text_;
};

#endif  // RACEFREE_LESSONS_04_LOCK_CALL_ONCE_H_
