#include "lessons/04_lock/check_then_act.h"

#include <functional>
#include <optional>
#include <thread>

#include "checker/explore/every_schedule_test.h"
#include "checker/harness/take_turns.h"
#include "checker/harness/thread_state.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

bool SayYes() { return true; }

bool SayNo() { return false; }

// A customer on a thread of its own, who comes while another one is being asked
// and goes as far as possible without waiting.
class SecondCustomer {
 public:
  void Withdraw(Account& account, int amount) {
    withdrawal_.emplace([this, &account, amount] {
      success_ = account.Withdraw(amount, SayYes);
    });
    withdrawal_->WaitUntilReturnedOrHeldUp();
  }

  // Waits for the end of the withdrawal.
  bool Success() {
    withdrawal_.reset();
    return success_;
  }

 private:
  bool success_ = false;
  std::optional<WatchedCall> withdrawal_;
};

TEST(CheckThenAct, TakesWhatThereIs) {
  Account account(100);
  EXPECT_TRUE(account.Withdraw(80, SayYes));
  EXPECT_EQ(account.balance(), 20);
  EXPECT_TRUE(account.Withdraw(20, SayYes));
  EXPECT_EQ(account.balance(), 0);
}

TEST(CheckThenAct, TakesNothingIfThereIsNotEnough) {
  Account account(100);
  EXPECT_FALSE(account.Withdraw(101, SayYes));
  EXPECT_EQ(account.balance(), 100);
  account.Deposit(1);
  EXPECT_TRUE(account.Withdraw(101, SayYes));
}

TEST(CheckThenAct, TakesNothingIfTheCustomerSaysNo) {
  Account account(100);
  EXPECT_FALSE(account.Withdraw(80, SayNo));
  EXPECT_EQ(account.balance(), 100);
}

TEST(CheckThenAct, AsksOnceAtMost) {
  Account account(100);
  int questions = 0;
  account.Withdraw(80, [&] {
    ++questions;
    return true;
  });
  EXPECT_EQ(questions, 1);
}

TEST(CheckThenAct, GivesTheMoneyToOneOfTwoCustomers) {
  Account account(100);
  SecondCustomer second;
  const bool first_success = account.Withdraw(80, [&] {
    second.Withdraw(account, 80);
    return true;
  });
  EXPECT_EQ(account.balance(), 20);
  EXPECT_NE(first_success, second.Success())
      << "one gets it, the other does not";
}

TEST(CheckThenAct, AsksOnceEvenIfAnotherCustomerComesInBetween) {
  Account account(100);
  SecondCustomer second;
  int questions = 0;
  account.Withdraw(40, [&] {
    if (++questions == 1) second.Withdraw(account, 40);
    return true;
  });
  EXPECT_TRUE(second.Success());
  EXPECT_EQ(account.balance(), 20);
  EXPECT_EQ(questions, 1);
}

TEST(CheckThenAct, RefusesNobodyBecauseOfACustomerWhoThenSaysNo) {
  Account account(100);
  SecondCustomer second;
  account.Withdraw(80, [&] {
    second.Withdraw(account, 80);
    return false;
  });
  EXPECT_TRUE(second.Success());
  EXPECT_EQ(account.balance(), 20);
}

TEST(CheckThenAct, TakesNothingBeforeTheAnswer) {
  Account account(100);
  int seen = 100;
  std::optional<WatchedCall> look;
  account.Withdraw(80, [&] {
    look.emplace([&] { seen = account.balance(); });
    look->WaitUntilReturnedOrHeldUp();
    return false;
  });
  look.reset();
  EXPECT_EQ(seen, 100);
}

TEST(CheckThenActInParallel, OfTwoCustomers) {
  Account account(10);
  TakeTurns(
      10, [&] { EXPECT_TRUE(account.Withdraw(8, SayYes)); },
      [&] { account.Deposit(8); });
  EXPECT_EQ(account.balance(), 10);
}

TEST(CheckThenActInParallel, OfOneCustomerAndOneWhoLooks) {
  Account account(100);
  int expected = 100;
  TakeTurns(
      10, [&] { EXPECT_TRUE(account.Withdraw(5, SayYes)); },
      [&] { EXPECT_EQ(account.balance(), expected -= 5); });
}

TEST(CheckThenActInParallel, OfTwoCustomersOfWhomOneIsRefused) {
  Account account(0);
  TakeTurns(
      10, [&] { EXPECT_FALSE(account.Withdraw(100, SayYes)); },
      [&] { account.Deposit(1); });
}

EVERY_SCHEDULE_TEST(CheckThenAct, GivesTheMoneyToOneOfTwoThreads) {
  Account account(100);
  bool one_success = false;
  bool two_success = false;
  std::thread one([&] { one_success = account.Withdraw(80, SayYes); });
  std::thread two([&] { two_success = account.Withdraw(80, SayYes); });
  EXPECT_GE(account.balance(), 0) << "seen while they are at it";
  one.join();
  two.join();
  EXPECT_EQ(account.balance(), 20);
  EXPECT_NE(one_success, two_success);
}

EVERY_SCHEDULE_TEST(CheckThenAct, RefusesNobodyWhoseMoneyIsThere) {
  Account account(10);
  std::thread one([&] { EXPECT_TRUE(account.Withdraw(4, SayYes)); });
  std::thread two([&] { EXPECT_TRUE(account.Withdraw(6, SayYes)); });
  one.join();
  two.join();
  EXPECT_EQ(account.balance(), 0);
}

}  // namespace
}  // namespace racefree
