#include "lessons/04_lock/refcount.h"

#include <array>
#include <atomic>
#include <thread>
#include <utility>

#include "checker/explore/every_schedule_test.h"
#include "checker/harness/take_turns.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

// An object that counts where it ends.
class Page : public RefCounted {
 public:
  explicit Page(int& destroyed) : destroyed_(destroyed) {}
  ~Page() override {
    words = -1;
    ++destroyed_;
  }

  int words = 0;
  Ref<Page> next;

 private:
  int& destroyed_;
};

TEST(Refcount, DestroysTheObjectWithItsLastRef) {
  int destroyed = 0;
  {
    Ref<Page> one(new Page(destroyed));
    one->words = 5;
    {
      Ref<Page> two = one;
      EXPECT_EQ(two.get(), one.get());
      EXPECT_EQ((*two).words, 5);
    }
    EXPECT_EQ(destroyed, 0) << "one Ref is left";
  }
  EXPECT_EQ(destroyed, 1);
}

TEST(Refcount, IsInTheObjectItself) {
  int destroyed = 0;
  Page* const page = new Page(destroyed);
  {
    Ref<Page> one(page);
    {
      Ref<Page> two(page);
    }
    EXPECT_EQ(destroyed, 0) << "one Ref is left";
  }
  EXPECT_EQ(destroyed, 1);
}

TEST(Refcount, StaysTheSameWhenARefIsMoved) {
  int destroyed = 0;
  {
    Ref<Page> one(new Page(destroyed));
    Page* const page = one.get();
    Ref<Page> two = std::move(one);
    EXPECT_EQ(one.get(), nullptr) << "where it was moved from";
    EXPECT_EQ(two.get(), page);
    Ref<Page> three;
    three = std::move(two);
    EXPECT_EQ(three.get(), page);
    EXPECT_EQ(destroyed, 0);
  }
  EXPECT_EQ(destroyed, 1);
}

TEST(Refcount, IsNotAskedForWhereThereIsNoObject) {
  Ref<Page> nothing;
  Ref<Page> copy = nothing;
  copy = nothing;
  copy = std::move(nothing);
  EXPECT_EQ(copy.get(), nullptr);
  EXPECT_EQ(Ref<Page>(nullptr).get(), nullptr);
}

TEST(Refcount, LetsGoOfTheOldObjectWhenARefIsAssigned) {
  int old_destroyed = 0;
  int new_destroyed = 0;
  {
    Ref<Page> ref(new Page(old_destroyed));
    const Ref<Page> other(new Page(new_destroyed));
    ref = other;
    EXPECT_EQ(old_destroyed, 1);
    EXPECT_EQ(ref.get(), other.get());
    ref = Ref<Page>();
    EXPECT_EQ(ref.get(), nullptr);
    EXPECT_EQ(new_destroyed, 0) << "one Ref is left";
  }
  EXPECT_EQ(new_destroyed, 1);
}

TEST(Refcount, SurvivesAnAssignmentToItself) {
  int destroyed = 0;
  {
    Ref<Page> ref(new Page(destroyed));
    Ref<Page>& same = ref;
    ref = same;
    EXPECT_EQ(destroyed, 0);
    ref = std::move(same);
    EXPECT_EQ(destroyed == 1, ref.get() == nullptr)
        << "after it moved to itself";
  }
  EXPECT_EQ(destroyed, 1);
}

// The only Ref to the second page is in the first, which goes.
TEST(Refcount, KeepsAPageThatOnlyTheLastPageReferredTo) {
  int first_destroyed = 0;
  int second_destroyed = 0;
  {
    Ref<Page> page(new Page(first_destroyed));
    page->next = Ref<Page>(new Page(second_destroyed));
    page = page->next;
    EXPECT_EQ(first_destroyed, 1);
    EXPECT_EQ(second_destroyed, 0);
  }
  EXPECT_EQ(second_destroyed, 1);
}

TEST(RefcountInParallel, OfTwoThreadsThatCopyTheirRefs) {
  int destroyed = 0;
  {
    Ref<Page> one(new Page(destroyed));
    Ref<Page> two = one;
    TakeTurns(5, [&] { Ref<Page> copy = one; }, [&] { Ref<Page> copy = two; });
    EXPECT_EQ(destroyed, 0);
  }
  EXPECT_EQ(destroyed, 1);
}

// ThreadSanitizer remembers a few of the last uses of each word, not all of
// them. Which ones it forgets depends on what else the thread does: so it gets
// several objects to see, and other work before the end of each.
constexpr int kObjects = 16;

void DoOtherWork(int amount) {
  static std::array<std::atomic<int>, kObjects> work;
  for (int i = 0; i < amount; ++i) work[i].store(i, std::memory_order_relaxed);
}

TEST(RefcountInParallel, OrdersWhatOneThreadDidBeforeTheEndByAnother) {
  for (int object = 0; object < kObjects; ++object) {
    int destroyed = 0;
    Ref<Page> one(new Page(destroyed));
    Ref<Page> two = one;
    TakeTurns(
        1,
        [&] {
          one->words = 5;
          one = Ref<Page>();
        },
        [&] {
          EXPECT_EQ(destroyed, 0);
          DoOtherWork(object);
          two = Ref<Page>();
          EXPECT_EQ(destroyed, 1);
        });
  }
}

TEST(RefcountInParallel, OrdersWhatACopyDidBeforeTheEndByAnother) {
  for (int object = 0; object < kObjects; ++object) {
    int destroyed = 0;
    Ref<Page> one(new Page(destroyed));
    Ref<Page> two = one;
    TakeTurns(
        1,
        [&] {
          const Ref<Page> copy = one;
          one = Ref<Page>();
          EXPECT_EQ(copy->words, 0);
        },
        [&] {
          DoOtherWork(object);
          two = Ref<Page>();
          EXPECT_EQ(destroyed, 1);
        });
  }
}

EVERY_SCHEDULE_TEST_WITH(Refcount, EndsTheObjectOnceWithTheLastOfTwoThreads,
                         {.weak_memory = true}) {
  int destroyed = 0;
  Ref<Page> one(new Page(destroyed));
  Ref<Page> two = one;
  std::thread first([&] {
    EXPECT_EQ(one->words, 0);
    one = Ref<Page>();
  });
  std::thread second([&] {
    EXPECT_EQ(two->words, 0);
    two = Ref<Page>();
  });
  first.join();
  second.join();
  EXPECT_EQ(destroyed, 1);
}

EVERY_SCHEDULE_TEST_WITH(Refcount, CountsTheCopiesOfTwoThreads,
                         {.weak_memory = true}) {
  int destroyed = 0;
  Ref<Page> one(new Page(destroyed));
  Ref<Page> two = one;
  std::thread first([&] {
    Ref<Page> copy = one;
    one = Ref<Page>();
    EXPECT_EQ(copy->words, 0);
  });
  std::thread second([&] {
    Ref<Page> copy = two;
    two = Ref<Page>();
    EXPECT_EQ(copy->words, 0);
  });
  first.join();
  second.join();
  EXPECT_EQ(destroyed, 1);
}

}  // namespace
}  // namespace racefree
