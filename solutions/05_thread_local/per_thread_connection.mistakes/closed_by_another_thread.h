#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_PER_THREAD_CONNECTION_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_PER_THREAD_CONNECTION_H_

#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

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

inline std::mutex ended_mutex;
// Connections of ended threads, to be closed when somebody has the time.
inline std::vector<std::unique_ptr<Connection>> ended;

struct OwnConnection {
  ~OwnConnection() {
    std::lock_guard lock(ended_mutex);
    if (connection != nullptr) ended.push_back(std::move(connection));
  }
  std::unique_ptr<Connection> connection;
};

inline std::string Query(const std::string& query) {
  thread_local OwnConnection own;
  {
    std::lock_guard lock(ended_mutex);
    ended.clear();
  }
  if (own.connection == nullptr) own.connection.reset(new Connection);
  try {
    return own.connection->Run(query);
  } catch (const ConnectionLost&) {
    own.connection.reset();
    throw;
  }
}

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_PER_THREAD_CONNECTION_H_
