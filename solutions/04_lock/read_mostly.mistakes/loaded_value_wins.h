#ifndef RACEFREE_LESSONS_04_LOCK_READ_MOSTLY_H_
#define RACEFREE_LESSONS_04_LOCK_READ_MOSTLY_H_

#include <condition_variable>
#include <functional>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

class Cache {
 public:
  explicit Cache(std::function<std::string(const std::string& key)> load)
      : load_(std::move(load)) {}

  void Read(const std::string& key,
            const std::function<void(const std::string& value)>& read) {
    while (true) {
      {
        std::shared_lock lock(mutex_);
        const auto found = values_.find(key);
        if (found != values_.end()) {
          read(found->second);
          return;
        }
      }
      {
        std::unique_lock lock(mutex_);
        loaded_.wait(lock, [&] { return !loading_.contains(key); });
        if (values_.contains(key)) continue;
        loading_.insert(key);
      }
      std::string value = load_(key);
      std::unique_lock lock(mutex_);
      // Somebody may have set a newer one in the meantime.
      values_[key] = std::move(value);
      loading_.erase(key);
      loaded_.notify_all();
    }
  }

  void Set(const std::string& key, std::string value) {
    std::unique_lock lock(mutex_);
    values_[key] = std::move(value);
  }

 private:
  const std::function<std::string(const std::string& key)> load_;
  std::shared_mutex mutex_;
  std::condition_variable_any loaded_;
  std::unordered_set<std::string> loading_;
  std::unordered_map<std::string, std::string> values_;
};

#endif  // RACEFREE_LESSONS_04_LOCK_READ_MOSTLY_H_
