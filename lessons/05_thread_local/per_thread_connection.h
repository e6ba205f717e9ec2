// A connection to the database for each thread.
//
// A connection is for one thread at a time. All threads share this one, and
// their answers get mixed up.
//
// Task: Query runs on the calling thread's own connection, which is opened at
//   the thread's first query and used for all that follow. It is closed when
//   the thread ends, by that thread. If Run throws ConnectionLost, Query closes
//   the connection and passes the exception on; the next query opens another.
// Constraints: each connection is closed once, a lost one before its exception
//   gets out of Query. Any other exception just passes through, also one from
//   opening: the next query tries again. No thread waits while another one
//   opens, queries or closes.
//
// You may need: thread_local; std::optional or std::unique_ptr; catch, throw.
#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_PER_THREAD_CONNECTION_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_PER_THREAD_CONNECTION_H_

#include <stdexcept>
#include <string>

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

// Runs `query` on the calling thread's connection.
inline std::string Query(const std::string& query) {
  // TODO: One for each thread, and not for longer than it is good for.
  static Connection connection;
  return connection.Run(query);
}

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_PER_THREAD_CONNECTION_H_
