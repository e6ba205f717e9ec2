// What thread_local is made of on this system: a key whose values are destroyed
// at the end of their threads.
#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_PER_THREAD_CONNECTION_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_PER_THREAD_CONNECTION_H_

#include <pthread.h>

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

inline pthread_key_t Key() {
  static const pthread_key_t key = [] {
    pthread_key_t made;
    pthread_key_create(&made,
                       [](void* p) { delete static_cast<Connection*>(p); });
    return made;
  }();
  return key;
}
inline std::string Query(const std::string& query) {
  auto* connection = static_cast<Connection*>(pthread_getspecific(Key()));
  if (connection == nullptr) {
    connection = new Connection;
    pthread_setspecific(Key(), connection);
  }
  try {
    return connection->Run(query);
  } catch (const ConnectionLost&) {
    pthread_setspecific(Key(), nullptr);
    delete connection;
    throw;
  }
}

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_PER_THREAD_CONNECTION_H_
