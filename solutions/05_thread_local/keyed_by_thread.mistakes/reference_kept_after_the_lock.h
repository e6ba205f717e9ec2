#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_KEYED_BY_THREAD_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_KEYED_BY_THREAD_H_

#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

// Guards the table: whoever comes or goes changes it for all.
inline std::mutex table_mutex;
inline std::unordered_map<std::thread::id, std::string> student_of_thread;

// Takes the entry of a thread away when the thread ends.
struct EntryRemover {
  ~EntryRemover() {
    std::lock_guard lock(table_mutex);
    student_of_thread.erase(std::this_thread::get_id());
  }
};

inline std::string& Entry() {
  thread_local EntryRemover remover;
  std::lock_guard lock(table_mutex);
  // The place stays the same when the table grows. Who else looks at it?
  return student_of_thread[std::this_thread::get_id()];
}

inline void SetStudent(const std::string& name) { Entry() = name; }

// The calling thread's student, "" if it has set none.
inline std::string Student() {
  std::lock_guard lock(table_mutex);
  const auto entry = student_of_thread.find(std::this_thread::get_id());
  return entry == student_of_thread.end() ? "" : entry->second;
}

// The students of all threads that have set one and are still running.
inline std::vector<std::string> AllStudents() {
  std::lock_guard lock(table_mutex);
  std::vector<std::string> names;
  for (const auto& [thread, name] : student_of_thread) names.push_back(name);
  return names;
}

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_KEYED_BY_THREAD_H_
