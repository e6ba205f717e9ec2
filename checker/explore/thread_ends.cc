#include "checker/explore/thread_ends.h"

namespace racefree::explore {

void ThreadEnds::RunFor(ThreadId thread) {
  auto& calls = calls_[thread];
  while (!calls.empty()) {
    const Call call = calls.back();
    calls.pop_back();
    call.destroy(call.object);
  }
  for (size_t i = 0; i < keys_.size(); ++i) {
    void* value = pthread_getspecific(keys_[i].key);
    if (value == nullptr) continue;
    pthread_setspecific(keys_[i].key, nullptr);
    keys_[i].destroy(value);
  }
}

}  // namespace racefree::explore
