#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_CARRIED_CONTEXT_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_CARRIED_CONTEXT_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>

// Variables and their values. Never changed once it is made: a change makes
// another one. So all may share it, and carrying it costs a pointer.
using Context = std::map<std::string, std::string>;
using SharedContext = std::shared_ptr<const Context>;

inline thread_local SharedContext current_context =
    std::make_shared<const Context>();

// In the context of the calling thread.
inline void SetVariable(const std::string& name, const std::string& value) {
  auto changed = std::make_shared<Context>(*current_context);
  (*changed)[name] = value;
  current_context = std::move(changed);
}

// "" if it is not set.
inline std::string GetVariable(const std::string& name) {
  auto found = current_context->find(name);
  return found == current_context->end() ? "" : found->second;
}

using Work = std::function<void()>;

inline Work Carry(Work work) {
  return [work = std::move(work), context = current_context] {
    struct Restore {
      ~Restore() { current_context = outer; }
      SharedContext outer;
    } restore{std::exchange(current_context, context)};
    work();
  };
}

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_CARRIED_CONTEXT_H_
