// How a thread waits for another's next piece of work.
#pragma once
#include <atomic>
#include <cstdint>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace skein {

inline void relax() {
#if defined(__x86_64__)
  _mm_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

// Returns when `value` is no longer `old`; whoever changes it notifies. Work follows work within
// microseconds: a short spin saves the two system calls of a sleep, and ends before an idle device costs
// anybody a core, or as soon as tired().
template <typename Tired>
inline void wait_while(const std::atomic<uint32_t>& value, uint32_t old, Tired&& tired) {
  constexpr int kSpins = 2000;
  for (int i = 0; i < kSpins && !tired(); ++i) {
    if (value.load(std::memory_order_acquire) != old) return;
    relax();
  }
  value.wait(old, std::memory_order_acquire);
}

inline void wait_while(const std::atomic<uint32_t>& value, uint32_t old) {
  wait_while(value, old, [] { return false; });
}

}  // namespace skein
