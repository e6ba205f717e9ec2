// Each facility of POSIX threads: a small program that uses it rightly. (The
// wrong ones: facilities_pthread_misuse_test.cc.)

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <time.h>
#include <unistd.h>

#include <thread>

#include "checker/explore/tests/programs.h"
#include "gtest/gtest.h"

namespace racefree::explore {
namespace {

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
pthread_once_t once = PTHREAD_ONCE_INIT;
pthread_key_t key;
sem_t semaphore;
int value = 0;

void InitializeOnce() { ++value; }

void* Nothing(void*) { return nullptr; }

pthread_mutex_t MutexOfKind(int kind) {
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  pthread_mutexattr_settype(&attributes, kind);
  pthread_mutex_t made;
  pthread_mutex_init(&made, &attributes);
  return made;
}

const CorrectProgram kCorrect[] = {
    {"spin lock",
     [] {
       pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE);
       auto add = [] {
         if (pthread_spin_trylock(&spin) != 0) pthread_spin_lock(&spin);
         ++value;
         pthread_spin_unlock(&spin);
       };
       InTwo(add, add);
       EXPECT_EQ(value, 2);
       pthread_spin_destroy(&spin);
     }},
    {"readers-writer lock",
     [] {
       InTwo(
           [] {
             pthread_rwlock_wrlock(&rwlock);
             value = 1;
             pthread_rwlock_unlock(&rwlock);
           },
           [] {
             pthread_rwlock_rdlock(&rwlock);
             EXPECT_GE(value, 0);
             pthread_rwlock_unlock(&rwlock);
           });
     }},
    {"readers-writer lock, tried and timed",
     [] {
       auto add = [] {
         const timespec limit = InASecond(CLOCK_REALTIME);
         if (pthread_rwlock_trywrlock(&rwlock) != 0 &&
             pthread_rwlock_timedwrlock(&rwlock, &limit) != 0) {
           return;
         }
         ++value;
         pthread_rwlock_unlock(&rwlock);
       };
       InTwo(add, add);
       EXPECT_EQ(pthread_rwlock_tryrdlock(&rwlock), 0);
       EXPECT_EQ(pthread_rwlock_trywrlock(&rwlock), EBUSY);
       EXPECT_EQ(pthread_rwlock_unlock(&rwlock), 0);
       EXPECT_GE(value, 1);
     },
     /*has_limits=*/true},
    {"recursive mutex",
     [] {
       pthread_mutex_t mine = MutexOfKind(PTHREAD_MUTEX_RECURSIVE);
       auto add = [&] {
         pthread_mutex_lock(&mine);
         EXPECT_EQ(pthread_mutex_trylock(&mine), 0);
         ++value;
         pthread_mutex_unlock(&mine);
         pthread_mutex_unlock(&mine);
       };
       InTwo(add, add);
       EXPECT_EQ(value, 2);
       EXPECT_EQ(pthread_mutex_destroy(&mine), 0);
     }},
    {"timed lock of a mutex",
     [] {
       auto add = [] {
         const timespec limit = InASecond(CLOCK_REALTIME);
         if (pthread_mutex_timedlock(&mutex, &limit) != 0) return;
         ++value;
         pthread_mutex_unlock(&mutex);
       };
       InTwo(add, add);
     },
     true},
    {"condition variable, timed",
     [] {
       InTwo(
           [] {
             pthread_mutex_lock(&mutex);
             value = 1;
             pthread_mutex_unlock(&mutex);
             pthread_cond_signal(&condition);
           },
           [] {
             const timespec limit = InASecond(CLOCK_REALTIME);
             pthread_mutex_lock(&mutex);
             int error = 0;
             while (value == 0 && error == 0) {
               error = pthread_cond_timedwait(&condition, &mutex, &limit);
             }
             EXPECT_TRUE(value == 1 || error == ETIMEDOUT);
             pthread_mutex_unlock(&mutex);
           });
     },
     true},
    {"condition variable by the steady clock",
     [] {
       pthread_condattr_t attributes;
       pthread_condattr_init(&attributes);
       pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
       pthread_cond_t mine;
       pthread_cond_init(&mine, &attributes);
       const timespec limit = InASecond(CLOCK_MONOTONIC);
       pthread_mutex_lock(&mutex);
       EXPECT_EQ(pthread_cond_timedwait(&mine, &mutex, &limit), ETIMEDOUT);
       timespec now;
       clock_gettime(CLOCK_MONOTONIC, &now);
       EXPECT_TRUE(now.tv_sec > limit.tv_sec || (now.tv_sec == limit.tv_sec &&
                                                 now.tv_nsec >= limit.tv_nsec));
       pthread_mutex_unlock(&mutex);
       pthread_cond_destroy(&mine);
     },
     true},
    {"broadcast",
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
       pthread_cond_broadcast(&condition);
       pthread_mutex_unlock(&mutex);
       a.join();
       b.join();
     }},
    {"barrier",
     [] {
       pthread_barrier_t barrier;
       pthread_barrier_init(&barrier, nullptr, 2);
       int last = 0;
       int seen[2] = {0, 0};
       auto meet = [&](int id) {
         seen[id] = 1;
         if (pthread_barrier_wait(&barrier) == PTHREAD_BARRIER_SERIAL_THREAD) {
           ++last;
         }
         EXPECT_EQ(seen[1 - id], 1);
       };
       InTwo([&] { meet(0); }, [&] { meet(1); });
       EXPECT_EQ(last, 1);
       EXPECT_EQ(pthread_barrier_destroy(&barrier), 0);
     }},
    {"barrier and condition variable destroyed as soon as may be",
     [] {
       static pthread_barrier_t barrier;
       pthread_barrier_init(&barrier, nullptr, 2);
       InTwo(
           [] {
             pthread_mutex_lock(&mutex);
             while (value == 0) pthread_cond_wait(&condition, &mutex);
             pthread_mutex_unlock(&mutex);
             pthread_barrier_wait(&barrier);
           },
           [] {
             pthread_mutex_lock(&mutex);
             value = 1;
             pthread_cond_broadcast(&condition);
             pthread_cond_destroy(&condition);
             pthread_mutex_unlock(&mutex);
             pthread_barrier_wait(&barrier);
             pthread_barrier_destroy(&barrier);
           });
     }},
    {"semaphore",
     [] {
       sem_init(&semaphore, 0, 0);
       InTwo(
           [] {
             value = 7;
             sem_post(&semaphore);
           },
           [] {
             sem_wait(&semaphore);
             EXPECT_EQ(value, 7);
           });
       EXPECT_EQ(sem_trywait(&semaphore), -1);
       EXPECT_EQ(errno, EAGAIN);
       const timespec limit = InASecond(CLOCK_REALTIME);
       EXPECT_EQ(sem_timedwait(&semaphore, &limit), -1);
       EXPECT_EQ(errno, ETIMEDOUT);
       sem_destroy(&semaphore);
     },
     true},
    {"once",
     [] {
       auto use = [] {
         pthread_once(&once, InitializeOnce);
         EXPECT_EQ(value, 1);
       };
       InTwo(use, use);
     }},
    {"thread-specific values",
     [] {
       pthread_key_create(&key, [](void* mine) { ++*static_cast<int*>(mine); });
       int values[2] = {0, 0};
       auto use = [&](int id) {
         pthread_setspecific(key, &values[id]);
         EXPECT_EQ(pthread_getspecific(key), &values[id]);
       };
       InTwo([&] { use(0); }, [&] { use(1); });
       EXPECT_EQ(values[0] + values[1], 2);
       EXPECT_EQ(pthread_key_delete(key), 0);
     }},
    {"attributes of a thread, and itself",
     [] {
       pthread_attr_t attributes;
       pthread_attr_init(&attributes);
       pthread_attr_setstacksize(&attributes, 1 << 20);
       pthread_t thread;
       pthread_create(
           &thread, &attributes,
           [](void*) -> void* {
             return reinterpret_cast<void*>(pthread_self());
           },
           nullptr);
       void* self = nullptr;
       EXPECT_EQ(pthread_join(thread, &self), 0);
       EXPECT_TRUE(pthread_equal(reinterpret_cast<pthread_t>(self), thread));
       EXPECT_FALSE(pthread_equal(pthread_self(), thread));
     }},
    {"clean-up handlers when a thread leaves",
     [] {
       pthread_t thread;
       pthread_create(
           &thread, nullptr,
           [](void*) -> void* {
             pthread_cleanup_push([](void*) { ++value; }, nullptr);
             pthread_exit(nullptr);
             pthread_cleanup_pop(0);
             return nullptr;
           },
           nullptr);
       pthread_join(thread, nullptr);
       EXPECT_EQ(value, 1);
     }},
    {"tries to join",
     [] {
       pthread_t thread;
       pthread_create(&thread, nullptr, Nothing, nullptr);
       if (pthread_tryjoin_np(thread, nullptr) == EBUSY) {
         EXPECT_EQ(pthread_join(thread, nullptr), 0);
       }
     }},
    {"sleeps",
     [] {
       InTwo([] { EXPECT_EQ(usleep(10), 0); }, [] { EXPECT_EQ(sleep(1), 0u); });
     },
     true},
};

class PthreadFacilities : public testing::TestWithParam<CorrectProgram> {};
TEST_P(PthreadFacilities, IsExhaustedWithoutAFinding) {
  ExpectNothingIsFound(GetParam());
}
INSTANTIATE_TEST_SUITE_P(All, PthreadFacilities, testing::ValuesIn(kCorrect));

}  // namespace
}  // namespace racefree::explore
