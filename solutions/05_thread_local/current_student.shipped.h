// The student whom a thread is processing, known wherever the thread goes.
//
// Handing the name down through every function is tedious, so somebody put it
// where all functions can read it. Since two students are processed at the same
// time, Ann's second task goes to Bob.
//
// Task: StartProcessing starts a thread that calls DoTask1 and DoTask2, in this
//   order. All that runs on this thread, `report` included, gets the student's
//   name from CurrentStudent(). A thread that processes nobody gets "".
// Constraints: any number of students are processed at the same time. No data
//   race. The caller may change or destroy `name` and `report` as soon as
//   StartProcessing has returned.
//
// You may need: thread_local; captures by value.
#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_CURRENT_STUDENT_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_CURRENT_STUDENT_H_

#include <functional>
#include <string>
#include <thread>

using Report = std::function<void(const std::string& line)>;

// TODO: Who shares this variable?
inline std::string current_student;

// The student whom the calling thread is processing, "" if none.
inline std::string CurrentStudent() { return current_student; }

inline void DoTask1(const Report& report) {
  report(CurrentStudent() + " does task 1");
}

inline void DoTask2(const Report& report) {
  report(CurrentStudent() + " does task 2");
}

// Processes a student on a new thread, which the caller has to join.
inline std::thread StartProcessing(const std::string& name,
                                   const Report& report) {
  // TODO: Which thread runs this line?
  current_student = name;
  return std::thread([report] {
    DoTask1(report);
    DoTask2(report);
  });
}

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_CURRENT_STUDENT_H_
