#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_KEYED_BY_THREAD_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_KEYED_BY_THREAD_H_

#include <algorithm>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

inline std::mutex table_mutex;
inline std::vector<std::pair<std::thread::id, std::string>> table;

struct EntryRemover {
  ~EntryRemover() {
    std::lock_guard lock(table_mutex);
    std::erase_if(table, [](const auto& entry) {
      return entry.first == std::this_thread::get_id();
    });
  }
};

// The vector moves its elements when another thread makes it grow or shrink.
inline std::string* FindEntry() {
  std::lock_guard lock(table_mutex);
  for (auto& [thread, name] : table) {
    if (thread == std::this_thread::get_id()) return &name;
  }
  return nullptr;
}

inline void SetStudent(const std::string& name) {
  thread_local EntryRemover remover;
  if (std::string* const entry = FindEntry()) {
    std::lock_guard lock(table_mutex);
    *entry = name;
  } else {
    std::lock_guard lock(table_mutex);
    table.emplace_back(std::this_thread::get_id(), name);
  }
}

inline std::string Student() {
  const std::string* const entry = FindEntry();
  return entry == nullptr ? "" : *entry;
}

inline std::vector<std::string> AllStudents() {
  std::lock_guard lock(table_mutex);
  std::vector<std::string> names;
  for (const auto& [thread, name] : table) names.push_back(name);
  return names;
}

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_KEYED_BY_THREAD_H_
