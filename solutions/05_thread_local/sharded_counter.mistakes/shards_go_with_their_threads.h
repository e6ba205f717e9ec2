#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_SHARDED_COUNTER_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_SHARDED_COUNTER_H_

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <set>

template <typename Number = std::atomic<std::int64_t>>
class ShardedCounter {
 public:
  void Add(std::int64_t amount) {
    Mine().fetch_add(amount, std::memory_order_relaxed);
  }

  std::int64_t Sum() const {
    std::lock_guard lock(registry_->mutex);
    std::int64_t sum = 0;
    for (const Shard* shard : registry_->shards) {
      sum += shard->number.load(std::memory_order_relaxed);
    }
    return sum;
  }

 private:
  struct Shard;
  struct Registry {
    std::mutex mutex;
    std::set<const Shard*> shards;
  };
  struct alignas(64) Shard {
    explicit Shard(std::shared_ptr<Registry> registry)
        : registry(std::move(registry)) {
      std::lock_guard lock(this->registry->mutex);
      this->registry->shards.insert(this);
    }
    // Leaves no trace, and takes what was counted with it.
    ~Shard() {
      std::lock_guard lock(registry->mutex);
      registry->shards.erase(this);
    }

    Number number = 0;
    std::shared_ptr<Registry> registry;
  };

  Number& Mine() {
    thread_local std::map<std::shared_ptr<Registry>, std::unique_ptr<Shard>>
        mine;
    std::unique_ptr<Shard>& shard = mine[registry_];
    if (shard == nullptr) shard = std::make_unique<Shard>(registry_);
    return shard->number;
  }

  const std::shared_ptr<Registry> registry_ = std::make_shared<Registry>();
};

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_SHARDED_COUNTER_H_
