// What is the machine's fault, or the explorer's, is told as such: never as a
// failure of the program, and never as a pass.

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>

#include "checker/explore/explore.h"
#include "checker/explore/kernel_call.h"
#include "checker/explore/report/story.h"
#include "gtest/gtest.h"

namespace racefree::explore {
namespace {

void OneThread(void*) {
  std::thread([] {}).join();
}

// To be called in a process of its own.
[[noreturn]] void ExploreAndExit() {
  const Result& result = Explore(OneThread, nullptr, Options());
  const Story story = TellStory(result);
  fprintf(stderr, "%s: %s%s", story.kind.c_str(), story.passed ? "passed " : "",
          StoryAsText(story, 100).c_str());
  exit(0);
}

size_t MemoryInUse() {
  size_t pages = 0;
  FILE* file = fopen("/proc/self/statm", "r");
  if (file == nullptr || fscanf(file, "%zu", &pages) != 1) exit(1);
  fclose(file);
  return pages * 4096;
}

[[noreturn]] void ExploreWithMoreMemory(size_t bytes) {
  const size_t in_all = MemoryInUse() + bytes;
  const rlimit limit = {in_all, in_all};
  if (setrlimit(RLIMIT_AS, &limit) != 0) exit(1);
  ExploreAndExit();
}

// A system call that makes processes or threads fails for lack of room.
[[noreturn]] void ExploreWithout(unsigned call) {
  sock_filter code[] = {
      {BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(seccomp_data, nr)},
      {BPF_JMP | BPF_JEQ | BPF_K, 0, 1, call},
      {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ERRNO | EAGAIN},
      {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW},
  };
  const sock_fprog program = {sizeof(code) / sizeof(code[0]), code};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
      prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
    fprintf(stderr, "this kernel can not make it fail\n");
    exit(0);
  }
  ExploreAndExit();
}

TEST(MachineFault, NoMemoryForTheRuntime) {
  EXPECT_EXIT(ExploreWithMoreMemory(size_t{16} << 20),
              testing::ExitedWithCode(0),
              "^machine_fault: the machine has no memory.*nothing is known");
}

TEST(MachineFault, NoMemoryForTheSnapshot) {
  Explore(OneThread, nullptr, Options());
  EXPECT_EXIT(ExploreWithMoreMemory(size_t{16} << 20),
              testing::ExitedWithCode(0),
              "^machine_fault: the machine has no memory.*nothing is known");
}

TEST(MachineFault, NoProcessForTheWorker) {
  EXPECT_EXIT(ExploreWithout(SYS_clone), testing::ExitedWithCode(0),
              "^(this kernel|machine_fault: .*no room for another process)");
}

TEST(MachineFault, NoThreadToBorrowAStackFrom) {
  EXPECT_EXIT(ExploreWithout(SYS_clone3), testing::ExitedWithCode(0),
              "^(this kernel|machine_fault: .*no room for threads)");
}

// The kernel does it so, not by a call of the program's.
void BeKilled(void*) { KernelCall(SYS_kill, getpid(), SIGKILL); }

TEST(MachineFault, KilledFromOutside) {
  for (const Mode mode : {Mode::kSnapshot, Mode::kFork, Mode::kKernelThreads}) {
    Options options;
    options.mode = mode;
    const Result& result = Explore(BeKilled, nullptr, options);
    EXPECT_EQ(result.finding.kind, FindingKind::kMachineFault)
        << result.finding.message;
    EXPECT_NE(std::string(result.finding.message).find("from outside"),
              std::string::npos);
  }
}

[[noreturn]] void ExploreWithALargeMapping() {
  mmap(nullptr, size_t{300} << 20, PROT_READ | PROT_WRITE,
       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  ExploreAndExit();
}

TEST(Limit, TooMuchMemoryBeforeTheTest) {
  EXPECT_EXIT(ExploreWithALargeMapping(), testing::ExitedWithCode(0),
              "^not_controlled: .*more than 256 MiB.*Nothing is known");
}

char globals[size_t{80} << 20];

TEST(Limit, TooMuchMemoryWrittenThatWasThereBefore) {
  const Result& result = Explore(
      [](void*) {
        for (size_t i = 0; i < sizeof(globals); i += 4096) globals[i] = 1;
      },
      nullptr, Options());
  EXPECT_EQ(result.finding.kind, FindingKind::kNotControlled);
  EXPECT_NE(std::string(result.finding.message).find("has room for"),
            std::string::npos)
      << result.finding.message;
}

// More outcomes than there is room for come to light between two schedules.
TEST(Limit, TooManyOutcomes) {
  Options options;
  options.search = SearchKind::kRandom;
  const Result& result = Explore(
      [](void*) {
        static int number;
        for (int i = 0; i < 5000; ++i) {
          NoteOutcome(static_cast<uint64_t>(++number));
        }
      },
      nullptr, options);
  EXPECT_EQ(result.finding.kind, FindingKind::kNotControlled);
}

}  // namespace
}  // namespace racefree::explore
