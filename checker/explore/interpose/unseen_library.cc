// What libstdc++.so does by code of its own, compiled without instrumentation,
// where its templates would do it in the program's: promises and tasks that
// become ready at the end of their thread. The explorer can not see the store
// that makes them ready.

#include "checker/explore/interpose/refuse.h"

using namespace racefree::explore;

// std::__future_base::_State_baseV2::_Make_ready::_M_set()
#define RACEFREE_MAKE_READY \
  "_ZNSt13__future_base13_State_baseV211_Make_ready6_M_setEv"

extern "C" void RacefreeMakeReadyAtThreadExit(void* state) asm(
    RACEFREE_MAKE_READY) __attribute__((visibility("default")));

void RacefreeMakeReadyAtThreadExit(void* state) {
  Refuse("set_value_at_thread_exit", "makes a future ready in the C++ library",
         RACEFREE_CALLER);
  RealFunction<void(void*)>(RACEFREE_MAKE_READY)(state);
}
