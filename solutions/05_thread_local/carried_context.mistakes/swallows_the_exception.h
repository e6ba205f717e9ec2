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

inline Work Carry(Work work) {
  return [work = std::move(work), context = current_context] {
    Context outer = std::exchange(current_context, context);
    try {
      work();
    } catch (...) {
    }
    current_context = std::move(outer);
  };
}

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_CARRIED_CONTEXT_H_
