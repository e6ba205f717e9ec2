#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_PER_THREAD_CONNECTION_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_PER_THREAD_CONNECTION_H_

#include <array>
#include <atomic>
#include <memory>
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

inline std::atomic<int> threads_so_far = 0;
inline std::array<std::unique_ptr<Connection>, 1000> connections;

// The calling thread's number in the table.
struct Seat {
  // Two steps: two threads may draw the same number.
  Seat() : number(threads_so_far) { threads_so_far = number + 1; }
  ~Seat() { connections[number % connections.size()].reset(); }
  const int number;
};

inline std::string Query(const std::string& query) {
  thread_local Seat seat;
  auto& connection = connections[seat.number % connections.size()];
  if (connection == nullptr) connection = std::make_unique<Connection>();
  try {
    return connection->Run(query);
  } catch (const ConnectionLost&) {
    connection.reset();
    throw;
  }
}

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_PER_THREAD_CONNECTION_H_
