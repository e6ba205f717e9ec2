#include "lessons/02_pool/worker_crash.h"

#include <dirent.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
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

// Two tasks that are done only while both are being done. Made before the pool.
class Meeting {
 public:
  // To be called by the workers, with 0 and 1.
  void Attend(int number) {
    begun_[1 - number].Give();
    begun_[number].Await();
  }

  // Gives up: nobody waits any more.
  void CallOff() {
    begun_[0].Give();
    begun_[1].Give();
  }

 private:
  Signal begun_[2];
};

// Calls Map. If it fails, nobody has to wait for others any more, so that the
// pool can end.
std::vector<TaskResult> MapWithMeeting(ProcessPool& pool,
                                       const std::vector<std::string>& tasks,
                                       Meeting& meeting) {
  try {
    return pool.Map(tasks);
  } catch (...) {
    meeting.CallOff();
    throw;
  }
}

// What a worker does with a task "die", "exit 3" or "signal 9"; with others,
// nothing.
void DieIfTold(const std::string& task) {
  std::istringstream words(task);
  std::string how;
  int number = 0;
  words >> how >> number;
  if (how == "die") _exit(1);
  if (how == "exit") _exit(number);
  if (how == "signal") raise(number);
}

std::string DoOrDie(const std::string& task) {
  DieIfTold(task);
  return "did " + task;
}

std::vector<std::string> Values(const std::vector<TaskResult>& results) {
  std::vector<std::string> values;
  for (const TaskResult& result : results) values.push_back(result.value);
  return values;
}

std::vector<std::string> Errors(const std::vector<TaskResult>& results) {
  std::vector<std::string> errors;
  for (const TaskResult& result : results) errors.push_back(result.error);
  return errors;
}

// The names in a directory, without those that begin with a dot.
std::vector<std::string> NamesIn(const std::string& path) {
  std::vector<std::string> names;
  DIR* const directory = opendir(path.c_str());
  while (const dirent* const entry = readdir(directory)) {
    if (entry->d_name[0] != '.') names.push_back(entry->d_name);
  }
  closedir(directory);
  return names;
}

// The pipes and sockets that this process has an end of.
std::set<std::string> OpenPipes() {
  std::set<std::string> pipes;
  for (const std::string& descriptor : NamesIn("/proc/self/fd")) {
    char target[256] = "";
    readlink(("/proc/self/fd/" + descriptor).c_str(), target,
             sizeof(target) - 1);
    const std::string name = target;
    if (name.starts_with("pipe:") || name.starts_with("socket:")) {
      pipes.insert(name);
    }
  }
  return pipes;
}

// The children of this process, with those that have ended and that nobody has
// waited for.
std::set<pid_t> Children() {
  std::set<pid_t> children;
  for (const std::string& thread : NamesIn("/proc/self/task")) {
    std::ifstream list("/proc/self/task/" + thread + "/children");
    children.insert(std::istream_iterator<pid_t>(list), {});
  }
  return children;
}

TEST(WorkerCrash, IsTheErrorOfOneTaskAndOfNoOther) {
  ProcessPool pool(2, DoOrDie);
  const std::vector<TaskResult> results =
      pool.Map({"one", "exit 3", "two", "signal 9", "three", "exit 0", "four"});
  EXPECT_THAT(Values(results), ElementsAre("did one", "", "did two", "",
                                           "did three", "", "did four"));
  EXPECT_THAT(Errors(results), ElementsAre("", HasSubstr(DescribeEnd(3 << 8)),
                                           "", HasSubstr(DescribeEnd(9)), "",
                                           HasSubstr(DescribeEnd(0)), ""))
      << "the words of DescribeEnd, for those that died";
}

TEST(WorkerCrash, IsTheErrorOfTheTaskThatTheWorkerHad) {
  Meeting meeting;
  ProcessPool pool(2, [&](const std::string& task) {
    if (task == "slow") meeting.Attend(0);
    if (task == "last") meeting.Attend(1);
    return DoOrDie(task);
  });
  const std::vector<TaskResult> results =
      MapWithMeeting(pool, {"slow", "quick", "die", "last"}, meeting);
  EXPECT_THAT(Values(results),
              ElementsAre("did slow", "did quick", "", "did last"));
  EXPECT_THAT(Errors(results), ElementsAre("", "", Not(IsEmpty()), ""));
}

TEST(WorkerCrash, MakesNoTaskRunTwice) {
  int log[2];
  ASSERT_EQ(pipe(log), 0);
  {
    ProcessPool pool(2, [&](const std::string& task) {
      EXPECT_EQ(write(log[1], &task.back(), 1), 1);
      return DoOrDie(task);
    });
    const std::vector<TaskResult> results =
        pool.Map({"a", "exit 1", "b", "exit 2", "exit 3", "c"});
    EXPECT_THAT(Values(results),
                ElementsAre("did a", "", "did b", "", "", "did c"));
  }
  char text[100] = "";
  EXPECT_GT(read(log[0], text, sizeof(text) - 1), 0);
  std::string begun = text;
  std::sort(begun.begin(), begun.end());
  EXPECT_EQ(begun, "123abc") << "a letter for each time that a task was begun";
  close(log[0]);
  close(log[1]);
}

TEST(WorkerCrash, IsFollowedByANewWorker) {
  Meeting meeting;
  ProcessPool pool(2, [&](const std::string& task) {
    if (task == "this") meeting.Attend(0);
    if (task == "that") meeting.Attend(1);
    return DoOrDie(task);
  });
  EXPECT_THAT(
      Values(MapWithMeeting(pool, {"die", "die", "this", "that"}, meeting)),
      ElementsAre("", "", "did this", "did that"))
      << "it takes two workers to do this and that";
  EXPECT_THAT(Values(MapWithMeeting(pool, {"die", "die"}, meeting)),
              ElementsAre("", ""));
  EXPECT_THAT(Values(MapWithMeeting(pool, {"this", "that"}, meeting)),
              ElementsAre("did this", "did that"))
      << "it takes two workers to do this and that";
}

TEST(WorkerCrash, MayHappenAgainAndAgain) {
  ProcessPool pool(2, DoOrDie);
  std::vector<std::string> tasks(20, "die");
  tasks.push_back("last");
  const std::vector<TaskResult> results = pool.Map(tasks);
  ASSERT_THAT(results, SizeIs(21));
  EXPECT_EQ(results.back().value, "did last");
  for (std::size_t i = 0; i < 20; ++i) {
    EXPECT_THAT(results[i].error, Not(IsEmpty())) << "of task " << i;
  }
}

TEST(WorkerCrash, LetsTheOtherWorkersLive) {
  Meeting meeting;
  ProcessPool pool(2, [&](const std::string& task) {
    DieIfTold(task);
    if (task == "this") meeting.Attend(0);
    if (task == "that") meeting.Attend(1);
    return std::to_string(getpid());
  });
  const std::vector<std::string> before = Values(pool.Map({"this", "that"}));
  pool.Map({"die"});
  const std::vector<std::string> after =
      Values(MapWithMeeting(pool, {"this", "that"}, meeting));
  ASSERT_THAT(after, SizeIs(2));
  EXPECT_EQ(std::count(before.begin(), before.end(), after[0]) +
                std::count(before.begin(), before.end(), after[1]),
            1)
      << "of two workers one has died, and the other is there as before";
}

TEST(WorkerCrash, LeavesNothingBehindWhileThePoolGoesOn) {
  Meeting meeting;
  ProcessPool pool(2, [&](const std::string& task) {
    if (task == "this") meeting.Attend(0);
    if (task == "that") meeting.Attend(1);
    return DoOrDie(task);
  });
  pool.Map({"this", "that"});
  const std::size_t children_before = Children().size();
  const std::size_t descriptors_before = NamesIn("/proc/self/fd").size();
  pool.Map({"die", "die", "die"});
  // Now the pool is complete again, however late it starts new workers.
  MapWithMeeting(pool, {"this", "that"}, meeting);
  EXPECT_EQ(Children().size(), children_before)
      << "processes, with those that nobody has waited for";
  EXPECT_EQ(NamesIn("/proc/self/fd").size(), descriptors_before)
      << "open descriptors";
}

TEST(WorkerCrash, DoesNotMakeThePoolWaitForStrangers) {
  const pid_t stranger = fork();
  if (stranger == 0) _exit(7);
  // Until it has ended. Somebody has to wait for it still, but not the pool.
  siginfo_t information;
  ASSERT_EQ(waitid(P_PID, stranger, &information, WEXITED | WNOWAIT), 0);
  {
    ProcessPool pool(2, DoOrDie);
    EXPECT_THAT(Errors(pool.Map({"exit 3"})),
                ElementsAre(HasSubstr(DescribeEnd(3 << 8))));
  }
  int status = 0;
  EXPECT_EQ(waitpid(stranger, &status, 0), stranger)
      << "somebody else has waited for a child of the program";
  EXPECT_EQ(WEXITSTATUS(status), 7);
}

TEST(WorkerCrash, GivesNoNewWorkerAnEndOfAnothersPipe) {
  Meeting meeting;
  const std::set<std::string> open_before = OpenPipes();
  ProcessPool pool(2, [&](const std::string& task) {
    DieIfTold(task);
    meeting.Attend(task == "this" ? 0 : 1);
    std::string pipes;
    for (const std::string& pipe : OpenPipes()) pipes += pipe + " ";
    return pipes;
  });
  std::set<std::string> of_others;
  for (const std::string& pipes : Values(MapWithMeeting(
           pool, {"die", "die", "die", "this", "that"}, meeting))) {
    std::istringstream words(pipes);
    for (std::string pipe; words >> pipe;) {
      if (open_before.contains(pipe)) continue;
      EXPECT_THAT(of_others, Not(Contains(pipe)))
          << "two workers have the same pipe open";
      of_others.insert(pipe);
    }
  }
}

TEST(WorkerCrash, IsNothingWithoutOne) {
  ProcessPool pool(3, DoOrDie);
  EXPECT_THAT(pool.Map({}), IsEmpty());
  const std::vector<TaskResult> results = pool.Map({"a", "b", "c", "d", "e"});
  EXPECT_THAT(Values(results),
              ElementsAre("did a", "did b", "did c", "did d", "did e"));
  EXPECT_THAT(Errors(results), Each(IsEmpty()));
}

}  // namespace
}  // namespace racefree
