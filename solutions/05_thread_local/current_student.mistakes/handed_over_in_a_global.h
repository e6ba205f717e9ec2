#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_CURRENT_STUDENT_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_CURRENT_STUDENT_H_

#include <functional>
#include <mutex>
#include <string>
#include <thread>

using Report = std::function<void(const std::string& line)>;

inline std::mutex next_student_mutex;
inline std::string next_student;
inline thread_local std::string current_student;

inline std::string CurrentStudent() { return current_student; }

inline void DoTask1(const Report& report) {
  report(CurrentStudent() + " does task 1");
}

inline void DoTask2(const Report& report) {
  report(CurrentStudent() + " does task 2");
}

inline std::thread StartProcessing(const std::string& name,
                                   const Report& report) {
  {
    std::lock_guard lock(next_student_mutex);
    next_student = name;
  }
  return std::thread([report] {
    {
      // By now it may be the student after this one.
      std::lock_guard lock(next_student_mutex);
      current_student = next_student;
    }
    DoTask1(report);
    DoTask2(report);
  });
}

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_CURRENT_STUDENT_H_
