#ifndef RACEFREE_LESSONS_04_LOCK_READ_MOSTLY_H_
#define RACEFREE_LESSONS_04_LOCK_READ_MOSTLY_H_

#include <functional>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <utility>

class Cache {
 public:
  explicit Cache(std::function<std::string(const std::string& key)> load)
      : load_(std::move(load)) {}

  void Read(const std::string& key,
            const std::function<void(const std::string& value)>& read) {
    {
      std::shared_lock lock(mutex_);
      const auto found = values_.find(key);
      if (found != values_.end()) {
        read(found->second);
        return;
      }
    }
    std::unique_lock lock(mutex_);
    auto found = values_.find(key);
    if (found == values_.end()) found = values_.emplace(key, load_(key)).first;
    read(found->second);
  }

  void Set(const std::string& key, std::string value) {
    // Do not disturb the readers if there is nothing to change.
    const auto found = values_.find(key);
    if (found != values_.end() && found->second == value) return;
    std::unique_lock lock(mutex_);
    values_[key] = std::move(value);
  }

 private:
  const std::function<std::string(const std::string& key)> load_;
  std::shared_mutex mutex_;
  std::unordered_map<std::string, std::string> values_;
};

#endif  // RACEFREE_LESSONS_04_LOCK_READ_MOSTLY_H_
