#include "device.h"

#include <chrono>
#include <exception>

#include "wait.h"

namespace skein {
namespace {

// Enough that the device's thread never waits for input: some steps' batches.
constexpr size_t kMostQueuedBytes = size_t{64} << 20;

}  // namespace

Device::Device(unsigned threads, std::function<void(const std::string&)> on_failure)
    : on_failure_(std::move(on_failure)),
      pool_(threads),
      thread_([this] { work(); }) {}

Device::~Device() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake();
  thread_.join();
}

void Device::enqueue(Task task, size_t bytes) {
  {
    std::unique_lock lock(mutex_);
    if (bytes > 0) room_.wait(lock, [this] { return queued_bytes_ <= kMostQueuedBytes; });
    tasks_.push_back({std::move(task), bytes});
    queued_bytes_ += bytes;
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
    Queued next{nullptr, 0};
    {
      std::lock_guard lock(mutex_);
      if (stopping_) break;
      if (!tasks_.empty()) {
        next = std::move(tasks_.front());
        tasks_.pop_front();
      }
    }
    if (!next.task) {
      pool_.rest();
      wait_while(changes_, seen);
      continue;
    }
    try {
      next.task(failure_);
    } catch (const std::exception& error) {
      if (failure_.empty()) {
        failure_ = error.what();
        on_failure_(failure_);
      }
    }
    if (next.bytes == 0) continue;
    next.task = nullptr;
    {
      std::lock_guard lock(mutex_);
      queued_bytes_ -= next.bytes;
    }
    room_.notify_one();
  }
}

}  // namespace skein
