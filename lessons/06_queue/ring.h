// A queue without a lock: a ring of slots, one thread that puts, one that gets.
//
// Each index is written by one thread and read by the other. Both are atomic,
// and yet a reader on another machine got an item that was not written yet.
//
// Task: one thread calls Put while another calls Get. Items come out once each,
//   in the order in which they went in. A full ring holds `capacity` items; Put
//   then returns false, and its item is lost.
// Constraints: no data race, neither on the way in nor when a slot is used
//   again. Neither thread ever waits, not even while the other one is moving an
//   item. Items are moved, not copied; those left in the ring go with it.
//
// You may need: memory_order_release, which hands over all that was done before
//   a store, and memory_order_acquire, which takes it over with a load.
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
  // If you count, begin with `start`: so it can be tested what happens when a
  // number of 32 bits begins again with 0.
  explicit Ring(std::size_t capacity, std::uint32_t start = 0)
      : slots_(capacity + 1),
        head_(start % slots_.size()),
        tail_(start % slots_.size()) {}

  // False if the ring is full.
  bool Put(T item) {
    // TODO: Relaxed promises nothing about the slots.
    const std::size_t tail = tail_.load(std::memory_order_relaxed);
    const std::size_t next = (tail + 1) % slots_.size();
    if (next == head_.load(std::memory_order_relaxed)) return false;
    slots_[tail] = std::move(item);
    tail_.store(next, std::memory_order_relaxed);
    return true;
  }

  // Nothing if the ring is empty.
  std::optional<T> Get() {
    // TODO: The same here.
    const std::size_t head = head_.load(std::memory_order_relaxed);
    if (head == tail_.load(std::memory_order_relaxed)) return std::nullopt;
    std::optional<T> item = std::move(slots_[head]);
    head_.store((head + 1) % slots_.size(), std::memory_order_relaxed);
    return item;
  }

 private:
  // One slot always stays empty: with it, full does not look like empty.
  std::vector<T> slots_;
  // Where the next item comes out...
  std::atomic<std::size_t> head_;
  // ...and where the next one goes in.
  std::atomic<std::size_t> tail_;
};

#endif  // RACEFREE_LESSONS_06_QUEUE_RING_H_
