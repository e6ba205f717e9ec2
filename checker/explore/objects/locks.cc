#include "checker/explore/objects/locks.h"

#include <cerrno>

#include "checker/explore/runtime.h"

namespace racefree::explore {
namespace {

constexpr int kMaxLabels = 26;
const char* const kLabels[kMaxLabels] = {
    "lock A", "lock B", "lock C", "lock D", "lock E", "lock F", "lock G",
    "lock H", "lock I", "lock J", "lock K", "lock L", "lock M", "lock N",
    "lock O", "lock P", "lock Q", "lock R", "lock S", "lock T", "lock U",
    "lock V", "lock W", "lock X", "lock Y", "lock Z"};

uint64_t Bit(ThreadId thread) { return uint64_t{1} << thread; }

// Time only runs out while somebody else has the lock.
bool CanLock(const Operation& operation, ThreadId, int alternative) {
  const bool free = runtime->locks.IsFree(operation.object);
  return alternative == kTimedOut ? !free : free;
}

bool CanLockShared(const Operation& operation, ThreadId, int alternative) {
  const bool free =
      runtime->locks.Owner(reinterpret_cast<uintptr_t>(operation.object)) ==
      kNobody;
  return alternative == kTimedOut ? !free : free;
}

}  // namespace

Locks::State& Locks::At(const void* lock) {
  State& state = locks_[reinterpret_cast<uintptr_t>(lock)];
  if (!state.is_lock) {
    state.is_lock = true;
    state.label = labels_used_++ % kMaxLabels;
  }
  return state;
}

void Locks::Take(State& state, bool shared) {
  const ThreadId self = runtime->schedule.running();
  HappensBefore& happens_before = runtime->happens_before;
  happens_before.Acquire(self, state.after_writers);
  if (shared) {
    state.readers |= Bit(self);
  } else {
    happens_before.Acquire(self, state.after_readers);
    state.owner = self;
    state.depth = 1;
  }
}

int Locks::Lock(const LockRequest& request) {
  const ThreadId self = runtime->schedule.running();
  State& state = At(request.lock);
  if (state.owner == self) {
    if (request.recursive) {
      ++state.depth;
      return 0;
    }
    if (request.checked) return EDEADLK;
  }
  Operation operation;
  operation.name = request.shared ? "locks, shared," : "locks";
  operation.only_memory_and_locks = true;
  operation.enabled = request.shared ? CanLockShared : CanLock;
  operation.object = const_cast<void*>(request.lock);
  operation.deadline = request.deadline;
  operation.code = request.code;
  // A wait that may end by time is possible while another holds the lock.
  const Role role = request.deadline != 0 ? Role::kWrite
                    : request.shared      ? Role::kAcquireShared
                                          : Role::kAcquire;
  operation.Touches(request.lock, 1, role);
  const bool timed_out = runtime->schedule.Perform(operation) == kTimedOut;
  runtime->CheckObject(request.lock, request.code);
  if (timed_out) return ETIMEDOUT;
  Take(state, request.shared);
  runtime->spinning.Changed(request.lock);
  return 0;
}

int Locks::TryLock(const LockRequest& request) {
  const ThreadId self = runtime->schedule.running();
  State& state = At(request.lock);
  if (state.owner == self && request.recursive) {
    ++state.depth;
    return 0;
  }
  Operation operation;
  operation.name = "tries to lock";
  operation.only_memory_and_locks = true;
  operation.is_try_lock = true;
  operation.code = request.code;
  operation.site = request.site;
  operation.Touches(request.lock, 1,
                    request.shared ? Role::kRead : Role::kWrite);
  runtime->schedule.Perform(operation);
  runtime->CheckObject(request.lock, request.code);
  const bool busy =
      state.owner != kNobody || (!request.shared && state.readers != 0);
  if (busy) {
    runtime->spinning.Looked(self, request.site, request.lock);
    runtime->spinning.FailedToLock(self, request.site);
    return EBUSY;
  }
  Take(state, request.shared);
  runtime->spinning.Changed(request.lock);
  return 0;
}

void Locks::Unlock(const void* lock, uintptr_t code) {
  const ThreadId self = runtime->schedule.running();
  State& state = At(lock);
  if (!IsHeldBy(lock, self)) {
    runtime->schedule.Fail(
        FindingKind::kLockMisuse, code,
        state.owner == kNobody
            ? "thread %d unlocks %s, which nobody holds"
            : "thread %d unlocks %s, which another thread holds",
        self, Label(reinterpret_cast<uintptr_t>(lock)));
  }
  if (state.owner == self && state.depth > 1) {
    --state.depth;
    return;
  }
  const bool shared = state.owner != self;
  Operation operation;
  operation.name = "unlocks";
  operation.only_memory_and_locks = true;
  operation.code = code;
  operation.Touches(lock, 1, shared ? Role::kReleaseShared : Role::kRelease);
  runtime->schedule.Perform(operation);
  runtime->CheckObject(lock, code);
  if (shared) {
    state.readers &= ~Bit(self);
    runtime->happens_before.Release(self, &state.after_readers);
  } else {
    state.owner = kNobody;
    state.depth = 0;
    runtime->happens_before.Release(self, &state.after_writers);
  }
  runtime->spinning.Changed(lock);
}

int Locks::ReleaseAll(const void* lock, uintptr_t code) {
  const ThreadId self = runtime->schedule.running();
  State& state = At(lock);
  if (state.owner != self && (state.readers & Bit(self)) == 0) {
    runtime->schedule.Fail(
        FindingKind::kLockMisuse, code,
        "thread %d waits on a condition variable without holding its lock",
        self);
  }
  const int depth = state.depth;
  if (state.owner == self) {
    state.owner = kNobody;
    state.depth = 0;
    runtime->happens_before.Release(self, &state.after_writers);
  } else {
    state.readers &= ~Bit(self);
    runtime->happens_before.Release(self, &state.after_readers);
  }
  runtime->spinning.Changed(lock);
  return depth;
}

void Locks::Reacquire(const void* lock, int depth) {
  State& state = At(lock);
  Take(state, depth == 0);
  state.depth = depth;
  runtime->spinning.Changed(lock);
}

bool Locks::IsFree(const void* lock) {
  const State& state = At(lock);
  return state.owner == kNobody && state.readers == 0;
}

bool Locks::IsHeldBy(const void* lock, ThreadId thread) {
  const State& state = At(lock);
  return state.owner == thread || (state.readers & Bit(thread)) != 0;
}

bool Locks::IsHeldExclusivelyBy(const void* lock, ThreadId thread) {
  return At(lock).owner == thread;
}

void Locks::Destroy(const void* lock, uintptr_t code) {
  runtime->BeforeDestruction(lock, code);
  Forget(lock, code);
}

void Locks::Forget(const void* lock, uintptr_t code) {
  State& state = At(lock);
  if (!IsFree(lock)) {
    runtime->schedule.Fail(FindingKind::kLockMisuse, code,
                           "%s is destroyed while a thread holds it",
                           Label(reinterpret_cast<uintptr_t>(lock)));
  }
  state = State();
}

void Locks::DestroyRange(uintptr_t low, uintptr_t high, uintptr_t code) {
  locks_.ForEach([&](uintptr_t address, State& state) {
    if (address < low || address >= high || !state.is_lock) return;
    Forget(reinterpret_cast<const void*>(address), code);
  });
}

void Locks::AddTo(StateHash* hash) {
  locks_.ForEach([&](uintptr_t address, State& state) {
    if (state.owner == kNobody && state.readers == 0) return;
    hash->Add(address);
    hash->Add(static_cast<uint64_t>(state.owner));
    hash->Add(static_cast<uint64_t>(state.depth));
    hash->Add(state.readers);
  });
}

ThreadId Locks::Owner(uintptr_t address) { return locks_[address].owner; }

const char* Locks::Label(uintptr_t address) {
  const State& state = locks_[address];
  return state.is_lock ? kLabels[state.label] : "";
}

int Locks::HeldBy(ThreadId thread, int8_t* labels, int room) {
  int count = 0;
  locks_.ForEach([&](uintptr_t, State& state) {
    const bool holds =
        state.owner == thread || (state.readers & Bit(thread)) != 0;
    if (state.is_lock && holds && count < room) {
      labels[count++] = static_cast<int8_t>(state.label);
    }
  });
  return count;
}

}  // namespace racefree::explore
