#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_KEYED_BY_THREAD_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_KEYED_BY_THREAD_H_

#include <map>
#include <string>
#include <thread>
#include <vector>

#include "absl/synchronization/mutex.h"

// Guards the table: whoever comes or goes changes it for all.
inline absl::Mutex table_mutex;
inline std::map<std::thread::id, std::string> student_of_thread;

// Takes the entry of a thread away when the thread ends.
struct EntryRemover {
  ~EntryRemover() {
    absl::MutexLock lock(&table_mutex);
    student_of_thread.erase(std::this_thread::get_id());
  }
};

// Keeps `name` as the calling thread's student.
inline void SetStudent(const std::string& name) {
  // Made at the thread's first call, destroyed at the end of the thread.
  thread_local EntryRemover remover;
  absl::MutexLock lock(&table_mutex);
  student_of_thread[std::this_thread::get_id()] = name;
}

// The calling thread's student, "" if it has set none.
inline std::string Student() {
  absl::ReaderMutexLock lock(&table_mutex);
  const auto entry = student_of_thread.find(std::this_thread::get_id());
  return entry == student_of_thread.end() ? "" : entry->second;
}

// The students of all threads that have set one and are still running.
inline std::vector<std::string> AllStudents() {
  absl::ReaderMutexLock lock(&table_mutex);
  std::vector<std::string> names;
  for (const auto& [thread, name] : student_of_thread) names.push_back(name);
  return names;
}

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_KEYED_BY_THREAD_H_
