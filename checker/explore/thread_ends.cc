#include "checker/explore/thread_ends.h"

#include <limits.h>

namespace racefree::explore {
namespace {

struct Key {
  pthread_key_t key;
  void (*destroy)(void*);
};

FixedVector<Key, PTHREAD_KEYS_MAX> keys;

// Destroys the values that the running thread has. False if it has none.
bool DestroyValues() {
  bool any = false;
  for (size_t i = 0; i < keys.size(); ++i) {
    void* value = pthread_getspecific(keys[i].key);
    if (value == nullptr) continue;
    any = true;
    pthread_setspecific(keys[i].key, nullptr);
    keys[i].destroy(value);
  }
  return any;
}

}  // namespace

void ThreadEnds::AddKey(pthread_key_t key, void (*destroy)(void*)) {
  if (destroy != nullptr) keys.push_back({key, destroy});
}

void ThreadEnds::RemoveKey(pthread_key_t key) {
  for (size_t i = 0; i < keys.size(); ++i) {
    if (keys[i].key != key) continue;
    keys.erase(i);
    return;
  }
}

void ThreadEnds::RunFor(ThreadId thread) {
  auto& calls = calls_[thread];
  while (!calls.empty()) {
    const Call call = calls.back();
    calls.pop_back();
    call.destroy(call.object);
  }
  // A destructor may set values again.
  for (int i = 0; i < PTHREAD_DESTRUCTOR_ITERATIONS && DestroyValues(); ++i) {
  }
}

}  // namespace racefree::explore
