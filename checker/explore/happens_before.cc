#include "checker/explore/happens_before.h"

namespace racefree::explore {

void HappensBefore::StartSchedule() {
  ++schedule_;
  cells_used_ = 0;
  records_used_ = 1;
  free_records_ = 0;
  clocks_[0].Clear();
  clocks_[0].ticks[0] = 1;
  seen_[0].Clear();
  fences_[0].Clear();
}

void HappensBefore::StartThread(ThreadId parent, ThreadId child) {
  clocks_[child] = clocks_[parent];
  clocks_[child].ticks[child] = 1;
  seen_[child].Clear();
  fences_[child].Clear();
  ++clocks_[parent].ticks[parent];
}

void HappensBefore::Release(ThreadId thread, VectorClock* object) {
  object->Join(clocks_[thread]);
  ++clocks_[thread].ticks[thread];
}

void HappensBefore::Acquire(ThreadId thread, const VectorClock& object) {
  clocks_[thread].Join(object);
}

HappensBefore::Cell& HappensBefore::CellOf(uintptr_t word) {
  size_t i = (word * 0x9E3779B97F4A7C15u) >> 44;
  while (true) {
    Cell& cell = cells_[i & (kCells - 1)];
    if (cell.schedule != schedule_) {
      if (++cells_used_ > kCells / 4 * 3) OutOfRoom("memory accesses");
      cell = {word, schedule_, 0};
      return cell;
    }
    if (cell.word == word) return cell;
    ++i;
  }
}

const HappensBefore::Cell* HappensBefore::FindCell(uintptr_t word) const {
  for (size_t i = (word * 0x9E3779B97F4A7C15u) >> 44;; ++i) {
    const Cell& cell = cells_[i & (kCells - 1)];
    if (cell.schedule != schedule_) return nullptr;
    if (cell.word == word) return &cell;
  }
}

bool HappensBefore::Free(uintptr_t address, size_t size, MemoryAccess access,
                         MemoryAccess* earlier) {
  bool unordered = false;
  for (uintptr_t word = address >> 3; word << 3 < address + size; ++word) {
    const Cell* cell = FindCell(word);
    if (cell == nullptr) continue;
    for (uint32_t i = cell->first; i != 0; i = records_[i].next) {
      const Record& record = records_[i];
      if (record.thread == access.thread ||
          IsBefore(record.thread, record.tick, access.thread)) {
        continue;
      }
      *earlier = Describe(record);
      unordered = true;
      if (!record.object) return true;
    }
  }
  return unordered;
}

bool HappensBefore::Access(uintptr_t address, size_t size, MemoryAccess access,
                           MemoryAccess* earlier) {
  access.tick = clocks_[access.thread].ticks[access.thread];
  const uintptr_t end = address + size;
  bool races = false;
  while (address < end) {
    const uintptr_t word = address >> 3;
    const uintptr_t word_end = (word + 1) << 3;
    const size_t first = address & 7;
    const size_t count = (end < word_end ? end : word_end) - address;
    const auto bytes = static_cast<uint8_t>(((1u << count) - 1) << first);
    races = AccessWord(word, bytes, access, earlier) || races;
    address = word_end;
  }
  return races;
}

bool HappensBefore::AccessWord(uintptr_t word, uint8_t bytes,
                               const MemoryAccess& access,
                               MemoryAccess* earlier) {
  bool races = false;
  Cell& cell = CellOf(word);
  uint32_t* link = &cell.first;
  while (*link != 0) {
    const uint32_t index = *link;
    Record& record = records_[index];
    const bool same_thread = record.thread == access.thread;
    const bool covered = (record.bytes & ~bytes) == 0;
    if (same_thread && record.tick == access.tick &&
        record.code == access.code && (bytes & ~record.bytes) == 0 &&
        record.writes >= access.writes && record.atomic <= access.atomic &&
        record.object == access.object) {
      return false;  // Nothing new since the last access of the same kind.
    }
    const bool before =
        same_thread || IsBefore(record.thread, record.tick, access.thread);
    if (!before && (record.bytes & bytes) != 0 &&
        (record.writes || access.writes) && !(record.atomic && access.atomic) &&
        !record.object && !access.object) {
      *earlier = Describe(record);
      races = true;
    }
    // Whatever races with the old access races with the new one too.
    const bool replaced = before && covered && record.atomic >= access.atomic &&
                          record.object == access.object &&
                          (access.writes || (same_thread && !record.writes));
    if (replaced) {
      *link = record.next;
      record.next = free_records_;
      free_records_ = index;
    } else {
      link = &record.next;
    }
  }
  uint32_t index = free_records_;
  if (index != 0) {
    free_records_ = records_[index].next;
  } else {
    if (records_used_ == kRecords) OutOfRoom("memory accesses");
    index = records_used_++;
  }
  records_[index] = {access.code,   access.tick,
                     cell.first,    static_cast<uint8_t>(access.thread),
                     bytes,         access.writes,
                     access.atomic, access.object};
  cell.first = index;
  return races;
}

}  // namespace racefree::explore
