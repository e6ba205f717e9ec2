// The same program does the same wherever the kernel puts it: this test runs
// itself again, with and without address space randomisation, in another
// environment, and with the processors busy, and compares what is printed.

#include <sys/personality.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "checker/explore/explore.h"
#include "checker/explore/report/story.h"
#include "checker/explore/tests/programs.h"
#include "gtest/gtest.h"

namespace racefree::explore {
namespace {

constexpr const char* kPrint = "RACEFREE_PRINT_FINDINGS";

// What it does depends on where its objects are, as in a table of hashes.
void HashesAddresses() {
  const auto owned = std::make_unique<int>(3);
  const uint64_t bucket = reinterpret_cast<uintptr_t>(owned.get()) % 1009;
  std::atomic<uint64_t> seen{0};
  const auto add = [&] { seen.store(seen.load() + bucket); };
  InTwo(add, add);
  NoteOutcome(bucket);
  EXPECT_EQ(seen.load(), 2 * bucket) << "bucket " << bucket;
}

void ComparesAddresses() {
  std::mutex mutexes[3];
  std::set<std::mutex*> ordered = {&mutexes[2], &mutexes[0], &mutexes[1]};
  const auto lock_all = [&] {
    for (std::mutex* mutex : ordered) mutex->lock();
    for (std::mutex* mutex : ordered) mutex->unlock();
  };
  InTwo(lock_all, lock_all);
}

void LosesAWakeUp() {
  std::mutex mutex;
  std::condition_variable changed;
  bool ready = false;
  InTwo(
      [&] {
        std::unique_lock<std::mutex> lock(mutex);
        if (!ready) changed.wait(lock);
      },
      [&] {
        changed.notify_one();
        std::lock_guard<std::mutex> lock(mutex);
        ready = true;
      });
}

void Races() {
  int sum = 0;
  InTwo([&] { sum = sum + 5; }, [&] { sum = sum + 8; });
  EXPECT_EQ(sum, 13);
}

void IsTooLarge() {
  std::atomic<int> count{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&] {
      for (int step = 0; step < 4; ++step) count.fetch_add(1);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

void PrintFindings() {
  for (void (*body)() :
       {HashesAddresses, ComparesAddresses, LosesAWakeUp, Races, IsTooLarge}) {
    Options options;
    options.max_schedules = 6000;
    options.max_seconds = 100;
    const Result& result =
        Explore([](void* body) { reinterpret_cast<void (*)()>(body)(); },
                reinterpret_cast<void*>(body), options);
    printf("%llu schedules, %llu steps, %s\n%s%s\n",
           static_cast<unsigned long long>(result.schedules),
           static_cast<unsigned long long>(result.steps), result.claim,
           StoryAsText(TellStory(result), 100).c_str(),
           StoryAsJson(TellStory(result)).c_str());
    for (uint64_t outcome : result.outcomes) {
      printf("%llu ", static_cast<unsigned long long>(outcome));
    }
    printf("\n");
  }
}

// What this program prints when it is run so.
std::string OutputOf(bool randomised, const std::string& environment) {
  int ends[2];
  if (pipe(ends) != 0) return "no pipe";
  fflush(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    const int flags = personality(0xFFFFFFFF);
    personality(static_cast<unsigned long>(
        randomised ? flags & ~ADDR_NO_RANDOMIZE : flags | ADDR_NO_RANDOMIZE));
    dup2(ends[1], STDOUT_FILENO);
    setenv(kPrint, "1", 1);
    setenv("RACEFREE_FILLER", environment.c_str(), 1);
    execl("/proc/self/exe", "determinism_test", nullptr);
    _exit(1);
  }
  close(ends[1]);
  std::string output;
  char text[4096];
  for (ssize_t size; (size = read(ends[0], text, sizeof(text))) > 0;) {
    output.append(text, static_cast<size_t>(size));
  }
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  return status == 0 ? output : "failed:\n" + output;
}

// Keeps the processors busy while it exists.
class Load {
 public:
  Load() {
    for (int i = 0; i < 3; ++i) {
      processes_.push_back(fork());
      if (processes_.back() != 0) continue;
      for (volatile unsigned i = 0;; i = i + 1) {
      }
    }
  }
  ~Load() {
    for (pid_t process : processes_) {
      kill(process, SIGKILL);
      waitpid(process, nullptr, 0);
    }
  }

 private:
  std::vector<pid_t> processes_;
};

TEST(Determinism, OfWhereThingsAreAndWhatElseRuns) {
  const std::string first = OutputOf(false, "");
  EXPECT_NE(first.find("data race: thread 2"), std::string::npos) << first;
  EXPECT_NE(first.find("random schedules"), std::string::npos) << first;
  EXPECT_EQ(OutputOf(false, ""), first);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(OutputOf(true, ""), first);
  EXPECT_EQ(OutputOf(false, std::string(5000, 'x')), first);
  const Load load;
  EXPECT_EQ(OutputOf(true, std::string(777, 'x')), first);
}

}  // namespace
}  // namespace racefree::explore

int main(int argc, char** argv) {
  if (getenv(racefree::explore::kPrint) != nullptr) {
    racefree::explore::PrintFindings();
    return 0;
  }
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
