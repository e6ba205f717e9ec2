#include "lessons/02_pool/process_pool.h"

#include <dirent.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include <cstddef>
#include <iterator>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "checker/harness/thread_state.h"
#include "checker/harness/virtual_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

// How many calls of poll() would have ended by themselves after a while.
static int timed_polls = 0;

extern "C" int poll(pollfd* descriptors, nfds_t count, int timeout) {
  if (timeout > 0) ++timed_polls;
  const timespec limit = {timeout / 1000, timeout % 1000 * 1'000'000};
  return ppoll(descriptors, count, timeout < 0 ? nullptr : &limit, nullptr);
}

namespace racefree {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Le;
using ::testing::Not;
using ::testing::SizeIs;

// Lets a process wait for another one. Made before the pool, so that all of
// them have it.
class Signal {
 public:
  Signal() { EXPECT_EQ(pipe(ends_), 0); }
  ~Signal() {
    close(ends_[0]);
    close(ends_[1]);
  }
  Signal(const Signal&) = delete;
  Signal& operator=(const Signal&) = delete;

  // Lets one call of Await() return.
  void Give() { EXPECT_EQ(write(ends_[1], "x", 1), 1); }
  void Await() {
    char byte;
    EXPECT_EQ(read(ends_[0], &byte, 1), 1);
  }

 private:
  int ends_[2];
};

// Three tasks, 0 to 2, that are done only while all of them are being done.
// Made before the pool.
class Meeting {
 public:
  void Attend(int number) {
    for (int other = 0; other < kTasks; ++other) {
      if (other != number) begun_[other].Give();
    }
    for (int others = 1; others < kTasks; ++others) begun_[number].Await();
  }

 private:
  static constexpr int kTasks = 3;
  Signal begun_[kTasks];
};

// The pipes and sockets that this process has an end of.
std::set<std::string> OpenPipes() {
  std::set<std::string> pipes;
  DIR* const directory = opendir("/proc/self/fd");
  while (const dirent* const entry = readdir(directory)) {
    char target[256] = "";
    readlinkat(dirfd(directory), entry->d_name, target, sizeof(target) - 1);
    const std::string name = target;
    if (name.starts_with("pipe:") || name.starts_with("socket:")) {
      pipes.insert(name);
    }
  }
  closedir(directory);
  return pipes;
}

std::string InOneLine(const std::set<std::string>& words) {
  std::string line;
  for (const std::string& word : words) line += word + " ";
  return line;
}

std::set<std::string> Words(const std::string& line) {
  std::istringstream words(line);
  return {std::istream_iterator<std::string>(words), {}};
}

TEST(ProcessPool, ReturnsEachResultInTheOrderOfTheTasks) {
  Signal last_begun;
  ProcessPool pool(2, [&](const std::string& task) {
    if (task == "first") last_begun.Await();
    if (task == "last") last_begun.Give();
    return "result of " + task;
  });
  EXPECT_THAT(pool.Map({"first", "second", "third", "last"}),
              ElementsAre("result of first", "result of second",
                          "result of third", "result of last"))
      << "the first task was the last to be done, or nearly so";
}

TEST(ProcessPool, GivesTheNextTaskToAWorkerThatIsDone) {
  Signal done;
  ProcessPool pool(2, [&](const std::string& task) {
    if (task != "slow") {
      done.Give();
    } else {
      for (int others = 0; others < 5; ++others) done.Await();
    }
    return std::to_string(getpid());
  });
  const std::vector<std::string> workers =
      pool.Map({"slow", "a", "b", "c", "d", "e"});
  ASSERT_THAT(workers, SizeIs(6));
  EXPECT_THAT(std::vector(workers.begin() + 1, workers.end()), Each(workers[1]))
      << "the worker that has not the slow task does all others";
}

TEST(ProcessPool, CallsTheFunctionOnceForEachTask) {
  int calls = 0;  // The worker's own: it does not change here.
  ProcessPool pool(1,
                   [&](const std::string&) { return std::to_string(++calls); });
  EXPECT_THAT(pool.Map({"a", "b", "c"}), ElementsAre("1", "2", "3"))
      << "calls in the only worker";
}

TEST(ProcessPool, HasAllWorkersAtWorkAtOnce) {
  Meeting meeting;
  ProcessPool pool(3, [&](const std::string& task) {
    meeting.Attend(std::stoi(task));
    return std::to_string(getpid());
  });
  const std::vector<std::string> workers = pool.Map({"0", "1", "2"});
  EXPECT_THAT(std::set(workers.begin(), workers.end()), SizeIs(3));
  EXPECT_THAT(workers, Not(Contains(std::to_string(getpid()))))
      << "the process of the pool itself";
}

TEST(ProcessPool, KeepsItsWorkersFromTaskToTask) {
  int started = 1;
  ProcessPool pool(2, [&](const std::string&) {
    return std::to_string(getpid()) + " " + std::to_string(started);
  });
  started = 2;
  std::set<std::string> seen;
  for (int round = 0; round < 3; ++round) {
    for (const std::string& result : pool.Map({"a", "b", "c", "d"})) {
      seen.insert(result);
    }
  }
  EXPECT_THAT(seen, SizeIs(Le(2))) << "processes that worked";
  EXPECT_THAT(seen, Each(testing::EndsWith(" 1")))
      << "workers were started by the constructor, when the number was 1";
}

TEST(ProcessPool, SleepsWhileItsWorkersWork) {
  Signal go_on;
  timed_polls = 0;
  ProcessPool pool(2, [&](const std::string& task) {
    go_on.Await();
    return task;
  });
  std::vector<std::string> results;
  // Time stands still: who sleeps for a while, to look again, sleeps for ever.
  std::optional<VirtualTime> time(std::in_place);
  {
    WatchedCall call([&] { results = pool.Map({"a", "b"}); });
    EXPECT_EQ(call.WaitUntilReturnedOrHeldUp(), CallState::kAsleep)
        << "both workers wait for a signal of the test";
    EXPECT_EQ(time->sleeps(), 0) << "sleeps of Map, to look again later";
    EXPECT_EQ(timed_polls, 0) << "polls with a time limit, to look again later";
    if (HasFailure()) time.reset();
    go_on.Give();
    go_on.Give();
  }
  EXPECT_THAT(results, ElementsAre("a", "b"));
}

TEST(ProcessPool, CopesWithTasksAndResultsThatFillEveryPipe) {
  constexpr std::size_t kSize = 300'000;
  ProcessPool pool(2, [](const std::string& task) { return task + task; });
  std::vector<std::string> tasks;
  for (char letter : {'a', 'b', 'c', 'd', 'e'}) {
    tasks.push_back(std::string(kSize, letter));
  }
  const std::vector<std::string> results = pool.Map(tasks);
  ASSERT_THAT(results, SizeIs(tasks.size()));
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    EXPECT_TRUE(results[i] == tasks[i] + tasks[i])
        << "result " << i << " has " << results[i].size() << " bytes, not "
        << 2 * kSize << ", or other ones";
  }
}

TEST(ProcessPool, CopesWithManySmallTasks) {
  ProcessPool pool(3, [](const std::string& task) { return task + "!"; });
  std::vector<std::string> tasks;
  std::vector<std::string> expected;
  for (int i = 0; i < 60; ++i) {
    tasks.push_back(std::to_string(i));
    expected.push_back(std::to_string(i) + "!");
  }
  EXPECT_TRUE(pool.Map(tasks) == expected);
}

TEST(ProcessPool, CopesWithNothing) {
  ProcessPool pool(3, [](const std::string& task) { return task; });
  EXPECT_THAT(pool.Map({}), IsEmpty());
  EXPECT_THAT(pool.Map({""}), ElementsAre(""));
  EXPECT_THAT(pool.Map({"a", "b"}), ElementsAre("a", "b"));
}

TEST(ProcessPool, GivesNoWorkerAnEndOfAnothersPipe) {
  Meeting meeting;
  const std::set<std::string> open_before = OpenPipes();
  ProcessPool pool(3, [&](const std::string& task) {
    meeting.Attend(std::stoi(task));
    return InOneLine(OpenPipes());
  });
  std::set<std::string> of_others;
  for (const std::string& line : pool.Map({"0", "1", "2"})) {
    for (const std::string& pipe : Words(line)) {
      if (open_before.contains(pipe)) continue;
      EXPECT_THAT(of_others, Not(Contains(pipe)))
          << "two workers have the same pipe open";
      of_others.insert(pipe);
    }
  }
}

TEST(ProcessPool, DoesNotFinishTheProgramInItsWorkers) {
  // What is still to be written when the workers are forked: only the program
  // itself may write it.
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  FILE* const output = fdopen(ends[1], "w");
  fputs("once", output);
  {
    ProcessPool pool(2, [](const std::string& task) { return task; });
    EXPECT_THAT(pool.Map({"a", "b"}), ElementsAre("a", "b"));
  }
  fclose(output);
  char written[100] = "";
  EXPECT_EQ(read(ends[0], written, sizeof(written) - 1), 4);
  close(ends[0]);
  EXPECT_STREQ(written, "once");
}

TEST(ProcessPool, LetsItsWorkersEndByThemselves) {
  // Whether a child of this process did not end by itself.
  static volatile sig_atomic_t killed;
  killed = 0;
  struct sigaction watch = {};
  watch.sa_flags = SA_SIGINFO | SA_RESTART;
  watch.sa_sigaction = [](int, siginfo_t* info, void*) {
    if (info->si_code != CLD_EXITED) killed = 1;
  };
  struct sigaction before;
  {
    ProcessPool pool(2, [](const std::string& task) { return task; });
    EXPECT_THAT(pool.Map({"a", "b"}), ElementsAre("a", "b"));
    sigaction(SIGCHLD, &watch, &before);
  }
  sigaction(SIGCHLD, &before, nullptr);
  EXPECT_EQ(killed, 0) << "the destructor killed a worker";
}

TEST(ProcessPool, EndsEachWorkerWithItsOwnPool) {
  std::vector<std::string> results;
  ProcessPool outer(2, [](const std::string& task) { return "outer " + task; });
  {
    ProcessPool inner(2,
                      [](const std::string& task) { return "inner " + task; });
    results = inner.Map({"a"});
  }
  EXPECT_THAT(results, ElementsAre("inner a"));
  EXPECT_THAT(outer.Map({"a"}), ElementsAre("outer a"));
}

}  // namespace
}  // namespace racefree
