#include "device.h"

#include <chrono>
#include <exception>

#include "wait.h"

namespace skein {

Device::Device(unsigned threads, std::function<void(const std::string&)> on_failure)
    : on_failure_(std::move(on_failure)), pool_(threads), thread_([this] { work(); }) {}

Device::~Device() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake();
  thread_.join();
}

void Device::enqueue(Task task) {
  {
    std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
  }
  wake();
  pool_.make_way();
}

void Device::wake() {
  changes_.fetch_add(1, std::memory_order_release);
  changes_.notify_one();
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
  pool_.bind_caller();
  for (;;) {
    const uint32_t seen = changes_.load(std::memory_order_acquire);
    Task task;
    {
      std::lock_guard lock(mutex_);
      if (stopping_) break;
      if (!tasks_.empty()) {
        task = std::move(tasks_.front());
        tasks_.pop_front();
      }
    }
    if (!task) {
      pool_.rest();
      wait_while(changes_, seen);
      continue;
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
