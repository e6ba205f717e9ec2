#include "checker/judge/thread_stacks.h"

#include <vector>

#include "checker/verdict/supervision.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

// As eu-stack 0.188 prints it.
constexpr char kTwoThreads[] = R"(PID 29147 - process
TID 29147:
#0  0x00007f79bdc8412b futex_wait
    ../sysdeps/nptl/futex-internal.h:146:13
#1  0x00007f79bdc8412b - 1 __GI___lll_lock_wait
    ./nptl/lowlevellock.c:49:7
#7  0x0000557ba4816226 f(std::mutex&, std::mutex&)
    lessons/04_lock/two_locks.h:5:90
TID 29149:
#0  0x00007f79bded44a3
#1  0x00007f79bdc871f5 start_thread
    ./nptl/pthread_create.c:442
)";

TEST(ParseThreadStacks, ReadsEachThread) {
  const std::vector<SupervisedThread> threads = ParseThreadStacks(kTwoThreads);
  ASSERT_THAT(threads, SizeIs(2));
  EXPECT_EQ(threads[0].thread_id, 29147);
  EXPECT_EQ(threads[1].thread_id, 29149);
}

TEST(ParseThreadStacks, ReadsFunctionsAndPlaces) {
  const std::vector<SupervisedThread> threads = ParseThreadStacks(kTwoThreads);
  ASSERT_THAT(threads[0].stack, SizeIs(3));
  EXPECT_EQ(threads[0].stack[1].function, "__GI___lll_lock_wait");
  const Frame& in_student_file = threads[0].stack[2];
  EXPECT_EQ(in_student_file.function, "f(std::mutex&, std::mutex&)");
  EXPECT_EQ(in_student_file.where.file, "lessons/04_lock/two_locks.h");
  EXPECT_EQ(in_student_file.where.line, 5);
  EXPECT_EQ(in_student_file.where.column, 90);
}

TEST(ParseThreadStacks, ToleratesWhatIsMissing) {
  const std::vector<SupervisedThread> threads = ParseThreadStacks(kTwoThreads);
  ASSERT_THAT(threads[1].stack, SizeIs(2));
  EXPECT_EQ(threads[1].stack[0].function, "");
  EXPECT_EQ(threads[1].stack[0].where.line, 0);
  EXPECT_EQ(threads[1].stack[1].where.line, 442);
  EXPECT_EQ(threads[1].stack[1].where.column, 0);
}

TEST(ParseThreadStacks, FindsNothingInOtherText) {
  EXPECT_THAT(ParseThreadStacks(""), IsEmpty());
  EXPECT_THAT(ParseThreadStacks("eu-stack: dwfl_linux_proc_attach pid 1: "
                                "Operation not permitted\n#0 0x1 f\n"),
              IsEmpty());
}

}  // namespace
}  // namespace racefree
