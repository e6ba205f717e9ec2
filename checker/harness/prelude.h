#ifndef RACEFREE_CHECKER_HARNESS_PRELUDE_H_
#define RACEFREE_CHECKER_HARNESS_PRELUDE_H_

// What tests and exercises include, compiled once. They include what they use
// all the same: this file only makes it fast.

// IWYU pragma: begin_keep
#include <algorithm>
#include <array>
#include <atomic>
#include <barrier>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <future>
#include <latch>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <queue>
#include <semaphore>
#include <set>
#include <shared_mutex>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "absl/synchronization/barrier.h"
#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "checker/explore/every_schedule_test.h"
#include "checker/harness/common_templates.h"
#include "checker/harness/silent_counter.h"
#include "checker/harness/take_turns.h"
#include "checker/harness/thread_state.h"
#include "checker/harness/virtual_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
// IWYU pragma: end_keep

#endif  // RACEFREE_CHECKER_HARNESS_PRELUDE_H_
