// Each facility of POSIX threads: small programs that use it wrongly.

#include <pthread.h>
#include <semaphore.h>
#include <time.h>
#include <unistd.h>

#include <thread>

#include "checker/explore/tests/programs.h"
#include "gtest/gtest.h"

namespace racefree::explore {
namespace {

using Kind = FindingKind;

timespec InASecond(clockid_t clock) {
  timespec time;
  clock_gettime(clock, &time);
  time.tv_sec += 1;
  return time;
}

pthread_spinlock_t spin;
pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
pthread_key_t key;
sem_t semaphore;
int value = 0;

void* Nothing(void*) { return nullptr; }

pthread_mutex_t MutexOfKind(int kind) {
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  pthread_mutexattr_settype(&attributes, kind);
  pthread_mutex_t made;
  pthread_mutex_init(&made, &attributes);
  return made;
}

const BuggyProgram kBuggy[] = {
    {"spin lock that is only tried", Kind::kDataRace,
     [] {
       pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE);
       auto add = [] {
         const bool mine = pthread_spin_trylock(&spin) == 0;
         ++value;
         if (mine) pthread_spin_unlock(&spin);
       };
       InTwo(add, add);
     }},
    {"spin lock, held twice", Kind::kDeadlock,
     [] {
       pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE);
       pthread_spin_lock(&spin);
       pthread_spin_lock(&spin);
     }},
    {"spin lock destroyed while it is held", Kind::kLockMisuse,
     [] {
       pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE);
       pthread_spin_lock(&spin);
       pthread_spin_destroy(&spin);
     }},
    {"writes under the readers' lock", Kind::kDataRace,
     [] {
       auto add = [] {
         pthread_rwlock_rdlock(&rwlock);
         ++value;
         pthread_rwlock_unlock(&rwlock);
       };
       InTwo(add, add);
     }},
    {"reader that wants to write as well", Kind::kDeadlock,
     [] {
       pthread_rwlock_rdlock(&rwlock);
       pthread_rwlock_wrlock(&rwlock);
     }},
    {"unlocks a readers-writer lock that it has not", Kind::kLockMisuse,
     [] { pthread_rwlock_unlock(&rwlock); }},
    {"forgets that a timed lock may fail", Kind::kDataRace,
     [] {
       auto add = [] {
         const timespec limit = InASecond(CLOCK_REALTIME);
         const bool mine = pthread_mutex_timedlock(&mutex, &limit) == 0;
         ++value;
         if (mine) pthread_mutex_unlock(&mutex);
       };
       InTwo(add, add);
     }},
    {"recursive mutex unlocked once too seldom", Kind::kDeadlock,
     [] {
       static pthread_mutex_t mine;
       mine = MutexOfKind(PTHREAD_MUTEX_RECURSIVE);
       auto add = [] {
         pthread_mutex_lock(&mine);
         pthread_mutex_lock(&mine);
         pthread_mutex_unlock(&mine);
       };
       InTwo(add, add);
     }},
    {"takes a time-out for a signal", Kind::kFailedExpectation,
     [] {
       InTwo(
           [] {
             pthread_mutex_lock(&mutex);
             value = 1;
             pthread_cond_signal(&condition);
             pthread_mutex_unlock(&mutex);
           },
           [] {
             const timespec limit = InASecond(CLOCK_REALTIME);
             pthread_mutex_lock(&mutex);
             if (value == 0) {
               pthread_cond_timedwait(&condition, &mutex, &limit);
             }
             EXPECT_EQ(value, 1);
             pthread_mutex_unlock(&mutex);
           });
     }},
    {"waits without its mutex", Kind::kLockMisuse,
     [] { pthread_cond_wait(&condition, &mutex); }},
    {"signals one of two", Kind::kLostWakeUp,
     [] {
       auto wait = [] {
         pthread_mutex_lock(&mutex);
         while (value == 0) pthread_cond_wait(&condition, &mutex);
         pthread_mutex_unlock(&mutex);
       };
       std::thread a(wait);
       std::thread b(wait);
       pthread_mutex_lock(&mutex);
       value = 1;
       pthread_cond_signal(&condition);
       pthread_mutex_unlock(&mutex);
       a.join();
       b.join();
     }},
    {"condition variable destroyed under a waiter", Kind::kLockMisuse,
     [] {
       static bool waits = false;
       InTwo(
           [] {
             pthread_mutex_lock(&mutex);
             waits = true;
             while (value == 0) pthread_cond_wait(&condition, &mutex);
             pthread_mutex_unlock(&mutex);
           },
           [] {
             pthread_mutex_lock(&mutex);
             if (waits) pthread_cond_destroy(&condition);
             value = 1;
             pthread_mutex_unlock(&mutex);
           });
     }},
    {"barrier for one too many", Kind::kDeadlock,
     [] {
       static pthread_barrier_t barrier;
       pthread_barrier_init(&barrier, nullptr, 3);
       auto meet = [] { pthread_barrier_wait(&barrier); };
       InTwo(meet, meet);
     }},
    {"barrier destroyed under a waiter", Kind::kLockMisuse,
     [] {
       static pthread_barrier_t barrier;
       pthread_barrier_init(&barrier, nullptr, 2);
       InTwo([] { pthread_barrier_wait(&barrier); },
             [] { pthread_barrier_destroy(&barrier); });
     }},
    {"barrier that was never made", Kind::kLockMisuse,
     [] {
       static pthread_barrier_t barrier;
       pthread_barrier_wait(&barrier);
     }},
    {"semaphore with room for two", Kind::kDataRace,
     [] {
       sem_init(&semaphore, 0, 2);
       auto add = [] {
         sem_wait(&semaphore);
         ++value;
         sem_post(&semaphore);
       };
       InTwo(add, add);
     }},
    {"semaphore destroyed under a waiter", Kind::kLockMisuse,
     [] {
       sem_init(&semaphore, 0, 0);
       InTwo([] { sem_wait(&semaphore); }, [] { sem_destroy(&semaphore); });
     }},
    {"once within itself", Kind::kDeadlock,
     [] {
       static pthread_once_t mine = PTHREAD_ONCE_INIT;
       static void (*const again)() = [] {
         pthread_once(&mine, [] { ++value; });
       };
       pthread_once(&mine, again);
     }},
    {"thread-specific value freed twice", Kind::kDoubleFree,
     [] {
       pthread_key_create(&key, [](void* mine) { free(mine); });
       std::thread([] {
         void* mine = malloc(8);
         pthread_setspecific(key, mine);
         free(mine);
       }).join();
     }},
    {"joins twice", Kind::kLockMisuse,
     [] {
       pthread_t thread;
       pthread_create(&thread, nullptr, Nothing, nullptr);
       pthread_join(thread, nullptr);
       pthread_join(thread, nullptr);
     }},
    {"joins what it detached", Kind::kLockMisuse,
     [] {
       pthread_t thread;
       pthread_create(&thread, nullptr, Nothing, nullptr);
       pthread_detach(thread);
       pthread_join(thread, nullptr);
     }},
    {"cancels", Kind::kNotControlled,
     [] {
       pthread_t thread;
       pthread_create(
           &thread, nullptr,
           [](void*) -> void* {
             sleep(1000);
             return nullptr;
           },
           nullptr);
       pthread_cancel(thread);
       pthread_join(thread, nullptr);
     }},
    {"mutex shared with other processes", Kind::kNotControlled,
     [] {
       pthread_mutexattr_t attributes;
       pthread_mutexattr_init(&attributes);
       pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
     }},
    {"robust mutex", Kind::kNotControlled,
     [] {
       pthread_mutexattr_t attributes;
       pthread_mutexattr_init(&attributes);
       pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
     }},
    {"semaphore with a name", Kind::kNotControlled,
     [] { sem_open("/racefree", 0); }},
};

class PthreadMisuse : public testing::TestWithParam<BuggyProgram> {};
TEST_P(PthreadMisuse, IsFound) { ExpectItIsFound(GetParam()); }
INSTANTIATE_TEST_SUITE_P(All, PthreadMisuse, testing::ValuesIn(kBuggy));

}  // namespace
}  // namespace racefree::explore
