#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_CURRENT_STUDENT_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_CURRENT_STUDENT_H_

#include <functional>
#include <mutex>
#include <string>
#include <thread>

using Report = std::function<void(const std::string& line)>;

// No data race any more. But still one student for all threads.
inline std::mutex current_student_mutex;
inline std::string current_student;

inline std::string CurrentStudent() {
  std::lock_guard lock(current_student_mutex);
  return current_student;
}

inline void DoTask1(const Report& report) {
  report(CurrentStudent() + " does task 1");
}

inline void DoTask2(const Report& report) {
  report(CurrentStudent() + " does task 2");
}

inline std::thread StartProcessing(const std::string& name,
                                   const Report& report) {
  return std::thread([name, report] {
    {
      std::lock_guard lock(current_student_mutex);
      current_student = name;
    }
    DoTask1(report);
    DoTask2(report);
    std::lock_guard lock(current_student_mutex);
    current_student = "";
  });
}

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_CURRENT_STUDENT_H_
