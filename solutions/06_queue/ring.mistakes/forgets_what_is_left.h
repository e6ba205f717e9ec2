#ifndef RACEFREE_LESSONS_06_QUEUE_RING_H_
#define RACEFREE_LESSONS_06_QUEUE_RING_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

template <typename T>
class Ring {
 public:
  explicit Ring(std::size_t capacity, std::uint32_t start = 0)
      : size_(capacity + 1),
        slots_(std::allocator<T>().allocate(size_)),
        head_(start % size_),
        tail_(start % size_) {}
  ~Ring() { std::allocator<T>().deallocate(slots_, size_); }

  // False if the ring is full.
  bool Put(T item) {
    const std::size_t tail = tail_.load(std::memory_order_relaxed);
    const std::size_t next = (tail + 1) % size_;
    if (next == head_.load(std::memory_order_acquire)) return false;
    std::construct_at(slots_ + tail, std::move(item));
    tail_.store(next, std::memory_order_release);
    return true;
  }

  // Nothing if the ring is empty.
  std::optional<T> Get() {
    const std::size_t head = head_.load(std::memory_order_relaxed);
    if (head == tail_.load(std::memory_order_acquire)) return std::nullopt;
    std::optional<T> item = std::move(slots_[head]);
    std::destroy_at(slots_ + head);
    head_.store((head + 1) % size_, std::memory_order_release);
    return item;
  }

 private:
  const std::size_t size_;
  // Memory only: an item lives in it from Put to Get.
  T* const slots_;
  std::atomic<std::size_t> head_;
  std::atomic<std::size_t> tail_;
};

#endif  // RACEFREE_LESSONS_06_QUEUE_RING_H_
