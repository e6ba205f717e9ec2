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
      : capacity_(static_cast<std::uint32_t>(capacity)),
        slots_(capacity),
        head_(start),
        tail_(start) {}

  // False if the ring is full.
  bool Put(T item) {
    const std::uint32_t tail = tail_.load(std::memory_order_relaxed);
    const std::uint32_t head = head_.load(std::memory_order_acquire);
    if (tail - head == capacity_) return false;
    slots_[tail % capacity_] = std::move(item);
    tail_.store(tail + 1, std::memory_order_release);
    return true;
  }

  // Nothing if the ring is empty.
  std::optional<T> Get() {
    const std::uint32_t head = head_.load(std::memory_order_relaxed);
    if (head == tail_.load(std::memory_order_acquire)) return std::nullopt;
    std::optional<T> item = std::move(slots_[head % capacity_]);
    head_.store(head + 1, std::memory_order_release);
    return item;
  }

 private:
  const std::uint32_t capacity_;
  std::vector<T> slots_;
  // How many were got and put so far, and which slots are next by that.
  std::atomic<std::uint32_t> head_;
  std::atomic<std::uint32_t> tail_;
};

#endif  // RACEFREE_LESSONS_06_QUEUE_RING_H_
