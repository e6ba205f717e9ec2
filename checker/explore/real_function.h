#ifndef RACEFREE_CHECKER_EXPLORE_REAL_FUNCTION_H_
#define RACEFREE_CHECKER_EXPLORE_REAL_FUNCTION_H_

#include <dlfcn.h>

namespace racefree::explore {

// The C library's own version of a function that the explorer replaces. Used
// whenever no schedule is being run: before, between and after.
template <typename Signature>
Signature* RealFunction(const char* name) {
  return reinterpret_cast<Signature*>(dlsym(RTLD_NEXT, name));
}

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_REAL_FUNCTION_H_
