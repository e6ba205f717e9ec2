#ifndef RACEFREE_LESSONS_04_LOCK_READ_MOSTLY_H_
#define RACEFREE_LESSONS_04_LOCK_READ_MOSTLY_H_

#include <functional>
#include <string>
#include <unordered_map>
#include <utility>

#include "absl/synchronization/mutex.h"

class Cache {
 public:
  explicit Cache(std::function<std::string(const std::string& key)> load)
      : load_(std::move(load)) {}

  void Read(const std::string& key,
            const std::function<void(const std::string& value)>& read) {
    {
      absl::ReaderMutexLock lock(&mutex_);
      const auto found = values_.find(key);
      if (found != values_.end()) {
        read(found->second);
        return;
      }
    }
    absl::WriterMutexLock lock(&mutex_);
    read(values_.emplace(key, load_(key)).first->second);
  }

  void Set(const std::string& key, std::string value) {
    absl::WriterMutexLock lock(&mutex_);
    values_[key] = std::move(value);
  }

 private:
  const std::function<std::string(const std::string& key)> load_;
  absl::Mutex mutex_;
  std::unordered_map<std::string, std::string> values_;
};

#endif  // RACEFREE_LESSONS_04_LOCK_READ_MOSTLY_H_
