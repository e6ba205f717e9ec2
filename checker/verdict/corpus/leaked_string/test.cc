#include "lessons/04_lock/leaked_string.h"

#include "gtest/gtest.h"

TEST(Names, AreFreed) {
  Names names;
  names.Add("a name that is long enough for the heap");
  names.Add("another name that is long enough for the heap");
}
