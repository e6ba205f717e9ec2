#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_LOCAL_OBJECT_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_LOCAL_OBJECT_H_

#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

template <typename T>
class ThreadLocal {
 public:
  ThreadLocal() = default;
  ThreadLocal(const ThreadLocal&) = delete;
  ThreadLocal& operator=(const ThreadLocal&) = delete;

  ~ThreadLocal() {
    // Not by the pointer's own end: a thread that is just ending may hold on to
    // it for a moment.
    std::lock_guard lock(values_->mutex);
    values_->by_thread.clear();
  }

  T& Get() {
    std::lock_guard lock(values_->mutex);
    auto [entry, is_new] =
        values_->by_thread.try_emplace(std::this_thread::get_id());
    if (is_new) CleanUpAtEndOfThread();
    return entry->second;
  }

 private:
  // A map: nothing that is added or erased moves the others.
  struct Values {
    std::mutex mutex;
    std::map<std::thread::id, T> by_thread;
  };

  // What the thread has used and what may be gone when the thread ends.
  struct EndOfThread {
    ~EndOfThread() {
      for (const std::weak_ptr<Values>& object : used) {
        // From here on nobody frees it, until `values` ends.
        const std::shared_ptr<Values> values = object.lock();
        if (values == nullptr) continue;
        typename std::map<std::thread::id, T>::node_type own;
        std::lock_guard lock(values->mutex);
        own = values->by_thread.extract(std::this_thread::get_id());
      }
    }
    std::vector<std::weak_ptr<Values>> used;
  };

  void CleanUpAtEndOfThread() {
    thread_local EndOfThread end_of_thread;
    // A long-lived thread may have used many that are gone.
    std::erase_if(end_of_thread.used, [](const std::weak_ptr<Values>& object) {
      return object.expired();
    });
    end_of_thread.used.push_back(values_);
  }

  const std::shared_ptr<Values> values_ = std::make_shared<Values>();
};

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_LOCAL_OBJECT_H_
