#ifndef RACEFREE_CHECKER_EXPLORE_REPORT_TOKEN_H_
#define RACEFREE_CHECKER_EXPLORE_REPORT_TOKEN_H_

#include <cstdint>
#include <string>

#include "checker/explore/replay_plan.h"

namespace racefree::explore {

// A failing schedule as a short text that can be printed, copied and kept. It
// holds no address, so it outlives a rebuild of other code; what it holds of
// the test and its behaviour tells whether it still fits.
struct Token {
  ReplayPlan plan;
  // Hashes: of the test's name, of what its threads did, and of the text of the
  // lines they did it on (0 if the source could not be read).
  uint32_t test = 0;
  uint32_t behaviour = 0;
  uint32_t source = 0;
};

// Letters, digits, '-' and '_' only.
std::string EncodeToken(const Token& token);

// False if `text` is no token, or a damaged one.
bool DecodeToken(const std::string& text, Token* token);

// Hashes as they are kept in a token.
uint32_t ShortHash(const std::string& text);
uint32_t ShortHash(uint64_t number);

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_REPORT_TOKEN_H_
