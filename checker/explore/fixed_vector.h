#ifndef RACEFREE_CHECKER_EXPLORE_FIXED_VECTOR_H_
#define RACEFREE_CHECKER_EXPLORE_FIXED_VECTOR_H_

#include <cstddef>

namespace racefree::explore {

// Ends the schedule: the explorer's own tables are too small for this program.
[[noreturn]] void OutOfRoom(const char* for_what);

// A vector that never allocates. The runtime must not call malloc: it is the
// one who implements it, and what it knows must outlive the heap it restores.
template <typename T, size_t kCapacity>
class FixedVector {
 public:
  T* begin() { return items_; }
  T* end() { return items_ + size_; }
  const T* begin() const { return items_; }
  const T* end() const { return items_ + size_; }
  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  bool full() const { return size_ == kCapacity; }
  T& operator[](size_t i) { return items_[i]; }
  const T& operator[](size_t i) const { return items_[i]; }
  T& back() { return items_[size_ - 1]; }
  void clear() { size_ = 0; }
  void pop_back() { --size_; }
  void resize_down(size_t size) { size_ = size; }

  T& push_back(const T& item) {
    if (full()) OutOfRoom("items in one of the explorer's tables");
    items_[size_] = item;
    return items_[size_++];
  }

  // Keeps the order of the others.
  void erase(size_t index) {
    for (size_t i = index + 1; i < size_; ++i) items_[i - 1] = items_[i];
    --size_;
  }

 private:
  size_t size_ = 0;
  T items_[kCapacity];
};

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_FIXED_VECTOR_H_
