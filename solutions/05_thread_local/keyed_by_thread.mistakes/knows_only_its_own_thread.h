#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_KEYED_BY_THREAD_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_KEYED_BY_THREAD_H_

#include <string>
#include <thread>
#include <vector>

inline thread_local std::string student;

inline void SetStudent(const std::string& name) { student = name; }

inline std::string Student() { return student; }

inline std::vector<std::string> AllStudents() {
  if (student.empty()) return {};
  return {student};
}

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_KEYED_BY_THREAD_H_
