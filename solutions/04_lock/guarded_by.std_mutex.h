#ifndef RACEFREE_LESSONS_04_LOCK_GUARDED_BY_H_
#define RACEFREE_LESSONS_04_LOCK_GUARDED_BY_H_

#include <map>
#include <mutex>
#include <string>

#include "absl/base/thread_annotations.h"

// The analysis knows only locks that say what they are. libstdc++'s do not.
class ABSL_LOCKABLE Mutex {
 public:
  void lock() ABSL_EXCLUSIVE_LOCK_FUNCTION() { mutex_.lock(); }
  void unlock() ABSL_UNLOCK_FUNCTION() { mutex_.unlock(); }

 private:
  std::mutex mutex_;
};

class ABSL_SCOPED_LOCKABLE MutexLock {
 public:
  explicit MutexLock(Mutex* mutex) ABSL_EXCLUSIVE_LOCK_FUNCTION(mutex)
      : mutex_(mutex) {
    mutex_->lock();
  }
  ~MutexLock() ABSL_UNLOCK_FUNCTION() { mutex_->unlock(); }
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

 private:
  Mutex* const mutex_;
};

class Warehouse {
 public:
  void Put(const std::string& item, int count) {
    MutexLock lock(&mutex_);
    stock_[item] += count;
    NoteChange();
  }

  // Takes that many, unless there are fewer: then none, and returns false.
  bool Take(const std::string& item, int count) {
    MutexLock lock(&mutex_);
    if (stock_[item] < count) return false;
    stock_[item] -= count;
    NoteChange();
    return true;
  }

  // Files all there is of one item under another.
  void MoveAll(const std::string& from, const std::string& to) {
    MutexLock lock(&mutex_);
    const int count = stock_[from];
    stock_[from] = 0;
    stock_[to] += count;
    NoteChange();
  }

  int Count(const std::string& item) const {
    MutexLock lock(&mutex_);
    auto found = stock_.find(item);
    return found == stock_.end() ? 0 : found->second;
  }

  int changes() const {
    MutexLock lock(&mutex_);
    return changes_;
  }

 private:
  void NoteChange() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { ++changes_; }

  mutable Mutex mutex_;
  std::map<std::string, int> stock_ ABSL_GUARDED_BY(mutex_);
  int changes_ ABSL_GUARDED_BY(mutex_) = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_GUARDED_BY_H_
