#include "mpi/worker.h"

#include <unistd.h>

#include <chrono>
#include <exception>
#include <utility>

namespace skein::mpi {
namespace {

// While nothing is asked for: a library may have kept back a part of what it was last given.
constexpr std::chrono::milliseconds kBetweenLooks{20};
constexpr std::chrono::seconds kUntilAborted{10};

}  // namespace

// Never joined: it ends with `close`, or with the process.
Worker::Worker(size_t longest_part) {
  thread_ = std::thread([this, longest_part] { run(longest_part); });
  thread_.detach();
}

void Worker::enqueue(Task task) {
  {
    const std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
  }
  changed_.notify_one();
}

void Worker::abort(int exit_code) {
  exit_code_ = exit_code;
  changed_.notify_one();
  // The process ends within this.
  if (active_) std::this_thread::sleep_for(kUntilAborted);
  _exit(exit_code);
}

void Worker::run(size_t longest_part) {
  std::unique_ptr<Exchange> exchange;
  std::string error;
  try {
    exchange = std::make_unique<Exchange>(exit_code_, longest_part);
  } catch (const std::exception& failure) {
    error = failure.what();
    active_ = false;
  }
  for (bool going = true; going;) {
    Task task;
    {
      std::unique_lock lock(mutex_);
      changed_.wait_for(lock, kBetweenLooks, [this] { return !tasks_.empty() || exit_code_ >= 0; });
      if (exit_code_ >= 0 && exchange) exchange->abort(exit_code_);
      if (!tasks_.empty()) {
        task = std::move(tasks_.front());
        tasks_.pop_front();
      }
    }
    if (task) going = task(exchange.get(), error);
    else if (exchange) exchange->progress();
  }
  active_ = false;
}

}  // namespace skein::mpi
