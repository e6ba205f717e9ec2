// A warehouse, and a compiler that knows its rules.
//
// Which lock guards what is known to whoever wrote the class, and is nowhere
// written down. So nobody noticed when two lines went without the lock.
//
// Task: write the rules down so that clang's thread safety analysis proves
//   them: stock_ and changes_ are only touched, and NoteChange is only called,
//   by a thread that holds mutex_. Then mend what it finds.
// Constraints: code that breaks a rule must be refused by the compiler. The
//   analysis stays on. Put, Take and MoveAll are one step each for all other
//   threads. The names stock_, changes_, mutex_ and NoteChange stay.
//
// You may need: ABSL_GUARDED_BY, ABSL_EXCLUSIVE_LOCKS_REQUIRED (from
//   absl/base/thread_annotations.h), absl::MutexLock.
#ifndef RACEFREE_LESSONS_04_LOCK_GUARDED_BY_H_
#define RACEFREE_LESSONS_04_LOCK_GUARDED_BY_H_

#include <map>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

class Warehouse {
 public:
  void Put(const std::string& item, int count) {
    absl::MutexLock lock(&mutex_);
    stock_[item] += count;
    NoteChange();
  }

  // Takes that many, unless there are fewer: then none, and returns false.
  bool Take(const std::string& item, int count) {
    {
      absl::MutexLock lock(&mutex_);
      if (stock_[item] < count) return false;
      stock_[item] -= count;
    }
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

  int changes() const { return changes_; }

 private:
  // TODO: A rule that is written down is one that the compiler can check.
  void NoteChange() { ++changes_; }

  mutable absl::Mutex mutex_;
  std::map<std::string, int> stock_;
  int changes_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_GUARDED_BY_H_
