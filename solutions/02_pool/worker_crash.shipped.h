// A pool of worker processes that shall outlive its workers.
//
// Stability is what processes are for: a crash ends one worker, and not the
// program. But here one dead worker is the end of Map, and of every result.
//
// Task: Map has a result for each task, in the order of the tasks. If a worker
//   dies while it has a task, that task has an error, DescribeEnd's words in
//   it, and no value; all others have their values.
// Constraints: no task is given to two workers. A new worker takes the place of
//   the dead one, and the living stay. The dead one is reaped at once, it
//   alone, and its pipes are closed. No worker has an end of another's pipe;
//   the numbers of descriptors that were closed are given out again. (Workers
//   do not die between two tasks.)
// You may need: waitpid, close, and what is there already.
#ifndef RACEFREE_LESSONS_02_POOL_WORKER_CRASH_H_
#define RACEFREE_LESSONS_02_POOL_WORKER_CRASH_H_

#include <poll.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

// Given: whole messages over a pipe, of any length. Both wait until they are
// done. There is no message when nobody has the other end any more.

inline void WriteAll(int descriptor, const void* data, std::size_t size) {
  const char* next = static_cast<const char*>(data);
  while (size > 0) {
    const ssize_t count = write(descriptor, next, size);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw std::system_error(errno, std::generic_category());
    next += count;
    size -= count;
  }
}

inline bool ReadAll(int descriptor, void* data, std::size_t size) {
  char* next = static_cast<char*>(data);
  while (size > 0) {
    const ssize_t count = read(descriptor, next, size);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    next += count;
    size -= count;
  }
  return true;
}

inline void WriteMessage(int descriptor, const std::string& message) {
  const std::size_t size = message.size();
  WriteAll(descriptor, &size, sizeof(size));
  WriteAll(descriptor, message.data(), size);
}

inline std::optional<std::string> ReadMessage(int descriptor) {
  std::size_t size;
  if (!ReadAll(descriptor, &size, sizeof(size))) return std::nullopt;
  std::string message(size, '\0');
  if (!ReadAll(descriptor, message.data(), size)) return std::nullopt;
  return message;
}

// Given: how a process ended, in words. `status` is what waitpid told.
inline std::string DescribeEnd(int status) {
  if (WIFSIGNALED(status)) {
    return "the worker was ended by signal " + std::to_string(WTERMSIG(status));
  }
  return "the worker ended with exit code " +
         std::to_string(WEXITSTATUS(status));
}

struct TaskResult {
  std::string value;
  // Why there is no value; empty if there is one.
  std::string error;
};

class ProcessPool {
 public:
  // Called in the workers. Does not throw, but may end the process.
  using Function = std::function<std::string(const std::string& task)>;

  // Starts so many workers; at least one.
  ProcessPool(int workers, Function function) : function_(std::move(function)) {
    for (int i = 0; i < workers; ++i) workers_.push_back(StartWorker());
  }

  ~ProcessPool() {
    for (const Worker& worker : workers_) {
      close(worker.tasks);
      close(worker.results);
    }
    for (const Worker& worker : workers_) waitpid(worker.process, nullptr, 0);
  }

  ProcessPool(const ProcessPool&) = delete;
  ProcessPool& operator=(const ProcessPool&) = delete;

  std::vector<TaskResult> Map(const std::vector<std::string>& tasks) {
    std::vector<TaskResult> results(tasks.size());
    std::size_t given = 0;
    std::size_t done = 0;
    for (Worker& worker : workers_) {
      if (given < tasks.size()) Give(worker, tasks, given++);
    }
    while (done < tasks.size()) {
      Worker& worker = WaitForWorker();
      // There is no message if the worker died.
      std::optional<std::string> value = ReadMessage(worker.results);
      // TODO: One task could not be done. What of all the others?
      if (!value.has_value()) throw std::runtime_error("a worker died");
      results[worker.task].value = *value;
      ++done;
      if (given < tasks.size()) Give(worker, tasks, given++);
    }
    return results;
  }

 private:
  struct Worker {
    pid_t process;
    // The ends of its pipes that are ours.
    int tasks;
    int results;
    // Which task it has.
    std::size_t task = 0;
  };

  static void Give(Worker& worker, const std::vector<std::string>& tasks,
                   std::size_t number) {
    worker.task = number;
    WriteMessage(worker.tasks, tasks[number]);
  }

  Worker StartWorker() {
    int tasks[2];
    int results[2];
    if (pipe(tasks) != 0 || pipe(results) != 0) {
      throw std::system_error(errno, std::generic_category(), "pipe");
    }
    const pid_t process = fork();
    if (process < 0) {
      throw std::system_error(errno, std::generic_category(), "fork");
    }
    if (process == 0) {
      close(tasks[1]);
      close(results[0]);
      // Our ends of the pipes of those who were there before.
      for (const Worker& other : workers_) {
        close(other.tasks);
        close(other.results);
      }
      Work(tasks[0], results[1]);
    }
    close(tasks[0]);
    close(results[1]);
    return {process, tasks[1], results[0]};
  }

  // What a worker does until its tasks come to their end.
  [[noreturn]] void Work(int tasks, int results) {
    while (std::optional<std::string> task = ReadMessage(tasks)) {
      WriteMessage(results, function_(*task));
    }
    _exit(0);
  }

  // Waits until a worker has a result or has died.
  Worker& WaitForWorker() {
    std::vector<pollfd> polled;
    for (const Worker& worker : workers_) {
      polled.push_back({worker.results, POLLIN, 0});
    }
    while (poll(polled.data(), polled.size(), -1) < 0 && errno == EINTR) {
    }
    for (std::size_t i = 0; i < polled.size(); ++i) {
      if (polled[i].revents != 0) return workers_[i];
    }
    throw std::runtime_error("no worker to wait for");
  }

  const Function function_;
  std::vector<Worker> workers_;
};

#endif  // RACEFREE_LESSONS_02_POOL_WORKER_CRASH_H_
