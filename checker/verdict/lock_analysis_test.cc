#include "checker/verdict/lock_analysis.h"

#include <optional>

#include "checker/verdict/source_files.h"
#include "checker/verdict/verdict.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

SourceFiles Sources() {
  SourceFiles sources;
  sources.student = {{"lessons/04_lock/stock.h", "first\nsecond\nthird\n"}};
  sources.test = {"lessons/04_lock/stock_test.cc", ""};
  return sources;
}

constexpr char kMissing[] =
    R"(error: 'expected-error' diagnostics expected but not seen: 
  File lessons/04_lock/stock_misuse.cc Line 39 (directive at lessons/04_lock/stock_misuse.cc:38): reading variable 'changes_' requires holding mutex
1 error generated.
)";

constexpr char kPoisoned[] =
    R"(error: 'expected-error' diagnostics expected but not seen: 
  File lessons/04_lock/stock_misuse.cc Line 39 (directive at lessons/04_lock/stock_misuse.cc:38): reading variable 'changes_' requires holding mutex
error: 'expected-error' diagnostics seen but not expected: 
  File a/lessons/04_lock/stock.h Line 2: attempt to use a poisoned identifier
2 errors generated.
)";

constexpr char kNoSuchMember[] =
    R"(error: 'expected-error' diagnostics seen but not expected: 
  File lessons/04_lock/stock_misuse.cc Line 49: no member named 'Note' in 'Stock'
1 error generated.
)";

constexpr char kBroken[] =
    "a/lessons/04_lock/stock.h:3:2: error: reading variable 'changes_' "
    "requires holding mutex 'mutex_' [-Werror,-Wthread-safety-analysis]\n";

TEST(LockAnalysis, OfNothingSaidIsNoVerdict) {
  EXPECT_FALSE(ReadLockAnalysis("", "", Sources()).has_value());
}

TEST(LockAnalysis, NamesTheLineThatBreaksARule) {
  const std::optional<Verdict> verdict =
      ReadLockAnalysis(kBroken, "", Sources());
  ASSERT_TRUE(verdict.has_value());
  EXPECT_EQ(verdict->kind, Kind::kLocksNotProven);
  EXPECT_EQ(verdict->where.line, 3);
  EXPECT_EQ(verdict->where.text, "third");
  EXPECT_EQ(verdict->message, "This line breaks a rule that you wrote down.");
}

TEST(LockAnalysis, NamesWhatHasNoRule) {
  const std::optional<Verdict> verdict =
      ReadLockAnalysis("", kMissing, Sources());
  ASSERT_TRUE(verdict.has_value());
  EXPECT_EQ(verdict->message, "Nothing says which lock changes_ needs.");
}

TEST(LockAnalysis, NamesTheLineThatSilencesIt) {
  const std::optional<Verdict> verdict =
      ReadLockAnalysis("", kPoisoned, Sources());
  ASSERT_TRUE(verdict.has_value());
  EXPECT_EQ(verdict->message, "This line switches the analysis off.");
  EXPECT_EQ(verdict->where.text, "second");
}

TEST(LockAnalysis, SaysThatANameIsGone) {
  const std::optional<Verdict> verdict =
      ReadLockAnalysis("", kNoSuchMember, Sources());
  ASSERT_TRUE(verdict.has_value());
  EXPECT_EQ(verdict->detail, "no member named 'Note' in 'Stock'");
}

TEST(LockAnalysis, DoesNotTakeGarbageForConsent) {
  EXPECT_TRUE(ReadLockAnalysis("", "what?", Sources()).has_value());
}

}  // namespace
}  // namespace racefree
