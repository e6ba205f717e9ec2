// Code that breaks the rules of guarded_by.h. The compiler must refuse each
// line that says so; `clang -Xclang -verify` checks that it does.

#include <map>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

// From here on the analysis can not be switched off.
#pragma GCC poison no_thread_safety_analysis __no_thread_safety_analysis__
#undef ABSL_NO_THREAD_SAFETY_ANALYSIS
#undef ABSL_NO_THREAD_SAFETY_ANALYSIS_FIXME
#undef ABSL_TS_UNCHECKED
#undef ABSL_TS_UNCHECKED_READ
#pragma GCC poison ABSL_NO_THREAD_SAFETY_ANALYSIS
#pragma GCC poison ABSL_NO_THREAD_SAFETY_ANALYSIS_FIXME
#pragma GCC poison ABSL_TS_UNCHECKED ABSL_TS_UNCHECKED_READ
#pragma GCC poison diagnostic system_header
// For the functions below only: they look inside.
#define private public
#include "lessons/04_lock/guarded_by.h"
#undef private

// With no lock at all.
// clang-format off: each comment has to stay one line.

int ReadStock(const Warehouse& warehouse) {
  // expected-error@+1 {{reading variable 'stock_' requires holding mutex 'warehouse.mutex_'}}
  return static_cast<int>(warehouse.stock_.size());
}

void WriteStock(Warehouse& warehouse) {
  // expected-error@+1 {{variable 'stock_' requires holding mutex 'warehouse.mutex_'}}
  warehouse.stock_ = {};
}

int ReadChanges(const Warehouse& warehouse) {
  // expected-error@+1 {{reading variable 'changes_' requires holding mutex 'warehouse.mutex_'}}
  return warehouse.changes_;
}

void WriteChanges(Warehouse& warehouse) {
  // expected-error@+1 {{writing variable 'changes_' requires holding mutex 'warehouse.mutex_'}}
  warehouse.changes_ = 0;
}

void CallNoteChange(Warehouse& warehouse) {
  // expected-error@+1 {{calling function 'NoteChange' requires holding mutex 'warehouse.mutex_'}}
  warehouse.NoteChange();
}
