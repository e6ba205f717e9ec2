#include "lessons/04_lock/race_on_vptr.h"

#include "gtest/gtest.h"

TEST(WorkerInParallel, CountsItsSteps) { CountingWorker worker; }
