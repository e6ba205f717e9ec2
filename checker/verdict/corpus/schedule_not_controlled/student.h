#ifndef RACEFREE_LESSONS_04_LOCK_SCHEDULE_NOT_CONTROLLED_H_
#define RACEFREE_LESSONS_04_LOCK_SCHEDULE_NOT_CONTROLLED_H_

#include <sys/wait.h>
#include <unistd.h>

class Account {
 public:
  // Lets a process of its own do the sum.
  void Change(int amount) {
    const pid_t child = fork();
    if (child == 0) _exit(balance_ + amount);
    int status = 0;
    waitpid(child, &status, 0);
    balance_ = WEXITSTATUS(status);
  }

  int balance() const { return balance_; }

 private:
  int balance_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_SCHEDULE_NOT_CONTROLLED_H_
