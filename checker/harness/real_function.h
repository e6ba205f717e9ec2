#ifndef RACEFREE_CHECKER_HARNESS_REAL_FUNCTION_H_
#define RACEFREE_CHECKER_HARNESS_REAL_FUNCTION_H_

#include <dlfcn.h>

namespace racefree {

// The C library's own function of this name, from behind the harness's
// replacement. `version` is the symbol version: for names with several, an
// unversioned look-up finds the oldest.
template <typename Function>
Function* RealFunction(const char* name, const char* version = nullptr) {
  void* found = version == nullptr ? dlsym(RTLD_NEXT, name)
                                   : dlvsym(RTLD_NEXT, name, version);
  return reinterpret_cast<Function*>(found);
}

// The version of the condition variable calls that today's programs use.
inline constexpr char kConditionVersion[] = "GLIBC_2.3.2";

}  // namespace racefree

#endif  // RACEFREE_CHECKER_HARNESS_REAL_FUNCTION_H_
