#include "lessons/02_pool/worker_crash.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

using Texts = std::vector<std::string>;

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
std::vector<TaskResult> MapWithMeeting(ProcessPool& pool, const Texts& tasks,
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

// The same, but the tasks "this" and "that" are done only while both are being
// done. `function` tells the result of those that do not die.
ProcessPool::Function MeetOrDie(
    Meeting& meeting, std::string (*function)(const std::string&) = DoOrDie) {
  return [&meeting, function](const std::string& task) {
    DieIfTold(task);
    if (task == "this") meeting.Attend(0);
    if (task == "that") meeting.Attend(1);
    return function(task);
  };
}

Texts Values(const std::vector<TaskResult>& results) {
  Texts values;
  for (const TaskResult& result : results) values.push_back(result.value);
  return values;
}

Texts Errors(const std::vector<TaskResult>& results) {
  Texts errors;
  for (const TaskResult& result : results) errors.push_back(result.error);
  return errors;
}

// The names in a directory, without those that begin with a dot.
Texts NamesIn(const std::string& path) {
  Texts names;
  DIR* const directory = opendir(path.c_str());
  while (const dirent* const entry = readdir(directory)) {
    if (entry->d_name[0] != '.') names.push_back(entry->d_name);
  }
  closedir(directory);
  return names;
}

// The pipes and sockets that this process has an end of.
Texts OpenPipes() {
  Texts pipes;
  for (const std::string& descriptor : NamesIn("/proc/self/fd")) {
    char target[256] = "";
    readlink(("/proc/self/fd/" + descriptor).c_str(), target,
             sizeof(target) - 1);
    const std::string name = target;
    if (name.starts_with("pipe:") || name.starts_with("socket:")) {
      pipes.push_back(name);
    }
  }
  return pipes;
}

// The same as a text, with a space after each.
std::string ListOpenPipes(const std::string&) {
  std::string list;
  for (const std::string& pipe : OpenPipes()) list += pipe + " ";
  return list;
}

std::string ProcessId(const std::string&) { return std::to_string(getpid()); }

// The children of this process, with those that have ended and that nobody has
// waited for.
std::set<pid_t> Children() {
  std::set<pid_t> children;
  for (const std::string& thread : NamesIn("/proc/self/task")) {
    const std::string path = "/proc/self/task/" + thread + "/children";
    std::FILE* const list = std::fopen(path.c_str(), "r");
    for (pid_t child = 0; std::fscanf(list, "%d", &child) == 1;) {
      children.insert(child);
    }
    std::fclose(list);
  }
  return children;
}

TEST(WorkerCrash, IsTheErrorOfOneTaskAndOfNoOther) {
  // One worker: two that die at the same time could be mixed up by chance.
  ProcessPool pool(1, DoOrDie);
  const std::vector<TaskResult> results =
      pool.Map({"one", "exit 3", "two", "signal 9", "three", "exit 0", "four"});
  EXPECT_EQ(Values(results),
            Texts({"did one", "", "did two", "", "did three", "", "did four"}));
  Texts errors = Errors(results);
  EXPECT_THAT(errors[1], HasSubstr(DescribeEnd(3 << 8)))
      << "the words of DescribeEnd, for a task that died";
  EXPECT_THAT(errors[3], HasSubstr(DescribeEnd(9)))
      << "the words of DescribeEnd, for a task that died";
  EXPECT_THAT(errors[5], HasSubstr(DescribeEnd(0)))
      << "the words of DescribeEnd, for a task that died";
  errors[1] = errors[3] = errors[5] = "died";
  EXPECT_EQ(errors, Texts({"", "died", "", "died", "", "died", ""}))
      << "an error of a task that did not die";
}

TEST(WorkerCrash, IsTheErrorOfTheTaskThatTheWorkerHad) {
  Meeting meeting;
  ProcessPool pool(2, MeetOrDie(meeting));
  const std::vector<TaskResult> results =
      MapWithMeeting(pool, {"this", "quick", "die", "that"}, meeting);
  EXPECT_THAT(Values(results),
              ElementsAre("did this", "did quick", "", "did that"));
  Texts errors = Errors(results);
  EXPECT_NE(errors[2], "") << "the error of the task that died";
  errors[2] = "";
  EXPECT_THAT(errors, ElementsAre("", "", "", ""))
      << "an error of a task that did not die";
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
    EXPECT_EQ(Values(results), Texts({"did a", "", "did b", "", "", "did c"}));
  }
  char text[100] = "";
  EXPECT_GT(read(log[0], text, sizeof(text) - 1), 0);
  const std::string begun = text;
  EXPECT_EQ(begun.size(), 6) << "begun, for 6 tasks: " << begun;
  for (const char letter : std::string("123abc")) {
    EXPECT_EQ(std::count(begun.begin(), begun.end(), letter), 1)
        << "how often this task was begun: " << letter;
  }
  close(log[0]);
  close(log[1]);
}

TEST(WorkerCrash, IsFollowedByANewWorker) {
  Meeting meeting;
  ProcessPool pool(2, MeetOrDie(meeting));
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
  Texts tasks(20, "die");
  tasks.push_back("last");
  const std::vector<TaskResult> results = pool.Map(tasks);
  ASSERT_EQ(results.size(), 21) << "results of 21 tasks";
  EXPECT_EQ(results.back().value, "did last");
  for (std::size_t i = 0; i < 20; ++i) {
    EXPECT_NE(results[i].error, "") << "of task " << i;
  }
}

TEST(WorkerCrash, MayHappenBesideOtherOpenFiles) {
  ProcessPool pool(1, DoOrDie);
  // This file takes the number that came first in the worker's pipes. So the
  // new worker's pipes get the numbers of the dead one's, but for other ends.
  const int file = open("/dev/null", O_RDONLY | O_CLOEXEC);
  EXPECT_THAT(Values(pool.Map({"die", "this"})), ElementsAre("", "did this"))
      << "where the new worker's pipes have the numbers that the dead one's "
         "had";
  close(file);
}

TEST(WorkerCrash, LetsTheOtherWorkersLive) {
  Meeting meeting;
  ProcessPool pool(2, MeetOrDie(meeting, ProcessId));
  const Texts before = Values(pool.Map({"this", "that"}));
  pool.Map({"die"});
  const Texts after = Values(MapWithMeeting(pool, {"this", "that"}, meeting));
  ASSERT_EQ(after.size(), 2) << "results of 2 tasks";
  EXPECT_EQ(std::count(before.begin(), before.end(), after[0]) +
                std::count(before.begin(), before.end(), after[1]),
            1)
      << "of two workers one has died, and the other is there as before";
}

TEST(WorkerCrash, LeavesNothingBehindWhileThePoolGoesOn) {
  Meeting meeting;
  ProcessPool pool(2, MeetOrDie(meeting));
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
    EXPECT_THAT(pool.Map({"exit 3"})[0].error, HasSubstr(DescribeEnd(3 << 8)));
  }
  int status = 0;
  EXPECT_EQ(waitpid(stranger, &status, 0), stranger)
      << "somebody else has waited for a child of the program";
  EXPECT_EQ(WEXITSTATUS(status), 7);
}

TEST(WorkerCrash, GivesNoNewWorkerAnEndOfAnothersPipe) {
  Meeting meeting;
  std::set<std::string> open;
  for (const std::string& pipe : OpenPipes()) open.insert(pipe);
  ProcessPool pool(2, MeetOrDie(meeting, ListOpenPipes));
  std::set<std::string> of_others;
  for (const std::string& pipes : Values(MapWithMeeting(
           pool, {"die", "die", "die", "this", "that"}, meeting))) {
    std::istringstream words(pipes);
    for (std::string pipe; words >> pipe;) {
      if (open.contains(pipe)) continue;
      EXPECT_FALSE(of_others.contains(pipe))
          << "two workers have the same pipe open: " << pipe;
      of_others.insert(pipe);
    }
  }
}

TEST(WorkerCrash, IsNothingWithoutOne) {
  ProcessPool pool(3, DoOrDie);
  EXPECT_EQ(pool.Map({}).size(), 0) << "results of no tasks";
  const std::vector<TaskResult> results = pool.Map({"a", "b", "c", "d", "e"});
  EXPECT_THAT(Values(results),
              ElementsAre("did a", "did b", "did c", "did d", "did e"));
  EXPECT_EQ(Errors(results), Texts(5)) << "errors of 5 tasks";
}

}  // namespace
}  // namespace racefree
