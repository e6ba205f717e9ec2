// The context of a piece of work, which goes with it to another thread.
//
// A handler notes the request's id in its thread's context and leaves the slow
// part to a pool. There the worker's context is seen, with another id or none.
//
// Task: calling what Carry(work) returns runs `work` in the context in which
//   Carry was called. Then the calling thread has its own context back, also
//   when `work` throws.
// Constraints: no data race. Each call, on any thread, begins with the context
//   as it was at Carry, no matter what the submitter or another call has set
//   since. `work` runs once a call, on the thread that calls; its exception
//   passes on. No call waits while the work of another one runs.
//
// You may need: captures by value; std::exchange; a destructor that restores.
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
  return [work] {
    // TODO: Which thread is it that copies here, and when?
    const Context context = current_context;
    work();
    current_context = context;
  };
}

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_CARRIED_CONTEXT_H_
