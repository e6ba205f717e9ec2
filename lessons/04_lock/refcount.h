// Objects that count who refers to them, and go when the last one lets go.
//
// Python counts like this, and because `--` on a plain count is no single step,
// its GIL lets one thread at a time do it. Here the threads run side by side.
//
// Task: Refs to one object may be copied, moved, assigned and destroyed on many
//   threads at once, each Ref on one thread. The object is destroyed once, with
//   its last Ref, and by then all that was done to it through others is done.
// Constraints: no data race. The count is in the object: a Ref made from a
//   plain pointer to an object that has Refs shares it with them. A Ref may be
//   empty, and may be assigned or moved to itself.
//
// You may need: std::atomic; fetch_add and fetch_sub with memory_order_relaxed,
//   memory_order_acquire, memory_order_release, memory_order_acq_rel.
#ifndef RACEFREE_LESSONS_04_LOCK_REFCOUNT_H_
#define RACEFREE_LESSONS_04_LOCK_REFCOUNT_H_

#include <utility>

// Derive from it what Refs are to point to.
class RefCounted {
 public:
  RefCounted() = default;
  RefCounted(const RefCounted&) = delete;
  RefCounted& operator=(const RefCounted&) = delete;
  virtual ~RefCounted() = default;

 private:
  template <typename T>
  friend class Ref;

  void AddReference() { ++references_; }

  // Returns whether it was the last one.
  bool DropReference() {
    --references_;
    return references_ == 0;
  }

  // TODO: How many threads change this at the same time?
  int references_ = 0;
};

template <typename T>
class Ref {
 public:
  Ref() = default;
  explicit Ref(T* object) : object_(object) {
    if (object_ != nullptr) object_->AddReference();
  }
  Ref(const Ref& other) : Ref(other.object_) {}
  Ref(Ref&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
  ~Ref() {
    if (object_ != nullptr && object_->DropReference()) delete object_;
  }
  // `other` is a copy, or what was moved; it takes the old object with it.
  Ref& operator=(Ref other) noexcept {
    std::swap(object_, other.object_);
    return *this;
  }

  T* get() const { return object_; }
  T& operator*() const { return *object_; }
  T* operator->() const { return object_; }

 private:
  T* object_ = nullptr;
};

#endif  // RACEFREE_LESSONS_04_LOCK_REFCOUNT_H_
