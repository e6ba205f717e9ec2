// Small programs in plain C, one for each name in the first argument; some are
// right and some are not.

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>
#include <time.h>

static int balance;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static void* AddLocked(void* amount) {
  pthread_mutex_lock(&mutex);
  balance += *(int*)amount;
  pthread_mutex_unlock(&mutex);
  return amount;
}

static void* AddUnlocked(void* amount) {
  balance += *(int*)amount;
  return NULL;
}

static int RunTwo(void* (*entry)(void*)) {
  int one = 1;
  int two = 2;
  pthread_t threads[2];
  pthread_create(&threads[0], NULL, entry, &one);
  pthread_create(&threads[1], NULL, entry, &two);
  pthread_join(threads[0], NULL);
  pthread_join(threads[1], NULL);
  return balance == 3 ? 0 : 1;
}

static int Locked(void) { return RunTwo(AddLocked); }
static int Race(void) { return RunTwo(AddUnlocked); }

// C's own threads: a queue of one place.
static mtx_t lock;
static cnd_t changed;
static int item;
static int produced = 3;
static int checks_twice;

static int Produce(void* unused) {
  (void)unused;
  for (int i = 1; i <= produced; ++i) {
    mtx_lock(&lock);
    while (item != 0) cnd_wait(&changed, &lock);
    item = i;
    cnd_broadcast(&changed);
    mtx_unlock(&lock);
  }
  return produced;
}

static int Consume(void* unused) {
  (void)unused;
  mtx_lock(&lock);
  if (item == 0) cnd_wait(&changed, &lock);
  while (checks_twice && item == 0) cnd_wait(&changed, &lock);
  assert(item != 0);
  item = 0;
  cnd_broadcast(&changed);
  mtx_unlock(&lock);
  return 0;
}

static int RunQueue(int right) {
  checks_twice = right;
  produced = 2;
  mtx_init(&lock, mtx_plain);
  cnd_init(&changed);
  thrd_t producer;
  thrd_t consumers[2];
  thrd_create(&consumers[0], Consume, NULL);
  thrd_create(&consumers[1], Consume, NULL);
  thrd_create(&producer, Produce, NULL);
  int result = 0;
  thrd_join(producer, &result);
  thrd_join(consumers[0], NULL);
  thrd_join(consumers[1], NULL);
  cnd_destroy(&changed);
  mtx_destroy(&lock);
  return result == 2 ? 0 : 1;
}

static int Queue(void) { return RunQueue(1); }
static int QueueWithIf(void) { return RunQueue(0); }

static once_flag once = ONCE_FLAG_INIT;
static int times_done;
static tss_t key;
static atomic_int destroyed;

static void DoOnce(void) { ++times_done; }
static void Destroy(void* value) {
  (void)value;
  atomic_fetch_add(&destroyed, 1);
}

static int UseKey(void* value) {
  call_once(&once, DoOnce);
  tss_set(key, value);
  struct timespec hour = {3600, 0};
  thrd_sleep(&hour, NULL);
  thrd_yield();
  if (tss_get(key) != value) thrd_exit(1);
  thrd_exit(0);
}

static int KeysAndOnce(void) {
  tss_create(&key, Destroy);
  thrd_t threads[2];
  for (int i = 0; i < 2; ++i) thrd_create(&threads[i], UseKey, &threads[i]);
  int failures = 0;
  for (int i = 0; i < 2; ++i) {
    int result = 1;
    thrd_join(threads[i], &result);
    failures += result;
  }
  return failures == 0 && times_done == 1 && destroyed == 2 ? 0 : 1;
}

static int TryAndTime(void) {
  mtx_init(&lock, mtx_timed | mtx_recursive);
  if (mtx_trylock(&lock) != thrd_success) return 1;
  if (mtx_trylock(&lock) != thrd_success) return 2;
  struct timespec soon;
  timespec_get(&soon, TIME_UTC);
  soon.tv_sec += 1;
  if (mtx_timedlock(&lock, &soon) != thrd_success) return 3;
  cnd_init(&changed);
  for (int i = 0; i < 2; ++i) mtx_unlock(&lock);
  if (cnd_timedwait(&changed, &lock, &soon) != thrd_timedout) return 4;
  mtx_unlock(&lock);
  return 0;
}

static int LocksTwice(void) {
  mtx_init(&lock, mtx_plain);
  mtx_lock(&lock);
  mtx_lock(&lock);
  return 0;
}

// The main thread leaves; the program ends with its last thread.
static int cleaned;

static void CleanUp(void* how_much) { cleaned += *(int*)how_much; }

static void* LeaveInTheMiddle(void* unused) {
  (void)unused;
  int one = 1;
  int two = 2;
  pthread_cleanup_push(CleanUp, &one);
  pthread_cleanup_push(CleanUp, &two);
  pthread_exit(&balance);
  pthread_cleanup_pop(0);
  pthread_cleanup_pop(0);
  return NULL;
}

static int LeavesByPthreadExit(void) {
  pthread_t thread;
  void* result = NULL;
  pthread_create(&thread, NULL, LeaveInTheMiddle, NULL);
  pthread_join(thread, &result);
  if (result != &balance || cleaned != 3) return 1;
  static int five = 5;
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_create(&thread, &attributes, AddLocked, &five);
  pthread_exit(NULL);
}

static int Exits(void) { exit(0); }
static int ExitsWithFailure(void) { exit(3); }
static int Fails(void) { return 7; }

static sem_t places;

static void* Take(void* unused) {
  (void)unused;
  sem_wait(&places);
  return NULL;
}

// One place for two.
static int Semaphore(void) {
  sem_init(&places, 0, 1);
  return RunTwo(Take);
}

struct Program {
  const char* name;
  int (*run)(void);
};

int main(int count, char** arguments) {
  const struct Program programs[] = {
      {"locked", Locked},
      {"race", Race},
      {"queue", Queue},
      {"queue_with_if", QueueWithIf},
      {"keys_and_once", KeysAndOnce},
      {"try_and_time", TryAndTime},
      {"locks_twice", LocksTwice},
      {"leaves_by_pthread_exit", LeavesByPthreadExit},
      {"exits", Exits},
      {"exits_with_failure", ExitsWithFailure},
      {"fails", Fails},
      {"semaphore", Semaphore},
  };
  for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); ++i) {
    if (count == 2 && strcmp(arguments[1], programs[i].name) == 0) {
      return programs[i].run();
    }
  }
  return 2;
}
