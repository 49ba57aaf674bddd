#include "device.h"

#include <chrono>
#include <exception>

namespace skein {

Device::Device(unsigned threads, std::function<void(const std::string&)> on_failure)
    : on_failure_(std::move(on_failure)), pool_(threads), thread_([this] { work(); }) {}

Device::~Device() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void Device::enqueue(Task task) {
  {
    std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
  }
  changed_.notify_one();
}

void Device::run(const Dispatch& dispatch) {
  if (!profiling_) {
    dispatch.kernel->run(dispatch.buffers.data(), dispatch.words.data(), pool_);
    return;
  }
  const auto start = std::chrono::steady_clock::now();
  dispatch.kernel->run(dispatch.buffers.data(), dispatch.words.data(), pool_);
  const std::chrono::duration<double, std::milli> elapsed = std::chrono::steady_clock::now() - start;
  profile_.push_back({dispatch.kernel->name, elapsed.count()});
}

void Device::work() {
  for (;;) {
    Task task;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stopping_ || !tasks_.empty(); });
      if (stopping_) break;
      task = std::move(tasks_.front());
      tasks_.pop_front();
    }
    try {
      task(failure_);
    } catch (const std::exception& error) {
      if (!failure_.empty()) continue;
      failure_ = error.what();
      on_failure_(failure_);
    }
  }
}

}  // namespace skein
