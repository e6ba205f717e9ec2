#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_CURRENT_STUDENT_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_CURRENT_STUDENT_H_

#include <functional>
#include <string>
#include <thread>

using Report = std::function<void(const std::string& line)>;

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
  return std::thread([name, &report] {
    current_student = name;
    DoTask1(report);
    DoTask2(report);
  });
}

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_CURRENT_STUDENT_H_
