#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_CARRIED_CONTEXT_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_CARRIED_CONTEXT_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>

// Variables and their values.
using Context = std::map<std::string, std::string>;

inline thread_local Context current_context;

// In the context of the calling thread.
inline void SetVariable(const std::string& name, const std::string& value) {
  current_context[name] = value;
}

// "" if it is not set.
inline std::string GetVariable(const std::string& name) {
  auto found = current_context.find(name);
  return found == current_context.end() ? "" : found->second;
}

using Work = std::function<void()>;

// A callable with a name.
class CarriedWork {
 public:
  explicit CarriedWork(Work work)
      : work_(std::move(work)),
        context_(std::make_shared<const Context>(current_context)) {}

  void operator()() const {
    Context mine = *context_;
    std::swap(current_context, mine);
    try {
      work_();
    } catch (...) {
      std::swap(current_context, mine);
      throw;
    }
    std::swap(current_context, mine);
  }

 private:
  Work work_;
  // Shared by all copies, and never changed.
  std::shared_ptr<const Context> context_;
};

inline Work Carry(Work work) { return CarriedWork(std::move(work)); }

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_CARRIED_CONTEXT_H_
