// How the thread of MPI waits: it looks, and between looks leaves the processor to those who compute.
#pragma once
#include <sched.h>

#include <algorithm>
#include <chrono>
#include <thread>

#ifdef __linux__
#include <sys/prctl.h>
#endif

namespace skein::mpi {

// Sleeps an eighth of the time that was waited so far, so that what was waited for is seen at most that much later, and
// a long wait costs few looks. A wait that is over at once does not sleep at all.
class Pause {
 public:
  using Clock = std::chrono::steady_clock;

  explicit Pause(std::chrono::microseconds longest) : longest_(longest) {}

  void once() {
    const auto waited = Clock::now() - begin_;
    if (waited < kAwake) {
      sched_yield();
      return;
    }
    std::this_thread::sleep_for(std::min<Clock::duration>(waited / 8, longest_));
  }

  // Lets this thread's sleeps end when they should: Linux adds up to 50 us otherwise.
  static void sharpen() {
#ifdef __linux__
    prctl(PR_SET_TIMERSLACK, 1000UL);
#endif
  }

 private:
  static constexpr std::chrono::microseconds kAwake{200};

  Clock::duration longest_;
  Clock::time_point begin_ = Clock::now();
};

}  // namespace skein::mpi
