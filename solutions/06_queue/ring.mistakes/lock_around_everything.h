#ifndef RACEFREE_LESSONS_06_QUEUE_RING_H_
#define RACEFREE_LESSONS_06_QUEUE_RING_H_

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

template <typename T>
class Ring {
 public:
  // If you count, begin with `start`: so it can be tested what happens when a
  // number of 32 bits begins again with 0.
  explicit Ring(std::size_t capacity, std::uint32_t start = 0)
      : slots_(capacity + 1),
        head_(start % slots_.size()),
        tail_(start % slots_.size()) {}

  // False if the ring is full.
  bool Put(T item) {
    std::lock_guard lock(mutex_);
    const std::size_t tail = tail_;
    const std::size_t next = (tail + 1) % slots_.size();
    if (next == head_) return false;
    slots_[tail] = std::move(item);
    tail_ = next;
    return true;
  }

  // Nothing if the ring is empty.
  std::optional<T> Get() {
    std::lock_guard lock(mutex_);
    const std::size_t head = head_;
    if (head == tail_) return std::nullopt;
    std::optional<T> item = std::move(slots_[head]);
    head_ = (head + 1) % slots_.size();
    return item;
  }

 private:
  std::mutex mutex_;
  // One slot always stays empty: with it, full does not look like empty.
  std::vector<T> slots_;
  // Where the next item comes out...
  std::size_t head_;
  // ...and where the next one goes in.
  std::size_t tail_;
};

#endif  // RACEFREE_LESSONS_06_QUEUE_RING_H_
