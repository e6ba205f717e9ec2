// A cache: many threads read from it, now and then one writes to it.
//
// Readers share its lock, writers have it for themselves. But a reader who
// finds nothing loads the value and writes it down, and is still a reader.
//
// Task: Read calls read(value) with the value of `key`: what was Set last, or
//   else what load(key) gave. `load` is called once for each key at most, and
//   what it gives never takes the place of what was Set.
// Constraints: no data race. Those who find their values there do not wait for
//   each other: all read at once, and no copies. Until `read` returns, its
//   value stays as it is, even if somebody calls Set.
//
// You may need: std::shared_mutex, std::shared_lock, std::unique_lock.
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
    std::shared_lock lock(mutex_);
    auto found = values_.find(key);
    if (found == values_.end()) {
      // TODO: Others may be reading just now, or be here as well.
      found = values_.emplace(key, load_(key)).first;
    }
    read(found->second);
  }

  void Set(const std::string& key, std::string value) {
    std::unique_lock lock(mutex_);
    values_[key] = std::move(value);
  }

 private:
  const std::function<std::string(const std::string& key)> load_;
  std::shared_mutex mutex_;
  std::unordered_map<std::string, std::string> values_;
};

#endif  // RACEFREE_LESSONS_04_LOCK_READ_MOSTLY_H_
