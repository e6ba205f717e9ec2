#ifndef RACEFREE_LESSONS_04_LOCK_READ_MOSTLY_H_
#define RACEFREE_LESSONS_04_LOCK_READ_MOSTLY_H_

#include <atomic>
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
    std::shared_ptr<const Map> map = map_.load();
    auto found = map->find(key);
    if (found == map->end()) {
      std::lock_guard lock(mutex_);
      map = map_.load();
      found = map->find(key);
      if (found == map->end()) {
        auto next = std::make_shared<Map>(*map);
        next->emplace(key, std::make_shared<const std::string>(load_(key)));
        map_.store(next);
        map = next;
        found = map->find(key);
      }
    }
    read(*found->second);
  }

  void Set(const std::string& key, std::string value) {
    std::lock_guard lock(mutex_);
    auto next = std::make_shared<Map>(*map_.load());
    (*next)[key] = std::make_shared<const std::string>(std::move(value));
    map_.store(next);
  }

 private:
  // Neither maps nor values are ever changed: whoever writes makes a new map.
  using Map =
      std::unordered_map<std::string, std::shared_ptr<const std::string>>;

  const std::function<std::string(const std::string& key)> load_;
  // For those who write.
  std::mutex mutex_;
  std::atomic<std::shared_ptr<const Map>> map_ = std::make_shared<const Map>();
};

#endif  // RACEFREE_LESSONS_04_LOCK_READ_MOSTLY_H_
