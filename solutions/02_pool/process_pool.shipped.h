// A pool of worker processes, fed over pipes.
//
// Python needs processes to use all cores. This pool gives each worker a new
// task as soon as it has done one. Yet now and then callers get the results of
// others, and workers hold pipes open that are none of their business.
//
// Task: Map calls the function once for each task, in the worker processes, and
//   returns the results in the order of the tasks, however large they are.
// Constraints: all workers are at work at once. Map sleeps until one is done;
//   that one gets the next task, while others take their time. They are forked
//   in the constructor. Each has pipes of its own and no end of another's. The
//   destructor lets them end, reaps them, and leaves nothing open. A worker
//   does nothing of what the program does when it ends.
// You may need: fork, pipe, close, poll, waitpid, _exit.
#ifndef RACEFREE_LESSONS_02_POOL_PROCESS_POOL_H_
#define RACEFREE_LESSONS_02_POOL_PROCESS_POOL_H_

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

class ProcessPool {
 public:
  // Called in the workers. Does not throw.
  using Function = std::function<std::string(const std::string& task)>;

  // Starts so many workers; at least one.
  ProcessPool(int workers, Function function) : function_(std::move(function)) {
    for (int i = 0; i < workers; ++i) StartWorker();
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

  std::vector<std::string> Map(const std::vector<std::string>& tasks) {
    std::vector<std::string> results;
    std::size_t next = 0;
    for (Worker& worker : workers_) {
      if (next < tasks.size()) WriteMessage(worker.tasks, tasks[next++]);
    }
    while (results.size() < tasks.size()) {
      Worker& worker = WaitForResult();
      // TODO: Which task is this the result of?
      results.push_back(ReadMessage(worker.results).value());
      if (next < tasks.size()) WriteMessage(worker.tasks, tasks[next++]);
    }
    return results;
  }

 private:
  struct Worker {
    pid_t process;
    // The ends of its pipes that are ours.
    int tasks;
    int results;
  };

  void StartWorker() {
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
      // TODO: Which other workers' pipes does this process have ends of?
      close(tasks[1]);
      close(results[0]);
      Work(tasks[0], results[1]);
    }
    close(tasks[0]);
    close(results[1]);
    workers_.push_back({process, tasks[1], results[0]});
  }

  // What a worker does until its tasks come to their end.
  [[noreturn]] void Work(int tasks, int results) {
    while (std::optional<std::string> task = ReadMessage(tasks)) {
      WriteMessage(results, function_(*task));
    }
    _exit(0);
  }

  // Waits until a worker has a result.
  Worker& WaitForResult() {
    std::vector<pollfd> polled;
    for (const Worker& worker : workers_) {
      polled.push_back({worker.results, POLLIN, 0});
    }
    while (poll(polled.data(), polled.size(), -1) < 0 && errno == EINTR) {
    }
    for (std::size_t i = 0; i < polled.size(); ++i) {
      if (polled[i].revents != 0) return workers_[i];
    }
    throw std::runtime_error("no worker has a result");
  }

  const Function function_;
  std::vector<Worker> workers_;
};

#endif  // RACEFREE_LESSONS_02_POOL_PROCESS_POOL_H_
