#ifndef RACEFREE_LESSONS_06_QUEUE_RING_H_
#define RACEFREE_LESSONS_06_QUEUE_RING_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

template <typename T>
class Ring {
 public:
  explicit Ring(std::size_t capacity, std::uint32_t start = 0)
      : slots_(capacity), head_(start % capacity), tail_(start % capacity) {}

  // False if the ring is full.
  bool Put(T item) {
    if (items_.load(std::memory_order_acquire) == slots_.size()) return false;
    slots_[tail_] = std::move(item);
    tail_ = (tail_ + 1) % slots_.size();
    items_ = items_ + 1;
    return true;
  }

  // Nothing if the ring is empty.
  std::optional<T> Get() {
    if (items_.load(std::memory_order_acquire) == 0) return std::nullopt;
    std::optional<T> item = std::move(slots_[head_]);
    head_ = (head_ + 1) % slots_.size();
    items_ = items_ - 1;
    return item;
  }

 private:
  std::vector<T> slots_;
  // Each belongs to one thread alone.
  std::size_t head_;
  std::size_t tail_;
  std::atomic<std::size_t> items_ = 0;
};

#endif  // RACEFREE_LESSONS_06_QUEUE_RING_H_
