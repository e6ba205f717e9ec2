#ifndef RACEFREE_LESSONS_04_LOCK_REFCOUNT_H_
#define RACEFREE_LESSONS_04_LOCK_REFCOUNT_H_

#include <memory>

// Derive from it what Refs are to point to.
class RefCounted {
 public:
  RefCounted() = default;
  RefCounted(const RefCounted&) = delete;
  RefCounted& operator=(const RefCounted&) = delete;
  virtual ~RefCounted() = default;
};

template <typename T>
class Ref {
 public:
  Ref() = default;
  // The count is somewhere else: each plain pointer begins a new one.
  explicit Ref(T* object) : object_(object) {}

  T* get() const { return object_.get(); }
  T& operator*() const { return *object_; }
  T* operator->() const { return object_.get(); }

 private:
  std::shared_ptr<T> object_;
};

#endif  // RACEFREE_LESSONS_04_LOCK_REFCOUNT_H_
