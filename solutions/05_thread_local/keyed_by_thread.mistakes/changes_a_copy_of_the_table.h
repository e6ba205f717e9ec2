#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_KEYED_BY_THREAD_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_KEYED_BY_THREAD_H_

#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

using Table = std::unordered_map<std::thread::id, std::string>;

inline std::mutex table_mutex;
inline Table shared_table;

inline Table CopyOfTable() {
  std::lock_guard lock(table_mutex);
  return shared_table;
}

inline void PutBack(const Table& table) {
  // What has another thread put back since this one took its copy?
  std::lock_guard lock(table_mutex);
  shared_table = table;
}

struct EntryRemover {
  ~EntryRemover() {
    Table table = CopyOfTable();
    table.erase(std::this_thread::get_id());
    PutBack(table);
  }
};

inline void SetStudent(const std::string& name) {
  thread_local EntryRemover remover;
  Table table = CopyOfTable();
  table[std::this_thread::get_id()] = name;
  PutBack(table);
}

inline std::string Student() {
  const Table table = CopyOfTable();
  const auto entry = table.find(std::this_thread::get_id());
  return entry == table.end() ? "" : entry->second;
}

inline std::vector<std::string> AllStudents() {
  std::vector<std::string> names;
  for (const auto& [thread, name] : CopyOfTable()) names.push_back(name);
  return names;
}

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_KEYED_BY_THREAD_H_
