#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_KEYED_BY_THREAD_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_KEYED_BY_THREAD_H_

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

using Table = std::unordered_map<std::thread::id, std::string>;
inline std::atomic<std::shared_ptr<const Table>> student_of_thread{
    std::make_shared<const Table>()};
template <typename Change>
void Update(Change change) {
  std::shared_ptr<const Table> seen = student_of_thread.load();
  std::shared_ptr<Table> changed;
  do {
    changed = std::make_shared<Table>(*seen);
    change(*changed);
  } while (!student_of_thread.compare_exchange_weak(seen, changed));
}
struct EntryRemover {
  ~EntryRemover() {
    Update([](Table& table) { table.erase(std::this_thread::get_id()); });
  }
};
inline void SetStudent(const std::string& name) {
  thread_local EntryRemover remover;
  Update([&](Table& table) { table[std::this_thread::get_id()] = name; });
}
inline std::string Student() {
  const auto table = student_of_thread.load();
  const auto entry = table->find(std::this_thread::get_id());
  return entry == table->end() ? "" : entry->second;
}
inline std::vector<std::string> AllStudents() {
  const auto table = student_of_thread.load();
  std::vector<std::string> names;
  for (const auto& [thread, name] : *table) names.push_back(name);
  return names;
}

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_KEYED_BY_THREAD_H_
