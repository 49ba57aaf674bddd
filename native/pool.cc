#include "pool.h"

#include <stdexcept>
#include <utility>

#if defined(__linux__)
#include <pthread.h>
#include <sched.h>
#include <unistd.h>
#endif

#include "wait.h"

namespace skein {
namespace {

// An index that no loop reaches: the job takes nobody.
constexpr uint32_t kClosed = UINT32_MAX;

// Where a pool's first thread goes: elsewhere for each pool, in this process and in others, because work too
// small to share is done there alone.
unsigned next_seat() {
#if defined(__linux__)
  static std::atomic<unsigned> seat{static_cast<unsigned>(getpid())};
  return seat.fetch_add(1, std::memory_order_relaxed);
#else
  return 0;
#endif
}

}  // namespace

Pool::Pool(unsigned threads) : seat_(next_seat()) {
  try {
    for (unsigned i = 1; i < threads; ++i)
      workers_.emplace_back([this, i, threads] {
        bind(i, threads);
        work();
      });
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
  resting_.store(false, std::memory_order_relaxed);
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

void Pool::bind_caller() { caller_processor_ = bind(0, threads()); }

int Pool::bind([[maybe_unused]] unsigned index, [[maybe_unused]] unsigned threads) const {
#if defined(__linux__)
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof allowed, &allowed) != 0 || CPU_COUNT(&allowed) != static_cast<int>(threads))
    return -1;
  unsigned skip = (seat_ + index) % threads;
  for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
    if (!CPU_ISSET(cpu, &allowed) || skip-- != 0) continue;
    cpu_set_t own;
    CPU_ZERO(&own);
    CPU_SET(cpu, &own);
    return pthread_setaffinity_np(pthread_self(), sizeof own, &own) == 0 ? cpu : -1;
  }
#endif
  return -1;
}

void Pool::make_way() const {
#if defined(__linux__)
  const int processor = caller_processor_.load(std::memory_order_relaxed);
  if (processor < 0 || sched_getcpu() != processor) return;
  cpu_set_t before;
  if (sched_getaffinity(0, sizeof before, &before) != 0) return;
  cpu_set_t others = before;
  CPU_CLR(processor, &others);
  // It moves at once, and is as free as before.
  if (sched_setaffinity(0, sizeof others, &others) == 0) sched_setaffinity(0, sizeof before, &before);
#endif
}

void Pool::work() {
  for (uint32_t seen = 0;;) {
    wait_while(generation_, seen, [this] { return resting_.load(std::memory_order_relaxed); });
    seen = generation_.load(std::memory_order_acquire);
    if (stopping_.load()) return;
    take_indices(seen);
  }
}

}  // namespace skein
