// Programs that do their worst: whatever they do, the explorer comes back with
// a verdict, says in plain words what happened, and shows the line.

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <spawn.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "checker/explore/explore.h"
#include "checker/explore/report/story.h"
#include "checker/explore/report/symbols.h"
#include "gtest/gtest.h"

namespace racefree::explore {
namespace {

using Kind = FindingKind;

struct HostileProgram {
  const char* name;
  Kind kind;
  // Part of what is said.
  const char* message;
  // Part of the source line that is shown; null if it can not be known.
  const char* line;
  void (*body)();
};

volatile int sink;

// On one line, whichever of its steps uses up the stack. The compiler must not
// see that this never ends.
int Recurse(int depth) { return sink == -1 ? 0 : Recurse(depth + 1) + sink; }

void SpinForEver() {
  while (true) sink = sink + 1;
}

void InAThread(void (*function)()) { std::thread(function).join(); }

int EmptyPipe() {
  static int ends[2];
  if (pipe(ends) != 0) abort();
  return ends[0];
}

char* const kNoArguments[] = {nullptr};

const HostileProgram kPrograms[] = {
    // Never ending.
    {"loops for ever", Kind::kEndlessLoop, "the test runs on and on",
     "while (true) sink", SpinForEver},
    {"a thread loops for ever", Kind::kEndlessLoop, "thread 1 runs on and on",
     "while (true) sink", [] { InAThread(SpinForEver); }},
    {"works for ever", Kind::kEndlessLoop,
     "comes to its end within 10000 steps", nullptr,
     [] {
       std::mutex mutex;
       std::thread worker([&] {
         for (int count = 0;; ++count) {
           std::lock_guard<std::mutex> lock(mutex);
           sink = count;
         }
       });
       worker.join();
     }},
    // Ending the program.
    {"exit", Kind::kProgramEnded, "the test ended the program by calling exit",
     "exit(3)", [] { exit(3); }},
    {"exit in a thread", Kind::kProgramEnded,
     "thread 1 ended the program by calling exit", "exit(0)",
     [] { InAThread([] { exit(0); }); }},
    {"_exit", Kind::kProgramEnded, "by calling _exit", "_exit(3)",
     [] { _exit(3); }},
    {"quick_exit", Kind::kProgramEnded, "by calling quick_exit",
     "quick_exit(3)", [] { quick_exit(3); }},
    {"exit by a system call", Kind::kProgramEnded, "by calling exit_group",
     "syscall(SYS_exit_group", [] { syscall(SYS_exit_group, 3); }},
    {"abort", Kind::kCrash, "thread 1 was ended by signal 6 (ABRT)", "abort()",
     [] { InAThread([] { abort(); }); }},
    {"std::terminate", Kind::kTerminate,
     "std::terminate was called in thread 1", "std::terminate()",
     [] { InAThread([] { std::terminate(); }); }},
    {"throws from a thread", Kind::kUncaughtException,
     "an exception left thread 1 uncaught: std::runtime_error: no bread",
     nullptr, [] { InAThread([] { throw std::runtime_error("no bread"); }); }},
    {"throws from the test", Kind::kUncaughtException,
     "an exception left the test uncaught: int", nullptr, [] { throw 7; }},
    // Other processes.
    {"fork", Kind::kNotControlled, "fork makes another process", "fork()",
     [] {
       if (fork() == 0) _exit(0);
     }},
    {"a fork bomb, bounded", Kind::kNotControlled, "fork makes another process",
     "fork()",
     [] {
       for (int i = 0; i < 50; ++i) {
         if (fork() == 0) _exit(0);
       }
     }},
    {"vfork", Kind::kNotControlled, "vfork makes another process", "vfork()",
     [] {
       if (vfork() == 0) _exit(0);
     }},
    {"fork by a system call", Kind::kNotControlled,
     "fork makes another process", "syscall(SYS_fork",
     [] {
       if (syscall(SYS_fork) == 0) _exit(0);
     }},
    {"popen", Kind::kNotControlled, "popen makes another process", "popen(",
     [] { sink = popen("true", "r") != nullptr; }},
    {"posix_spawn", Kind::kNotControlled, "posix_spawn makes another process",
     "posix_spawn(",
     [] {
       pid_t child;
       sink = posix_spawn(&child, "/bin/true", nullptr, nullptr, kNoArguments,
                          nullptr);
     }},
    {"exec", Kind::kNotControlled, "execl would replace the program", "execl(",
     [] { execl("/bin/true", "true", nullptr); }},
    {"execvp", Kind::kNotControlled, "execvp would replace the program",
     "execvp(", [] { execvp("true", kNoArguments); }},
    // Too much.
    {"200 threads", Kind::kNotControlled, "more than 63 threads",
     "threads.emplace_back",
     [] {
       std::vector<std::thread> threads;
       for (int i = 0; i < 200; ++i) threads.emplace_back([] {});
       for (std::thread& thread : threads) thread.join();
     }},
    {"10 GB in one piece", Kind::kNotControlled,
     "asks for 10000000000 bytes of memory", "malloc(",
     [] { sink = malloc(10'000'000'000) != nullptr; }},
    {"10 GB in all", Kind::kNotControlled, "bytes of memory", "new char",
     [] {
       for (int i = 0; i < 10'000; ++i) {
         char* block = new char[1'000'000];
         block[0] = 1;
       }
     }},
    {"10 GB by mmap", Kind::kNotControlled,
     "asks for 10000000000 bytes of memory", "mmap(",
     [] {
       void* memory = mmap(nullptr, 10'000'000'000, PROT_READ | PROT_WRITE,
                           MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
       sink = memory != MAP_FAILED;
     }},
    {"recursion without end", Kind::kStackOverflow, "the test ran out of stack",
     "(depth", [] { sink = Recurse(0); }},
    {"recursion without end in a thread", Kind::kStackOverflow,
     "thread 1 ran out of stack", "(depth",
     [] { InAThread([] { sink = Recurse(0); }); }},
    {"a frame larger than the stack", Kind::kStackOverflow,
     "thread 1 ran out of stack", "InAThread([]",
     [] {
       InAThread([] {
         volatile char frame[size_t{9} << 20];
         frame[0] = 1;
         sink = frame[0];
       });
     }},
    // Blocking outside of the explorer's sight.
    {"read from an empty pipe", Kind::kNotControlled, "thread 1 sleeps in read",
     "read(EmptyPipe()",
     [] {
       InAThread([] {
         char byte;
         sink = static_cast<int>(read(EmptyPipe(), &byte, 1));
       });
     }},
    {"poll", Kind::kNotControlled, "the test sleeps in poll", "poll(&one",
     [] {
       pollfd one = {EmptyPipe(), POLLIN, 0};
       poll(&one, 1, -1);
     }},
    {"epoll_wait", Kind::kNotControlled, "the test sleeps in epoll_wait",
     "epoll_wait(",
     [] {
       epoll_event event;
       epoll_wait(epoll_create1(0), &event, 1, -1);
     }},
    {"recv", Kind::kNotControlled, "the test sleeps in recv", "recv(",
     [] {
       int ends[2];
       socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
       char byte;
       recv(ends[0], &byte, 1, 0);
     }},
    {"pause", Kind::kNotControlled, "the test sleeps in pause", "pause()",
     [] { pause(); }},
    // Signals.
    {"raise(SIGSTOP)", Kind::kNotControlled, "sends signal 19 (STOP)",
     "raise(SIGSTOP)", [] { raise(SIGSTOP); }},
    {"raise(SIGKILL)", Kind::kNotControlled, "sends signal 9 (KILL)",
     "raise(SIGKILL)", [] { raise(SIGKILL); }},
    {"raise(SIGSEGV)", Kind::kCrash, "thread 1 was ended by signal 11 (SEGV)",
     "raise(SIGSEGV)", [] { InAThread([] { raise(SIGSEGV); }); }},
    {"kill", Kind::kNotControlled, "sends signal 9 (KILL)",
     "kill(getpid(), SIGKILL)", [] { kill(getpid(), SIGKILL); }},
    {"kill by a system call", Kind::kNotControlled, "sends signal 9 (KILL)",
     "syscall(SYS_kill", [] { syscall(SYS_kill, getpid(), SIGKILL); }},
    {"alarm", Kind::kNotControlled, "alarm asks for a signal", "alarm(1)",
     [] { alarm(1); }},
    {"handles a signal", Kind::kNotControlled, "handler for signal 11 (SEGV)",
     "signal(SIGSEGV", [] { signal(SIGSEGV, [](int) {}); }},
    {"null pointer", Kind::kCrash, "it used a null pointer", "*nowhere",
     [] {
       volatile int* volatile nowhere = nullptr;
       *nowhere = 1;
     }},
    // GoogleTest.
    {"ASSERT in the test", Kind::kFailedExpectation, "Expected equality",
     "ASSERT_EQ(1, 2)", [] { ASSERT_EQ(1, 2); }},
    {"ASSERT in a thread", Kind::kFailedExpectation, "Expected equality",
     "ASSERT_EQ(1, 3)", [] { InAThread([] { ASSERT_EQ(1, 3); }); }},
    {"explores from within", Kind::kNotControlled,
     "an exploration within an exploration", "Explore([]",
     [] { Explore([](void*) {}, nullptr, Options()); }},
};

class Hostile : public testing::TestWithParam<HostileProgram> {};

void CallBody(void* body) { reinterpret_cast<void (*)()>(body)(); }

const Result& Try(void (*body)()) {
  Options options;
  // However busy the machine is.
  options.max_seconds = 100;
  return Explore(CallBody, reinterpret_cast<void*>(body), options);
}

TEST_P(Hostile, IsToldInPlainWords) {
  const HostileProgram& program = GetParam();
  const Result& result = Try(program.body);
  const Story story = TellStory(result);
  EXPECT_STREQ(KindName(result.finding.kind), KindName(program.kind));
  EXPECT_NE(story.message.find(program.message), std::string::npos)
      << story.message;
  EXPECT_FALSE(result.diverged);
  EXPECT_FALSE(story.passed) << story.claim;
  if (program.line == nullptr) return;
  const std::string source = SourceText(story.file, story.line);
  EXPECT_NE(source.find(program.line), std::string::npos)
      << story.file << ":" << story.line << ": " << source;
}

INSTANTIATE_TEST_SUITE_P(All, Hostile, testing::ValuesIn(kPrograms),
                         [](const auto& instance) {
                           std::string name;
                           for (const char* c = instance.param.name; *c; ++c) {
                             name += isalnum(*c) ? *c : '_';
                           }
                           return name;
                         });

struct HarmlessProgram {
  const char* name;
  const char* claim;
  void (*body)();
};

int calls = 0;
jmp_buf back;

const HarmlessProgram kHarmless[] = {
    {"sleeps for an hour", "every schedule",
     [] { InAThread([] { sleep(3600); }); }},
    {"changes static state", "every schedule", [] { EXPECT_EQ(++calls, 1); }},
    {"prints much in many schedules", "schedule",
     [] {
       auto print = [] {
         static std::mutex mutex;
         for (int i = 0; i < 4; ++i) {
           std::lock_guard<std::mutex> lock(mutex);
           printf("%0100d\n", i);
         }
       };
       std::thread a(print), b(print), c(print);
       a.join();
       b.join();
       c.join();
     }},
    {"closes all descriptors", "every schedule",
     [] {
       for (int i = 0; i < 1024; ++i) close(i);
     }},
    {"opens a descriptor in each of many schedules", "schedule",
     [] {
       std::mutex mutex;
       auto open_one = [&] {
         for (int i = 0; i < 4; ++i) {
           std::lock_guard<std::mutex> lock(mutex);
           EXPECT_GE(open("/dev/null", O_RDONLY), 0);
         }
       };
       std::thread a(open_one), b(open_one), c(open_one);
       a.join();
       b.join();
       c.join();
     }},
    {"jumps within a thread", "every schedule",
     [] {
       volatile int count = 0;
       if (setjmp(back) < 3) longjmp(back, ++*const_cast<int*>(&count));
     }},
    {"memory by mmap and munmap", "every schedule",
     [] {
       void* memory = mmap(nullptr, 100'000, PROT_READ | PROT_WRITE,
                           MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
       ASSERT_NE(memory, MAP_FAILED);
       EXPECT_EQ(static_cast<char*>(memory)[99'999], 0);
       static_cast<char*>(memory)[99'999] = 1;
       EXPECT_EQ(munmap(memory, 100'000), 0);
     }},
    {"a large frame", "every schedule",
     [] {
       InAThread([] {
         volatile char frame[size_t{4} << 20];
         frame[0] = 1;
         sink = frame[0];
       });
     }},
    {"an impossible allocation", "every schedule",
     [] { EXPECT_EQ(malloc(PTRDIFF_MAX), nullptr); }},
    {"blocks signals", "every schedule",
     [] {
       sigset_t all;
       sigfillset(&all);
       pthread_sigmask(SIG_SETMASK, &all, nullptr);
       signal(SIGPIPE, SIG_IGN);
     }},
};

TEST(Harmless, PassesWithItsClaim) {
  for (const HarmlessProgram& program : kHarmless) {
    const Result& result = Try(program.body);
    EXPECT_EQ(result.finding.kind, Kind::kNone)
        << program.name << ": " << result.finding.message;
    EXPECT_NE(std::string(result.claim).find(program.claim), std::string::npos)
        << program.name << ": " << result.claim;
    EXPECT_FALSE(result.diverged) << program.name;
  }
}

TEST(ThreadsFromBefore, AreNotControlled) {
  std::atomic<bool> over{false};
  std::thread earlier([&] {
    while (!over) std::this_thread::yield();
  });
  const Result& result = Try([] {});
  EXPECT_EQ(result.finding.kind, Kind::kNotControlled);
  EXPECT_NE(std::string(result.finding.message).find("has started threads"),
            std::string::npos);
  over = true;
  earlier.join();
}

// Its steps have no end, and each takes its time.
TEST(Budget, EndsATestThatNeverEnds) {
  Options options;
  options.max_seconds = 1;
  const Result& result = Explore(
      [](void*) {
        std::mutex mutex;
        std::thread([&] {
          while (true) {
            for (int i = 0; i < 500'000; ++i) sink = i;
            std::lock_guard<std::mutex> lock(mutex);
          }
        }).join();
      },
      nullptr, options);
  EXPECT_EQ(result.finding.kind, Kind::kEndlessLoop);
  EXPECT_NE(std::string(result.finding.message).find("within 1 seconds"),
            std::string::npos)
      << result.finding.message;
}

// Each schedule takes its time, and there are many.
TEST(Budget, IsTheReasonForWhatIsClaimed) {
  Options options;
  options.max_seconds = 0.5;
  const Result& result = Explore(
      [](void*) {
        std::mutex mutex;
        auto work = [&] {
          for (int i = 0; i < 5; ++i) {
            std::lock_guard<std::mutex> lock(mutex);
            for (int j = 0; j < 100'000; ++j) sink = j;
          }
        };
        std::thread a(work), b(work), c(work);
        a.join();
        b.join();
        c.join();
      },
      nullptr, options);
  EXPECT_EQ(result.finding.kind, Kind::kNone) << result.finding.message;
  EXPECT_FALSE(result.complete);
  EXPECT_EQ(std::string(result.claim).find("every"), std::string::npos)
      << result.claim;
}

}  // namespace
}  // namespace racefree::explore
