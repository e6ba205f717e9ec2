#ifndef RACEFREE_LESSONS_04_LOCK_CALL_ONCE_H_
#define RACEFREE_LESSONS_04_LOCK_CALL_ONCE_H_

#include <functional>
#include <string>
#include <utility>

class LazyText {
 public:
  explicit LazyText(std::function<std::string()> load)
      : load_(std::move(load)) {}

  // The text, which stays where it is as long as this object lives.
  const std::string& Get() {
    // A local static is made once, also when the first try throws. But it
    // belongs to the function, not to the object.
    static const std::string text = load_();
    return text;
  }

 private:
  std::function<std::string()> load_;
};

#endif  // RACEFREE_LESSONS_04_LOCK_CALL_ONCE_H_
