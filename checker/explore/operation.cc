#include "checker/explore/operation.h"

#include <cstdio>
#include <cstring>

namespace racefree::explore {
namespace {

bool Overlap(const Touch& a, const Touch& b) {
  return a.address < b.address + b.size && b.address < a.address + a.size;
}

// Two of these on the same object commute.
bool OnlyShares(Role role) {
  return role == Role::kRead || role == Role::kAcquireShared ||
         role == Role::kReleaseShared;
}

bool Writes(const Operation& operation) {
  for (int i = 0; i < operation.touch_count; ++i) {
    if (operation.touches[i].role != Role::kRead) return true;
  }
  return false;
}

// Whether a thread that is about to do `release` keeps `acquire` from being
// possible.
bool Excludes(Role acquire, Role release) {
  if (acquire == Role::kAcquire) {
    return release == Role::kRelease || release == Role::kReleaseShared;
  }
  return acquire == Role::kAcquireShared && release == Role::kRelease;
}

}  // namespace

void DescribeWaiting(const Operation& operation, const char* lock, char* text,
                     size_t size) {
  const char* name = operation.name;
  if (strncmp(name, "wakes up", 8) == 0) {
    snprintf(text, size, "sleeps until notified");
  } else if (strncmp(name, "locks", 5) == 0) {
    snprintf(text, size, "waits for %s", lock);
  } else if (strncmp(name, "enters", 6) == 0) {
    snprintf(text, size, "waits until another thread has done it");
  } else if (strncmp(name, "takes", 5) == 0) {
    snprintf(text, size, "waits until it can take from the semaphore");
  } else if (strncmp(name, "leaves", 6) == 0) {
    snprintf(text, size, "waits at the barrier");
  } else if (strncmp(name, "waits", 5) == 0) {
    snprintf(text, size, "%s%s%s", name, lock[0] ? " " : "", lock);
  } else {
    snprintf(text, size, "%s %s%s%s",
             operation.watches_all ? "again and again" : "waits:", name,
             lock[0] ? " " : "", lock);
  }
}

bool Dependent(const Operation& a, const Operation& b) {
  if ((a.watches_all && Writes(b)) || (b.watches_all && Writes(a))) return true;
  for (int i = 0; i < a.touch_count; ++i) {
    for (int j = 0; j < b.touch_count; ++j) {
      const Touch& x = a.touches[i];
      const Touch& y = b.touches[j];
      if (Overlap(x, y) && !(OnlyShares(x.role) && OnlyShares(y.role))) {
        return true;
      }
    }
  }
  return false;
}

bool MayBeCoEnabled(const Operation& a, const Operation& b) {
  for (int i = 0; i < a.touch_count; ++i) {
    for (int j = 0; j < b.touch_count; ++j) {
      const Touch& x = a.touches[i];
      const Touch& y = b.touches[j];
      if (x.address == y.address &&
          (Excludes(x.role, y.role) || Excludes(y.role, x.role))) {
        return false;
      }
    }
  }
  return true;
}

}  // namespace racefree::explore
