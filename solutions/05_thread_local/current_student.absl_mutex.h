#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_CURRENT_STUDENT_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_CURRENT_STUDENT_H_

#include <functional>
#include <map>
#include <string>
#include <thread>

#include "absl/synchronization/mutex.h"

using Report = std::function<void(const std::string& line)>;

// Until the tasks are done the thread is in here. Its entry is made before the
// thread does anything, by the thread itself.
inline absl::Mutex students_mutex;
inline std::map<std::thread::id, std::string> students;

inline std::string CurrentStudent() {
  absl::ReaderMutexLock lock(&students_mutex);
  const auto found = students.find(std::this_thread::get_id());
  return found == students.end() ? "" : found->second;
}

inline void DoTask1(const Report& report) {
  report(CurrentStudent() + " does task 1");
}

inline void DoTask2(const Report& report) {
  report(CurrentStudent() + " does task 2");
}

inline void Process(const std::string& name, const Report& report) {
  {
    absl::MutexLock lock(&students_mutex);
    students.emplace(std::this_thread::get_id(), name);
  }
  DoTask1(report);
  DoTask2(report);
  absl::MutexLock lock(&students_mutex);
  students.erase(std::this_thread::get_id());
}

inline std::thread StartProcessing(const std::string& name,
                                   const Report& report) {
  return std::thread(Process, name, report);
}

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_CURRENT_STUDENT_H_
