#ifndef RACEFREE_CHECKER_SESSION_DATES_H_
#define RACEFREE_CHECKER_SESSION_DATES_H_

#include <string>

namespace racefree {

// Date and time of day as they may stand in a file's name, in local time:
// "2026-11-21_12-30-05".
std::string DateForFileName();

// A path at which there is nothing yet: `path`, or with ".2", ".3"... added.
std::string UnusedPath(const std::string& path);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_SESSION_DATES_H_
