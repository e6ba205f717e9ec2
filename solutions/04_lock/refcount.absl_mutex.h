#ifndef RACEFREE_LESSONS_04_LOCK_REFCOUNT_H_
#define RACEFREE_LESSONS_04_LOCK_REFCOUNT_H_

#include <utility>

#include "absl/synchronization/mutex.h"

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

  void AddReference() {
    absl::MutexLock lock(&mutex_);
    ++references_;
  }

  // Returns whether it was the last one.
  bool DropReference() {
    absl::MutexLock lock(&mutex_);
    return --references_ == 0;
  }

  absl::Mutex mutex_;
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
