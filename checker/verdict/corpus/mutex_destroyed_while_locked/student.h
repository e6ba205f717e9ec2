#pragma once

#include <pthread.h>

inline void Leave() {
  pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_lock(&mutex);
  pthread_mutex_destroy(&mutex);
}
