#ifndef RACEFREE_CHECKER_EXPLORE_ADDRESS_TABLE_H_
#define RACEFREE_CHECKER_EXPLORE_ADDRESS_TABLE_H_

#include <cstddef>
#include <cstdint>

#include "checker/explore/fixed_vector.h"

namespace racefree::explore {

// What the explorer knows about the object at each address, forgotten at the
// start of every schedule at no cost: an entry of an older schedule is empty.
template <typename T, size_t kCapacity>
class AddressTable {
  static_assert((kCapacity & (kCapacity - 1)) == 0, "a power of two");

 public:
  void StartSchedule() {
    ++schedule_;
    used_ = 0;
  }

  // The entry for `address`; a new one is T().
  T& operator[](uintptr_t address) {
    for (size_t i = Hash(address);; i = (i + 1) & (kCapacity - 1)) {
      Entry& entry = entries_[i];
      if (entry.schedule != schedule_) {
        if (used_ * 4 > kCapacity * 3) OutOfRoom("objects at once");
        order_[used_++] = static_cast<uint32_t>(i);
        entry.schedule = schedule_;
        entry.address = address;
        entry.value = T();
        return entry.value;
      }
      if (entry.address == address) return entry.value;
    }
  }

  // Calls visit(address, T&) for each entry, oldest first.
  template <typename Visitor>
  void ForEach(Visitor visit) {
    for (size_t i = 0; i < used_; ++i) {
      Entry& entry = entries_[order_[i]];
      visit(entry.address, entry.value);
    }
  }

 private:
  struct Entry {
    uint64_t schedule = 0;
    uintptr_t address = 0;
    T value;
  };

  static size_t Hash(uintptr_t address) {
    return (address * 0x9E3779B97F4A7C15u) >> 40 & (kCapacity - 1);
  }

  uint64_t schedule_ = 1;
  size_t used_ = 0;
  Entry entries_[kCapacity];
  uint32_t order_[kCapacity];
};

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_ADDRESS_TABLE_H_
