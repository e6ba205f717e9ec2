#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_CURRENT_STUDENT_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_CURRENT_STUDENT_H_

#include <functional>
#include <map>
#include <string>
#include <thread>

using Report = std::function<void(const std::string& line)>;

// Each thread touches only its own entry; but all of them change one map.
inline std::map<std::thread::id, std::string> students;

inline std::string CurrentStudent() {
  const auto found = students.find(std::this_thread::get_id());
  return found == students.end() ? "" : found->second;
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
    students[std::this_thread::get_id()] = name;
    DoTask1(report);
    DoTask2(report);
    students.erase(std::this_thread::get_id());
  });
}

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_CURRENT_STUDENT_H_
