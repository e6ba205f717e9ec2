#ifndef RACEFREE_LESSONS_04_LOCK_READ_MOSTLY_H_
#define RACEFREE_LESSONS_04_LOCK_READ_MOSTLY_H_

#include <functional>
#include <future>
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
    std::shared_future<std::string> value;
    std::packaged_task<std::string()> load([&] { return load_(key); });
    {
      std::lock_guard lock(mutex_);
      const auto [found, inserted] =
          values_.try_emplace(key, std::shared_future<std::string>());
      if (inserted) {
        found->second = load.get_future().share();
      } else {
        load = {};
      }
      value = found->second;
    }
    // Loads without the lock. Others who want the same value wait for the
    // future.
    if (load.valid()) load();
    read(value.get());
  }

  void Set(const std::string& key, std::string value) {
    std::promise<std::string> promise;
    promise.set_value(std::move(value));
    std::lock_guard lock(mutex_);
    values_[key] = promise.get_future().share();
  }

 private:
  const std::function<std::string(const std::string& key)> load_;
  std::mutex mutex_;
  std::unordered_map<std::string, std::shared_future<std::string>> values_;
};

#endif  // RACEFREE_LESSONS_04_LOCK_READ_MOSTLY_H_
