// A queue that runs recordings on a thread of its own, in order.
#pragma once
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "kernel.h"
#include "pool.h"

namespace skein {

struct Dispatch {
  const KernelEntry* kernel;
  std::vector<void*> buffers;
  std::vector<uint32_t> words;
};
struct ProfileEntry {
  const char* kernel;
  double milliseconds;
};

class Device {
 public:
  // `on_failure` is called on the device's thread, once, with the reason.
  // Throws std::system_error where the threads cannot be had.
  Device(unsigned threads, std::function<void(const std::string& reason)> on_failure);
  // Finishes the task under way, drops the rest.
  ~Device();

  // Enqueues work for the device's thread. A task that throws loses the device:
  // later tasks are called with the reason, which is empty until then.
  // `bytes` is what the task keeps in memory. Where more than kMostQueuedBytes wait, the caller waits
  // until the device's thread has done some of it.
  using Task = std::function<void(const std::string& failure)>;
  void enqueue(Task task, size_t bytes = 0);

  // The rest is called by tasks, on the device's thread.
  void run(const Dispatch& dispatch);
  // True once the destructor waits: a task of many commands may end early.
  bool stopping() const { return stopping_.load(std::memory_order_relaxed); }
  void set_profiling(bool on) { profiling_ = on; }
  std::vector<ProfileEntry> take_profile() { return std::exchange(profile_, {}); }

 private:
  void wake();
  void work();

  std::function<void(const std::string&)> on_failure_;
  Pool pool_;
  struct Queued {
    Task task;
    size_t bytes;
  };
  std::mutex mutex_;
  std::deque<Queued> tasks_;
  // What the tasks keep that are not done.
  size_t queued_bytes_ = 0;
  std::condition_variable room_;
  // Counts what the device's thread has to look at: tasks, and the end.
  std::atomic<uint32_t> changes_{0};
  std::atomic<bool> stopping_{false};
  // Of the device's thread alone.
  std::string failure_;
  bool profiling_ = false;
  std::vector<ProfileEntry> profile_;
  // Last, so that it ends before what it uses.
  std::thread thread_;
};

}  // namespace skein
