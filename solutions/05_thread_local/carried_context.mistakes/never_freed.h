#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_CARRIED_CONTEXT_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_CARRIED_CONTEXT_H_

#include <functional>
#include <map>
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

// Puts a context in place until the end of the block.
class ScopedContext {
 public:
  explicit ScopedContext(Context context)
      : outer_(std::exchange(current_context, std::move(context))) {}
  ~ScopedContext() { current_context = std::move(outer_); }

  ScopedContext(const ScopedContext&) = delete;
  ScopedContext& operator=(const ScopedContext&) = delete;

 private:
  Context outer_;
};

inline Work Carry(Work work) {
  // Lives as long as any call may need it: for ever.
  const auto* context = new Context(current_context);
  return [work = std::move(work), context] {
    ScopedContext scoped_context(*context);
    work();
  };
}

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_CARRIED_CONTEXT_H_
