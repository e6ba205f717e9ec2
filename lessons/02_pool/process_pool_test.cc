#include "lessons/02_pool/process_pool.h"

#include <dirent.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include <cstddef>
#include <memory>
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

using ::testing::ElementsAre;
using ::testing::SizeIs;

using Texts = std::vector<std::string>;

std::string Repeat(const std::string& task) { return task; }
std::string Double(const std::string& task) { return task + task; }
std::string Exclaim(const std::string& task) { return task + "!"; }

std::string ProcessId() { return std::to_string(getpid()); }

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

// The same as a text, with a space after each.
std::string ListOpenPipes() {
  std::string list;
  for (const std::string& pipe : OpenPipes()) list += pipe + " ";
  return list;
}

// What a worker does with tasks "0", "1", "2": it does them only while others
// do the others.
ProcessPool::Function Attend(Meeting& meeting, std::string (*result)()) {
  return [&meeting, result](const std::string& task) {
    meeting.Attend(std::stoi(task));
    return result();
  };
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
    return ProcessId();
  });
  const Texts workers = pool.Map({"slow", "a", "b", "c", "d", "e"});
  ASSERT_EQ(workers.size(), 6) << "results of 6 tasks";
  for (int i = 2; i < 6; ++i) {
    EXPECT_EQ(workers[i], workers[1])
        << "the worker that has not the slow task does all others";
  }
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
  ProcessPool pool(3, Attend(meeting, ProcessId));
  std::set<std::string> workers;
  for (const std::string& worker : pool.Map({"0", "1", "2"})) {
    EXPECT_NE(worker, ProcessId()) << "the process of the pool itself";
    workers.insert(worker);
  }
  EXPECT_THAT(workers, SizeIs(3)) << "processes that worked";
}

TEST(ProcessPool, KeepsItsWorkersFromTaskToTask) {
  int started = 1;
  ProcessPool pool(2, [&](const std::string&) {
    return ProcessId() + " " + std::to_string(started);
  });
  started = 2;
  std::set<std::string> seen;
  for (int round = 0; round < 3; ++round) {
    for (const std::string& result : pool.Map({"a", "b", "c", "d"})) {
      EXPECT_TRUE(result.ends_with(" 1"))
          << "a worker was not started by the constructor, when the number was "
             "1, but later: process and number "
          << result;
      seen.insert(result);
    }
  }
  EXPECT_LE(seen.size(), 2) << "processes that worked";
}

TEST(ProcessPool, SleepsWhileItsWorkersWork) {
  Signal go_on;
  timed_polls = 0;
  ProcessPool pool(2, [&](const std::string& task) {
    go_on.Await();
    return task;
  });
  Texts results;
  // Time stands still: who sleeps for a while, to look again, sleeps for ever.
  auto time = std::make_unique<VirtualTime>();
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
  ProcessPool pool(2, Double);
  Texts tasks;
  for (char letter : {'a', 'b', 'c', 'd', 'e'}) {
    tasks.push_back(std::string(kSize, letter));
  }
  const Texts results = pool.Map(tasks);
  ASSERT_EQ(results.size(), tasks.size()) << "results";
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    EXPECT_TRUE(results[i] == tasks[i] + tasks[i])
        << "result " << i << " has " << results[i].size() << " bytes, not "
        << 2 * kSize << ", or other ones";
  }
}

TEST(ProcessPool, CopesWithManySmallTasks) {
  ProcessPool pool(3, Exclaim);
  Texts tasks;
  Texts expected;
  for (int i = 0; i < 60; ++i) {
    tasks.push_back(std::to_string(i));
    expected.push_back(std::to_string(i) + "!");
  }
  EXPECT_TRUE(pool.Map(tasks) == expected);
}

TEST(ProcessPool, CopesWithNothing) {
  ProcessPool pool(3, Repeat);
  EXPECT_EQ(pool.Map({}), Texts()) << "results of no tasks";
  EXPECT_THAT(pool.Map({""}), ElementsAre(""));
  EXPECT_THAT(pool.Map({"a", "b"}), ElementsAre("a", "b"));
}

TEST(ProcessPool, GivesNoWorkerAnEndOfAnothersPipe) {
  Meeting meeting;
  const std::set<std::string> open_before = OpenPipes();
  ProcessPool pool(3, Attend(meeting, ListOpenPipes));
  std::set<std::string> of_others;
  for (const std::string& line : pool.Map({"0", "1", "2"})) {
    std::istringstream words(line);
    for (std::string pipe; words >> pipe;) {
      if (open_before.contains(pipe)) continue;
      EXPECT_FALSE(of_others.contains(pipe))
          << "two workers have the same pipe open: " << pipe;
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
    ProcessPool pool(2, Repeat);
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
    ProcessPool pool(2, Repeat);
    EXPECT_THAT(pool.Map({"a", "b"}), ElementsAre("a", "b"));
    sigaction(SIGCHLD, &watch, &before);
  }
  sigaction(SIGCHLD, &before, nullptr);
  EXPECT_EQ(static_cast<int>(killed), 0) << "the destructor killed a worker";
}

TEST(ProcessPool, EndsEachWorkerWithItsOwnPool) {
  Texts results;
  ProcessPool outer(2, Exclaim);
  {
    ProcessPool inner(2, Double);
    results = inner.Map({"a"});
  }
  EXPECT_THAT(results, ElementsAre("aa"));
  EXPECT_THAT(outer.Map({"a"}), ElementsAre("a!"));
}

}  // namespace
}  // namespace racefree
