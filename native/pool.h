// A fixed set of threads that share loops. The caller takes part, so that a
// pool of one has no thread of its own.
#pragma once
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <mutex>
#include <thread>
#include <type_traits>
#include <vector>

namespace skein {

class Pool {
 public:
  // Throws std::system_error where so many threads cannot be had.
  explicit Pool(unsigned threads);
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  unsigned threads() const { return static_cast<unsigned>(workers_.size()) + 1; }

  // To be called once by the one thread that will call parallel_for: keeps it to a processor, as the pool keeps its
  // own threads, each to another. Left to itself Linux wakes both ends of a short loop on one processor and takes
  // a tick (4 ms) to part them. Does nothing unless the pool has a thread for each processor that the process
  // may use: two smaller pools could get the same ones while others are idle.
  void bind_caller();
  // For a thread that has just given the bound caller work: moves on where it runs on that one's processor. The
  // caller cannot, and would wait for it to sleep.
  void make_way() const;

  // Says that the next loop may be a while: threads that wait for it sleep at once instead of a little later. Where
  // each has a processor, those who will ask for that loop have to run on one of theirs.
  void rest() { resting_.store(true, std::memory_order_relaxed); }

  // Calls body(i) once for each i in 0 .. count-1, on any thread, in any order,
  // and returns when all are done. What each i computes must not depend on the
  // number of threads: that is what keeps results reproducible. Not reentrant.
  // What a body throws ends the loop and is thrown again here, once no thread is inside it.
  template <typename Body>
  void parallel_for(size_t count, Body&& body) {
    if (count == 0) return;
    if (count == 1 || workers_.empty()) {
      for (size_t i = 0; i < count; ++i) body(i);
      return;
    }
    using Plain = std::remove_reference_t<Body>;
    run(
        count, [](void* context, size_t i) { (*static_cast<Plain*>(context))(i); },
        const_cast<void*>(static_cast<const void*>(&body)));
  }

  // The same over 0 .. count-1 in contiguous ranges of at most `grain`: body(begin, end).
  template <typename Body>
  void parallel_ranges(size_t count, size_t grain, Body&& body) {
    const size_t ranges = (count + grain - 1) / grain;
    parallel_for(ranges, [&](size_t r) {
      const size_t begin = r * grain;
      body(begin, begin + grain < count ? begin + grain : count);
    });
  }

 private:
  using Call = void (*)(void* context, size_t index);
  void run(size_t count, Call call, void* context);
  // The processor, or -1 where the thread stays free.
  int bind(unsigned index, unsigned threads) const;
  void work();
  void take_indices(uint32_t generation);
  void finish(uint32_t indices, uint32_t count);
  void stop();

  const unsigned seat_;
  std::atomic<int> caller_processor_{-1};
  std::vector<std::thread> workers_;
  // One job at a time. The high half of `state_` is the job's generation, the low half the next index
  // to be taken: whoever advances it under the same generation owns that index, and then the job is
  // alive. So nobody waits for a worker that has not woken up yet, as on a busy machine it may not for
  // milliseconds: it finds another generation, or nothing left, and goes back to sleep.
  std::atomic<uint64_t> state_{0};
  std::atomic<Call> call_{nullptr};
  std::atomic<void*> context_{nullptr};
  std::atomic<uint32_t> count_{0};
  // Indices that are done; the loop ends when all are.
  std::atomic<uint32_t> done_{0};
  // The same generation, for workers to sleep on.
  std::atomic<uint32_t> generation_{0};
  std::atomic<bool> stopping_{false};
  // Since the last loop.
  std::atomic<bool> resting_{false};
  std::mutex error_mutex_;
  std::exception_ptr error_;
};

}  // namespace skein
