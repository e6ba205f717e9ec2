#include "lessons/05_thread_local/current_student.h"

#include <sys/types.h>

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "checker/explore/every_schedule_test.h"
#include "checker/harness/silent_counter.h"
#include "checker/harness/thread_state.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

using testing::ElementsAre;

// Longer than what a std::string keeps within itself.
constexpr char kLongName[] = "Bartholomew, son of the elder Bartholomew";

// What one student's thread reports. Only that thread writes here, and the test
// reads when the thread has ended.
struct Record {
  std::vector<std::string> lines;
  // Of CurrentStudent(), asked for in each report.
  std::vector<std::string> names;
  std::vector<pid_t> threads;

  void Add(const std::string& line) {
    lines.push_back(line);
    names.push_back(CurrentStudent());
    threads.push_back(CurrentThreadId());
  }
};

void Join(std::thread& thread) {
  ASSERT_TRUE(thread.joinable()) << "StartProcessing returned no thread";
  thread.join();
}

TEST(CurrentStudent, IsKnownToBothTasks) {
  const std::string ann = "Ann";
  Record record;
  const Report report = [&](const std::string& line) { record.Add(line); };
  std::thread thread = StartProcessing(ann, report);
  Join(thread);
  EXPECT_THAT(record.lines, ElementsAre("Ann does task 1", "Ann does task 2"));
  EXPECT_THAT(record.names, ElementsAre("Ann", "Ann"));
}

TEST(CurrentStudent, IsProcessedOnAnotherThread) {
  const std::string ann = "Ann";
  Record record;
  const Report report = [&](const std::string& line) { record.Add(line); };
  std::thread thread = StartProcessing(ann, report);
  Join(thread);
  ASSERT_EQ(record.threads.size(), 2u);
  EXPECT_NE(record.threads[0], CurrentThreadId()) << "the caller's thread";
  EXPECT_EQ(record.threads[1], record.threads[0]) << "both tasks on one thread";
}

// Ann's thread is between its tasks when Bob comes, and goes on when Bob has
// done task 1; Bob goes on when Ann has done task 2.
TEST(CurrentStudent, StaysTheSameWhenAnotherStudentComes) {
  const std::string ann = "Ann";
  const std::string bob = "Bob";
  Record ann_record;
  Record bob_record;
  SilentCounter ann_reports;
  SilentCounter bob_reports;
  const Report report_ann = [&](const std::string& line) {
    ann_record.Add(line);
    ann_reports.Raise();
    bob_reports.WaitFor(1);
  };
  const Report report_bob = [&](const std::string& line) {
    bob_record.Add(line);
    bob_reports.Raise();
    ann_reports.WaitFor(2);
  };
  std::thread ann_thread = StartProcessing(ann, report_ann);
  ann_reports.WaitFor(1);
  std::thread bob_thread = StartProcessing(bob, report_bob);
  Join(ann_thread);
  Join(bob_thread);
  EXPECT_THAT(ann_record.lines,
              ElementsAre("Ann does task 1", "Ann does task 2"))
      << "Bob came between Ann's two tasks";
  EXPECT_THAT(bob_record.lines,
              ElementsAre("Bob does task 1", "Bob does task 2"))
      << "Ann's task 2 came between Bob's two tasks";
}

TEST(CurrentStudent, IsNobodyForTheCaller) {
  EXPECT_EQ(CurrentStudent(), "") << "before Ann is processed";
  const std::string ann = "Ann";
  SilentCounter ann_reports;
  SilentCounter caller_has_looked;
  const Report report = [&](const std::string&) {
    ann_reports.Raise();
    caller_has_looked.WaitFor(1);
  };
  std::thread thread = StartProcessing(ann, report);
  ann_reports.WaitFor(1);
  EXPECT_EQ(CurrentStudent(), "") << "while Ann is processed";
  caller_has_looked.Raise();
  Join(thread);
  EXPECT_EQ(CurrentStudent(), "") << "after Ann was processed";
}

// The system likes to give the id of a thread that has ended to the next one.
TEST(CurrentStudent, IsNobodyForAThreadThatIsStartedLater) {
  const std::string ann = "Ann";
  const Report report = [](const std::string&) {};
  for (int round = 0; round < 3; ++round) {
    std::thread thread = StartProcessing(ann, report);
    Join(thread);
    std::string seen;
    std::thread([&] { seen = CurrentStudent(); }).join();
    EXPECT_EQ(seen, "") << "on a thread that processes nobody";
  }
}

TEST(CurrentStudent, CanBeFiveAtTheSameTime) {
  const std::vector<std::string> names = {"Ann", "Bob", "Cid", "Dot", "Eve"};
  std::array<Record, 5> records;
  SilentCounter reports;
  std::vector<Report> all_reports;
  for (Record& record : records) {
    all_reports.push_back([&](const std::string& line) {
      record.Add(line);
      reports.Raise();
      // All do task 1, and only then the first does task 2.
      reports.WaitFor(5);
    });
  }
  std::vector<std::thread> threads;
  for (int i = 0; i < 5; ++i) {
    threads.push_back(StartProcessing(names[i], all_reports[i]));
    reports.WaitFor(i + 1);
  }
  for (std::thread& thread : threads) Join(thread);
  for (int i = 0; i < 5; ++i) {
    EXPECT_THAT(records[i].names, ElementsAre(names[i], names[i]));
  }
}

TEST(CurrentStudentInParallel, IsAnotherOneForEachThread) {
  const std::string ann = "Ann";
  const std::string bob = "Bob";
  SilentCounter reports;
  const Report report = [&](const std::string&) {
    CurrentStudent();
    reports.Raise();
    reports.WaitFor(2);
  };
  std::thread ann_thread = StartProcessing(ann, report);
  std::thread bob_thread = StartProcessing(bob, report);
  CurrentStudent();
  Join(ann_thread);
  Join(bob_thread);
}

TEST(CurrentStudentInParallel, KeepsTheNameThatTheCallerChangesLater) {
  auto name = std::make_unique<std::string>(kLongName);
  Record record;
  const Report report = [&](const std::string& line) { record.Add(line); };
  std::thread thread = StartProcessing(*name, report);
  *name = "Bob";
  name.reset();
  Join(thread);
  EXPECT_THAT(record.names, ElementsAre(kLongName, kLongName));
}

TEST(CurrentStudentInParallel, KeepsTheReportThatTheCallerDestroysLater) {
  const std::string ann = "Ann";
  Record record;
  auto report = std::make_unique<Report>(
      [&](const std::string& line) { record.Add(line); });
  std::thread thread = StartProcessing(ann, *report);
  *report = [](const std::string&) {};
  report.reset();
  Join(thread);
  EXPECT_THAT(record.names, ElementsAre("Ann", "Ann"));
}

EVERY_SCHEDULE_TEST(CurrentStudent, IsAnotherOneForEachOfTwoThreads) {
  std::vector<std::string> ann_lines;
  std::vector<std::string> bob_lines;
  std::thread ann_thread = StartProcessing(
      "Ann", [&](const std::string& line) { ann_lines.push_back(line); });
  std::thread bob_thread = StartProcessing(
      "Bob", [&](const std::string& line) { bob_lines.push_back(line); });
  ann_thread.join();
  bob_thread.join();
  EXPECT_THAT(ann_lines, ElementsAre("Ann does task 1", "Ann does task 2"));
  EXPECT_THAT(bob_lines, ElementsAre("Bob does task 1", "Bob does task 2"));
}

EVERY_SCHEDULE_TEST(CurrentStudent, IsCopiedBeforeTheCallerGoesOn) {
  auto name = std::make_unique<std::string>(kLongName);
  std::vector<std::string> names;
  auto report = std::make_unique<Report>(
      [&](const std::string&) { names.push_back(CurrentStudent()); });
  std::thread thread = StartProcessing(*name, *report);
  name.reset();
  report.reset();
  thread.join();
  EXPECT_THAT(names, ElementsAre(kLongName, kLongName));
}

}  // namespace
}  // namespace racefree
