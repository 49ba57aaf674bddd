#include "pool.h"

#include <stdexcept>
#include <utility>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace skein {
namespace {

// Kernels follow each other within microseconds: a short spin saves the two
// system calls of a sleep, and ends before an idle device costs anybody a core.
constexpr int kSpins = 2000;

// An index that no loop reaches: the job takes nobody.
constexpr uint32_t kClosed = UINT32_MAX;

void relax() {
#if defined(__x86_64__)
  _mm_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

// Returns when `value` is no longer `old`.
void wait_while(const std::atomic<uint32_t>& value, uint32_t old) {
  for (int i = 0; i < kSpins; ++i) {
    if (value.load(std::memory_order_acquire) != old) return;
    relax();
  }
  value.wait(old, std::memory_order_acquire);
}

}  // namespace

Pool::Pool(unsigned threads) {
  try {
    for (unsigned i = 1; i < threads; ++i) workers_.emplace_back([this] { work(); });
  } catch (...) {
    stop();
    throw;
  }
}

Pool::~Pool() { stop(); }

void Pool::stop() {
  stopping_.store(true);
  generation_.fetch_add(1, std::memory_order_release);
  generation_.notify_all();
  for (auto& worker : workers_) worker.join();
}

void Pool::run(size_t count, Call call, void* context) {
  if (count >= kClosed) throw std::length_error("a loop of 2^32 turns or more");
  const auto turns = static_cast<uint32_t>(count);
  const uint32_t generation = generation_.load(std::memory_order_relaxed) + 1;
  const uint64_t job = static_cast<uint64_t>(generation) << 32;
  // Closed first: a worker late from an earlier job must not pair that job's state with this one's fields.
  state_.store(job | kClosed);
  call_.store(call, std::memory_order_relaxed);
  context_.store(context, std::memory_order_relaxed);
  count_.store(turns, std::memory_order_relaxed);
  done_.store(0, std::memory_order_relaxed);
  state_.store(job);
  generation_.store(generation, std::memory_order_release);
  generation_.notify_all();
  take_indices(generation);
  for (uint32_t done; (done = done_.load(std::memory_order_acquire)) != turns;) wait_while(done_, done);
  std::lock_guard lock(error_mutex_);
  if (error_) std::rethrow_exception(std::exchange(error_, nullptr));
}

void Pool::take_indices(uint32_t generation) {
  for (uint64_t state = state_.load();;) {
    const Call call = call_.load(std::memory_order_relaxed);
    void* context = context_.load(std::memory_order_relaxed);
    const uint32_t count = count_.load(std::memory_order_relaxed);
    const auto index = static_cast<uint32_t>(state);
    if (state >> 32 != generation || index >= count) return;
    // Success means that nothing changed since `state` was read: what was read with it belongs to it.
    if (!state_.compare_exchange_weak(state, state + 1)) continue;
    try {
      call(context, index);
      finish(1, count);
    } catch (...) {
      {
        std::lock_guard lock(error_mutex_);
        if (!error_) error_ = std::current_exception();
      }
      // Nobody takes what is left; it counts as done together with this index.
      const uint64_t end = (static_cast<uint64_t>(generation) << 32) | count;
      const auto next = static_cast<uint32_t>(state_.exchange(end));
      finish(1 + (count - next), count);
      return;
    }
    state = state_.load();
  }
}

void Pool::finish(uint32_t indices, uint32_t count) {
  if (done_.fetch_add(indices, std::memory_order_acq_rel) + indices == count) done_.notify_all();
}

void Pool::work() {
  for (uint32_t seen = 0;;) {
    wait_while(generation_, seen);
    seen = generation_.load(std::memory_order_acquire);
    if (stopping_.load()) return;
    take_indices(seen);
  }
}

}  // namespace skein
