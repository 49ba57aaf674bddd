// A queue that runs recordings on a thread of its own, in order.
#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
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
  Device(std::string level, unsigned threads, std::function<void(std::string)> on_failure);
  // Finishes the command under way, drops the rest.
  ~Device();

  const std::string& level() const { return level_; }
  unsigned threads() const { return threads_; }

  // Enqueues work for the device's thread. A task that throws loses the device:
  // later tasks are called with `failed` true, so that they can say so.
  using Task = std::function<void(bool failed)>;
  void enqueue(Task task);

  // Called by tasks, on the device's thread.
  void run(const Dispatch& dispatch);

  void set_profiling(bool on) { profiling_ = on; }
  std::vector<ProfileEntry> take_profile() { return std::move(profile_); }

 private:
  void work();

  std::string level_;
  unsigned threads_;
  std::function<void(std::string)> on_failure_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Task> tasks_;
  bool stopping_ = false;
  // Of the device's thread alone.
  bool failed_ = false;
  bool profiling_ = false;
  std::vector<ProfileEntry> profile_;
  std::unique_ptr<Pool> pool_;
  std::thread thread_;
};

}  // namespace skein
