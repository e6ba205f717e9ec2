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
    Slot& slot = slots_[tail_];
    if (slot.full.load(std::memory_order_acquire)) return false;
    slot.item = std::move(item);
    slot.full.store(true, std::memory_order_release);
    tail_ = (tail_ + 1) % slots_.size();
    return true;
  }

  // Nothing if the ring is empty.
  std::optional<T> Get() {
    Slot& slot = slots_[head_];
    if (!slot.full.load(std::memory_order_acquire)) return std::nullopt;
    std::optional<T> item = std::move(slot.item);
    slot.full.store(false, std::memory_order_release);
    head_ = (head_ + 1) % slots_.size();
    return item;
  }

 private:
  struct Slot {
    T item = T();
    // Says whose the item is: of the one who gets it, or who puts the next.
    std::atomic<bool> full = false;
  };

  std::vector<Slot> slots_;
  // Each belongs to one thread alone.
  std::size_t head_;
  std::size_t tail_;
};

#endif  // RACEFREE_LESSONS_06_QUEUE_RING_H_
