#ifndef RACEFREE_LESSONS_04_LOCK_READ_MOSTLY_H_
#define RACEFREE_LESSONS_04_LOCK_READ_MOSTLY_H_

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>

class Cache {
 public:
  explicit Cache(std::function<std::string(const std::string& key)> load)
      : load_(std::move(load)) {}

  void Read(const std::string& key,
            const std::function<void(const std::string& value)>& read) {
    std::shared_ptr<const std::string> value;
    // Values never change, so looking for one needs no lock. The map does
    // change.
    const auto found = values_.find(key);
    if (found != values_.end()) {
      value = found->second;
    } else {
      std::lock_guard lock(mutex_);
      const auto entry = values_.find(key);
      if (entry != values_.end()) {
        value = entry->second;
      } else {
        value = std::make_shared<const std::string>(load_(key));
        values_.emplace(key, value);
      }
    }
    read(*value);
  }

  void Set(const std::string& key, std::string value) {
    auto entry = std::make_shared<const std::string>(std::move(value));
    std::lock_guard lock(mutex_);
    values_[key] = std::move(entry);
  }

 private:
  const std::function<std::string(const std::string& key)> load_;
  std::mutex mutex_;
  std::unordered_map<std::string, std::shared_ptr<const std::string>> values_;
};

#endif  // RACEFREE_LESSONS_04_LOCK_READ_MOSTLY_H_
