#include "checker/explore/heap.h"

#include <sys/mman.h>

#include <cstring>

#include "checker/explore/arena.h"

namespace racefree::explore {
namespace {

constexpr uint32_t kMagic = 0xACEFACE5;
constexpr int kPattern = 0xCD;
// Larger blocks come as zeroes from the kernel, which is cheaper than filling.
constexpr size_t kFilled = size_t{64} << 10;
constexpr size_t kPage = 4096;
// Far from where programs, libraries and stacks are put.
constexpr uintptr_t kAddress = 0x2000'0000'0000;

size_t RoundUp(size_t size, size_t unit) {
  return (size + unit - 1) / unit * unit;
}

}  // namespace

bool Heap::Initialize() {
  // A program that hashes or compares addresses must do the same each time,
  // wherever the kernel would have put them.
  base_ = static_cast<char*>(MapSharedAt(kAddress, kSize));
  usable_ = static_cast<uint8_t*>(MapShared(kSize / kGranule / 8));
  return base_ != nullptr && usable_ != nullptr;
}

bool Heap::Renew() {
  used_ = 0;
  return RenewShared(base_, kSize) &&
         RenewShared(usable_, kSize / kGranule / 8);
}

void Heap::StartSchedule() {
  memset(usable_, 0, used_ / kGranule / 8 + 1);
  used_ = 0;
}

void Heap::AddTo(StateHash* hash) const {
  const auto base = reinterpret_cast<uintptr_t>(base_);
  hash->AddMemory(base, base + used_);
}

void* Heap::Allocate(size_t size, size_t alignment) {
  if (alignment < kGranule) alignment = kGranule;
  const size_t start = RoundUp(used_ + sizeof(Header) + kGranule, alignment);
  if (size > kSize || start > kSize || start + size + kGranule > kSize) {
    return nullptr;
  }
  // To the end of the last granule: the header of an earlier schedule's block
  // may have been there.
  const size_t filled = RoundUp(size, kGranule);
  used_ = start + filled;
  char* block = base_ + start;
  *HeaderOf(block) = {size, 0, kMagic};
  if (size <= kFilled) {
    memset(block, kPattern, filled);
  } else {
    const size_t first = RoundUp(start, kPage);
    const size_t last = (start + filled) / kPage * kPage;
    memset(block, 0, first - start);
    madvise(base_ + first, last - first, MADV_REMOVE);
    memset(base_ + last, 0, start + filled - last);
  }
  Mark(block, size, true);
  return block;
}

Heap::Header* Heap::HeaderOf(const void* block) const {
  return reinterpret_cast<Header*>(
      const_cast<char*>(static_cast<const char*>(block)) - sizeof(Header));
}

size_t Heap::SizeOf(const void* block) const { return HeaderOf(block)->size; }

Heap::Freed Heap::Free(void* block) {
  const size_t offset = static_cast<size_t>(static_cast<char*>(block) - base_);
  if (offset % kGranule != 0 || offset >= used_ + kGranule)
    return Freed::kNoBlock;
  Header* header = HeaderOf(block);
  if (header->magic != kMagic) return Freed::kNoBlock;
  if (header->is_freed != 0) return Freed::kTwice;
  header->is_freed = 1;
  Mark(block, header->size, false);
  return Freed::kYes;
}

void Heap::Mark(const void* block, size_t size, bool usable) {
  size_t granule =
      static_cast<size_t>(static_cast<const char*>(block) - base_) / kGranule;
  for (const size_t end = granule + RoundUp(size, kGranule) / kGranule;
       granule < end; ++granule) {
    const auto bit = static_cast<uint8_t>(1 << (granule & 7));
    if (usable) {
      usable_[granule / 8] |= bit;
    } else {
      usable_[granule / 8] &= static_cast<uint8_t>(~bit);
    }
  }
}

Heap::Validity Heap::Check(uintptr_t address) const {
  const size_t offset = address - reinterpret_cast<uintptr_t>(base_);
  // What lies there is of an earlier schedule.
  if (offset >= used_) return Validity::kOutOfBounds;
  size_t granule = offset / kGranule;
  if ((usable_[granule / 8] >> (granule & 7) & 1) != 0) return Validity::kValid;
  // Rare: look for the block that it belonged to.
  for (; granule > 0; --granule) {
    const auto* header =
        reinterpret_cast<const Header*>(base_ + granule * kGranule);
    if (header->magic != kMagic) continue;
    const size_t start = (granule + 1) * kGranule;
    const bool inside = offset >= start && offset < start + header->size;
    return inside && header->is_freed != 0 ? Validity::kFreed
                                           : Validity::kOutOfBounds;
  }
  return Validity::kOutOfBounds;
}

}  // namespace racefree::explore
