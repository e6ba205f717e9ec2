// Who is in class? A table with one entry for each thread.
//
// Each thread only ever touches its own entry, so nobody locked anything. In
// Python this works. Here the table breaks at night, when many threads come and
// go.
//
// Task: SetStudent keeps a name for the calling thread, Student gives it back,
//   "" if there is none. AllStudents gives the names that all running threads
//   have set, in any order; a thread that set none has no part in it. When a
//   thread has ended, its entry is gone, by itself.
// Constraints: no data race, whoever calls what. No thread ever gets another
//   one's name, nor that of a thread that has ended.
//
// You may need: std::mutex, std::lock_guard.
#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_KEYED_BY_THREAD_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_KEYED_BY_THREAD_H_

#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

// TODO: The entries are private. And the table that holds them?
inline std::unordered_map<std::thread::id, std::string> student_of_thread;

// Takes the entry of a thread away when the thread ends.
struct EntryRemover {
  ~EntryRemover() { student_of_thread.erase(std::this_thread::get_id()); }
};

// Keeps `name` as the calling thread's student.
inline void SetStudent(const std::string& name) {
  // Made at the thread's first call, destroyed at the end of the thread.
  thread_local EntryRemover remover;
  student_of_thread[std::this_thread::get_id()] = name;
}

// The calling thread's student, "" if it has set none.
inline std::string Student() {
  const auto entry = student_of_thread.find(std::this_thread::get_id());
  return entry == student_of_thread.end() ? "" : entry->second;
}

// The students of all threads that have set one and are still running.
inline std::vector<std::string> AllStudents() {
  std::vector<std::string> names;
  for (const auto& [thread, name] : student_of_thread) names.push_back(name);
  return names;
}

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_KEYED_BY_THREAD_H_
