#ifndef RACEFREE_CHECKER_HARNESS_BUILD_KIND_H_
#define RACEFREE_CHECKER_HARNESS_BUILD_KIND_H_

// Sanitizers intercept the thread library's calls; so does the harness, in the
// plain build. Both at once is not possible.
#if __has_feature(thread_sanitizer) || __has_feature(address_sanitizer)
#define RACEFREE_PLAIN_BUILD 0
#else
#define RACEFREE_PLAIN_BUILD 1
#endif

#endif  // RACEFREE_CHECKER_HARNESS_BUILD_KIND_H_
