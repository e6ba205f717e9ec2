// pthread_exit: leaves a thread's function from within. As in the C library the
// stack is unwound, so that destructors run; handlers of pthread_cleanup_push()
// in C, which leave no trace for the unwinder, are called first.

#include <pthread.h>
#include <setjmp.h>
#include <stdlib.h>
#include <unwind.h>

#include "checker/explore/interpose/interpose.h"

namespace racefree::explore {
namespace {

// Outlives the frames that are unwound.
struct Leaving {
  _Unwind_Exception exception;
  void* result;
};

_Unwind_Reason_Code AtEachFrame(int, _Unwind_Action actions, uint64_t,
                                _Unwind_Exception*, _Unwind_Context*,
                                void* leaving) {
  if ((actions & _UA_END_OF_STACK) != 0) {
    runtime->schedule.FinishThread(static_cast<Leaving*>(leaving)->result);
  }
  return _URC_NO_REASON;
}

[[noreturn]] void Leave(void* result) {
  ThreadEnds& ends = runtime->thread_ends;
  const ThreadId self = runtime->schedule.running();
  if (void* handler = ends.PopHandler(self)) {
    ends.set_result(self, result);
    longjmp(static_cast<__jmp_buf_tag*>(handler), 1);
  }
  auto* leaving = static_cast<Leaving*>(malloc(sizeof(Leaving)));
  leaving->exception = {};
  leaving->result = result;
  _Unwind_ForcedUnwind(&leaving->exception, AtEachFrame, leaving);
  abort();
}

}  // namespace
}  // namespace racefree::explore

using namespace racefree::explore;

RACEFREE_EXPORT void pthread_exit(void* result) {
  if (!Exploring()) {
    RealFunction<void(void*)>("pthread_exit")(result);
    __builtin_unreachable();
  }
  Leave(result);
}

// What pthread_cleanup_push() and pthread_cleanup_pop() come to in C.
extern "C" void __pthread_register_cancel(__pthread_unwind_buf_t* buffer);
extern "C" void __pthread_unregister_cancel(__pthread_unwind_buf_t* buffer);
extern "C" void __pthread_unwind_next(__pthread_unwind_buf_t* buffer);

RACEFREE_EXPORT void __pthread_register_cancel(__pthread_unwind_buf_t* buffer) {
  if (!Exploring()) return RACEFREE_REAL(__pthread_register_cancel, buffer);
  runtime->thread_ends.PushHandler(runtime->schedule.running(), buffer);
}

RACEFREE_EXPORT void __pthread_unregister_cancel(
    __pthread_unwind_buf_t* buffer) {
  if (!Exploring()) return RACEFREE_REAL(__pthread_unregister_cancel, buffer);
  runtime->thread_ends.PopHandler(runtime->schedule.running());
}

// The same for pthread_cleanup_push_defer_np() and its pop.
extern "C" void __pthread_register_cancel_defer(__pthread_unwind_buf_t*);
extern "C" void __pthread_unregister_cancel_restore(__pthread_unwind_buf_t*);

RACEFREE_EXPORT void __pthread_register_cancel_defer(
    __pthread_unwind_buf_t* buffer) {
  if (!Exploring()) {
    return RACEFREE_REAL(__pthread_register_cancel_defer, buffer);
  }
  runtime->thread_ends.PushHandler(runtime->schedule.running(), buffer);
}

RACEFREE_EXPORT void __pthread_unregister_cancel_restore(
    __pthread_unwind_buf_t* buffer) {
  if (!Exploring()) {
    return RACEFREE_REAL(__pthread_unregister_cancel_restore, buffer);
  }
  runtime->thread_ends.PopHandler(runtime->schedule.running());
}

RACEFREE_EXPORT void __pthread_unwind_next(__pthread_unwind_buf_t* buffer) {
  if (!Exploring()) {
    RealFunction<void(__pthread_unwind_buf_t*)>("__pthread_unwind_next")(
        buffer);
    __builtin_unreachable();
  }
  Leave(runtime->thread_ends.result(runtime->schedule.running()));
}
