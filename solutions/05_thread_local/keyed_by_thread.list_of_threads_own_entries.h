#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_KEYED_BY_THREAD_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_KEYED_BY_THREAD_H_

#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

// The entries are the threads' own. The table only knows where they are.
class Entry;
inline std::mutex table_mutex;
inline std::set<Entry*> entries;

class Entry {
 public:
  Entry() {
    std::lock_guard lock(table_mutex);
    entries.insert(this);
  }
  ~Entry() {
    std::lock_guard lock(table_mutex);
    entries.erase(this);
  }
  Entry(const Entry&) = delete;
  Entry& operator=(const Entry&) = delete;

  void set_name(const std::string& name) {
    std::lock_guard lock(mutex_);
    name_ = name;
    is_set_ = true;
  }

  void AppendTo(std::vector<std::string>& names) const {
    std::lock_guard lock(mutex_);
    if (is_set_) names.push_back(name_);
  }

  // For the thread whose entry it is: nobody else writes, so it needs no lock.
  const std::string& name() const { return name_; }

 private:
  mutable std::mutex mutex_;
  std::string name_;
  bool is_set_ = false;
};

inline Entry& OwnEntry() {
  thread_local Entry entry;
  return entry;
}

inline void SetStudent(const std::string& name) { OwnEntry().set_name(name); }

inline std::string Student() { return OwnEntry().name(); }

inline std::vector<std::string> AllStudents() {
  std::lock_guard lock(table_mutex);
  std::vector<std::string> names;
  for (const Entry* entry : entries) entry->AppendTo(names);
  return names;
}

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_KEYED_BY_THREAD_H_
