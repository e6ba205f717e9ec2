#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_PER_THREAD_CONNECTION_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_PER_THREAD_CONNECTION_H_

#include <memory>
#include <stdexcept>
#include <string>
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

inline thread_local std::unique_ptr<Connection> connection;

// Runs `query` on the calling thread's connection.
inline std::string Query(const std::string& query) {
  // Is the thread's again if nothing says that the connection is lost.
  std::unique_ptr<Connection> in_use = std::move(connection);
  if (in_use == nullptr) in_use = std::make_unique<Connection>();
  try {
    std::string answer = in_use->Run(query);
    connection = std::move(in_use);
    return answer;
  } catch (const ConnectionLost&) {
    throw;
  } catch (...) {
    connection = std::move(in_use);
    throw;
  }
}

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_PER_THREAD_CONNECTION_H_
