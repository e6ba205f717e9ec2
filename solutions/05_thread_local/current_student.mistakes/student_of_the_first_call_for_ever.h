#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_CURRENT_STUDENT_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_CURRENT_STUDENT_H_

#include <functional>
#include <string>
#include <thread>

using Report = std::function<void(const std::string& line)>;

// A thread_local in a function is made when its thread first comes by; a static
// one when the first thread of all does.
inline std::string& Student(const std::string& name = "") {
  static thread_local std::string* current_student = nullptr;
  static std::string first_student = name;
  if (current_student == nullptr && !name.empty()) {
    current_student = &first_student;
  }
  static std::string nobody;
  return current_student == nullptr ? nobody : *current_student;
}

inline std::string CurrentStudent() { return Student(); }

inline void DoTask1(const Report& report) {
  report(CurrentStudent() + " does task 1");
}

inline void DoTask2(const Report& report) {
  report(CurrentStudent() + " does task 2");
}

inline std::thread StartProcessing(const std::string& name,
                                   const Report& report) {
  return std::thread([name, report] {
    Student(name);
    DoTask1(report);
    DoTask2(report);
  });
}

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_CURRENT_STUDENT_H_
