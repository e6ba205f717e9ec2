#ifndef RACEFREE_LESSONS_04_LOCK_GUARDED_BY_H_
#define RACEFREE_LESSONS_04_LOCK_GUARDED_BY_H_

#include <map>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

class Warehouse {
 public:
  void Put(const std::string& item, int count) {
    {
      absl::MutexLock lock(&mutex_);
      stock_[item] += count;
    }
    absl::MutexLock lock(&mutex_);
    NoteChange();
  }

  // Takes that many, unless there are fewer: then none, and returns false.
  bool Take(const std::string& item, int count) {
    absl::MutexLock lock(&mutex_);
    if (stock_[item] < count) return false;
    stock_[item] -= count;
    NoteChange();
    return true;
  }

  // Files all there is of one item under another.
  void MoveAll(const std::string& from, const std::string& to) {
    absl::MutexLock lock(&mutex_);
    const int count = stock_[from];
    stock_[from] = 0;
    stock_[to] += count;
    NoteChange();
  }

  int Count(const std::string& item) const {
    absl::MutexLock lock(&mutex_);
    auto found = stock_.find(item);
    return found == stock_.end() ? 0 : found->second;
  }

  int changes() const {
    absl::MutexLock lock(&mutex_);
    return changes_;
  }

 private:
  void NoteChange() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { ++changes_; }

  mutable absl::Mutex mutex_;
  std::map<std::string, int> stock_ ABSL_GUARDED_BY(mutex_);
  int changes_ ABSL_GUARDED_BY(mutex_) = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_GUARDED_BY_H_
