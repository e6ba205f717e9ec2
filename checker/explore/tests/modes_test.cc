// The three execution modes do the same: as many schedules, of which as many
// end, with the same outcomes, findings and claim, whether memory is restored
// or copied by a fork, and whether stacks are switched or threads of the kernel
// hand a baton on. (That counts are right as well: see counts_test.)

#include <errno.h>
#include <pthread.h>

#include <algorithm>
#include <atomic>
#include <barrier>
#include <condition_variable>
#include <future>
#include <latch>
#include <memory>
#include <mutex>
#include <semaphore>
#include <shared_mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "checker/explore/explore.h"
#include "checker/explore/tests/programs.h"
#include "checker/explore/tests/random_program.h"
#include "gtest/gtest.h"

namespace racefree::explore {
namespace {

// A fork for each schedule is slow.
constexpr uint64_t kAtMost = 60;

struct Seen {
  uint64_t schedules;
  uint64_t completed;
  uint64_t given_up;
  uint64_t steps;
  int restarts;
  std::vector<uint64_t> outcomes;
  FindingKind kind;
  std::string message;
  std::string claim;

  bool operator==(const Seen&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Seen& seen) {
  out << seen.schedules << " schedules, " << seen.completed << " completed, "
      << seen.given_up << " given up, " << seen.steps << " steps, "
      << seen.restarts << " restarts; " << KindName(seen.kind) << " "
      << seen.message << "; " << seen.claim << "; outcomes";
  for (uint64_t outcome : seen.outcomes) out << " " << outcome;
  return out;
}

Seen ExploreIn(Mode mode, SearchKind search, bool stop_at_finding,
               void (*body)(void*), void* argument) {
  Options options;
  options.mode = mode;
  options.search = search;
  options.stop_at_finding = stop_at_finding;
  options.max_schedules = kAtMost;
  options.max_seconds = 60;
  const Result& result = Explore(body, argument, options);
  Seen seen = {
      result.schedules,    result.completed,
      result.given_up,     result.steps,
      result.restarts,     {result.outcomes.begin(), result.outcomes.end()},
      result.finding.kind, result.finding.message,
      result.claim};
  std::sort(seen.outcomes.begin(), seen.outcomes.end());
  return seen;
}

void ExpectTheSameInEachMode(const std::string& name, void (*body)(void*),
                             void* argument) {
  const struct {
    SearchKind search;
    bool stop_at_finding;
  } kinds[] = {{SearchKind::kDepthFirst, false},
               {SearchKind::kReduction, true},
               {SearchKind::kRandom, false}};
  for (const auto& kind : kinds) {
    const Seen snapshot = ExploreIn(Mode::kSnapshot, kind.search,
                                    kind.stop_at_finding, body, argument);
    EXPECT_GT(snapshot.schedules, 0u) << name;
    for (const Mode mode : {Mode::kFork, Mode::kKernelThreads}) {
      EXPECT_EQ(
          ExploreIn(mode, kind.search, kind.stop_at_finding, body, argument),
          snapshot)
          << name << (mode == Mode::kFork ? ", fork" : ", kernel threads");
    }
  }
}

struct Program {
  const char* name;
  void (*body)();
};

const Program kPrograms[] = {
    {"a mutex, and two orders",
     [] {
       std::mutex mutex;
       int last = 0;
       InTwo(
           [&] {
             std::lock_guard<std::mutex> lock(mutex);
             last = 1;
           },
           [&] {
             std::lock_guard<std::mutex> lock(mutex);
             last = 2;
           });
       NoteOutcome(static_cast<uint64_t>(last));
     }},
    {"a data race",
     [] {
       int sum = 0;
       InTwo([&] { ++sum; }, [&] { ++sum; });
       NoteOutcome(static_cast<uint64_t>(sum));
     }},
    {"a lost update",
     [] {
       std::atomic<int> sum{0};
       const auto add = [&] { sum.store(sum.load() + 1); };
       InTwo(add, add);
       NoteOutcome(static_cast<uint64_t>(sum.load()));
     }},
    {"a deadlock",
     [] {
       std::mutex a, b;
       InTwo(
           [&] {
             std::lock_guard<std::mutex> first(a);
             std::lock_guard<std::mutex> second(b);
           },
           [&] {
             std::lock_guard<std::mutex> first(b);
             std::lock_guard<std::mutex> second(a);
           });
     }},
    {"a lost wake-up",
     [] {
       std::mutex mutex;
       std::condition_variable changed;
       InTwo(
           [&] {
             std::unique_lock<std::mutex> lock(mutex);
             changed.wait(lock);
           },
           [&] { changed.notify_one(); });
     }},
    {"a condition, with a predicate and a timeout",
     [] {
       std::mutex mutex;
       std::condition_variable changed;
       bool ready = false;
       InTwo(
           [&] {
             std::unique_lock<std::mutex> lock(mutex);
             NoteOutcome(changed.wait_for(lock, std::chrono::hours(1),
                                          [&] { return ready; }));
           },
           [&] {
             std::lock_guard<std::mutex> lock(mutex);
             ready = true;
             changed.notify_one();
           });
     }},
    {"a spin on a flag",
     [] {
       std::atomic<bool> flag{false};
       InTwo(
           [&] {
             while (!flag.load()) {
             }
           },
           [&] { flag.store(true); });
     }},
    {"readers and a writer",
     [] {
       std::shared_mutex mutex;
       int value = 0;
       InTwo(
           [&] {
             std::shared_lock<std::shared_mutex> lock(mutex);
             NoteOutcome(static_cast<uint64_t>(value));
           },
           [&] {
             std::unique_lock<std::shared_mutex> lock(mutex);
             value = 7;
           });
     }},
    {"an exception that a thread catches",
     [] {
       std::atomic<int> caught{0};
       const auto fail = [&] {
         try {
           throw std::runtime_error("caught");
         } catch (const std::exception&) {
           caught.fetch_add(1);
         }
       };
       InTwo(fail, fail);
       NoteOutcome(static_cast<uint64_t>(caught.load()));
     }},
    {"an exception that nobody catches",
     [] {
       std::thread([] { throw std::runtime_error("not caught"); }).join();
     }},
    {"a thread_local variable with a destructor",
     [] {
       static std::atomic<int> destroyed;
       destroyed = 0;
       struct Counter {
         ~Counter() { destroyed.fetch_add(1); }
         int value = 0;
       };
       const auto use = [] {
         thread_local Counter counter;
         ++counter.value;
         NoteOutcome(static_cast<uint64_t>(counter.value));
       };
       InTwo(use, use);
       NoteOutcome(static_cast<uint64_t>(100 + destroyed.load()));
     }},
    {"errno is each thread's own",
     [] {
       std::mutex mutex;
       const auto set = [&](int value) {
         errno = value;
         std::lock_guard<std::mutex> lock(mutex);
         NoteOutcome(static_cast<uint64_t>(errno));
       };
       InTwo([&] { set(3); }, [&] { set(4); });
     }},
    {"pthread_self and its use by another",
     [] {
       pthread_t self = 0;
       std::thread thread([&] { self = pthread_self(); });
       const pthread_t told = thread.native_handle();
       thread.join();
       NoteOutcome(pthread_equal(self, told) != 0 ? 1 : 0);
     }},
    {"a future",
     [] {
       std::promise<int> promise;
       std::future<int> future = promise.get_future();
       InTwo([&] { promise.set_value(3); },
             [&] { NoteOutcome(static_cast<uint64_t>(future.get())); });
     }},
    {"a latch and a barrier",
     [] {
       std::latch latch(2);
       std::barrier barrier(2);
       const auto meet = [&] {
         latch.arrive_and_wait();
         barrier.arrive_and_wait();
       };
       InTwo(meet, meet);
     }},
    {"a semaphore",
     [] {
       std::counting_semaphore<2> semaphore(0);
       InTwo([&] { semaphore.acquire(); }, [&] { semaphore.release(); });
     }},
    {"call_once",
     [] {
       std::once_flag once;
       std::atomic<int> calls{0};
       const auto call = [&] { std::call_once(once, [&] { ++calls; }); };
       InTwo(call, call);
       NoteOutcome(static_cast<uint64_t>(calls.load()));
     }},
    {"memory that is used after it was freed",
     [] {
       auto* value = new std::atomic<int>(1);
       InTwo([&] { delete value; }, [&] { value->load(); });
     }},
    {"a null pointer",
     [] {
       std::atomic<int*> place{nullptr};
       static int value;
       InTwo([&] { place.store(&value); }, [&] { *place.load() = 1; });
     }},
    {"a thread that makes a thread",
     [] {
       std::atomic<int> sum{0};
       std::thread outer([&] {
         std::thread inner([&] { sum.fetch_add(1); });
         sum.fetch_add(2);
         inner.join();
       });
       NoteOutcome(static_cast<uint64_t>(sum.load()));
       outer.join();
     }},
    {"a thread that nobody joins",
     [] {
       static std::mutex mutex;
       std::thread([] { std::lock_guard<std::mutex> lock(mutex); }).detach();
     }},
    {"memory that a schedule changes",
     [] {
       static int runs;
       static std::vector<int>* const kept = new std::vector<int>;
       kept->push_back(++runs);
       NoteOutcome(static_cast<uint64_t>(runs) * 10 + kept->size());
     }},
};

TEST(Modes, DoTheSameOnThesePrograms) {
  for (const Program& program : kPrograms) {
    ExpectTheSameInEachMode(
        program.name, [](void* body) { reinterpret_cast<void (*)()>(body)(); },
        reinterpret_cast<void*>(program.body));
  }
}

TEST(Modes, DoTheSameOnRandomPrograms) {
  for (uint64_t seed = 0; seed < 12; ++seed) {
    RandomProgram program = RandomProgram::Make(seed);
    ExpectTheSameInEachMode(
        "seed " + std::to_string(seed),
        [](void* made) { static_cast<const RandomProgram*>(made)->Run(); },
        &program);
  }
}

}  // namespace
}  // namespace racefree::explore
