// The one thread that calls MPI, and the queue of what it is to do.
#pragma once
#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "mpi/exchange.h"

namespace skein::mpi {

class Worker {
 public:
  // `error` is empty where `exchange` can be used. A task may end by `exchange.finalize()`; it returns whether the
  // thread goes on.
  using Task = std::function<bool(Exchange* exchange, const std::string& error)>;

  explicit Worker(size_t longest_part);
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  // The first task gets MPI started, or the reason why not.
  void enqueue(Task task);

  // Ends all processes of the job from any thread, also while others wait for this one. Where MPI does not get
  // to it, only this process ends, which the launcher takes for a failure.
  [[noreturn]] void abort(int exit_code);

  // After close: the process may end by itself.
  void retire() { active_ = false; }

  // Whether there are other processes that this one would leave waiting.
  bool active() const { return active_.load(); }

 private:
  void run(size_t longest_part);

  std::atomic<int> exit_code_{-1};
  std::atomic<bool> active_{true};
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Task> tasks_;
  std::thread thread_;
};

}  // namespace skein::mpi
