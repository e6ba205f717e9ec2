#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_PER_THREAD_CONNECTION_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_PER_THREAD_CONNECTION_H_

#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

// The database does not answer any more. This connection will not do again.
class ConnectionLost : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Given: the database's driver, which the test stands in for.
class Connection {
 public:
  Connection();   // Opens it.
  ~Connection();  // Closes it.
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Returns the answer.
  std::string Run(const std::string& query);

 private:
  const int number_;
  int queries_ = 0;
};

inline std::mutex table_mutex;
inline std::map<std::thread::id, std::unique_ptr<Connection>> connections;

// Takes the calling thread's connection out of the table, and closes it.
inline void CloseConnection() {
  std::unique_ptr<Connection> connection;
  std::lock_guard lock(table_mutex);
  connection = std::move(connections[std::this_thread::get_id()]);
  connections.erase(std::this_thread::get_id());
}

struct EndOfThread {
  ~EndOfThread() { CloseConnection(); }
};

inline Connection& OwnConnection() {
  thread_local EndOfThread end_of_thread;
  {
    std::lock_guard lock(table_mutex);
    const auto found = connections.find(std::this_thread::get_id());
    if (found != connections.end()) return *found->second;
  }
  auto connection = std::make_unique<Connection>();
  std::lock_guard lock(table_mutex);
  auto& place = connections[std::this_thread::get_id()];
  place = std::move(connection);
  return *place;
}

// Runs `query` on the calling thread's connection.
inline std::string Query(const std::string& query) {
  Connection& connection = OwnConnection();
  try {
    return connection.Run(query);
  } catch (const ConnectionLost&) {
    CloseConnection();
    throw;
  }
}

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_PER_THREAD_CONNECTION_H_
