#ifndef RACEFREE_LESSONS_02_POOL_APPLY_ASYNC_H_
#define RACEFREE_LESSONS_02_POOL_APPLY_ASYNC_H_

#include <future>
#include <type_traits>
#include <utility>

class Pool {
 public:
  explicit Pool(int) {}

  // Let the library look after the threads. But this starts none: the task is
  // run by get(), or never.
  template <typename Function>
  std::future<std::invoke_result_t<Function>> ApplyAsync(Function function) {
    return std::async(std::launch::deferred, std::move(function));
  }
};

#endif  // RACEFREE_LESSONS_02_POOL_APPLY_ASYNC_H_
