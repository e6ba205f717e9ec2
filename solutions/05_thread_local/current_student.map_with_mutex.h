#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_CURRENT_STUDENT_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_CURRENT_STUDENT_H_

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>

using Report = std::function<void(const std::string& line)>;

inline std::mutex students_mutex;
inline std::map<std::thread::id, std::string> students;

// The calling thread's entry, for as long as it processes a student.
class Entry {
 public:
  explicit Entry(const std::string& name) {
    std::lock_guard lock(students_mutex);
    students[std::this_thread::get_id()] = name;
  }
  ~Entry() {
    std::lock_guard lock(students_mutex);
    students.erase(std::this_thread::get_id());
  }
  Entry(const Entry&) = delete;
  Entry& operator=(const Entry&) = delete;
};

inline std::string CurrentStudent() {
  std::lock_guard lock(students_mutex);
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
    const Entry entry(name);
    DoTask1(report);
    DoTask2(report);
  });
}

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_CURRENT_STUDENT_H_
